import { failedChecks, reading } from '../../../schemas/checks.js';
import type { FieldDef } from '../../../schemas/field.js';
import { readCell } from './cell.js';
import { type Fault, fault } from './fault.js';
import type { NumberedRecord, Register, SheetRecord } from './register.js';
import type { RawRow } from './xlsx.js';

/** One row as read: its record, or what is wrong with it. */
export type ReadRow = (NumberedRecord & { faults: [] }) | { row: number; record: null; faults: [Fault, ...Fault[]] };

/**
 * Turns the rows of a file into records of a register. The first row that is not empty is the heading; when it does not fit,
 * its faults are all that is given.
 */
export async function* readRecords(
  register: Register,
  rows: AsyncIterable<RawRow>,
  today: string,
): AsyncGenerator<ReadRow> {
  let columns: (FieldDef | null)[] | null = null;
  for await (const raw of rows) {
    if (raw.cells.every(({ kind }) => kind === 'empty')) continue;
    if (columns === null) {
      const heading = readHeading(register.columns, raw);
      const [first, ...more] = heading.faults;
      if (first !== undefined) {
        yield { row: raw.row, record: null, faults: [first, ...more] };
        return;
      }
      columns = heading.columns;
    } else yield readRow(register, columns, raw, today);
  }
}

function readHeading(wanted: readonly FieldDef[], raw: RawRow): { columns: (FieldDef | null)[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const columns = raw.cells.map((cell) => {
    if (cell.kind === 'empty') return null;
    const text = cell.kind === 'text' ? cell.text : '';
    const column = wanted.find((one) => headings(one).includes(plain(text)));
    if (column === undefined) faults.push(fault(raw.row, 'column_unknown', { name: text.slice(0, 40) }));
    return column ?? null;
  });
  for (const [i, column] of columns.entries())
    if (column !== null && columns.indexOf(column) < i) faults.push(fault(raw.row, 'column_twice', {}, column.label));
  for (const column of wanted)
    if (column.required && !columns.includes(column)) faults.push(fault(raw.row, 'column_missing', {}, column.label));
  return { columns, faults };
}

/** A heading may be the label, the field's own name or another word for it; a star or unit after it does not matter. */
function headings(column: FieldDef): string[] {
  return [column.label, column.path, ...(column.synonyms ?? [])].map(plain);
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[(（【].*$/u, '')
    .replace(/[\s*＊]/gu, '')
    .toLowerCase();
}

function readRow(register: Register, columns: readonly (FieldDef | null)[], raw: RawRow, today: string): ReadRow {
  const record: SheetRecord = {};
  const faults: Fault[] = [];
  for (const [i, column] of columns.entries()) {
    const cell = raw.cells[i];
    if (column === null || cell === undefined || cell.kind === 'empty') continue;
    const read = readCell(column, cell);
    if (read.ok) put(record, column.path.split('.'), read.value);
    else faults.push(fault(raw.row, read.code, read.facts, column.label));
  }
  const told = new Set(faults.map(({ column }) => column));
  const get = reading(record);
  for (const column of register.columns)
    if (column.required && get(column.path) === undefined && !told.has(column.label))
      faults.push(fault(raw.row, 'required', {}, column.label));
  if (faults.length === 0) faults.push(...checkRecord(register, { row: raw.row, record }, today));
  const [first, ...more] = faults;
  return first === undefined
    ? { row: raw.row, record, faults: [] }
    : { row: raw.row, record: null, faults: [first, ...more] };
}

function put(record: SheetRecord, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    record[key] = value;
    return;
  }
  record[key] ??= {};
  put(record[key] as SheetRecord, rest, value);
}

function checkRecord(register: Register, { row, record }: NumberedRecord, today: string): Fault[] {
  const hard = register.checks.filter(({ level }) => level === 'hard');
  const get = reading(record);
  return failedChecks(hard, record, { today }).map((check) => {
    const column = register.columns.find(({ path }) => path === check.reads[0]);
    return fault(row, 'rejected', { message: check.say(get, { today }) }, column?.label);
  });
}
