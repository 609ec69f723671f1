/**
 * Dates as people type them, against today: 8月15, 2010.8.30, 昨天, 上周五, 去年3月1号, 上个月底. By hand, because chrono-node
 * 2.10 loses the 去 of 去年8月15, takes 3月31前后 for a day and does not read 2010.8.30 or 上月底 in Chinese.
 */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { type Day, monthEnd, weekdayOf } from '../../lib/day.js';
import { formatDay } from '../../lib/day-text.js';
import { settle, unclear } from './bounds.js';
import { excerpt, plain, trimNoise } from './clean.js';
import { dayFrom, fullYear, type Placed, placeDayOfMonth, placeMonthDay } from './date-place.js';
import { readRelativeDay } from './date-relative.js';
import { holidayOf, LUNAR, uniformDate, VAGUE_DATE, withYearNumber } from './date-words.js';
import { peel, plainNamesOf } from './hedges.js';

const LEAD = /^(?:从|于|在|自|到|截止到?|截至)/;
const TIME_OF_DAY =
  /(?<=[\d天日号晚]|昨儿|今儿)(?:凌晨|清早|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|早|晚)?(?:\d{1,2}[点:时].{0,6})?$/;
/** Deadlines: never a day that has passed. */
const DEADLINE = /期限|办结/;
/** Fields about days to come: a day without year is as likely next year's. */
const FORWARD = /到期|截止|终止|届满|期满|有效期|下次|预计|计划/;
const DAY_IN_TEXT = new RegExp(
  [
    /(?<!\d)(?:\d{4}|\d{2})[-./年]\d{1,2}[-./月]\d{1,2}(?![\d./-])[日号]?/,
    /(?<!\d)\d{1,2}月\d{1,2}(?!\d)[日号]?/,
    /(?<![\d月])\d{1,2}[日号](?![楼院门\d])/,
    /(?<!\d)(?:19|20)\d{6}(?!\d)/,
    /大?[前后]天|[今昨明]天/,
  ]
    .map((part) => part.source)
    .join('|'),
  'g',
);

type Read = Placed | { kind: 'vague_date' | 'lunar_date' | 'day_missing' | 'not_a_date' };

export function readDate(field: FieldDef, raw: string, today: Day): Reading {
  const read = excerpt(raw);
  const said = trimNoise(plain(raw));
  const whole = wholeDay(said, today);
  if (whole?.kind === 'day') return settleDay(field, whole, { said, read, today, hedged: false });
  const name = plainNamesOf(field).find((n) => said.startsWith(n) && said.length > n.length);
  const { core, hedged } = peel(name === undefined ? said : said.slice(name.length), LEAD);
  if (/左右|前后|上下/.test(said)) return unclear('vague_date', { read });
  const found = ahead(field, readDay(core, today, FORWARD.test(field.label) || DEADLINE.test(field.label)), today);
  if (found.kind === 'days') {
    return {
      kind: 'pick',
      among: found.days.map((day) => ({ value: day, label: formatDay(day, pickYear(found.days, today)) })),
    };
  }
  if (found.kind !== 'day') return unclear(found.kind, { read });
  return settleDay(field, found, { said, read, today, hedged });
}

function settleDay(
  field: FieldDef,
  found: Extract<Placed, { kind: 'day' }>,
  { said, read, today, hedged }: { said: string; read: string; today: Day; hedged: boolean },
): Reading {
  const why = hedged ? 'approximate' : found.guessed ? 'guessed_date' : undefined;
  return settle(field, {
    value: found.day,
    shown: formatDay(found.day, today),
    asTyped: said === found.day,
    why,
    facts: { read },
  });
}

/** Of several days that a deadline may mean, the next one. */
function ahead({ label }: FieldDef, read: Read, today: Day): Read {
  if (read.kind !== 'days' || !DEADLINE.test(label)) return read;
  const [next] = read.days.filter((day) => day >= today).sort();
  return next === undefined ? read : { kind: 'day', day: next };
}

/** Days of different years are all shown with their year. */
function pickYear(days: readonly Day[], today: Day): Day {
  return days.every((day) => day.slice(0, 4) === today.slice(0, 4)) ? today : `0000${today.slice(4)}`;
}

/** The day of a text that is `plain` and peeled. */
export function readDay(core: string, today: Day, forward = false): Read {
  const holiday = holidayOf(core);
  if (holiday !== undefined) return guessed(exactDay(withYearNumber(holiday, today), today, forward));
  if (LUNAR.test(core)) return { kind: 'lunar_date' };
  // 九月九, 十月一, 八月十五: said without 日 they are feasts of the lunar calendar as well
  if (/^[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]|十五)$/.test(core))
    return guessed(exactDay(uniformDate(core), today, forward));
  if (/^\d{1,2} \d{1,2}$/.test(core)) return guessed(exactDay(core.replace(' ', '-'), today, forward));
  const text = withYearNumber(uniformDate(core), today).replace(/(?:那天|当天|这天)$/, '');
  const found = exactDay(text, today, forward) ?? exactDay(text.replace(TIME_OF_DAY, ''), today, forward);
  return (
    found ??
    withWeekday(text, today, forward) ??
    range(text, today, forward) ??
    leftOpen(text) ??
    within(text, today, forward)
  );
}

