/** An XLSForm workbook as plain rows. The only file here that knows the spreadsheet library. */
import { stat } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import type { FormFinding } from './finding.js';

export interface SheetRow {
  row: number;
  /** By column name; no empty ones. */
  cells: ReadonlyMap<string, string>;
}

export interface Sheet {
  columns: readonly string[];
  rows: readonly SheetRow[];
}

export type SheetName = 'survey' | 'choices' | 'settings';
export type Workbook = Record<SheetName, Sheet>;

const MAX_BYTES = 5_000_000;
const MAX_ROWS = 5000;
const EMPTY: Sheet = { columns: [], rows: [] };

/** @throws when the file is not there, is too large, or is no workbook */
export async function readWorkbook(path: string): Promise<{ workbook: Workbook; findings: FormFinding[] }> {
  const { size } = await stat(path);
  if (size > MAX_BYTES) throw new RangeError(`${path}: ${size} bytes, more than ${MAX_BYTES}`);
  const file = new ExcelJS.Workbook();
  await file.xlsx.readFile(path);
  const findings: FormFinding[] = [];
  const sheet = (name: SheetName): Sheet => {
    const found = file.worksheets.find((each) => each.name.trim().toLowerCase() === name);
    if (found === undefined) {
      if (name === 'survey') findings.push({ sheet: name, row: 0, code: 'sheet_missing', facts: { name } });
      return EMPTY;
    }
    if (found.rowCount > MAX_ROWS) {
      findings.push({ sheet: name, row: MAX_ROWS, code: 'sheet_too_long', facts: { max: String(MAX_ROWS) } });
      return EMPTY;
    }
    return rowsOf(found);
  };
  return { workbook: { survey: sheet('survey'), choices: sheet('choices'), settings: sheet('settings') }, findings };
}

function rowsOf(sheet: ExcelJS.Worksheet): Sheet {
  let columns: string[] | undefined;
  const rows: SheetRow[] = [];
  sheet.eachRow((row, number) => {
    const texts = new Map<number, string>();
    row.eachCell((cell, column) => {
      const text = textOf(cell.value).trim();
      if (text !== '') texts.set(column, text);
    });
    if (texts.size === 0) return;
    if (columns === undefined) {
      columns = [];
      for (const [column, text] of texts) columns[column] = columnName(text);
      return;
    }
    const cells = new Map<string, string>();
    for (const [column, text] of texts) {
      const name = columns[column];
      if (name !== undefined && !cells.has(name)) cells.set(name, text);
    }
    if (cells.size > 0) rows.push({ row: number, cells });
  });
  return { columns: (columns ?? []).filter((name) => name !== undefined), rows };
}

/** Other spellings that the reference converter takes. */
const ALIASES: Readonly<Record<string, string>> = {
  relevance: 'relevant',
  'bind::relevant': 'relevant',
  'bind::required': 'required',
  'bind::constraint': 'constraint',
  'bind::calculate': 'calculation',
  'bind::jr:constraintmsg': 'constraint_message',
  calculate: 'calculation',
  'constraint message': 'constraint_message',
  'constraint-msg': 'constraint_message',
  constraintmsg: 'constraint_message',
  'required message': 'required_message',
  'repeat count': 'repeat_count',
  'choice filter': 'choice_filter',
  'list name': 'list_name',
  readonly: 'read_only',
  'read only': 'read_only',
  title: 'form_title',
  id_string: 'form_id',
};

/** `Label::中文 (zh)` → `label::中文 (zh)`; one colon is as good as two. */
function columnName(text: string): string {
  const [head = '', ...rest] = text.split(/:{1,2}/).map((part) => part.trim());
  const lower = head.toLowerCase();
  const name = rest.length === 0 ? lower : `${lower}::${rest.join(':')}`;
  return ALIASES[name.toLowerCase()] ?? name;
}

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue);
  return 'text' in value ? textOf(value.text as ExcelJS.CellValue) : '';
}
