/** Alerts and credit grades as officers read them in the single chat. */
import type { Measure } from '../../schemas/alert.js';
import { formatCount } from '../lib/numbers.js';

type Level = 'none' | 'yellow' | 'orange' | 'red';
interface AlertFacts {
  level: Level;
  findings: readonly { name: string; measure: Measure; level: Level; value: number }[];
  decision?: { verdict: 'handle' | 'watch' | 'mistaken'; note: string } | undefined;
}

export const LEVEL_NAMES: Readonly<Record<Level, string>> = { none: '无', yellow: '黄色', orange: '橙色', red: '红色' };
const VERDICTS = { handle: '立案或责令整改', watch: '继续关注', mistaken: '数据有误' } as const;
const UNITS: Readonly<Record<Measure, string>> = {
  wage_days_late: '天',
  headcount_drop_percent: '%',
  contract_percent: '%',
  insured_percent: '%',
  stale_days: '天',
  refusals: '次',
  hours_week: '小时/周',
  overtime_month: '小时/月',
  under16: '人',
  lost_with_arrears: '',
  matters_90_days: '件',
  people_in_matters: '人',
  visits_missed: '次',
  head_fled: '',
  credit_grade: '',
  blacklisted: '',
};

export function alertLine({ level, findings, decision }: AlertFacts, name: string): string {
  const decided = decision === undefined ? '' : `（已定：${VERDICTS[decision.verdict]}）`;
  return `${LEVEL_NAMES[level]}　${name}：${findings.map((finding) => finding.name).join('、')}${decided}`;
}

function measured(measure: Measure, value: number): string {
  if (measure === 'credit_grade') return ` ${'ABC'[value - 1] ?? ''} 级`;
  return UNITS[measure] === '' ? '' : ` ${formatCount(value)}${UNITS[measure]}`;
}

export function alertText(alert: AlertFacts, name: string): string {
  const lines = alert.findings.map(
    ({ name: rule, level, value, measure }) => `${LEVEL_NAMES[level]} ${rule}${measured(measure, value)}`,
  );
  const { decision } = alert;
  const decided =
    decision === undefined
      ? []
      : [`已定：${VERDICTS[decision.verdict]}${decision.note === '' ? '' : `，${decision.note}`}`];
  return [`${name}　${LEVEL_NAMES[alert.level]}预警`, ...lines, ...decided, '级别只随新采集的数据下降。'].join('\n');
}

const RULES: Readonly<Record<string, string>> = {
  handled_three_times: '一年内被查处三次以上',
  group_event: '发生群体性事件',
  child_labour: '使用童工',
  refused: '拒绝配合监察',
  handled: '一年内被查处过',
  clean: '一年内没有被查处',
};

/** `2025 年度诚信等级 C 级。`; empty where nobody has graded. */
export function gradeInFileText(grade: { year: number; decided: string } | undefined): string {
  return grade === undefined ? '' : `${grade.year} 年度诚信等级 ${grade.decided} 级。`;
}

interface CreditFacts {
  name: string;
  grade: string;
  rule: string;
  kept?: { decided: string; note: string } | undefined;
}

export function creditText({ name, grade, rule, kept }: CreditFacts, year: number): string {
  const proposed = `${name} ${year} 年度，建议 ${grade} 级（${RULES[rule] ?? rule}）。`;
  if (kept === undefined) return proposed;
  return `${proposed}\n已定为 ${kept.decided} 级${kept.note === '' ? '' : `：${kept.note}`}。`;
}
