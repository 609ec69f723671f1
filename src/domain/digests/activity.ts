import type { ActivityFacts } from '../../../schemas/digest.js';
import { addDays, instantAt } from '../../lib/day.js';
import { workdaysBetween } from '../../lib/workdays.js';
import { visitsByPerson } from '../../models/visit.js';
import type { DigestPart } from './part.js';

/** 人均采集 = records / collector / day (domain.md 9); for the longer digests. */
export const activityPart: DigestPart<ActivityFacts | undefined> = async (deps, { scope, day, since, kind }) => {
  if (kind === 'daily') return () => undefined;
  const rows = await visitsByPerson(deps.tx, scope, { from: instantAt(since), to: instantAt(day) });
  const workdays = workdaysBetween(deps.calendar, addDays(since, -1), addDays(day, -1));
  return (unit) => {
    const own = rows.filter(({ gridPath }) => gridPath.startsWith(unit.gridPath));
    const collectors = new Set(own.map(({ by }) => by)).size;
    return { collectors, records: own.reduce((sum, { count }) => sum + count, 0), workdays };
  };
};
