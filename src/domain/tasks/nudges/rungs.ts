/** Which steps of the ladder have come; pure. */
import type { NudgeAudience, NudgeRules } from '../../../../schemas/nudge.js';
import { addDays, type Day, dayOf, daysBetween } from '../../../lib/day.js';
import {
  addWorkdays,
  type Calendar,
  isWorkday,
  nextWorkday,
  previousWorkday,
  workdaysBetween,
} from '../../../lib/workdays.js';
import type { Rung } from './due-item.js';

export type Ladder = (dueOn: Day) => readonly Rung[];

/**
 * The rungs that have come by `today` for a due day. Before it they lie on calendar days, moved to the working day before;
 * after it they count working days and go on weekly. Rungs of one day are one, with everybody who is on any of them.
 * Remembers what it reckoned: many tasks share a day.
 */
export function makeLadder({ ladder, weekly }: NudgeRules, calendar: Calendar, today: Day): Ladder {
  const known = new Map<Day, readonly Rung[]>();
  return (dueOn) => {
    let rungs = known.get(dueOn);
    if (rungs === undefined) {
      rungs = folded(reckon(dueOn));
      known.set(dueOn, rungs);
    }
    return rungs;
  };

  function reckon(dueOn: Day): Rung[] {
    const late = today > dueOn ? workdaysBetween(calendar, dueOn, today) : 0;
    const rungs: Rung[] = [];
    let last = 0;
    for (const step of ladder) {
      if ('days' in step) {
        const on = workdayBy(calendar, addDays(dueOn, step.days));
        if (on <= today) rungs.push({ name: String(step.days), on, to: step.to });
      } else if (step.workdays <= late) {
        const on = addWorkdays(calendar, dueOn, step.workdays).day;
        rungs.push({ name: `+${step.workdays}`, on, to: step.to });
      }
      if ('workdays' in step) last = Math.max(last, step.workdays);
    }
    let on = last <= late ? addWorkdays(calendar, dueOn, last).day : dueOn;
    for (let n = last + weekly.workdays; n <= late; n += weekly.workdays) {
      on = addWorkdays(calendar, on, weekly.workdays).day;
      rungs.push({ name: `+${n}`, on, to: weekly.to });
    }
    return rungs;
  }
}

function folded(rungs: readonly Rung[]): Rung[] {
  const byDay = new Map<Day, Rung>();
  for (const rung of [...rungs].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    const to: NudgeAudience[] = [...new Set([...(byDay.get(rung.on)?.to ?? []), ...rung.to])];
    byDay.set(rung.on, { ...rung, to });
  }
  return [...byDay.values()];
}

function workdayBy(calendar: Calendar, day: Day): Day {
  return isWorkday(calendar, day) ? day : previousWorkday(calendar, day);
}

/**
 * The rungs of a piece of work that stands as it stands since `since`: those of before are dropped, but for the newest when the
 * work was overdue from the beginning. Work that somebody was just given is announced.
 */
export function rungsSince(
  rungs: readonly Rung[],
  { since, dueOn, given }: { since: Day; dueOn: Day; given?: Rung | undefined },
): Rung[] {
  const later = rungs.filter(({ on }) => on >= since);
  const all = later.length === 0 && dueOn < since ? rungs.slice(-1) : later;
  return given === undefined ? all : folded([given, ...all]);
}

/** The announcement of work that was given, on the first working day. */
export function givenRung(rules: NudgeRules, calendar: Calendar, given: Day, today: Day): Rung | undefined {
  const on = isWorkday(calendar, given) ? given : nextWorkday(calendar, given);
  return on <= today ? { name: 'new', on, to: rules.assigned.to } : undefined;
}

/** Urgent work: at once and again every so many hours. */
export function redRungs({ red }: NudgeRules, since: Date, now: Date): Rung[] {
  const hours = (now.getTime() - since.getTime()) / 3_600_000;
  if (hours < 0) return [];
  const n = Math.floor(hours / red.everyHours);
  const first = Math.max(0, n - 30);
  return Array.from({ length: n - first + 1 }, (_, i) => {
    const at = new Date(since.getTime() + (first + i) * red.everyHours * 3_600_000);
    return { name: `red${first + i}`, on: dayOf(at), to: red.to };
  });
}

/** Working days that have passed since the due day; 0 on it and before. */
export function lateWorkdays(calendar: Calendar, dueOn: Day, today: Day): number {
  return today > dueOn && daysBetween(dueOn, today) > 0 ? workdaysBetween(calendar, dueOn, today) : 0;
}
