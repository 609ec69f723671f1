/** What the numbers of one labour-use row must keep (domain.md 4.2 “Cross checks” and the rule column). */
import { formatFen } from '../src/lib/money.js';
import type { RecordCheck } from './field.js';
import { type Get, INSURANCE_NAMES, labourUseDoubts, num } from './labour-use-doubts.js';

/** The six groups that make up the total (form rule of the written review). */
const PARTS = {
  labourRelation: '劳动关系',
  staffQuota: '编制',
  dispatchedIn: '派遣',
  retainedElsewhere: '保留劳动关系',
  students: '学生',
  pensioners: '享受养老待遇',
} as const;
const partSum = (get: Get) => Object.keys(PARTS).reduce((sum, path) => sum + num(get, path), 0);
const sayParts = (get: Get) =>
  Object.entries(PARTS)
    .filter(([path]) => num(get, path) > 0)
    .map(([path, name]) => `${name} ${num(get, path)}`)
    .join('＋');

const BANDS = ['signedTask', 'signedUnder3y', 'signed3to10y', 'signedLong'] as const;
const agencySum = (get: Get) =>
  (get('dispatchAgencies') as { count: number }[]).reduce((sum, agency) => sum + agency.count, 0);
const bandSum = (get: Get) => BANDS.reduce((sum, path) => sum + num(get, path), 0);

/** `part` may not be more than `whole`. */
const atMost = (
  part: string,
  whole: string,
  words: [part: string, whole: string],
  source = 'domain.md 4.2',
): RecordCheck => ({
  code: `${snake(part)}_over_${snake(whole)}`,
  level: 'hard',
  reads: [part, whole],
  holds: (get) => num(get, part) <= num(get, whole),
  say: (get) => `${words[0]} ${num(get, part)} 人，多过${words[1]} ${num(get, whole)} 人`,
  source,
});

const sums: RecordCheck[] = [
  ...Object.keys(PARTS).map(
    (path): RecordCheck => ({
      code: `${snake(path)}_over_total`,
      level: 'hard',
      reads: [path, 'total'],
      holds: (get) => partSum(get) <= num(get, 'total'),
      say: (get) => `各项合起来 ${partSum(get)} 人（${sayParts(get)}），多过总人数 ${num(get, 'total')} 人`,
      source: 'written-review form: the parts make up the total',
    }),
  ),
  {
    code: 'total_is_sum',
    level: 'hard',
    reads: ['total', 'labourRelation', 'dispatchedIn'],
    atEnd: true,
    holds: (get) => partSum(get) === num(get, 'total'),
    say: (get) => `总人数 ${num(get, 'total')} 人，各项合起来是 ${partSum(get)} 人（${sayParts(get)}）`,
    source: 'written-review form: the parts make up the total',
  },
  {
    code: 'sexes_are_sum',
    level: 'hard',
    reads: ['female', 'male', 'labourRelation'],
    holds: (get) => num(get, 'male') + num(get, 'female') === num(get, 'labourRelation'),
    say: (get) =>
      `男 ${num(get, 'male')}＋女 ${num(get, 'female')} 是 ${num(get, 'male') + num(get, 'female')} 人，劳动关系填的是 ${num(get, 'labourRelation')} 人`,
    source: 'employment-filing form',
  },
  {
    code: 'posts_are_sum',
    level: 'hard',
    reads: ['offPost', 'onPost', 'labourRelation'],
    holds: (get) => num(get, 'onPost') + num(get, 'offPost') === num(get, 'labourRelation'),
    say: (get) =>
      `在岗 ${num(get, 'onPost')}＋不在岗 ${num(get, 'offPost')} 是 ${num(get, 'onPost') + num(get, 'offPost')} 人，劳动关系填的是 ${num(get, 'labourRelation')} 人`,
    source: 'employment-filing form',
  },
  {
    code: 'bands_are_sum',
    level: 'hard',
    reads: ['signed', ...BANDS],
    holds: (get) => bandSum(get) === num(get, 'signed'),
    say: (get) => `四种期限的合同合起来 ${bandSum(get)} 人，已签填的是 ${num(get, 'signed')} 人`,
    source: 'employment-filing form',
  },
  {
    code: 'agencies_are_sum',
    level: 'hard',
    reads: ['dispatchedIn', 'dispatchAgencies'],
    atEnd: true,
    holds: (get) => agencySum(get) === num(get, 'dispatchedIn'),
    say: (get) => `各派遣单位合起来 ${agencySum(get)} 人，使用劳务派遣填的是 ${num(get, 'dispatchedIn')} 人`,
    source: 'domain.md 4.2 n_dispatched_in',
  },
];

