import type { NudgeDeps } from '../domain/tasks/index.js';
import type { Log } from '../lib/log.js';
import { ConflictError, inTransactionToWrite, type TransactionDeps, type Tx } from '../models/transaction.js';

/** What the sweeps over tasks need. The time comes with each wake. */
export interface TaskSweepDeps extends Omit<TransactionDeps, 'clock'>, Omit<NudgeDeps, 'tx'> {
  log: Log;
  /** Whether messages may have buttons. */
  cards: boolean;
  /** Counts what should have been told on an earlier day and was not (target 0). */
  repaired?: (count: number) => void;
}

const TRIES = 3;

/** One step of a sweep in a transaction of its own; again when another process was at the same records. */
export async function step<T>(
  deps: TaskSweepDeps,
  now: Date,
  body: (work: TaskSweepDeps & { tx: Tx }) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await inTransactionToWrite({ ...deps, clock: () => now }, (tx) => body({ ...deps, tx }));
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === TRIES) throw error;
    }
}
