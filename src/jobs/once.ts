import { ConflictError, inTransaction, type Tx } from '../models/transaction.js';
import type { SweepDeps } from './deps.js';

/**
 * Runs a body in one transaction that also writes a mark with a unique key (job or kind, day, target). False when the mark is
 * there: it was done already, perhaps a moment ago by another process, and nothing of the body stays.
 */
export async function once(deps: SweepDeps, now: Date, body: (tx: Tx) => Promise<void>): Promise<boolean> {
  try {
    await inTransaction({ ...deps, clock: () => now }, body);
    return true;
  } catch (error) {
    if (error instanceof ConflictError && error.keys.includes('day')) return false;
    throw error;
  }
}
