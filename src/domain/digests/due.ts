/** On which day a daily digest is due; pure. */
import { addDays, type Day, dayOf, timeOf } from '../../lib/day.js';
import { type Calendar, isWorkday, previousWorkday } from '../../lib/workdays.js';

/** Today, when it is a working day and the time has come: until midnight a missed digest is made up. @param time `HH:mm` */
export function dailyDueOn(calendar: Calendar, now: Date, time: string): Day | null {
  const today = dayOf(now);
  return isWorkday(calendar, today) && timeOf(now) >= time ? today : null;
}

/** Working days after the last digest and before `day`: theirs will not be sent any more, `day`'s covers them. */
export function missedDays(calendar: Calendar, last: Day | null, day: Day): Day[] {
  if (last === null) return [];
  const missed: Day[] = [];
  for (let at = addDays(last, 1); at < day; at = addDays(at, 1)) if (isWorkday(calendar, at)) missed.push(at);
  return missed;
}

/** The first day whose work the digest of `day` tells: that of the last digest, else the last working day. */
export function sinceDay(calendar: Calendar, last: Day | null, day: Day): Day {
  const previous = previousWorkday(calendar, day);
  return last !== null && last < previous ? last : previous;
}
