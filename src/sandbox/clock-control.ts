/** Moves the virtual clock: reads what was asked for, and says how the clock stands. */
import { systemClock } from '../lib/clock.js';
import { dayOf, instantAt, isDay, timeOf, weekdayOf } from '../lib/day.js';
import { nextWorkday } from '../lib/workdays.js';
import { ControlError } from './controls/control-error.js';
import type { World } from './world.js';

const UNIT_MS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const WEEKDAYS = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'];

export interface ClockReading {
  /** ISO 8601 with the offset of Shanghai. */
  now: string;
  /** The same, exactly, since the epoch. */
  ms: number;
  local: string;
  frozen: boolean;
  /** The first working day after today. */
  nextWorkday: string;
}

export function readClock(world: World): ClockReading {
  const now = world.clock.now();
  const day = dayOf(now);
  return {
    now: `${new Date(now.getTime() + 8 * UNIT_MS.h).toISOString().slice(0, 19)}+08:00`,
    ms: now.getTime(),
    local: `${day} ${timeOf(now)} ${WEEKDAYS[weekdayOf(day)] ?? ''}`,
    frozen: world.clock.frozen,
    nextWorkday: nextWorkday(world.calendar, day),
  };
}

/**
 * `{now}`, `{advance: "1d" | "2h30m" | "-15m"}`, `{advanceMs}`, `{freeze}`; several at once are done in this order:
 * freeze, now, advance. What became due has run when this resolves. @throws ControlError 400
 */
export async function moveClock(world: World, input: Record<string, unknown>): Promise<ClockReading> {
  const { freeze, now, advance, advanceMs } = input;
  if ([freeze, now, advance, advanceMs].every((v) => v === undefined))
    throw new ControlError(
      400,
      'nothing to do with the clock',
      'give now, advance ("1d", "2h30m"), advanceMs, or freeze (true or false)',
    );
  const from = world.clock.now();
  const target = now === undefined ? undefined : readInstant(now);
  const step =
    (advance === undefined ? 0 : readDuration(advance)) + (advanceMs === undefined ? 0 : readDuration(advanceMs));
  if (freeze !== undefined) world.clock.freeze(freeze === true || freeze === 'true' || freeze === 1);
  if (target !== undefined) world.clock.set(target);
  if (step !== 0) world.clock.advance(step);
  if (target !== undefined || step !== 0) await world.onClockMoved(from, world.clock.now());
  world.publish({ type: 'clock' });
  return readClock(world);
}

/** `real` is the machine's time; ISO 8601 with a zone; `2010-07-20 08:00` or `2010-07-20` are Shanghai time; a number is ms since the epoch. */
function readInstant(value: unknown): Date {
  const text = String(value).trim();
  if (text === 'real') return systemClock();
  const local = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text);
  if (local !== null && isDay(local[1] ?? '')) return instantAt(local[1] ?? '', local[2] ?? '00:00');
  const at = /^\d{11,14}$/.test(text) ? new Date(Number(text)) : new Date(text);
  if (local !== null || Number.isNaN(at.getTime()))
    throw new ControlError(
      400,
      `cannot read the time ${text}`,
      'e.g. "2010-07-20T08:30:00+08:00" or "2010-07-20 08:30" (Shanghai)',
    );
  return at;
}

/** Milliseconds of `1d`, `2h30m`, `-15m`, `90 s`, or of a plain number of ms. */
function readDuration(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const text = String(value).replace(/\s+/g, '').toLowerCase();
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '');
  if (/^\d+$/.test(body)) return sign * Number(body);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[wdhms]))+$/.test(body))
    throw new ControlError(
      400,
      `cannot read the duration ${String(value)}`,
      'e.g. "1d", "2h30m", "45s", or milliseconds',
    );
  let ms = 0;
  for (const [, count, unit] of body.matchAll(/(\d+(?:\.\d+)?)(ms|[wdhms])/g))
    ms += Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return sign * ms;
}
