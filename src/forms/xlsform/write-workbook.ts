import ExcelJS from 'exceljs';
import type { FormSheets, Row } from './export.js';

/** Columns in the order in which authors of forms know them; others behind. */
const ORDER = 'type name list_name form_title form_id'.split(' ');

/** Writes an XLSForm. Every cell is a text. */
export async function writeWorkbook(path: string, { survey, choices, settings }: FormSheets): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries({ survey, choices, settings })) {
    const columns = columnsOf(rows, name);
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.addRow(columns).font = { bold: true };
    for (const row of rows) sheet.addRow(columns.map((column) => row[column] ?? ''));
    columns.forEach((name, i) => {
      const column = sheet.getColumn(i + 1);
      column.width = name.startsWith('label') ? 36 : 18;
      column.numFmt = '@';
    });
  }
  await workbook.xlsx.writeFile(path);
}

function columnsOf(rows: readonly Row[], sheet: string): string[] {
  const used = new Set(rows.flatMap((row) => Object.keys(row)));
  // the reference converter wants the sheet to have its columns even when it is empty
  if (sheet === 'choices') for (const name of ['list_name', 'name', 'label']) if (rows.length === 0) used.add(name);
  const rank = (name: string) => (ORDER.indexOf(name) < 0 ? (name.startsWith('lw_') ? 99 : 50) : ORDER.indexOf(name));
  return [...used].sort((a, b) => rank(a) - rank(b));
}
