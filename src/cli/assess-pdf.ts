/** Sheets as a PDF to print and to sign: A4 landscape, Chinese letters inside the file. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import type { Sheet } from '../texts/assessment-sheet.js';

/** Points (1/72 inch). */
const MARGIN = 34;
const PAGE_WIDTH = 842 - 2 * MARGIN;
/** A column is as wide as its text asks for, within these bounds in points; what is longer is folded. */
const NARROWEST = 30;
const WIDEST = 330;
const SIZE = 8;

/**
 * Writes one file; each sheet begins a page. A sheet with one column is running text, others are tables whose first row is
 * the head.
 * @throws Error of the file system
 */
export async function writePdf(
  path: string,
  title: string,
  sheets: readonly Sheet[],
  fontFolder: string,
): Promise<void> {
  const font = join(fontFolder, 'NotoSansSC-Regular.ttf');
  const document = new PDFDocument({ size: 'A4', layout: 'landscape', margin: MARGIN, font, info: { Title: title } });
  document.registerFont('plain', font);
  document.registerFont('head', join(fontFolder, 'NotoSansSC-Bold-GB2312.ttf'));
  const written = pipeline(document, createWriteStream(path));
  for (const [i, { name, rows }] of sheets.entries()) {
    if (i > 0) document.addPage();
    document.font('head').fontSize(14).text(`${title}　${name}`).moveDown(0.5).font('plain').fontSize(SIZE);
    if (rows.every((row) => row.length === 1)) document.fontSize(11).text(rows.map(([line]) => line).join('\n'));
    else
      document.table({
        columnStyles: widthsOf(rows),
        rowStyles: (row) => (row === 0 ? { backgroundColor: '#eef1f5' } : {}),
        defaultStyle: { padding: 3, border: 0.5, borderColor: '#b8bec6' },
        data: rows.map((row) => row.map(String)),
      });
  }
  document.end();
  await written;
}

/** The page's width, shared by what the longest text of each column asks for. */
function widthsOf(rows: Sheet['rows']): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const asked = Array.from({ length: columns }, (_, i) => {
    const longest = Math.max(...rows.map((row) => widthOf(String(row[i] ?? ''))));
    return Math.min(WIDEST, Math.max(NARROWEST, longest + 8));
  });
  const all = asked.reduce((sum, width) => sum + width, 0);
  return asked.map((width) => (width * PAGE_WIDTH) / all);
}

/** Chinese signs are as wide as they are high, others half as wide. */
function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u00ff' ? SIZE : SIZE * 0.6), 0);
}
