/** The ladder of nudges of one clock (domain.md 5.5): on which days whom to tell; pure. The sweep of tasks sends them. */
import type { MatterClock } from '../../../schemas/matter-clock.js';
import type { Audience, LadderRung, MatterRules } from '../../../schemas/matter-rules.js';
import { addDays, type Day } from '../../lib/day.js';
import { addWorkdays, type Calendar, isWorkday, nextWorkday, previousWorkday } from '../../lib/workdays.js';

export interface Rung {
  /** `50%`, `-3`, `0`, `+5`: names the rung in effect keys. */
  name: string;
  on: Day;
  to: readonly Audience[];
}

/**
 * The rungs of a running clock, towards its internal due date, in order of their days. Shares of the time are reckoned over
 * the days that count; a rung that falls on a day of rest moves to the next working day, at most to the due date. Of rungs on
 * one day the last stays, with everybody who is on any of them. Empty while the clock is paused or has stopped.
 */
export function rungsOf(
  calendar: Calendar,
  clock: MatterClock,
  rules: Pick<MatterRules, 'ladder' | 'counting'>,
): Rung[] {
  const due = clock.internalDue;
  if (due === undefined || clock.stoppedOn !== undefined) return [];
  const counted = countedDays(calendar, clock, due, rules.counting);
  const rungs = new Map<Day, Rung>();
  for (const rung of rules.ladder) {
    const on = dayOfRung(calendar, rung, due, counted);
    if (on <= clock.startOn) continue; // a short clock has no time for it
    const before = rungs.get(on);
    const to = [...new Set([...(before?.to ?? []), ...rung.to])];
    rungs.set(on, { name: nameOf(rung), on, to });
  }
  return [...rungs.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
}

function nameOf(rung: LadderRung): string {
  if ('percent' in rung) return `${rung.percent}%`;
  return rung.workdays > 0 ? `+${rung.workdays}` : String(rung.workdays);
}

function dayOfRung(calendar: Calendar, rung: LadderRung, due: Day, counted: readonly Day[]): Day {
  if ('workdays' in rung) {
    if (rung.workdays >= 0) return addWorkdays(calendar, due, rung.workdays).day;
    let day = due;
    for (let n = 0; n < -rung.workdays; n++) day = previousWorkday(calendar, day);
    return day;
  }
  const day = counted[Math.ceil((counted.length * rung.percent) / 100) - 1] ?? due;
  const moved = isWorkday(calendar, day) ? day : nextWorkday(calendar, day);
  return moved < due ? moved : due;
}

/** The days after the start up to the due date that the deciding term counts. */
function countedDays(calendar: Calendar, clock: MatterClock, due: Day, counting: MatterRules['counting']): Day[] {
  const profile = clock.dues.find((one) => one.due === due)?.profile;
  const workdays = clock.terms.find((term) => term.profile === profile)?.unit === 'workday';
  const days: Day[] = [];
  for (let day = addDays(clock.startOn, 1); day <= due; day = addDays(day, 1)) {
    if (!isPaused(clock, day, counting) && (!workdays || isWorkday(calendar, day))) days.push(day);
  }
  return days;
}

function isPaused({ pauses }: MatterClock, day: Day, { pauseStart, pauseEnd }: MatterRules['counting']): boolean {
  return pauses.some(({ from, to }) => {
    const begins = pauseStart ? from < day : from <= day;
    return begins && (to === undefined || (pauseEnd ? day < to : day <= to));
  });
}
