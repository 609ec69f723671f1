/** Seven lights, what is overdue and what is due soon (domain.md 9). */
import type { WorkFacts, WorkLine } from '../../../schemas/digest.js';
import { LIGHTS } from '../../../schemas/plan.js';
import { groupBy } from '../../lib/group-by.js';
import { type StandingTask, taskStandings } from '../tasks/index.js';
import type { DigestPart } from './part.js';

/** What is due within so many days is told. */
const SOON_DAYS = 3;

/** Undefined for a unit that has no work to do and no milestones. */
export const workPart: DigestPart<WorkFacts | undefined> = async (deps, { scope, day, since }) => {
  const [before, now] = await taskStandings(deps, scope, [since, day]);
  if (before === undefined || now === undefined) throw new Error('a standing is missing');
  return (unit) => {
    const [lights, was] = [now.lights(unit), before.lights(unit)];
    const overdue = now.overdue(unit);
    const soon = now.dueWithin(unit, SOON_DAYS);
    const shown = LIGHTS.filter(({ value }) => lights[value].of > 0);
    if (shown.length === 0 && overdue.length === 0 && soon.length === 0) return undefined;
    return {
      lights: shown.map(({ value }) => ({ light: value, ...lights[value], was: was[value].done })),
      overdue: overdue.length,
      overdueWas: before.overdue(unit).length,
      late: linesOf(overdue),
      soonDays: SOON_DAYS,
      soon: linesOf(soon),
    };
  };
};

/** One line per kind of work, in the order of the tasks. */
export function linesOf(tasks: readonly StandingTask[]): WorkLine[] {
  return [...groupBy(tasks, ({ fold }) => fold).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const units = [...new Set(alike.map(({ unit }) => unit))].filter((name) => name !== '');
    const { title, dueOn, lateWorkdays } = first;
    return [{ title, count: alike.length, units, dueOn, lateWorkdays }];
  });
}
