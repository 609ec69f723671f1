/**
 * The cron expressions we let through: minute and hour, then three stars. Days are never left to cron: whether a day is a
 * working day only our own calendar knows. Read in Asia/Shanghai.
 */
import { addDays, dayOf, instantAt } from '../lib/day.js';

/** Times of the day, `HH:mm`, in order, at which something is woken. */
export type Slots = readonly string[];

/**
 * The times of the day an expression such as `30 8 * * *` or `*\/15 8-18 * * *` names.
 * @throws Error for anything else. Agenda itself saves a wrong expression without a word and never runs it.
 */
export function parseCron(expression: string): Slots {
  const fields = expression.trim().split(/\s+/);
  const [minutes = '', hours = '', ...days] = fields;
  if (fields.length !== 5 || days.some((d) => d !== '*'))
    throw new Error(`cron "${expression}": must be "<minute> <hour> * * *"`);
  const at = (field: string, limit: number) => {
    const values = numbersOf(field, limit);
    if (values === null) throw new Error(`cron "${expression}": "${field}" names no value from 0 to ${limit - 1}`);
    return values.map((n) => String(n).padStart(2, '0'));
  };
  const everyMinute = at(minutes, 60);
  return at(hours, 24).flatMap((h) => everyMinute.map((m) => `${h}:${m}`));
}

/** The expression for once a day. @param time `HH:mm` */
export function dailyAt(time: string): string {
  const [hours, minutes] = time.split(':').map(Number);
  return `${minutes} ${hours} * * *`;
}

/** `*`, `5`, `1-3`, `*\/10`, `2-59/5` and lists of these; null when it is none of them. */
function numbersOf(field: string, limit: number): number[] | null {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return null;
    const [, low, high, stepText] = match;
    const from = Number(low ?? 0);
    const to = high !== undefined ? Number(high) : low !== undefined ? from : limit - 1;
    const step = Number(stepText ?? 1);
    if (to >= limit || from > to || step === 0 || (stepText !== undefined && low !== undefined && high === undefined))
      return null;
    for (let n = from; n <= to; n += step) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}

/** The instants of the slots after `from` and up to `to`, in order. */
export function slotsBetween(slots: Slots, from: Date, to: Date): Date[] {
  const instants: Date[] = [];
  for (let day = dayOf(from); day <= dayOf(to); day = addDays(day, 1))
    for (const time of slots) {
      const at = instantAt(day, time);
      if (at > from && at <= to) instants.push(at);
    }
  return instants;
}
