/** What the rules say of one employer (domain.md 7.3); pure. */
import {
  ALERT_LEVELS,
  type AlertLevel,
  type Bound,
  CREDIT_GRADES,
  type Finding,
  type Measure,
  type MonitoringRules,
} from '../../../schemas/alert.js';
import { CLOSED_STATUSES } from '../../../schemas/enums.js';
import type { StoredEmployer, StoredLabourUse } from '../../../schemas/stored-employer.js';
import { addDays, type Day, dayOf, daysBetween, monthEnd } from '../../lib/day.js';

export interface Observed {
  employer: Pick<StoredEmployer, 'status' | 'refusals' | 'collectedAt'>;
  /** Its rows, the latest first; two are enough. */
  rows: readonly StoredLabourUse[];
  /** Complaints and reports of the last 90 days, and the most people in one of them. */
  matters: { count: number; people: number };
  /** Days since the data was last taken on which nobody was met there. */
  missed?: number;
  grade?: 'A' | 'B' | 'C' | undefined;
  blacklisted?: boolean;
  today: Day;
}

/** Statuses under which nobody is found there. */
const LOST: readonly string[] = ['untraceable', 'suspended', 'dormant', ...CLOSED_STATUSES];

/** A value per measure that can be taken; what is not known is left out. */
export function measure(
  { employer, rows, matters, missed = 0, grade, blacklisted = false, today }: Observed,
  fewest: number,
): Partial<Record<Measure, number>> {
  const [last, before] = rows;
  const big = (last?.labourRelation ?? last?.total ?? 0) >= fewest;
  const owed = (last?.arrearsWorkers ?? 0) > 0 || (last?.arrearsFen ?? 0) > 0;
  const lost = LOST.includes(employer.status ?? 'normal') && owed ? 1 : 0;
  const said = {
    matters_90_days: matters.count,
    people_in_matters: matters.people,
    head_fled: employer.status === 'untraceable' ? 1 : 0,
    blacklisted: blacklisted ? 1 : 0,
  };
  if (CLOSED_STATUSES.includes(employer.status ?? 'normal')) return { lost_with_arrears: lost, ...said };
  const values: Partial<Record<Measure, number | undefined>> = {
    wage_days_late: last && wageDaysLate(last, today),
    headcount_drop_percent: last && before && big ? dropPercent(before.total, last.total) : undefined,
    contract_percent: last && big ? percent(last.signed, last.shouldSign) : undefined,
    insured_percent: last && big ? percent(last.pension, last.labourRelation ?? last.total) : undefined,
    stale_days: employer.collectedAt && daysBetween(dayOf(employer.collectedAt), today),
    refusals: employer.refusals,
    hours_week: last?.hoursWeek,
    overtime_month: last?.overtimeMonth,
    under16: last?.under16,
    lost_with_arrears: lost,
    visits_missed: missed,
    credit_grade: grade && 1 + CREDIT_GRADES.indexOf(grade),
    ...said,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Days since wages should have been paid: by months owed, else by the month paid last and the pay day. */
function wageDaysLate(row: StoredLabourUse, today: Day): number | undefined {
  if (row.arrearsMonths !== undefined && row.arrearsMonths > 0) return row.arrearsMonths * 30;
  // ten workers and 40,000 yuan are as grave as two months (domain.md 7.3)
  if ((row.arrearsWorkers ?? 0) >= 10 && (row.arrearsFen ?? 0) >= 4_000_000) return 60;
  if (row.lastPaidMonth === undefined || row.payCycle !== 'month') return undefined;
  const dueMonth = addDays(monthEnd(`${row.lastPaidMonth}-01`), 1); // the month that is to be paid next begins
  const due = addDays(monthEnd(dueMonth), row.payDay ?? 30);
  // only what was known when the data was taken: that nothing was reported since is staleness, not arrears
  const seen = dayOf(row.collectedAt) < today ? dayOf(row.collectedAt) : today;
  return Math.max(0, daysBetween(due, seen));
}

function percent(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole === 0 ? undefined : (100 * part) / whole;
}

function dropPercent(before: number, now: number): number | undefined {
  return before === 0 ? undefined : Math.max(0, (100 * (before - now)) / before);
}

/** The rules that speak, each with its gravest level. */
export function findingsOf(rules: MonitoringRules, values: Partial<Record<Measure, number>>): Finding[] {
  return rules.rules.flatMap((rule) => {
    const value = values[rule.measure];
    if (value === undefined) return [];
    const level = ALERT_LEVELS.findLast((each) => rule[each] !== undefined && reaches(value, rule[each]));
    return level === undefined
      ? []
      : [{ name: rule.name, measure: rule.measure, level, value: Math.round(value * 10) / 10 }];
  });
}

function reaches(value: number, bound: Bound): boolean {
  if ('atLeast' in bound) return value >= bound.atLeast;
  if ('moreThan' in bound) return value > bound.moreThan;
  return value < bound.lessThan;
}

/** The gravest of all; so many oranges are red. */
export function levelOf(
  { orangesForRed }: Pick<MonitoringRules, 'orangesForRed'>,
  findings: readonly Finding[],
): AlertLevel | 'none' {
  const has = (level: AlertLevel) => findings.filter((each) => each.level === level).length;
  if (has('red') > 0 || has('orange') >= orangesForRed) return 'red';
  if (has('orange') > 0) return 'orange';
  return has('yellow') > 0 ? 'yellow' : 'none';
}
