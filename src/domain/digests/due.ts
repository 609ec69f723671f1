/** On which day a digest is due, and which span it tells of; pure. */
import type { DigestKind } from '../../../schemas/digest.js';
import { addDays, addMonths, type Day, dayOf, daysBetween, timeOf, weekdayOf } from '../../lib/day.js';
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

/** So many days after its first working day the digest of a span is still made up, when nothing ran on that day. */
const LATE_DAYS = { monthly: 10, weekly: 2 } as const;

export interface DueSpan {
  kind: 'monthly' | 'weekly';
  day: Day;
  /** Its own day has passed. */
  late: boolean;
}

/**
 * The digests of weeks and months that are due or can still be made up: on the first working day after the span, at the time.
 * Where a week and a month end together the week is left out. @param time `HH:mm`
 */
export function spansDueOn(calendar: Calendar, now: Date, time: string): DueSpan[] {
  const today = dailyDueOn(calendar, now, time);
  if (today === null) return [];
  const spans = (['monthly', 'weekly'] as const).map((kind) => {
    const day = spanEnd(kind, today);
    return { kind, day, first: isWorkday(calendar, day) ? day : nextWorkday(calendar, day) };
  });
  const monthFirst = spans[0]?.first;
  return spans
    .filter(({ kind, first }) => first <= today && daysBetween(first, today) <= LATE_DAYS[kind])
    .filter(({ kind, first }) => kind === 'monthly' || first !== monthFirst)
    .map(({ kind, day, first }) => ({ kind, day, late: first < today }));
}
