import { createHash } from 'node:crypto';
import type { AuditRow, Seal } from '../../../schemas/audit.js';
import { findAuditRows, findSeal, insertSeal, lastSeal } from '../../models/audit.js';
import { ConflictError, inSnapshot, inTransactionToWrite, type TransactionDeps } from '../../models/transaction.js';

const FIRST = '0'.repeat(64);
/** Rows get their time when their transaction begins; no transaction lives longer than 60 s. */
const SETTLED_MS = 120_000;
const ROWS_PER_SEAL = 500;

/**
 * Seals the audit rows written so far: each link holds the hash of the link before and of its rows. Run by a job; several at
 * once do no harm. Returns the number of rows sealed.
 */
export async function sealAudit(deps: TransactionDeps, rowsPerSeal = ROWS_PER_SEAL): Promise<number> {
  let sealed = 0;
  for (;;) {
    const rows = await sealNext(deps, rowsPerSeal);
    sealed += rows;
    if (rows < rowsPerSeal) return sealed;
  }
}

async function sealNext(deps: TransactionDeps, limit: number): Promise<number> {
  try {
    return await inTransactionToWrite(deps, async (tx) => {
      const rows = await findAuditRows(tx, { unsealedBefore: new Date(tx.now.getTime() - SETTLED_MS), limit });
      if (rows.length === 0) return 0;
      const last = await lastSeal(tx);
      const number = (last?.number ?? 0) + 1;
      const previous = last?.hash ?? FIRST;
      const seal = {
        _id: String(number),
        number,
        rows: rows.length,
        previous,
        hash: linkHash(previous, rows),
        at: tx.now,
      };
      insertSeal(
        tx,
        seal,
        rows.map((row) => row._id),
      );
      return rows.length;
    });
  } catch (error) {
    if (error instanceof ConflictError) return 0; // another process seals; its turn or our next one takes the rest
    throw error;
  }
}

export type AuditVerdict =
  | { ok: true; seals: number; rows: number; head: string }
  /** The first link that does not fit its rows or its predecessor. */
  | { ok: false; brokenSeal: number };

/** Walks the whole chain and recomputes it. `head` is worth keeping elsewhere: it also proves that no link was cut off. */
export async function verifyAudit(deps: TransactionDeps): Promise<AuditVerdict> {
  let previous = FIRST;
  let rows = 0;
  for (let number = 1; ; number++) {
    const link = await inSnapshot(deps, async (tx) => ({
      seal: await findSeal(tx, number),
      rows: await findAuditRows(tx, { seal: number }),
    }));
    if (link.seal === null)
      return link.rows.length === 0
        ? { ok: true, seals: number - 1, rows, head: previous }
        : { ok: false, brokenSeal: number };
    if (!fits(link.seal, link.rows, previous)) return { ok: false, brokenSeal: number };
    previous = link.seal.hash;
    rows += link.rows.length;
  }
}

function fits(seal: Seal, rows: readonly AuditRow[], previous: string): boolean {
  return seal.previous === previous && seal.rows === rows.length && seal.hash === linkHash(previous, rows);
}

/** SHA-256 over the link before and the rows in order of their ids. */
function linkHash(previous: string, rows: readonly AuditRow[]): string {
  const hash = createHash('sha256').update(previous);
  for (const { seal: _, ...row } of rows) hash.update('\n').update(canonical(row));
  return hash.digest('hex');
}

/** JSON with sorted keys: the same record gives the same text whatever the order the database returns. */
function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(',')}}`;
}
