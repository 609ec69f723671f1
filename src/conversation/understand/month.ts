/** Months against today: 上个月, 7月份, 2026-07, 去年12月. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { addMonths, type Day, isDay } from '../../lib/day.js';
import { formatMonth } from '../../lib/day-text.js';
import { settle, unclear } from './bounds.js';
import { excerpt, plain, trimNoise } from './clean.js';
import { readDay } from './date.js';
import { fullYear } from './date-place.js';
import { monthOffset } from './date-relative.js';
import { LUNAR, uniformDate, withYearNumber } from './date-words.js';
import { peel, plainNamesOf } from './hedges.js';

const LEAD = /^(?:已经|已|发到了?|发了|发|付到了?|截止到?|截至|到)/;

type Found = { month: string; guessed?: boolean } | { months: string[] } | null;

export function readMonth(field: FieldDef, raw: string, today: Day): Reading {
  const read = excerpt(raw);
  const said = trimNoise(plain(raw));
  const name = plainNamesOf(field).find((n) => said.startsWith(n) && said.length > n.length);
  const { core, hedged } = peel(name === undefined ? said : said.slice(name.length), LEAD);
  if (LUNAR.test(core)) return unclear('lunar_date', { read });
  const text = withYearNumber(uniformDate(core), today);
  const found = readPlainMonth(text, today) ?? monthOfDay(core, today) ?? monthWithin(text, today);
  if (found === null) return unclear('not_a_month', { read });
  if ('months' in found) return { kind: 'pick', among: found.months.map((m) => ({ value: m, label: formatMonth(m) })) };
  const why = hedged ? 'approximate' : found.guessed ? 'guessed_date' : undefined;
  return settle(field, {
    value: found.month,
    shown: formatMonth(found.month),
    asTyped: said === found.month,
    why,
    facts: { read },
  });
}

function readPlainMonth(text: string, today: Day): Found {
  const word = /^((?:上上|上|本|这|当|下)个?)月份?$/.exec(text)?.[1];
  if (word !== undefined) return { month: addMonths(`${today.slice(0, 7)}-01`, monthOffset(word) ?? 0).slice(0, 7) };
  const ago = /^(\d{1,2})个?月前$/.exec(text)?.[1];
  if (ago !== undefined) return { month: addMonths(`${today.slice(0, 7)}-01`, -Number(ago)).slice(0, 7) };
  const full = /^(?:(\d{4})[-./年]?|(\d{2})([-./年]))(\d{1,2})月?份?$/.exec(text);
  if (full !== null) {
    const [, year, short, mark, month = ''] = full;
    const found = monthFrom(year === undefined ? fullYear(Number(short), today) : Number(year), Number(month));
    return found === null ? null : { month: found, guessed: short !== undefined && mark !== '年' };
  }
  const alone = /^(\d{1,2})月?份?$/.exec(text)?.[1];
  return alone === undefined ? null : placeMonth(Number(alone), today);
}

/** A month without year: this year's up to the present one; later ones may be last year's, so both are offered. */
function placeMonth(month: number, today: Day): Found {
  const year = Number(today.slice(0, 4));
  const now = monthFrom(year, month);
  const last = monthFrom(year - 1, month);
  if (now === null || last === null) return null;
  return now <= today.slice(0, 7) ? { month: now } : { months: [last, now] };
}

function monthFrom(year: number, month: number): string | null {
  const text = `${year}-${String(month).padStart(2, '0')}`;
  return year >= 1900 && year <= 2100 && isDay(`${text}-01`) ? text : null;
}

/** The one month in a longer remark (10月份工资), to be confirmed. */
function monthWithin(text: string, today: Day): Found {
  if (/[前后几多初末底]|左右/.test(text)) return null;
  const months = text.match(/(?:\d{4}年)?(?<![\d~到至-])\d{1,2}月份?(?![到至~-])/g) ?? [];
  const found = months.length === 1 ? readPlainMonth(months[0] ?? '', today) : null;
  return found === null || 'months' in found ? found : { ...found, guessed: true };
}

function monthOfDay(core: string, today: Day): Found {
  const read = readDay(core, today);
  return read.kind === 'day' ? { month: read.day.slice(0, 7), guessed: true } : null;
}
