/** Imports of any size: read and check everything first, then write in small transactions that are always finished. */
import type { ImportJob } from '../../../schemas/import-job.js';
import { dayOf } from '../../lib/day.js';
import { seal, unseal } from '../../lib/seal.js';
import {
  changeImport,
  findImport,
  findImportRowsWithKeys,
  findImports,
  IMPORT_ROWS,
  insertImport,
  insertImportRows,
  nextImportRows,
  removeImport,
  removeImportRows,
} from '../../models/import-job.js';
import { ConflictError, inTransaction, type Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import { systemScope } from '../rights/index.js';
import { type Fault, fault, fileFault, UnreadableFile } from './fault.js';
import { type ImportReport, MAX_FAULTS, Refused, type RegisterDeps, refusal } from './import-whole.js';
import { type ReadRow, readRecords } from './records.js';
import type { NumberedRecord, RegisterWork, SheetRecord, StagedRegister } from './register.js';
import { openRows } from './source.js';

const MAX_STAGED_ROWS = 100_000;
const BATCH_ROWS = 250;
const ABANDONED_MS = 86_400_000;

/** How far an import is; `of` is known from the writing on. */
export interface ImportProgress {
  phase: 'reading' | 'writing';
  rows: number;
  of?: number;
}

/**
 * Reads a sheet of up to 100,000 rows and writes all of them, or none when any row has a fault. From the moment all rows are
 * found good the import is decided: a crash, here or in another process, is made up by `resumeImports` or the next import.
 * @param actor userid for the audit; the operator's command may change everything
 */
export async function importStaged(
  deps: RegisterDeps,
  register: StagedRegister,
  path: string,
  actor: string,
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<ImportReport> {
  await resumeImports(deps, [register], onProgress);
  await dropAbandoned(deps);
  const job = await begin(deps, register, actor);
  const { rows, faults } = await stage(deps, register, job, path, onProgress);
  if (faults.length > 0 || rows === 0) {
    await inTransaction(deps, async (tx) => removeImport(tx, job._id));
    return refusal(faults.length > 0 ? faults : [fileFault('no_rows')], rows);
  }
  try {
    await inTransaction(deps, async (tx) => changeImport(tx, job._id, 'staging', { state: 'applying', rows }));
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await inTransaction(deps, async (tx) => removeImport(tx, job._id));
    return refusal([fileFault('import_running')], rows);
  }
  return carryOut(deps, register, { ...job, rows }, onProgress);
}

/** Finishes imports that were decided and not brought to their end. Returns how many there were. */
export async function resumeImports(
  deps: RegisterDeps,
  registers: readonly StagedRegister[],
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<number> {
  const jobs = await inTransaction(deps, (tx) => findImports(tx, { state: 'applying' }));
  let resumed = 0;
  for (const job of jobs) {
    const register = registers.find(({ name }) => name === job.register);
    if (register === undefined) continue;
    await carryOut(deps, register, job, onProgress);
    resumed++;
  }
  return resumed;
}

async function begin(deps: RegisterDeps, register: StagedRegister, actor: string): Promise<ImportJob> {
  const counts = { rows: 0, applied: 0, added: 0, changed: 0, unchanged: 0 };
  return inTransaction(deps, async (tx) => {
    const job: ImportJob = {
      _id: tx.newId(),
      register: register.name,
      actor,
      state: 'staging',
      ...counts,
      startedAt: tx.now,
    };
    insertImport(tx, job);
    return job;
  });
}

/** Rows of an import whose process died while reading: nothing of them was promised. */
async function dropAbandoned(deps: RegisterDeps): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const startedBefore = new Date(tx.now.getTime() - ABANDONED_MS);
    for (const job of await findImports(tx, { state: 'staging', startedBefore })) removeImport(tx, job._id);
  });
}

async function stage(
  deps: RegisterDeps,
  register: StagedRegister,
  job: ImportJob,
  path: string,
  onProgress: (progress: ImportProgress) => void,
): Promise<{ rows: number; faults: Fault[] }> {
  const today = dayOf(deps.clock());
  const faults: Fault[] = [];
  let rows = 0;
  const take = async (batch: ReadRow[]) => {
    rows += batch.length;
    for (const read of batch) faults.push(...read.faults);
    const good = batch.flatMap((read) => (read.record === null ? [] : [read]));
    faults.push(...(await inTransaction(deps, (tx) => stageBatch(deps, tx, register, job, good))));
    onProgress({ phase: 'reading', rows });
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

function workOf(deps: RegisterDeps, tx: Tx, job: ImportJob): RegisterWork {
  const { grid, staff, keys } = deps;
  return { tx, grid, staff, keys, actor: { ...systemScope(dayOf(tx.now)), userid: job.actor } };
}

/** Writes the staged rows batch by batch. Two processes may do this at once: each row is written with its removal. */
async function carryOut(
  deps: RegisterDeps,
  register: StagedRegister,
  job: ImportJob,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportReport> {
  const left: Fault[] = [];
  for (;;) {
    try {
      const { now, faults } = await withRetries(() =>
        inTransaction(deps, (tx) => writeBatch(deps, tx, register, job._id)),
      );
      left.push(...faults);
      onProgress({ phase: 'writing', rows: now.applied, of: now.rows });
      if (now.state === 'done') {
        const { rows, added, changed, unchanged } = now;
        return { ok: true, rows, added, changed, unchanged, faults: left };
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await inTransaction(deps, async (tx) => removeImport(tx, job._id));
      return refusal(error.faults, job.rows);
    }
  }
}

/**
 * One batch. Rows that were good when they were checked and no longer are (a cell was merged meanwhile) refuse the import
 * while nothing is written, and are left out and told later on.
 */
async function writeBatch(deps: RegisterDeps, tx: Tx, register: StagedRegister, id: string) {
  const job = await findImport(tx, id);
  if (job === null) throw new Error(`import ${id} is gone`);
  if (job.state === 'done') return { now: job, faults: [] }; // another process has brought it to its end
  const staged = await nextImportRows(tx, id, BATCH_ROWS);
  const rows = staged.map(({ _id, row, record }) => ({
    row,
    record: JSON.parse(unseal(deps.keys, record, placeOf(_id))) as SheetRecord,
  }));
  const { faults, added, changed, unchanged } = await register.apply(workOf(deps, tx, job), rows);
  if (faults.length > 0 && job.applied === 0) throw new Refused(faults);
  const now: ImportJob = {
    ...job,
    applied: job.applied + rows.length,
    added: job.added + added,
    changed: job.changed + changed,
    unchanged: job.unchanged + unchanged,
    state: rows.length < BATCH_ROWS ? 'done' : 'applying',
  };
  removeImportRows(tx, id, staged);
  changeImport(tx, id, 'applying', now);
  if (now.state === 'done') {
    const changes = { added: now.added, changed: now.changed, unchanged: now.unchanged };
    audit(tx, { actor: job.actor, action: 'import.apply', object: { kind: 'register', id: register.name }, changes });
  }
  return { now, faults };
}

/** A code that somebody took in this very moment is found on the next try. */
async function withRetries<T>(run: () => Promise<T>, tries = 3): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt >= tries) throw error;
    }
  }
}
