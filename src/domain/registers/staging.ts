import type { ImportJob } from '../../../schemas/import-job.js';
import { dayOf } from '../../lib/day.js';
import { seal, unseal } from '../../lib/seal.js';
import {
  findImportRowsWithKeys,
  IMPORT_ROWS,
  insertImportRows,
  nextImportRows,
  removeImport,
  removeImportRows,
} from '../../models/import-job.js';
import { inTransaction, type Tx } from '../../models/transaction.js';
import { systemScope } from '../rights/index.js';
import { type Fault, fault, UnreadableFile } from './fault.js';
import { MAX_FAULTS, type RegisterDeps } from './import-whole.js';
import { type ReadRow, readRecords } from './records.js';
import type { NumberedRecord, RegisterWork, SheetRecord, StagedRegister } from './register.js';
import { openRows } from './source.js';

const MAX_STAGED_ROWS = 100_000;
/** Rows of one transaction. */
export const BATCH_ROWS = 250;
const FORGOTTEN_AT_ONCE = 2_000;

/** Reads and checks all rows and keeps the good ones; stops early when there are faults enough. */
export async function stage(
  deps: RegisterDeps,
  register: StagedRegister,
  job: ImportJob,
  path: string,
  onRows: (rows: number) => void,
): Promise<{ rows: number; faults: Fault[] }> {
  const today = dayOf(deps.clock());
  const faults: Fault[] = [];
  let rows = 0;
  const take = async (batch: ReadRow[]) => {
    rows += batch.length;
    for (const read of batch) faults.push(...read.faults);
    const good = batch.flatMap((read) => (read.record === null ? [] : [read]));
    faults.push(...(await inTransaction(deps, (tx) => stageBatch(deps, tx, register, job, good))));
    onRows(rows);
  };
  try {
    let batch: ReadRow[] = [];
    for await (const read of readRecords(register, openRows(path, MAX_STAGED_ROWS), today)) {
      batch.push(read);
      if (batch.length < BATCH_ROWS) continue;
      await take(batch);
      batch = [];
      if (faults.length >= MAX_FAULTS) break;
    }
    if (batch.length > 0) await take(batch);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    faults.unshift(error.fault);
  }
  return { rows, faults: faults.sort((a, b) => a.row - b.row).slice(0, MAX_FAULTS) };
}

async function stageBatch(
  deps: RegisterDeps,
  tx: Tx,
  register: StagedRegister,
  job: ImportJob,
  rows: readonly NumberedRecord[],
): Promise<Fault[]> {
  const keyed = rows.map((row) => ({ ...row, keys: register.keysOf(row.record) }));
  const wanted = keyed.flatMap(({ keys }) => keys.map(({ key }) => key));
  const seen = new Map<string, number>();
  for (const staged of await findImportRowsWithKeys(tx, job._id, wanted))
    for (const key of staged.keys) if (!seen.has(key)) seen.set(key, staged.row);
  const faults = await register.check(workOf(deps, tx, job), rows);
  for (const { row, keys } of keyed) {
    for (const { column, key } of keys) {
      const first = seen.get(key);
      if (first === undefined) seen.set(key, row);
      else faults.push(fault(row, 'twice_in_sheet', { first }, column));
    }
  }
  insertImportRows(
    tx,
    keyed.map(({ row, record, keys }) => {
      const _id = `${job._id}:${row}`;
      const text = JSON.stringify(record);
      return {
        _id,
        importId: job._id,
        row,
        keys: keys.map(({ key }) => key),
        record: seal(deps.keys, text, placeOf(_id)),
      };
    }),
  );
  return faults;
}

const placeOf = (id: string) => ({ collection: IMPORT_ROWS, id, field: 'record' }) as const;

/** The next rows to write, as they were read. `taken` lets go of them in the same transaction. */
export async function nextStaged(
  deps: RegisterDeps,
  tx: Tx,
  importId: string,
): Promise<{ rows: NumberedRecord[]; taken(): void }> {
  const staged = await nextImportRows(tx, importId, BATCH_ROWS);
  const rows = staged.map(({ _id, row, record }) => ({
    row,
    record: JSON.parse(unseal(deps.keys, record, placeOf(_id))) as SheetRecord,
  }));
  return { rows, taken: () => removeImportRows(tx, importId, staged) };
}

/** Forgets an import and its rows, so many at a time that each transaction stays small. */
export async function forgetImport(deps: RegisterDeps, importId: string): Promise<void> {
  for (let more = true; more; ) {
    more = await inTransaction(deps, async (tx) => {
      const rows = await nextImportRows(tx, importId, FORGOTTEN_AT_ONCE);
      removeImportRows(tx, importId, rows);
      if (rows.length < FORGOTTEN_AT_ONCE) removeImport(tx, importId);
      return rows.length === FORGOTTEN_AT_ONCE;
    });
  }
}

export function workOf(deps: RegisterDeps, tx: Tx, job: ImportJob): RegisterWork {
  const { grid, staff, keys } = deps;
  return { tx, grid, staff, keys, actor: { ...systemScope(dayOf(tx.now)), userid: job.actor } };
}
