/** On which day a digest is due, and which span it tells of; pure. */
import type { DigestKind } from '../../../schemas/digest.js';
import { addDays, addMonths, type Day, dayOf, timeOf, weekdayOf } from '../../lib/day.js';
import { type Calendar, isWorkday, nextWorkday, previousWorkday } from '../../lib/workdays.js';

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

/** First day of the span that a digest of a day tells of: a Monday for a week, the first for a month. */
export function spanStart(kind: Exclude<DigestKind, 'daily'>, day: Day): Day {
  return kind === 'weekly' ? addDays(day, -7) : addMonths(day, -1);
}

/**
 * Whether the digest of `then` is the one before that of `day`: between two weekly ones one may have given way to a monthly one.
 * Daily ones are not counted in a row.
 */
export function isSpanBefore(kind: DigestKind, then: Day, day: Day): boolean {
  if (kind === 'daily') return false;
  return then < day && then >= (kind === 'weekly' ? addDays(day, -14) : addMonths(day, -1));
}

/** The day of the digest of a week or month that `day` lies in. */
export function spanEnd(kind: DigestKind, day: Day): Day {
  if (kind === 'daily') return day;
  return kind === 'weekly' ? addDays(day, 1 - weekdayOf(day)) : `${day.slice(0, 8)}01`;
}

/**
 * Today's digest of a week or month: on the first working day after it, at the time. In the week of a monthly digest no weekly
 * one is sent beside it on the same day. @param time `HH:mm`
 */
export function spanDueOn(calendar: Calendar, now: Date, time: string): { kind: DigestKind; day: Day } | null {
  const today = dailyDueOn(calendar, now, time);
  if (today === null) return null;
  for (const kind of ['monthly', 'weekly'] as const) {
    const day = spanEnd(kind, today);
    const firstWorkday = isWorkday(calendar, day) ? day : nextWorkday(calendar, day);
    if (firstWorkday === today) return { kind, day };
  }
  return null;
}
