/** Which day is meant when a part is missing: years and months are put in so that the day is near and plausible. */
import { addMonths, type Day, daysBetween, isDay } from '../../lib/day.js';

export type Placed =
  | { kind: 'day'; day: Day; guessed?: true }
  | { kind: 'days'; days: Day[] }
  | { kind: 'no_such_day' };

/** A day that passed within so many days was more likely meant than the one of next year. */
const RECENT_DAYS = 92;

export function dayFrom(year: number, month: number, day: number): Placed {
  const text = `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;
  return year >= 1900 && year <= 2100 && isDay(text) ? { kind: 'day', day: text } : { kind: 'no_such_day' };
}

/**
 * A month and day without year: this year's when it has passed. One that lies ahead may as well be last year's: the
 * recent one is suggested, otherwise both are offered. `forward`: the field speaks of the future (到期), so both again.
 */
export function placeMonthDay(month: number, day: number, today: Day, forward: boolean): Placed {
  const year = Number(today.slice(0, 4));
  const [last, now, next] = [year - 1, year, year + 1].map((y) => dayFrom(y, month, day));
  if (now?.kind !== 'day') return { kind: 'no_such_day' };
  if (now.day <= today) return forward && next?.kind === 'day' ? { kind: 'days', days: [now.day, next.day] } : now;
  if (last?.kind !== 'day') return { ...now, guessed: true };
  if (!forward && daysBetween(last.day, today) <= RECENT_DAYS) return { ...last, guessed: true };
  return { kind: 'days', days: [last.day, now.day] };
}

/** A day of the month alone (10号): this month's when it has passed, otherwise the last and the coming one. */
export function placeDayOfMonth(day: number, today: Day): Placed {
  if (day < 1 || day > 31) return { kind: 'no_such_day' };
  const before = [0, -1, -2].map((back) => dayInMonth(today, back, day)).filter((d): d is Day => d !== null);
  const [latest] = before;
  if (latest !== undefined && latest <= today) return { kind: 'day', day: latest };
  const last = before.find((d) => d <= today);
  const coming = [0, 1, 2].map((ahead) => dayInMonth(today, ahead, day)).find((d) => d !== null && d > today);
  return { kind: 'days', days: [last, coming].filter((d): d is Day => typeof d === 'string') };
}

/** Day `day` in the month `months` away from today's; null when that month has no such day. */
export function dayInMonth(today: Day, months: number, day: number): Day | null {
  const month = addMonths(`${today.slice(0, 7)}-01`, months).slice(0, 7);
  return isDay(`${month}-${pad(day)}`) ? `${month}-${pad(day)}` : null;
}

/** Two digits of a year: up to ten years ahead this century, otherwise the last one. */
export function fullYear(twoDigits: number, today: Day): number {
  const century = Number(today.slice(0, 2)) * 100;
  return twoDigits <= Number(today.slice(2, 4)) + 10 ? century + twoDigits : century - 100 + twoDigits;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
