/** Times of day as `HH:mm`: 15:30, 下午3点半, 早上八点. Without 上午 or 下午 small hours are asked. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { settle, unclear } from './bounds.js';
import { dropSpaces, excerpt, plain, trimNoise } from './clean.js';
import { peel, plainNamesOf } from './hedges.js';
import { parseNumeral } from './numerals.js';

const MORNING = /^(?:早上|早晨|清早|清晨|上午|早)$/;
const AFTERNOON = /^(?:下午|午后|傍晚)$/;
const NIGHT = /^(?:晚上|夜里|晚)$/;
const DEEP_NIGHT = /^(?:凌晨|半夜|后半夜)$/;
const PERIOD = /^(早上|早晨|清早|清晨|上午|早|中午|下午|午后|傍晚|晚上|夜里|晚|凌晨|半夜|后半夜)?(.*)$/s;

interface Clock {
  hour: number;
  minute: number;
  /** Written as a clock (08:30), which means 24 hours. */
  exact: boolean;
  doubtful?: boolean;
}

export function readTime(field: FieldDef, raw: string): Reading {
  const read = excerpt(raw);
  const said = dropSpaces(trimNoise(plain(raw)));
  const name = plainNamesOf(field).find((n) => said.startsWith(n) && said.length > n.length);
  const { core, hedged } = peel(name === undefined ? said : said.slice(name.length));
  const [, period = '', rest = ''] = PERIOD.exec(core) ?? [];
  const clock = /左右|前后/.test(said) ? null : readClock(rest);
  const hours = clock === null ? [] : hoursMeant(clock, period);
  const [first, second] = hours;
  if (clock === null || first === undefined) return unclear('not_a_time', { read });
  const at = (hour: number) => `${String(hour).padStart(2, '0')}:${String(clock.minute).padStart(2, '0')}`;
  if (second !== undefined) return { kind: 'pick', among: hours.map((hour) => ({ value: at(hour), label: at(hour) })) };
  const sure = !hedged && clock.doubtful !== true && !isOdd(clock.hour, period);
  const why = hedged ? 'approximate' : sure ? undefined : 'several_meanings';
  return settle(field, { value: at(first), shown: at(first), asTyped: said === at(first), why, facts: { read } });
}

function readClock(text: string): Clock | null {
  const colon = /^(\d{1,2}):(\d{2})(?::\d{2})?分?$/.exec(text);
  if (colon !== null) return clockOf(Number(colon[1]), Number(colon[2]), true);
  const four = /^([01]\d|2[0-3])([0-5]\d)$/.exec(text);
  if (four !== null) return clockOf(Number(four[1]), Number(four[2]), true);
  const dotted = /^(\d{1,2})\.(\d{2})$/.exec(text);
  if (dotted !== null) return doubtful(clockOf(Number(dotted[1]), Number(dotted[2]), true));
  const bare = /^\d{1,2}$/.exec(text);
  if (bare !== null) {
    const clock = clockOf(Number(text), 0, false);
    return Number(text) > 12 ? doubtful(clock) : clock;
  }
  const spoken =
    /^([\d零一二三四五六七八九十两]{1,3})(?:点钟?|时)(半|整|一刻|[三3]刻|零?[\d零一二三四五六七八九十]{1,3}分?)?$/.exec(
      text,
    );
  if (spoken === null) return null;
  const hour = parseNumeral(spoken[1] ?? '');
  const minute = minuteOf(spoken[2] ?? '整');
  return hour === null || minute === null ? null : clockOf(hour, minute, false);
}

function doubtful(clock: Clock | null): Clock | null {
  return clock === null ? null : { ...clock, doubtful: true };
}

function clockOf(hour: number, minute: number, exact: boolean): Clock | null {
  return Number.isInteger(hour) && hour <= 24 && minute < 60 && (hour < 24 || minute === 0)
    ? { hour, minute, exact }
    : null;
}

function minuteOf(text: string): number | null {
  if (text === '整') return 0;
  if (text === '半') return 30;
  if (text.endsWith('刻')) return text.startsWith('一') ? 15 : 45;
  const digits = text.replace(/分$/, '');
  return parseNumeral(digits.length > 1 ? digits.replace(/^零/, '') : digits);
}

/** The hours 0–23 that an hour can mean: one, two (8点) or none (早上15点). */
function hoursMeant(clock: Clock, period: string): number[] {
  const { hour } = clock;
  if (hour === 24) return period === '' || NIGHT.test(period) || DEEP_NIGHT.test(period) ? [0] : [];
  if (period === '') {
    if (clock.exact || hour === 0 || hour >= 12) return [hour];
    return [hour, hour + 12];
  }
  if (MORNING.test(period)) return hour >= 1 && hour <= 12 ? [hour] : [];
  if (AFTERNOON.test(period)) return hour === 12 || hour > 12 ? [hour] : hour >= 1 ? [hour + 12] : [];
  if (NIGHT.test(period)) return hour === 12 ? [0] : hour > 16 ? [hour] : hour >= 5 ? [hour + 12] : [hour];
  if (DEEP_NIGHT.test(period)) return hour === 12 ? [0] : hour <= 6 ? [hour] : hour >= 22 ? [hour] : [];
  return hour === 11 || hour === 12 || hour === 13 || hour === 14 ? [hour] : hour <= 2 ? [hour + 12] : [];
}

/** 晚上2点, 24点: understood, but asked. */
function isOdd(hour: number, period: string): boolean {
  return hour === 24 || (NIGHT.test(period) && hour < 5);
}
