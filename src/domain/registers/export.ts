import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { stringify } from 'yaml';
import { reading } from '../../../schemas/checks.js';
import type { Scope } from '../../../schemas/scope.js';
import { inTransaction } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import { writeCell } from './cell.js';
import { CSV_MARK, csvLine } from './csv.js';
import { fileFault, UnreadableFile } from './fault.js';
import type { RegisterDeps } from './import-whole.js';
import type { Register, SheetRecord } from './register.js';
import { writeXlsx } from './xlsx-writer.js';

/** Cells of one row, in the order of the columns. */
export type Cells = (string | number)[];

/**
 * Writes all rows of a register that lie in the actor's scope into a file; returns their number. The file appears whole or
 * not at all.
 * @throws UnreadableFile for a kind of file that is not written
 */
export async function exportRegister(
  deps: RegisterDeps,
  register: Register,
  path: string,
  actor: Scope,
): Promise<number> {
  let written = 0;
  await inTransaction(deps, async (tx) => {
    written = 0;
    await writeRows(register, path, async function* () {
      for await (const record of register.rows({ ...deps, tx, actor })) {
        written++;
        yield record;
      }
    });
    const object = { kind: 'register', id: register.name };
    audit(tx, { actor: actor.userid, action: 'register.export', object, changes: { rows: written } });
  });
  return written;
}

/** An empty sheet of the register to fill in: headings, explanations, lists to choose from. */
export async function writeTemplate(register: Register, path: string): Promise<void> {
  await writeRows(register, path, async function* () {});
}

async function writeRows(register: Register, path: string, records: () => AsyncIterable<SheetRecord>): Promise<void> {
  const part = `${path}.part`;
  try {
    const ending = extname(path).toLowerCase();
    if (ending === '.xlsx') await writeXlsx(part, register, cellsOf(register, records()));
    else if (ending === '.csv') await writeText(part, csvOf(register, records()));
    else if (ending === '.yaml' || ending === '.yml') await writeText(part, yamlOf(register, records()));
    else throw new UnreadableFile(fileFault('file_kind', { ending }));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

async function* cellsOf(register: Register, records: AsyncIterable<SheetRecord>): AsyncGenerator<Cells> {
  for await (const record of records) {
    const get = reading(record);
    yield register.columns.map((column) => writeCell(column, get(column.path)));
  }
}

async function* csvOf(register: Register, records: AsyncIterable<SheetRecord>): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(register.columns.map(({ label }) => label));
  for await (const cells of cellsOf(register, records)) yield csvLine(cells);
}

async function* yamlOf(register: Register, records: AsyncIterable<SheetRecord>): AsyncGenerator<string> {
  let any = false;
  for await (const cells of cellsOf(register, records)) {
    any = true;
    const entries = register.columns.map(({ label }, i) => [label, cells[i]] as const);
    yield stringify([Object.fromEntries(entries.filter(([, value]) => value !== ''))]);
  }
  if (!any) yield '[]\n';
}

async function writeText(path: string, texts: AsyncIterable<string>): Promise<void> {
  const out = createWriteStream(path);
  for await (const text of texts) if (!out.write(text)) await once(out, 'drain');
  out.end();
  await once(out, 'finish');
}
