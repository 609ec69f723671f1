/** When a matter must go up (domain.md 5.5): numbers of people, sums of a suspected crime, identical reports; pure. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterRules, PeopleThreshold } from '../../../schemas/matter-rules.js';
import { addDays } from '../../lib/day.js';

export type Escalation =
  | { kind: 'people'; code: string; people: number; amountFen: number; threshold: PeopleThreshold }
  /** `warn` from the configured share of a sum on, `suspected` from the sum on. */
  | { kind: 'crime'; code: string; people: number; amountFen: number; level: 'warn' | 'suspected' };

type Counted = Pick<
  Matter,
  '_id' | 'complainants' | 'peopleCount' | 'amountFen' | 'periodFrom' | 'periodTo' | 'categories'
>;

/**
 * What a matter has reached, the highest threshold of people only. People are the complainants of all related matters together
 * or the most that one of them names, whichever is larger (PROPOSED, domain.md 6).
 * @param related other open matters of the same cause
 */
export function judgeEscalation(
  matter: Counted,
  related: readonly Counted[],
  rules: Pick<MatterRules, 'people' | 'crime' | 'crimeWarnPercent'>,
): Escalation[] {
  const all = [matter, ...related.filter(({ _id }) => _id !== matter._id)];
  const people = peopleOf(all);
  const amountFen = all.reduce((sum, one) => sum + (one.amountFen ?? 0), 0);
  const threshold = rules.people.filter((one) => people >= one.people).sort((a, b) => b.people - a.people)[0];
  return [
    ...(threshold === undefined
      ? []
      : [{ kind: 'people' as const, code: threshold.code, people, amountFen, threshold }]),
    ...judgeCrime(all, people, amountFen, rules),
  ];
}

function peopleOf(all: readonly Counted[]): number {
  const complainants = all.reduce((sum, one) => sum + one.complainants, 0);
  return Math.max(complainants, ...all.map(({ peopleCount = 0 }) => peopleCount));
}

/** SPC2013 and local sums: one worker for months, or many workers together. An ignored order to pay is asked elsewhere. */
function judgeCrime(
  all: readonly Counted[],
  people: number,
  amountFen: number,
  { crime, crimeWarnPercent }: Pick<MatterRules, 'crime' | 'crimeWarnPercent'>,
): Escalation[] {
  return crime.flatMap((sums) => {
    const one = all.filter((m) => peopleOf([m]) <= 1 && monthsOf(m) >= sums.oneWorkerMonths);
    const single = Math.max(0, ...one.map((m) => m.amountFen ?? 0)) / sums.oneWorkerFen;
    const many = people >= sums.manyWorkers ? amountFen / sums.manyWorkersFen : 0;
    const share = Math.max(single, many) * 100;
    if (share < crimeWarnPercent) return [];
    const level = share >= 100 ? ('suspected' as const) : ('warn' as const);
    return [{ kind: 'crime' as const, code: `${sums.code}_${level}`, people, amountFen, level }];
  });
}

/** Months from the first to the last, both included; unknown ones count as long enough, so that nothing is missed. */
function monthsOf({ periodFrom, periodTo }: Counted): number {
  if (periodFrom === undefined || periodTo === undefined) return Number.POSITIVE_INFINITY;
  const [fromYear = 0, fromMonth = 0] = periodFrom.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = periodTo.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth + 1;
}

/**
 * The reports that say the same of one employer within the configured days, this one included; empty below the number that
 * raises priority (domain.md 5.7, PROPOSED).
 * @param others matters of the same employer
 */
export function identicalReports(
  matter: Matter,
  others: readonly Matter[],
  { count, days }: MatterRules['identicalReports'],
): Matter[] {
  if (matter.kind !== 'report') return [];
  const since = addDays(matter.receivedOn, -days);
  const same = others.filter(
    (other) =>
      other._id !== matter._id &&
      other.kind === 'report' &&
      other.receivedOn >= since &&
      other.categories.some((category) => matter.categories.includes(category)),
  );
  return same.length + 1 >= count ? [matter, ...same] : [];
}
