/** When nudges go out; pure. */
import { dayOf, timeOf } from '../../../lib/day.js';
import { type QuietHours, quietUntil } from '../../../lib/quiet-hours.js';
import { type Calendar, isWorkday } from '../../../lib/workdays.js';

/** The slot of today that has come last, as `HH:mm`; null at night, on days of rest and before the first slot. */
export function slotAt(slots: readonly string[], calendar: Calendar, quiet: QuietHours, now: Date): string | null {
  if (!isWorkday(calendar, dayOf(now)) || quietUntil(now, quiet) !== undefined) return null;
  const time = timeOf(now);
  return slots.findLast((slot) => slot <= time) ?? null;
}
