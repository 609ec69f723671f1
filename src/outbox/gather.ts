/** What waits behind a message to a customer goes with it, so that a burst of answers costs one of his five messages. */
import type { OutboxRow } from '../../schemas/outbox.js';
import type { KeyRing } from '../lib/seal.js';
import { changeRow, findQueuedRows, hasQueuedRows, setBody } from '../models/outbox.js';
import { ConflictError, inTransaction, type TransactionDeps } from '../models/transaction.js';
import { openBody, sealBody } from './sealed-body.js';
import { countFitting, isMergeable, mergeWords } from './together.js';

/**
 * The claimed row with the words of those behind it, as far as they fit. Only at its first try: a later one must be what the
 * platform may have got already.
 */
export async function gather(deps: TransactionDeps & { ring: KeyRing }, claimed: OutboxRow): Promise<OutboxRow> {
  const row = openBody(deps.ring, claimed);
  if (row.attempts !== 1 || !isMergeable(row) || !(await hasQueuedRows(deps.db, row.lane))) return row;
  try {
    return await inTransaction(deps, async (tx) => {
      const behind = (await findQueuedRows(tx, row.lane)).map((next) => openBody(deps.ring, next));
      const end = behind.findIndex((next) => !isMergeable(next) || next.attempts > 0 || next.dueAt > tx.now);
      const words = [row, ...(end === -1 ? behind : behind.slice(0, end)).filter(isMergeable)];
      const together = words.slice(0, countFitting(words.map(({ body }) => body)));
      if (together.length === 1) return row;
      const body = mergeWords(together.map((one) => one.body));
      setBody(tx, row, sealBody(deps.ring, { effectKey: row.effectKey, body }));
      const dropped = { at: tx.now, why: `sent together as ${row._id}` };
      for (const { _id } of together.slice(1)) changeRow(tx, _id, { state: 'dropped', dropped });
      return { ...row, body };
    });
  } catch (error) {
    if (error instanceof ConflictError) return row; // the lease was lost
    throw error;
  }
}
