/** What is unusual or unlawful in a labour-use row: taken, but asked about first (domain.md 4.2). */
import { formatFen } from '../src/lib/money.js';
import { formatPercent } from '../src/lib/numbers.js';
import type { RecordCheck } from './field.js';

export type Get = (path: string) => unknown;
/** A number of the record; what was not answered counts as 0. */
export const num = (get: Get, path: string): number => (get(path) as number | undefined) ?? 0;

const soft = (
  code: string,
  path: string,
  holds: (value: number, get: Get) => boolean,
  say: (value: number, get: Get) => string,
  source: string,
): RecordCheck => ({
  code,
  level: 'soft',
  reads: [path],
  holds: (get) => holds(num(get, path), get),
  say: (get) => say(num(get, path), get),
  source,
});

export const INSURANCE_NAMES = {
  pension: '养老保险',
  medical: '医疗保险',
  injury: '工伤保险',
  unemployment: '失业保险',
  maternity: '生育保险',
} as const;

export const labourUseDoubts: readonly RecordCheck[] = [
  {
    code: 'total_changed_much',
    level: 'soft',
    reads: ['total'],
    holds: (get, { lastTotal }) =>
      lastTotal === undefined || lastTotal === 0 || Math.abs(num(get, 'total') - lastTotal) <= lastTotal / 2,
    say: (get, { lastTotal }) => `上次 ${lastTotal} 人，这次 ${num(get, 'total')} 人，变化超过一半`,
    source: 'domain.md 4.2 cross checks',
  },
  {
    code: 'few_signed',
    level: 'soft',
    reads: ['signed', 'shouldSign'],
    holds: (get) => num(get, 'signed') >= num(get, 'shouldSign') * 0.8,
    say: (get) => `合同只签了 ${num(get, 'signed')}/${num(get, 'shouldSign')} 人`,
    source: 'domain.md 4.2 cross checks: below 80 %',
  },
  ...Object.entries(INSURANCE_NAMES).map(
    ([path, name]): RecordCheck => ({
      code: `few_with_${path}`,
      level: 'soft',
      reads: [path, 'labourRelation'],
      holds: (get) => num(get, path) >= num(get, 'labourRelation') * 0.6,
      say: (get) =>
        `${name}只有 ${num(get, path)}/${num(get, 'labourRelation')} 人（${formatPercent(num(get, path), num(get, 'labourRelation'))}）`,
      source: 'domain.md 4.2 cross checks: below 60 %',
    }),
  ),
  {
    // sites insure by project, so more may be insured than are employed
    code: 'injury_over_labour_relation',
    level: 'soft',
    reads: ['injury', 'labourRelation'],
    holds: (get) => num(get, 'injury') <= num(get, 'labourRelation'),
    say: (get) => `工伤保险 ${num(get, 'injury')} 人，多过劳动关系 ${num(get, 'labourRelation')} 人`,
    source: 'domain.md 4.2 n_injury',
  },
  ...(['wageMinFen', 'wageAvgFen'] as const).map(
    (path): RecordCheck => ({
      code: path === 'wageMinFen' ? 'lowest_wage_below_minimum' : 'average_wage_below_minimum',
      level: 'soft',
      reads: [path],
      holds: (get, { minimumWageFen }) => minimumWageFen === undefined || num(get, path) >= minimumWageFen,
      say: (get, { minimumWageFen = 0 }) =>
        `${path === 'wageMinFen' ? '最低' : '人均'}月工资 ${formatFen(num(get, path))}，低于最低工资标准 ${formatFen(minimumWageFen)}`,
      source: 'domain.md 4.2 cross checks',
    }),
  ),
  soft(
    'has_under16',
    'under16',
    (n) => n === 0,
    (n) => `有未满16周岁的 ${n} 人，报上后马上转专职监察员`,
    'LAB art. 15',
  ),
  soft(
    'week_over_60_hours',
    'hoursWeek',
    (h) => h <= 60,
    (h) => `每周工作 ${h} 小时，超过 60 小时`,
    'domain.md 4.2 cross checks',
  ),
  soft(
    'week_over_44_hours',
    'hoursWeek',
    (h, get) => h <= 44 || h > 60 || notStandard(get),
    (h) => `每周工作 ${h} 小时，超过 44 小时`,
    'LAB art. 36',
  ),
  soft(
    'day_over_8_hours',
    'hoursDay',
    (h, get) => h <= 8 || notStandard(get),
    (h) => `每天工作 ${h} 小时，超过 8 小时`,
    'LAB art. 36',
  ),
  soft(
    'overtime_over_36_hours',
    'overtimeMonth',
    (h) => h <= 36,
    (h) => `每月加班 ${h} 小时，超过 36 小时`,
    'LAB art. 41',
  ),
  soft(
    'rest_under_1_day',
    'restDaysWeek',
    (d) => d >= 1,
    (d) => `每周休息 ${d} 天，不到 1 天`,
    'LAB art. 38',
  ),
  {
    code: 'paid_late',
    level: 'soft',
    reads: ['lastPaidMonth'],
    atEnd: true,
    mendedBy: ['arrearsWorkers', 'lastPaidMonth'],
    holds: (get, { today }) => {
      const behind = monthsBehind(String(get('lastPaidMonth')), today, get('payDay') as number | undefined);
      return behind <= 0 || get('arrearsWorkers') !== undefined;
    },
    say: (get) => `工资只发到 ${get('lastPaidMonth')}，没有填被拖欠人数`,
    source: 'domain.md 4.2 arrears_n: when last_paid_month is late',
  },
  {
    code: 'paid_less_than_monthly',
    level: 'soft',
    reads: ['payCycle'],
    holds: (get) => get('payCycle') !== 'longer',
    say: () => '工资超过一个月才发一次',
    source: 'WAGE94 art. 7: at least monthly',
  },
  {
    code: 'deposit_or_id_held',
    level: 'soft',
    reads: ['depositOrIdHeld'],
    holds: (get) => get('depositOrIdHeld') === false,
    say: () => '单位收了押金或扣了证件',
    source: 'LCL art. 9',
  },
];

/** Other systems than the standard one may go past the day and week (with approval). */
function notStandard(get: Get): boolean {
  const system = get('hoursSystem');
  return system !== undefined && system !== 'standard';
}

/**
 * Whole months of wages that should have been paid and were not. Wages of a month are due on the pay day of the next one;
 * without a pay day, at its end.
 * @param lastPaid `YYYY-MM`
 */
export function monthsBehind(lastPaid: string, today: string, payDay = 31): number {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  const due = index(today) - (Number(today.slice(8, 10)) > payDay ? 1 : 2);
  return due - index(lastPaid);
}
