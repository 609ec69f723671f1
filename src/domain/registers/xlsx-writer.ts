import ExcelJS from 'exceljs';
import type { FieldDef } from '../../../schemas/field.js';
import { HELP_COLUMNS, HELP_SHEET, OPTIONS_SHEET, REQUIRED_WORD } from '../../../schemas/register-rows.js';
import type { Register } from './register.js';

/** Rows to which the lists to choose from apply. */
const LISTED_ROWS = 50_000;
const NUMBERS: readonly FieldDef['kind'][] = ['integer', 'decimal', 'money'];

/**
 * Writes rows as a workbook, one at a time: the sheet itself, an explanation of its columns, and the lists behind its choices.
 * All columns but numbers are formatted as text, so that codes keep their digits and days their form.
 */
export async function writeXlsx(
  path: string,
  register: Register,
  rows: AsyncIterable<(string | number)[]>,
): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet(register.title, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = register.columns.map((column) => ({
    header: column.label,
    width: Math.min(40, Math.max(12, column.label.length * 2 + 4)),
    style: { numFmt: NUMBERS.includes(column.kind) ? 'General' : '@' },
  }));
  const heading = sheet.getRow(1);
  heading.font = { bold: true };
  heading.commit();
  const withOptions = register.columns.filter(({ kind }) => kind === 'choice');
  for (const column of withOptions)
    addList(sheet, register.columns.indexOf(column) + 1, column, withOptions.indexOf(column) + 1);
  for await (const cells of rows) sheet.addRow(cells.map((cell) => (cell === '' ? null : cell))).commit();
  sheet.commit();
  writeHelp(workbook, register);
  writeOptions(workbook, withOptions);
  await workbook.commit();
}

/** Lets a cell be chosen from the list in the column `at` of the sheet of options. */
function addList(sheet: ExcelJS.Worksheet, number: number, column: FieldDef, at: number): void {
  const letter = (n: number): string =>
    (n > 26 ? letter(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26));
  const options = `${OPTIONS_SHEET}!$${letter(at)}$2:$${letter(at)}$${(column.options?.length ?? 0) + 1}`;
  // the typing of exceljs leaves this list out
  const { dataValidations } = sheet as unknown as {
    dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void };
  };
  dataValidations.add(`${letter(number)}2:${letter(number)}${LISTED_ROWS}`, {
    type: 'list',
    allowBlank: true,
    formulae: [options],
  });
}

function writeHelp(workbook: ExcelJS.stream.xlsx.WorkbookWriter, register: Register): void {
  const sheet = workbook.addWorksheet(HELP_SHEET);
  sheet.columns = HELP_COLUMNS.map(({ header, width }) => ({ header, width }));
  for (const { label, required, help, example, unit, options } of register.columns) {
    const choices = options?.map((option) => option.label).join('、');
    sheet.addRow([label, required ? REQUIRED_WORD : '', help ?? '', example ?? '', unit ?? '', choices ?? '']).commit();
  }
  sheet.commit();
}

function writeOptions(workbook: ExcelJS.stream.xlsx.WorkbookWriter, columns: readonly FieldDef[]): void {
  if (columns.length === 0) return;
  const sheet = workbook.addWorksheet(OPTIONS_SHEET, { state: 'hidden' });
  sheet.addRow(columns.map(({ label }) => label)).commit();
  const longest = Math.max(...columns.map(({ options }) => options?.length ?? 0));
  for (let i = 0; i < longest; i++) sheet.addRow(columns.map(({ options }) => options?.[i]?.label ?? null)).commit();
  sheet.commit();
}