const limits: RecordCheck[] = [
  atMost('female', 'labourRelation', ['女职工', '劳动关系']),
  atMost('male', 'labourRelation', ['男职工', '劳动关系']),
  atMost('migrant', 'onPost', ['农民工', '在岗'], 'employment-filing form'),
  atMost('migrant', 'total', ['农民工', '总人数']),
  atMost('nonlocal', 'total', ['外来人员', '总人数']),
  atMost('partTime', 'total', ['非全日制', '总人数']),
  atMost('juvenile', 'total', ['未成年工', '总人数']),
  atMost('under16', 'total', ['未满16周岁', '总人数']),
  atMost('disabled', 'total', ['残疾职工', '总人数']),
  atMost('maternityProtected', 'female', ['三期女职工', '女职工']),
  atMost('shouldSign', 'labourRelation', ['应签合同', '劳动关系']),
  atMost('signed', 'shouldSign', ['已签合同', '应签']),
  atMost('signed', 'labourRelation', ['已签合同', '劳动关系']),
  atMost('signed', 'total', ['已签合同', '总人数']),
  atMost('overdueSign', 'labourRelation', ['满一个月未签', '劳动关系']),
  atMost('arrearsWorkers', 'total', ['被拖欠', '总人数']),
  atMost('skillCertified', 'skillJobs', ['持证', '技术工种']),
  ...(['pension', 'medical', 'unemployment', 'maternity'] as const).map((path) =>
    atMost(path, 'labourRelation', [INSURANCE_NAMES[path], '劳动关系']),
  ),
  {
    code: 'as_of_in_future',
    level: 'hard',
    reads: ['asOf'],
    holds: (get, { today }) => String(get('asOf')) <= today,
    say: (get) => `统计时点 ${get('asOf')} 还没有到`,
    source: 'domain.md 4.2 cross checks: as_of <= today',
  },
  {
    code: 'paid_in_future',
    level: 'hard',
    reads: ['lastPaidMonth'],
    holds: (get, { today }) => String(get('lastPaidMonth')) <= today.slice(0, 7),
    say: (get) => `工资已发到 ${get('lastPaidMonth')}，这个月还没有到`,
    source: 'domain.md 4.2 cross checks: dates ordered',
  },
  {
    code: 'lowest_wage_over_average',
    level: 'hard',
    reads: ['wageMinFen', 'wageAvgFen'],
    holds: (get) => num(get, 'wageMinFen') <= num(get, 'wageAvgFen'),
    say: (get) => `最低月工资 ${formatFen(num(get, 'wageMinFen'))}，多过人均 ${formatFen(num(get, 'wageAvgFen'))}`,
  },
  {
    code: 'juvenile_check_missing',
    level: 'hard',
    reads: ['juvenile'],
    atEnd: true,
    mendedBy: ['juvenileCheck', 'juvenile'],
    holds: (get) => num(get, 'juvenile') === 0 || get('juvenileCheck') !== undefined,
    say: (get) => `有未成年工 ${num(get, 'juvenile')} 人，要填做没做过健康检查`,
    source: 'domain.md 4.2 n_juvenile',
  },
];

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

export const labourUseChecks: readonly RecordCheck[] = [...sums, ...limits, ...labourUseDoubts];