/** With its year: 2010-08-30, 2010.8.30, 10年8月30日. */
function wholeDay(text: string, today: Day): Placed | null {
  const full = /^(\d{4}|\d{2})([-./年])(\d{1,2})[-./月](\d{1,2})[日号]?$/.exec(text);
  if (full === null) return null;
  const [, year = '', mark, month, date] = full;
  const placed = dayFrom(year.length === 4 ? Number(year) : fullYear(Number(year), today), Number(month), Number(date));
  return year.length === 4 || mark === '年' || placed.kind !== 'day' ? placed : { ...placed, guessed: true };
}

function guessed(placed: Read | null): Read {
  return placed === null ? { kind: 'not_a_date' } : placed.kind === 'day' ? { ...placed, guessed: true } : placed;
}

function exactDay(text: string, today: Day, forward: boolean): Placed | null {
  const relative = readRelativeDay(text, today) ?? wholeDay(text, today);
  if (relative !== null) return relative;
  const digits = /^(\d{4}|\d{2})?(\d{2})(\d{2})$/.exec(text);
  if (digits !== null && text.length >= 4) {
    const [, year, month, date] = digits;
    if (year?.length === 4) return dayFrom(Number(year), Number(month), Number(date));
    if (year === undefined && /^(?:19|20)/.test(text)) return null; // 2010: a year
    const placed =
      year === undefined
        ? placeMonthDay(Number(month), Number(date), today, forward)
        : dayFrom(fullYear(Number(year), today), Number(month), Number(date));
    return placed.kind === 'day' ? { ...placed, guessed: true } : null;
  }
  const monthDay = /^(\d{1,2})(?:月份?|[-./])(\d{1,2})[日号]?$/.exec(text);
  if (monthDay !== null) return placeMonthDay(Number(monthDay[1]), Number(monthDay[2]), today, forward);
  const date = /^(\d{1,2})[日号]$/.exec(text);
  if (date !== null) return placeDayOfMonth(Number(date[1]), today);
  return monthEndOf(text, today, forward);
}

/** 8月底, 2024年2月底. */
function monthEndOf(text: string, today: Day, forward: boolean): Placed | null {
  const parts = /^(?:(\d{4}|\d{2})年)?(\d{1,2})月[底末]$/.exec(text);
  if (parts === null) return null;
  const [, said, month = ''] = parts;
  const year =
    said === undefined ? Number(today.slice(0, 4)) : said.length === 4 ? Number(said) : fullYear(Number(said), today);
  const first = dayFrom(year, Number(month), 1);
  if (first.kind !== 'day') return first;
  const last = monthEnd(first.day);
  return said === undefined
    ? placeMonthDay(Number(month), Number(last.slice(8)), today, forward)
    : { kind: 'day', day: last };
}

/** 8月15日周六: taken when it is that weekday, otherwise asked. */
function withWeekday(text: string, today: Day, forward: boolean): Placed | null {
  const parts = /^(.{2,14})[(]?周([1-7日天])[)]?$/.exec(text);
  const placed = parts === null ? null : exactDay((parts[1] ?? '').replace(/\($/, ''), today, forward);
  if (placed?.kind !== 'day') return null;
  const said = /\d/.test(parts?.[2] ?? '') ? Number(parts?.[2]) : 7;
  return weekdayOf(placed.day) === said ? placed : { ...placed, guessed: true };
}

function range(text: string, today: Day, forward: boolean): Placed | null {
  const parts = /^([^到至~]{2,14})[到至~]([^到至~]{2,14})$/.exec(text);
  if (parts === null) return null;
  const [, from = '', to = ''] = parts;
  const month = /^(.*月)\d/.exec(from)?.[1] ?? '';
  const first = exactDay(from, today, forward);
  const second = exactDay(/^\d{1,2}[日号]?$/.test(to) ? month + to : to, today, forward);
  return first?.kind === 'day' && second?.kind === 'day' ? { kind: 'days', days: [first.day, second.day] } : null;
}

function leftOpen(text: string): Read | null {
  if (VAGUE_DATE.test(text) || /^\d{1,2}月初$/.test(text)) return { kind: 'vague_date' };
  const open =
    /^(?:(?:(?:\d{4}|\d{2})[年])(?:\d{1,2}月?份?)?|\d{4}[-./]\d{1,2}|(?:19|20)\d{2}|\d{1,2}月份?|(?:上上?|本|这|当|下下?)个?月份?)$/;
  return open.test(text) ? { kind: 'day_missing' } : null;
}

/** The one date in a longer remark (2010年8月30日开业的), to be confirmed. */
function within(text: string, today: Day, forward: boolean): Read {
  const dates = text.match(DAY_IN_TEXT) ?? [];
  const [only] = dates;
  return dates.length === 1 && only !== undefined ? guessed(exactDay(only, today, forward)) : { kind: 'not_a_date' };
}
