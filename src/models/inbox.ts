import type { Db } from 'mongodb';
import { InboxFailure, InboxRow } from '../../schemas/machinery.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const INBOX = defineCollection({
  name: 'inbox',
  schema: InboxRow,
  indexes: [{ keys: { at: 1 } }, { keys: { replyDueAt: 1 }, partialFilterExpression: { replyState: 'pending' } }],
});
const FAILURES = defineCollection({ name: 'inbox_failures', schema: InboxFailure, indexes: [{ keys: { at: 1 } }] });

/** Name of the collection whose taken key means: this message was handled before. */
export const INBOX_COLLECTION = INBOX;

export function insertInboxRow(tx: Tx, row: InboxRow): void {
  tx.insert(INBOX, row);
}

export function findInboxRow(db: Db, key: string): Promise<InboxRow | null> {
  return db.collection<InboxRow>(INBOX).findOne({ _id: key });
}

/** Marks replies whose HTTP response went out. Not in a transaction: a lost mark means a reply said twice, never none. */
export async function markRepliesSent(db: Db, keys: readonly string[]): Promise<void> {
  await db
    .collection<InboxRow>(INBOX)
    .updateMany({ _id: { $in: [...keys] }, replyState: 'pending' }, { $set: { replyState: 'sent' } });
}

/** Replies that should have gone out by now and did not, oldest first. */
export function findPendingReplies(db: Db, before: Date, limit: number): Promise<InboxRow[]> {
  return db
    .collection<InboxRow>(INBOX)
    .find({ replyState: 'pending', replyDueAt: { $lte: before } })
    .sort({ replyDueAt: 1 })
    .limit(limit)
    .toArray();
}

export function markReplyQueued(tx: Tx, key: string): void {
  tx.update(INBOX, { _id: key, replyState: 'pending' }, { $set: { replyState: 'queued' } });
}

/** Counts a failed try of a message and returns how many there were. */
export async function countFailure(db: Db, key: string, at: Date): Promise<number> {
  const row = await db
    .collection<{ _id: string; attempts: number }>(FAILURES)
    .findOneAndUpdate({ _id: key }, { $inc: { attempts: 1 }, $set: { at } }, { upsert: true, returnDocument: 'after' });
  return row?.attempts ?? 1;
}

/** Removes keys that no delivery can repeat any more. Returns how many went. */
export async function removeInboxRowsBefore(db: Db, before: Date): Promise<number> {
  await db.collection(FAILURES).deleteMany({ at: { $lt: before } });
  const result = await db
    .collection<InboxRow>(INBOX)
    .deleteMany({ at: { $lt: before }, state: 'done', replyState: { $ne: 'pending' } });
  return result.deletedCount;
}
