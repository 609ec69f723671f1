import { ImportJob, ImportRow } from '../../schemas/import-job.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const IMPORTS = defineCollection({
  name: 'imports',
  schema: ImportJob,
  indexes: [
    // one at a time is carried out for each register
    { keys: { register: 1 }, unique: true, partialFilterExpression: { state: 'applying' } },
    { keys: { state: 1, startedAt: 1 } },
  ],
});

export const IMPORT_ROWS = defineCollection({
  name: 'import_rows',
  schema: ImportRow,
  indexes: [{ keys: { importId: 1, row: 1 }, unique: true }, { keys: { importId: 1, keys: 1 } }],
});

export function insertImport(tx: Tx, job: ImportJob): void {
  tx.insert(IMPORTS, ImportJob.parse(job));
}

/** Changes a job that is still in the given state; `ConflictError` when it is not, or another one is being carried out. */
export function changeImport(tx: Tx, id: string, state: ImportJob['state'], change: Partial<ImportJob>): void {
  tx.update(IMPORTS, { _id: id, state }, { $set: change });
}

export async function findImport(tx: Tx, id: string): Promise<ImportJob | null> {
  const { db, session } = await tx.reading(IMPORTS);
  return db.collection<ImportJob>(IMPORTS).findOne({ _id: id }, { session });
}

/** Jobs in a state, the oldest first. */
export async function findImports(
  tx: Tx,
  filter: { state: ImportJob['state']; register?: string; startedBefore?: Date },
): Promise<ImportJob[]> {
  const { db, session } = await tx.reading(IMPORTS);
  const { startedBefore, ...equal } = filter;
  return db
    .collection<ImportJob>(IMPORTS)
    .find({ ...equal, ...(startedBefore && { startedAt: { $lt: startedBefore } }) }, { session })
    .sort({ startedAt: 1 })
    .toArray();
}

export function removeImport(tx: Tx, id: string): void {
  tx.remove(IMPORTS, { _id: id });
}

export function insertImportRows(tx: Tx, rows: readonly ImportRow[]): void {
  for (const row of rows) tx.insert(IMPORT_ROWS, row);
}

/** Rows that hold any of the keys, in the order of the sheet. */
export async function findImportRowsWithKeys(
  tx: Tx,
  importId: string,
  keys: readonly string[],
): Promise<Pick<ImportRow, 'row' | 'keys'>[]> {
  const { db, session } = await tx.reading(IMPORT_ROWS);
  return db
    .collection<ImportRow>(IMPORT_ROWS)
    .find({ importId, keys: { $in: [...keys] } }, { session, projection: { row: 1, keys: 1 } })
    .sort({ row: 1 })
    .toArray();
}

/** The next rows to write, in the order of the sheet. */
export async function nextImportRows(tx: Tx, importId: string, limit: number): Promise<ImportRow[]> {
  const { db, session } = await tx.reading(IMPORT_ROWS);
  return db.collection<ImportRow>(IMPORT_ROWS).find({ importId }, { session }).sort({ row: 1 }).limit(limit).toArray();
}

export function removeImportRows(tx: Tx, importId: string, rows: readonly ImportRow[]): void {
  tx.remove(IMPORT_ROWS, { importId, row: { $in: rows.map(({ row }) => row) } });
}
