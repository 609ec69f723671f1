/** Imports of any size: read and check everything first, then write in small transactions that are always finished. */
import type { ImportJob } from '../../../schemas/import-job.js';
import { changeImport, findImports, insertImport } from '../../models/import-job.js';
import { ConflictError, inTransaction } from '../../models/transaction.js';
import { carryOut, type ImportProgress, resumeImports } from './carry-out.js';
import { fileFault } from './fault.js';
import { type ImportReport, type RegisterDeps, refusal } from './import-whole.js';
import type { StagedRegister } from './register.js';
import { forgetImport, stage } from './staging.js';

const ABANDONED_MS = 86_400_000;

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
  const onRows = (rows: number) => onProgress({ phase: 'reading', rows });
  const { rows, faults } = await stage(deps, register, job, path, onRows);
  if (faults.length > 0 || rows === 0) {
    await forgetImport(deps, job._id);
    return refusal(faults.length > 0 ? faults : [fileFault('no_rows')], rows);
  }
  try {
    await inTransaction(deps, async (tx) => changeImport(tx, job._id, 'staging', { state: 'applying', rows }));
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await forgetImport(deps, job._id);
    return refusal([fileFault('import_running')], rows);
  }
  return carryOut(deps, register, { ...job, rows }, onProgress);
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
  const abandoned = await inTransaction(deps, (tx) =>
    findImports(tx, { state: 'staging', startedBefore: new Date(tx.now.getTime() - ABANDONED_MS) }),
  );
  for (const job of abandoned) await forgetImport(deps, job._id);
}
