import { createReadStream } from 'node:fs';
import ExcelJS, { type CellValue } from 'exceljs';
import { HELP_SHEET } from '../../../schemas/register-rows.js';
import { EMPTY, type RawCell, textCell } from './cell.js';
import { fileFault, UnreadableFile } from './fault.js';

/** One row of a file: its number from 1 and its cells from the left. */
export interface RawRow {
  row: number;
  cells: RawCell[];
}

/**
 * The rows of a workbook's first sheet, one at a time. Only the table of distinct texts that spreadsheet programs keep apart
 * from the rows is held in memory.
 * @throws UnreadableFile
 */
export async function* readXlsx(path: string): AsyncGenerator<RawRow> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(createReadStream(path), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  try {
    for await (const sheet of workbook) {
      if ((sheet as unknown as { name?: string }).name === HELP_SHEET) continue;
      for await (const row of sheet) yield { row: row.number, cells: cellsOf(row) };
      return;
    }
  } catch (cause) {
    if (cause instanceof UnreadableFile) throw cause;
    throw new UnreadableFile(fileFault('file_unreadable'), { cause });
  }
}

function cellsOf(row: ExcelJS.Row): RawCell[] {
  const cells: RawCell[] = [];
  row.eachCell({ includeEmpty: true }, (cell, column) => {
    while (cells.length < column - 1) cells.push(EMPTY);
    cells.push(rawCell(cell.value));
  });
  return cells;
}

/** A spreadsheet's date has no zone; the reader gives it as UTC, so the day shown in the sheet is the UTC day. */
function rawCell(value: CellValue): RawCell {
  if (value === null || value === undefined) return EMPTY;
  if (typeof value === 'string') return textCell(value);
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'yes_no', value };
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? { kind: 'error' } : { kind: 'day', day: value.toISOString().slice(0, 10) };
  if ('richText' in value) return textCell(value.richText.map(({ text }) => text).join(''));
  if ('formula' in value || 'sharedFormula' in value) return { kind: 'formula' };
  if ('text' in value) return textCell(String(value.text));
  return { kind: 'error' };
}
