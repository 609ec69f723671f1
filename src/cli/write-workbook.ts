/** Plain tables as an Excel file: one sheet each, the first row is the heading. */
import ExcelJS from 'exceljs';

interface Table {
  name: string;
  rows: readonly (readonly (string | number)[])[];
}

/** @throws Error of the file system */
export async function writeWorkbook(path: string, sheets: readonly Table[]): Promise<void> {
  const book = new ExcelJS.Workbook();
  for (const { name, rows } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.addRows(rows.map((row) => [...row]));
    sheet.getRow(1).font = { bold: true };
    sheet.columns.forEach((column, i) => {
      const widest = rows.reduce((most, row) => Math.max(most, String(row[i] ?? '').length), 0);
      column.width = Math.min(60, Math.max(8, widest * 1.6));
    });
  }
  await book.xlsx.writeFile(path);
}
