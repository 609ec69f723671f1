/**
 * Working days by the State Council's yearly tables (domain.md 6). Weekends can be working days (调休) and weekdays off, so
 * nothing here is computed from weekdays alone unless the year is unknown; then the result says `provisional`.
 */
import type { CalendarYear } from '../../schemas/calendar.js';
import { addDays, type Day, weekdayOf } from './day.js';

export interface Calendar {
  /** Days that differ from their weekday. */
  exceptions: ReadonlyMap<Day, 'work' | 'off'>;
  confirmedYears: ReadonlySet<string>;
}

/** A day that was reckoned, and whether a year without a confirmed table was touched on the way. */
export interface ReckonedDay {
  day: Day;
  provisional: boolean;
}

/** Puts year tables together; of two tables for one year the later wins. */
export function makeCalendar(years: readonly CalendarYear[]): Calendar {
  const exceptions = new Map<Day, 'work' | 'off'>();
  const confirmedYears = new Set<string>();
  for (const { year, confirmed, holidays } of new Map(years.map((y) => [y.year, y])).values()) {
    if (confirmed) confirmedYears.add(String(year));
    for (const { off, work = [] } of holidays) {
      for (const day of off) exceptions.set(day, 'off');
      for (const day of work) exceptions.set(day, 'work');
    }
  }
  return { exceptions, confirmedYears };
}

export function isWorkday(calendar: Calendar, day: Day): boolean {
  const exception = calendar.exceptions.get(day);
  return exception === undefined ? weekdayOf(day) < 6 : exception === 'work';
}

/** True when the State Council's notice for the day's year is in the table. */
export function isConfirmed(calendar: Calendar, day: Day): boolean {
  return calendar.confirmedYears.has(day.slice(0, 4));
}

/** The first working day after `day`. */
export function nextWorkday(calendar: Calendar, day: Day): Day {
  let next = addDays(day, 1);
  while (!isWorkday(calendar, next)) next = addDays(next, 1);
  return next;
}

/** The last working day before `day`. */
export function previousWorkday(calendar: Calendar, day: Day): Day {
  let previous = addDays(day, -1);
  while (!isWorkday(calendar, previous)) previous = addDays(previous, -1);
  return previous;
}

/**
 * The n-th working day after `day`, which itself is not counted (CIVIL art. 201, CPL art. 85). The period ends with that day.
 * @param n whole working days, >= 0; 0 is the day itself
 */
export function addWorkdays(calendar: Calendar, day: Day, n: number): ReckonedDay {
  let provisional = false;
  let at = day;
  for (let counted = 0; counted < n; ) {
    at = addDays(at, 1);
    provisional ||= !isConfirmed(calendar, at);
    if (isWorkday(calendar, at)) counted++;
  }
  return { day: at, provisional };
}

/** Working days after `from` up to and with `to`; negative when `to` lies before. `addWorkdays` turned round. */
export function workdaysBetween(calendar: Calendar, from: Day, to: Day): number {
  if (to < from) return -workdaysBetween(calendar, to, from);
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkday(calendar, day)) count++;
  return count;
}

/**
 * The day `n` calendar days after `day`; when that is a day of rest, the next working day (CPL art. 85, CIVIL art. 203).
 * `unmoved` is the end before moving, from which an extension runs on (PROPOSED, domain.md 6).
 */
export function addCalendarDays(calendar: Calendar, day: Day, n: number): ReckonedDay & { unmoved: Day } {
  const unmoved = addDays(day, n);
  return { ...moveToWorkday(calendar, unmoved), unmoved };
}

function moveToWorkday(calendar: Calendar, day: Day): ReckonedDay {
  const moved = isWorkday(calendar, day) ? day : nextWorkday(calendar, day);
  return { day: moved, provisional: !isConfirmed(calendar, day) || !isConfirmed(calendar, moved) };
}

/** Time that does not run: supplement, suspension, appraisal. Without `to` it still lasts. */
export interface Pause {
  from: Day;
  to?: Day;
}

export interface Period {
  start: Day;
  count: number;
  unit: 'workday' | 'day';
  pauses?: readonly Pause[];
  /** Whether the day a pause begins, or ends, still counts. Neither does by default (PROPOSED, domain.md 6). */
  countPauseStart?: boolean;
  countPauseEnd?: boolean;
}

/**
 * When a period ends, reckoned anew from its pauses every time. Days of pause are not counted; a period of calendar days
 * that ends on a day of rest moves on. Undefined while a pause that stops the period still lasts.
 */
export function dueOn(calendar: Calendar, period: Period): (ReckonedDay & { unmoved: Day }) | undefined {
  const pauses = (period.pauses ?? []).map(({ from, to }) => ({
    from: period.countPauseStart ? addDays(from, 1) : from,
    to: to === undefined ? undefined : period.countPauseEnd ? addDays(to, -1) : to,
  }));
  let provisional = false;
  let day = period.start;
  for (let counted = 0; counted < period.count; ) {
    day = addDays(day, 1);
    const pause = pauses.find(({ from, to }) => from <= day && (to === undefined || day <= to));
    if (pause !== undefined && pause.to === undefined) return undefined;
    if (period.unit === 'workday') provisional ||= !isConfirmed(calendar, day);
    if (pause === undefined && (period.unit === 'day' || isWorkday(calendar, day))) counted++;
  }
  if (period.unit === 'workday') return { day, unmoved: day, provisional };
  return { ...moveToWorkday(calendar, day), unmoved: day };
}
