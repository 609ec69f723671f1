/** Hours in which nothing but urgent messages goes out (domain.md 9). */
import { addDays, dayOf, instantAt, timeOf } from './day.js';

/** `HH:mm` in Shanghai; `from` may lie after `to`, then the night lies between. Equal times: never quiet. */
export interface QuietHours {
  from: string;
  to: string;
}

export const DEFAULT_QUIET_HOURS: QuietHours = { from: '20:00', to: '08:00' };

/** The end of the quiet hours that `at` lies in; undefined outside of them. */
export function quietUntil(at: Date, { from, to }: QuietHours): Date | undefined {
  const [day, time] = [dayOf(at), timeOf(at)];
  if (from < to) return time >= from && time < to ? instantAt(day, to) : undefined;
  if (from === to) return undefined;
  if (time < to) return instantAt(day, to);
  return time >= from ? instantAt(addDays(day, 1), to) : undefined;
}
