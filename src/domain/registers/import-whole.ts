import { DomainError } from '../../errors.js';
import { dayOf } from '../../lib/day.js';
import type { KeyRing } from '../../lib/seal.js';
import { ConflictError, inTransaction, type TransactionDeps } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import type { GridReader } from '../grid/index.js';
import { systemScope } from '../rights/index.js';
import type { StaffReader } from '../staff/index.js';
import { domainFault, type Fault, fault, fileFault, UnreadableFile } from './fault.js';
import { readRecords } from './records.js';
import type { NumberedRecord, Outcome, Register, WholeRegister } from './register.js';
import { openRows } from './source.js';

/** What imports and exports run with. */
export interface RegisterDeps extends TransactionDeps {
  grid: GridReader;
  staff: StaffReader;
  keys: KeyRing;
}

/**
 * What became of an import. Not `ok`: nothing was changed, and `faults` say what to put right. `ok` with faults: these rows
 * were left out because something else changed while the import was written.
 */
export interface ImportReport extends Outcome {
  ok: boolean;
  /** Rows read, without the heading. */
  rows: number;
}

const MAX_WHOLE_ROWS = 5_000;
/** More faults than these help nobody. */
export const MAX_FAULTS = 200;

/**
 * Reads a sheet and writes all of its rows in one transaction, or none.
 * @param actor userid for the audit; the operator's command may change everything
 */
export async function importWhole(
  deps: RegisterDeps,
  register: WholeRegister,
  path: string,
  actor: string,
): Promise<ImportReport> {
  const today = dayOf(deps.clock());
  const { rows, faults } = await readAll(register, path, today);
  if (faults.length > 0) return refusal(faults, rows.length);
  if (rows.length === 0) return refusal([fileFault('no_rows')], 0);
  try {
    const outcome = await inTransaction(deps, async (tx) => {
      const work = { ...deps, tx, actor: { ...systemScope(today), userid: actor } };
      const result = await register.apply(work, rows);
      if (result.faults.length > 0) throw new Refused(result.faults);
      const { faults: _, ...counts } = result;
      audit(tx, { actor, action: 'import.apply', object: { kind: 'register', id: register.name }, changes: counts });
      return result;
    });
    return { ...outcome, ok: true, rows: rows.length };
  } catch (error) {
    if (error instanceof Refused) return refusal(error.faults, rows.length);
    if (error instanceof ConflictError) return refusal([fault(0, 'conflict')], rows.length);
    throw error;
  }
}

/** Rolls the transaction back. */
export class Refused extends Error {
  constructor(readonly faults: Fault[]) {
    super('the import is refused');
  }
}

/** The report of an import that changed nothing. */
export function refusal(faults: readonly Fault[], rows: number): ImportReport {
  return { ok: false, rows, faults: faults.slice(0, MAX_FAULTS), added: 0, changed: 0, unchanged: 0 };
}

async function readAll(register: Register, path: string, today: string) {
  const rows: NumberedRecord[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  try {
    for await (const read of readRecords(register, openRows(path, MAX_WHOLE_ROWS), today)) {
      if (read.record === null) {
        faults.push(...read.faults);
        continue;
      }
      for (const { column, key } of register.keysOf(read.record)) {
        const first = seen.get(key);
        if (first === undefined) seen.set(key, read.row);
        else faults.push(fault(read.row, 'twice_in_sheet', { first }, column));
      }
      rows.push(read);
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    faults.unshift(error.fault);
  }
  return { rows, faults };
}

/** Runs `body` for each row and turns refusals of the domain into faults of the row. */
export function eachRow(rows: readonly NumberedRecord[], body: (row: NumberedRecord) => Fault | undefined): Fault[] {
  const faults: Fault[] = [];
  for (const row of rows) {
    try {
      const found = body(row);
      if (found !== undefined) faults.push(found);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      faults.push(domainFault(row.row, error));
    }
  }
  return faults;
}
