/**
 * The functions flow authors may use beside CEL's operators. Pure and total: what has no answer (a share of nothing, a text
 * that is no number) gives undefined, which expressions treat as “not known”.
 */
import { addDays, addMonths, type Day, daysBetween, isDay } from '../../lib/day.js';
import { formatFen } from '../../lib/money.js';
import { formatPercent } from '../../lib/numbers.js';
import { parseResidentId } from '../../lib/resident-id.js';
import { showPlain } from '../../texts/values.js';

type Args = readonly unknown[];

export interface LibraryFunction {
  /** As CEL writes them; one per overload. */
  signatures: readonly string[];
  /** Gets arguments of the declared types; with `lax` also undefined ones. */
  run: (...args: never[]) => unknown;
  /** Called although an argument is not known. */
  lax?: true;
}

const numbers = (list: Args) => list.filter((n): n is number => typeof n === 'number');
const days = (from: Day, to: Day) => (isDay(from) && isDay(to) ? daysBetween(from, to) : undefined);

/** Full months between two days; negative when `to` comes first. */
function monthsBetween(from: Day, to: Day): number | undefined {
  if (!isDay(from) || !isDay(to)) return undefined;
  const [y1 = 0, m1 = 0, d1 = 0] = from.split('-').map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = to.split('-').map(Number);
  const whole = (y2 - y1) * 12 + (m2 - m1);
  if (whole > 0 && d2 < d1) return whole - 1;
  return whole < 0 && d2 > d1 ? whole + 1 : whole;
}

function finite(n: number): number | undefined {
  return Number.isFinite(n) ? n : undefined;
}

/** A day by a pattern: `%Y` year, `%y` its last two digits, `%m` `%d` with two digits, `%n` `%e` without the zero. */
function dayText(day: Day, pattern: string): string | undefined {
  if (!isDay(day)) return undefined;
  const [year = '', month = '', date = ''] = day.split('-');
  const parts: Record<string, string> = {
    Y: year,
    y: year.slice(2),
    m: month,
    n: String(Number(month)),
    d: date,
    e: String(Number(date)),
  };
  return pattern.replace(/%([Yymnde])/g, (_all, key: string) => parts[key] ?? '');
}

function person(idNumber: string): { birthDate: Day; sex: string } | undefined {
  const read = parseResidentId(idNumber);
  return read.ok ? read : undefined;
}

/** To so many places, halves up: 1.005 → 1.01, -2.5 → -2, as forms do it. What rounding noise there is counts as none. */
function rounded(n: number, digits = 0): number {
  const scale = 10 ** Math.min(Math.max(Math.trunc(digits), -9), 9);
  return Math.round(Number((n * scale).toPrecision(15))) / scale;
}

function inYuan(amount: number): string | undefined {
  const fen = Math.round(amount * 100);
  return Number.isSafeInteger(fen) ? formatFen(fen) : undefined;
}

export const LIBRARY: Readonly<Record<string, LibraryFunction>> = {
  count: { signatures: ['count(list): double'], run: (list: Args) => list.length },
  sum: { signatures: ['sum(list<double>): double'], run: (list: Args) => numbers(list).reduce((a, b) => a + b, 0) },
  min: {
    signatures: ['min(list<double>): double'],
    run: (list: Args) => (numbers(list).length > 0 ? Math.min(...numbers(list)) : undefined),
  },
  max: {
    signatures: ['max(list<double>): double'],
    run: (list: Args) => (numbers(list).length > 0 ? Math.max(...numbers(list)) : undefined),
  },
  round: {
    signatures: ['round(double): double', 'round(double, double): double'],
    run: rounded,
  },
  floor: { signatures: ['floor(double): double'], run: (n: number) => Math.floor(n) },
  ceil: { signatures: ['ceil(double): double'], run: (n: number) => Math.ceil(n) },
  abs: { signatures: ['abs(double): double'], run: (n: number) => Math.abs(n) },
  percent: {
    signatures: ['percent(double, double): string'],
    run: (part: number, whole: number) => (whole === 0 ? undefined : formatPercent(part, whole)),
  },
  yuan: { signatures: ['yuan(double): string'], run: inYuan },
  text: {
    signatures: ['text(double): string', 'text(bool): string', 'text(string): string'],
    run: (value: unknown) => showPlain(value),
  },
  number: {
    signatures: ['number(string): double'],
    run: (text: string) => (/^\s*-?\d{1,15}(\.\d{1,6})?\s*$/.test(text) ? Number(text) : undefined),
  },
  length: { signatures: ['length(string): double'], run: (text: string) => [...text].length },
  plain: { signatures: ['plain(double): string'], run: (n: number) => String(Number(n.toPrecision(12))) },
  trunc: { signatures: ['trunc(double): double'], run: (n: number) => Math.trunc(n) },
  pow: { signatures: ['pow(double, double): double'], run: (n: number, to: number) => finite(n ** to) },
  substr: {
    signatures: ['substr(string, double): string', 'substr(string, double, double): string'],
    run: (text: string, from: number, to?: number) => [...text].slice(from, to).join(''),
  },
  before: {
    signatures: ['before(string, string): string'],
    run: (text: string, part: string) => (text.includes(part) ? text.slice(0, text.indexOf(part)) : ''),
  },
  after: {
    signatures: ['after(string, string): string'],
    run: (text: string, part: string) => (text.includes(part) ? text.slice(text.indexOf(part) + part.length) : ''),
  },
  upper: { signatures: ['upper(string): string'], run: (text: string) => text.toUpperCase() },
  lower: { signatures: ['lower(string): string'], run: (text: string) => text.toLowerCase() },
  squeeze: { signatures: ['squeeze(string): string'], run: (text: string) => text.trim().replace(/\s+/g, ' ') },
  at: {
    signatures: ['at(list<double>, double): double', 'at(list<string>, double): string'],
    run: (list: Args, n: number) => list[Math.round(n) - 1],
  },
  dayText: { signatures: ['dayText(string, string): string'], run: dayText },
  join: {
    signatures: ['join(list<string>, string): string'],
    run: (list: Args, by: string) => list.filter((t) => typeof t === 'string').join(by),
  },
  days: { signatures: ['days(string, string): double'], run: days },
  months: { signatures: ['months(string, string): double'], run: monthsBetween },
  years: {
    signatures: ['years(string, string): double'],
    run: (from: Day, to: Day) => {
      const months = monthsBetween(from, to);
      return months === undefined ? undefined : Math.trunc(months / 12);
    },
  },
  addDays: {
    signatures: ['addDays(string, double): string'],
    run: (day: Day, n: number) => (isDay(day) && Math.abs(n) < 40_000 ? addDays(day, Math.trunc(n)) : undefined),
  },
  addMonths: {
    signatures: ['addMonths(string, double): string'],
    run: (day: Day, n: number) => (isDay(day) && Math.abs(n) < 1200 ? addMonths(day, Math.trunc(n)) : undefined),
  },
  birthOf: { signatures: ['birthOf(string): string'], run: (idNumber: string) => person(idNumber)?.birthDate },
  sexOf: { signatures: ['sexOf(string): string'], run: (idNumber: string) => person(idNumber)?.sex },
  coalesce: {
    signatures: [
      'coalesce(double, double): double',
      'coalesce(string, string): string',
      'coalesce(bool, bool): bool',
      'coalesce(list<string>, list<string>): list<string>',
    ],
    run: (value: unknown, instead: unknown) => (value === undefined ? instead : value),
    lax: true,
  },
  sure: { signatures: ['sure(bool): bool'], run: (value: unknown) => value === true, lax: true },
};
