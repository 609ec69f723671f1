import { createReadStream } from 'node:fs';
import { type RawCell, textCell } from './cell.js';
import { fileFault, UnreadableFile } from './fault.js';
import type { RawRow } from './xlsx.js';

/**
 * The rows of a CSV file (RFC 4180), one at a time; UTF-8 with or without mark, else GB18030 as spreadsheet programs in China
 * save it. `row` is the line where the row begins.
 * @throws UnreadableFile when the text is neither
 */
export async function* readCsv(path: string): AsyncGenerator<RawRow> {
  const encoding = (await decodes(path, 'utf-8')) ? 'utf-8' : 'gb18030';
  if (encoding === 'gb18030' && !(await decodes(path, 'gb18030'))) throw new UnreadableFile(fileFault('file_encoding'));
  const parser = makeParser();
  for await (const text of textOf(path, encoding)) yield* parser.take(text);
  yield* parser.end();
}

async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

async function decodes(path: string, encoding: string): Promise<boolean> {
  try {
    for await (const text of textOf(path, encoding)) if (text.includes('\u0000')) return false;
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

/** Takes text in pieces of any size and gives the rows that are complete. */
function makeParser() {
  let field = '';
  let fields: string[] = [];
  let state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  let line = 1;
  let rowLine = 1;
  let rows: RawRow[] = [];
  const endField = () => {
    fields.push(field);
    field = '';
    state = 'start';
  };
  const endRow = () => {
    endField();
    rows.push({ row: rowLine, cells: fields.map(csvCell) });
    fields = [];
    rowLine = line;
  };
  const take = (text: string): RawRow[] => {
    for (const char of text) {
      if (char === '\n') line++;
      if (state === 'quoted') {
        if (char === '"') state = 'quote';
        else field += char;
      } else if (char === '"' && (state === 'start' || state === 'quote')) {
        if (state === 'quote') field += '"';
        state = 'quoted';
      } else if (char === ',') endField();
      else if (char === '\n') endRow();
      else if (char !== '\r') {
        field += char;
        state = 'plain';
      }
    }
    const complete = rows;
    rows = [];
    return complete;
  };
  return {
    take,
    end: (): RawRow[] => (field === '' && fields.length === 0 ? [] : take('\n')),
  };
}

/** Texts that a spreadsheet would run as a formula are written with an apostrophe before them, which is dropped again. */
const FORMULA_LIKE = /^[=+@\t-]/;

function csvCell(text: string): RawCell {
  return textCell(text.startsWith("'") && FORMULA_LIKE.test(text.slice(1)) ? text.slice(1) : text);
}

/** One line of CSV. */
export function csvLine(values: readonly (string | number)[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

/** What a CSV file begins with, so that spreadsheet programs take it for UTF-8. */
export const CSV_MARK = '\uFEFF';

function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA_LIKE.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
