/** Days counted from today: 昨天, 十天前, 上周五, 上个月底, 去年年底. Texts are `uniformDate`. */
import { addDays, addMonths, type Day, monthEnd, weekdayOf } from '../../lib/day.js';
import { dayInMonth, type Placed } from './date-place.js';

const NEAR: Record<string, number> = { 今: 0, 昨: -1, 前: -2, 大前: -3, 明: 1, 后: 2, 大后: 3 };
const MONTH_WORDS: Record<string, number> = { 上上: -2, 上: -1, 本: 0, 这: 0, 当: 0, 下: 1, 下下: 2 };

/** Months away from today's for 上个月, 本月, 下月; null for other words. */
export function monthOffset(word: string): number | null {
  return MONTH_WORDS[word.replace('个', '')] ?? null;
}

export function readRelativeDay(text: string, today: Day): Placed | null {
  return (
    nearDay(text, today) ??
    countedDay(text, today) ??
    weekday(text, today) ??
    monthWord(text, today) ??
    yearEdge(text, today)
  );
}

function nearDay(text: string, today: Day): Placed | null {
  const word = /^(大前|大后|[今昨前明后])(?:[天日]|儿个?)$/.exec(text)?.[1];
  return word === undefined ? null : { kind: 'day', day: addDays(today, NEAR[word] ?? 0) };
}

/** 10天前 is exact; weeks, months and years are rounded words, to be confirmed. */
function countedDay(text: string, today: Day): Placed | null {
  const parts = /^(\d{1,4}|半)(天|日|个?周|个?月|年)(前|后)$/.exec(text);
  if (parts === null) return null;
  const [, count = '', unit = '', side] = parts;
  const sign = side === '前' ? -1 : 1;
  const half = count === '半';
  const n = half ? 0.5 : Number(count);
  if (unit === '天' || unit === '日') return half ? null : { kind: 'day', day: addDays(today, sign * n) };
  if (n > 120) return null;
  const day = unit.endsWith('周')
    ? addDays(today, Math.round(sign * n * 7))
    : unit.endsWith('月')
      ? half
        ? addDays(today, sign * 15)
        : addMonths(today, sign * n)
      : addMonths(today, sign * n * 12);
  return { kind: 'day', day, guessed: true };
}

function weekday(text: string, today: Day): Placed | null {
  const parts = /^(上上|上|本|这|下下|下)?个?周([1-7日天])$/.exec(text);
  if (parts === null) return null;
  const [, week, name = ''] = parts;
  const number = /\d/.test(name) ? Number(name) : 7;
  const monday = addDays(today, 1 - weekdayOf(today));
  const offset = week === undefined ? 0 : (MONTH_WORDS[week] ?? 0);
  const day = addDays(monday, offset * 7 + number - 1);
  // on a Sunday some people are in the next week already
  if (week !== undefined)
    return weekdayOf(today) === 7 ? { kind: 'days', days: [day, addDays(day, 7)] } : { kind: 'day', day };
  const latest = day <= today ? day : addDays(day, -7);
  return { kind: 'days', days: [latest, addDays(latest, 7)] };
}

/** 上个月10号, 本月底; 月底 alone may be the last or the coming one. */
function monthWord(text: string, today: Day): Placed | null {
  const parts = /^(?:((?:上上|上|本|这|当|下下|下)个?)月)?(?:(\d{1,2})[日号]?|(月?[底末初]))$/.exec(text);
  if (parts === null) return null;
  const [, word, date, edge] = parts;
  const offset = word === undefined ? 0 : (monthOffset(word) ?? 0);
  if (date !== undefined) {
    if (word === undefined) return null;
    const day = dayInMonth(today, offset, Number(date));
    return day === null ? { kind: 'no_such_day' } : { kind: 'day', day };
  }
  if (word === undefined && edge?.length !== 2) return null;
  const first = addMonths(`${today.slice(0, 7)}-01`, offset);
  if (edge?.endsWith('初')) return { kind: 'day', day: first, guessed: true };
  if (word !== undefined) return { kind: 'day', day: monthEnd(first) };
  return { kind: 'days', days: [addDays(first, -1), monthEnd(first)] };
}

function yearEdge(text: string, today: Day): Placed | null {
  const parts = /^(?:(\d{4})年)?年?([底末初])$/.exec(text);
  if (parts === null || !text.includes('年')) return null;
  const year = parts[1] ?? today.slice(0, 4);
  return { kind: 'day', day: parts[2] === '初' ? `${year}-01-01` : `${year}-12-31`, guessed: true };
}
