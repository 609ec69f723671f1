import type { FieldDef, FieldKind } from '../../../schemas/field.js';
import type { RowFaultCode } from '../../../schemas/register-faults.js';
import type { Facts } from '../../errors.js';
import { isDay } from '../../lib/day.js';
import { parseFen } from '../../lib/money.js';

/** What a cell of a file holds, before anybody knows what it should. Days are those the sheet shows, without zone. */
export type RawCell =
  | { kind: 'empty' }
  | { kind: 'text'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'yes_no'; value: boolean }
  | { kind: 'day'; day: string }
  | { kind: 'formula' }
  | { kind: 'error' };

export const EMPTY: RawCell = { kind: 'empty' };
export const textCell = (text: string): RawCell => (text.trim() === '' ? EMPTY : { kind: 'text', text: text.trim() });

export type CellReading = { ok: true; value: unknown } | { ok: false; code: RowFaultCode; facts: Facts };

const no = (code: RowFaultCode, facts: Facts = {}): CellReading => ({ ok: false, code, facts });
const yes = (value: unknown): CellReading => ({ ok: true, value });

/** Codes whose digits a spreadsheet spoils when it takes them for a number. */
const LONG_CODES: readonly FieldKind[] = ['uscc', 'org_code', 'reg_no', 'id_number'];
const MAX_EXACT = 1e15;
const YES = ['是', '有', '对', 'y', 'yes', 'true', '1', '√', '✓'];
const NO = ['否', '无', '没有', '不', 'n', 'no', 'false', '0', '×', 'x'];

/** Reads one cell for a column and checks it with the column's schema. An empty cell is the business of the row. */
export function readCell(column: FieldDef, cell: Exclude<RawCell, { kind: 'empty' }>): CellReading {
  if (cell.kind === 'formula') return no('formula');
  if (cell.kind === 'error') return no('error_value');
  const read = READERS[column.kind]?.(column, cell) ?? readText(column, cell);
  if (!read.ok) return read;
  const value = read.value;
  if (typeof value === 'number' && column.min !== undefined && value < column.min)
    return no('too_small', { min: shown(column, column.min) });
  if (typeof value === 'number' && column.max !== undefined && value > column.max)
    return no('too_large', { max: shown(column, column.max) });
  if (typeof value === 'string' && column.maxLength !== undefined && [...value].length > column.maxLength)
    return no('too_long', { length: [...value].length, max: column.maxLength });
  const checked = column.check?.(value) ?? { ok: true, value };
  return checked.ok ? yes(checked.value) : no('rejected', { message: checked.message });
}

/** A value as it is written into a cell, so that reading it gives the value again. */
export function writeCell(column: FieldDef, value: unknown): string | number {
  if (value === undefined || value === null) return '';
  if (column.kind === 'yes_no') return value === true ? '是' : '否';
  if (column.kind === 'money') return Number(value) / 100;
  if (column.kind === 'choice') return labelOf(column, value);
  if (column.kind === 'choices') return (value as unknown[]).map((one) => labelOf(column, one)).join('、');
  return typeof value === 'number' ? value : String(value);
}

type Filled = Exclude<RawCell, { kind: 'empty' | 'formula' | 'error' }>;
type Reader = (column: FieldDef, cell: Filled) => CellReading;

const READERS: Partial<Record<FieldKind, Reader>> = {
  integer: (_, cell) => {
    const value = numberOf(cell);
    if (value === undefined) return no('not_a_number');
    return Number.isSafeInteger(value) ? yes(value) : no('not_whole');
  },
  decimal: (_, cell) => {
    const value = numberOf(cell);
    return value === undefined ? no('not_a_number') : yes(value);
  },
  money: (_, cell) => {
    // a spreadsheet's 0.1 + 0.2 is still 30 fen
    const fen =
      cell.kind === 'number' ? Math.round(cell.value * 100) : cell.kind === 'text' ? parseFen(cell.text) : undefined;
    const exact = cell.kind !== 'number' || Math.abs(cell.value * 100 - (fen ?? 0)) < 1e-4;
    return fen === undefined || !exact ? no('not_an_amount') : yes(fen);
  },
  date: (_, cell) => {
    const day = dayOfCell(cell);
    return day === undefined ? no('not_a_date') : yes(day);
  },
  month: (_, cell) => {
    if (cell.kind === 'day') return yes(cell.day.slice(0, 7));
    const parts = /^(\d{4})(?:[-./年]?)(\d{1,2})月?$/.exec(plainText(cell) ?? '');
    const month = `${parts?.[1]}-${parts?.[2]?.padStart(2, '0')}`;
    return isDay(`${month}-01`) ? yes(month) : no('not_a_month');
  },
  yes_no: (_, cell) => {
    if (cell.kind === 'yes_no') return yes(cell.value);
    const said = plainText(cell)?.toLowerCase() ?? '';
    return YES.includes(said) ? yes(true) : NO.includes(said) ? yes(false) : no('not_yes_no');
  },
  choice: (column, cell) => {
    const value = optionOf(column, plainText(cell) ?? '');
    return value === undefined ? no('not_an_option', optionFacts(column)) : yes(value);
  },
  choices: (column, cell) => {
    const values = (plainText(cell) ?? '').split(/[、，,;；/|]/).map((one) => optionOf(column, one.trim()));
    return values.includes(undefined) ? no('not_an_option', optionFacts(column)) : yes([...new Set(values)]);
  },
};

/** Names, addresses, codes, telephones. Numbers are taken where their digits are all there. */
function readText(column: FieldDef, cell: Filled): CellReading {
  const isCode = LONG_CODES.includes(column.kind);
  if (cell.kind === 'number') {
    if (isCode || !Number.isSafeInteger(cell.value) || Math.abs(cell.value) >= MAX_EXACT) return no('number_for_code');
    return yes(String(cell.value));
  }
  if (cell.kind === 'day') return yes(cell.day);
  if (cell.kind === 'yes_no') return no('not_text');
  if (/^\d(?:\.\d+)?E\+\d+$/i.test(cell.text)) return no('scientific');
  return yes(cell.text);
}

function plainText(cell: Filled): string | undefined {
  if (cell.kind === 'text') return cell.text.normalize('NFKC').replace(/\s/g, '');
  return cell.kind === 'number' ? String(cell.value) : undefined;
}

function numberOf(cell: Filled): number | undefined {
  if (cell.kind === 'number') return cell.value;
  const text = plainText(cell)?.replace(/,/g, '') ?? '';
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function dayOfCell(cell: Filled): string | undefined {
  if (cell.kind === 'day') return cell.day;
  const parts = /^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(plainText(cell) ?? '');
  if (parts === null) return undefined;
  const [, year, month = parts[4], date = parts[5]] = parts;
  const day = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

function optionOf(column: FieldDef, text: string): string | undefined {
  const plain = (s: string) => s.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  const names = (option: { value: string; label: string; synonyms?: readonly string[] }) => [
    option.label,
    option.value,
    ...(option.synonyms ?? []),
  ];
  return column.options?.find((option) => names(option).some((name) => plain(name) === plain(text)))?.value;
}

function optionFacts(column: FieldDef): Facts {
  return { options: (column.options ?? []).map(({ label }) => label).join('、') };
}

function labelOf(column: FieldDef, value: unknown): string {
  return column.options?.find((option) => option.value === value)?.label ?? String(value);
}

function shown(column: FieldDef, bound: number): number {
  return column.kind === 'money' ? bound / 100 : bound;
}
