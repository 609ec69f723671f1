/** A message that the platform had accepted and then gave up (wecom.md 6.5, `msg_send_fail`). */
import { msgIdOf, readMsgId } from '../channels/kf/customer-sender.js';
import type { KfEvent } from '../channels/kf/entry.js';
import { changeRow, readOutboxRow } from '../models/outbox.js';
import type { Tx } from '../models/transaction.js';

/** Over 48 hours, session closed, more than five: it goes when the customer writes again. */
const WAITS: readonly number[] = [4, 5, 6];

const REASONS: Readonly<Record<number, string>> = {
  0: 'for an unknown reason',
  1: 'the account was deleted',
  2: 'the app was closed',
  4: 'more than 48 hours after the customer wrote',
  5: 'the session was closed',
  6: 'more than five messages',
  8: 'the corp is not verified',
  10: 'the customer refuses messages',
  11: 'no member has logged in to the app',
  12: 'a forbidden type',
  13: 'content security',
};

/** Null when the id is none of ours, or of a try that was given up already. */
export async function settleFailedMessage(
  tx: Tx,
  { failMsgId, failType }: Extract<KfEvent, { type: 'send-failed' }>,
): Promise<{ rowId: string; failType: number } | null> {
  const named = readMsgId(failMsgId);
  const row = named === null ? null : await readOutboxRow(tx, named.rowId);
  if (named === null || row === null || msgIdOf(row, named.part) !== failMsgId) return null;
  if (row.state !== 'sent' && row.state !== 'sending') return null;
  const error = {
    code: `fail_type_${failType}`,
    klass: 'U',
    message: `not delivered: ${REASONS[failType] ?? 'no reason known'}`,
  };
  const state = WAITS.includes(failType) ? 'held' : 'dead';
  changeRow(tx, row._id, { state, error, partsSent: Math.min(row.partsSent, named.part) }, ['sentAt']);
  return { rowId: row._id, failType };
}
