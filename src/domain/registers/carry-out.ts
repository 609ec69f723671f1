import type { ImportJob } from '../../../schemas/import-job.js';
import { changeImport, findImport, findImports } from '../../models/import-job.js';
import { ConflictError, inTransaction, type Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import type { Fault } from './fault.js';
import { type ImportReport, Refused, type RegisterDeps, refusal } from './import-whole.js';
import type { StagedRegister } from './register.js';
import { BATCH_ROWS, forgetImport, nextStaged, workOf } from './staging.js';

/** How far an import is; `of` is known from the writing on. */
export interface ImportProgress {
  phase: 'reading' | 'writing';
  rows: number;
  of?: number;
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

/** Writes the staged rows batch by batch. Two processes may do this at once: each row is written with its removal. */
export async function carryOut(
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
      await forgetImport(deps, job._id);
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
  const { rows, taken } = await nextStaged(deps, tx, id);
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
  taken();
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
