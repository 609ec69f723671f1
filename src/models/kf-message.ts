/** Messages and events of customers: a queue for the bot, and what handlers may read again. */
import type { Db } from 'mongodb';
import { KfMessage } from '../../schemas/kf.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const KF_MESSAGES = defineCollection({
  name: 'kf_messages',
  schema: KfMessage,
  indexes: [
    { keys: { openKfId: 1, place: 1 }, partialFilterExpression: { state: 'waiting' } },
    {
      keys: { openKfId: 1, 'code.until': 1 },
      partialFilterExpression: { state: 'waiting', 'code.until': { $exists: true } },
    },
    { keys: { customerId: 1, place: 1 } },
    { keys: { takenAt: 1 } },
  ],
});
/** For sealing. */
export const KF_MESSAGES_NAME = KF_MESSAGES;

const rowsOf = (db: Db) => db.collection<KfMessage>(KF_MESSAGES);

/** Those of these ids that were taken before. */
export async function findTaken(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { db, session } = await tx.reading(KF_MESSAGES);
  const rows = await rowsOf(db)
    .find({ _id: { $in: [...ids] } }, { session, projection: { _id: 1 } })
    .toArray();
  return new Set(rows.map((row) => row._id));
}

export function insertMessage(tx: Tx, message: KfMessage): void {
  tx.insert(KF_MESSAGES, KfMessage.parse(message));
}

/** The person took the message back; what was written stays (evidence). */
export function markWithdrawn(tx: Tx, id: string, at: Date): void {
  tx.updateMany(KF_MESSAGES, { _id: id }, { $set: { withdrawnAt: at } });
}

/** What the bot has still to handle: what must be answered by a code that still lives first, then in order of arrival. */
export async function findWaiting(
  db: Db,
  ask: { openKfId: string; now: Date; without: readonly string[]; limit: number },
): Promise<KfMessage[]> {
  const { openKfId, now, without, limit } = ask;
  const waiting = { openKfId, state: 'waiting' as const, customerId: { $nin: [...without] } };
  const pressing = await rowsOf(db)
    .find({ ...waiting, 'code.until': { $gt: now } })
    .limit(limit)
    .toArray();
  const others = await rowsOf(db)
    .find({ ...waiting, _id: { $nin: pressing.map((row) => row._id) } })
    .sort({ place: 1 })
    .limit(limit)
    .toArray();
  return [...pressing, ...others];
}

/** @param state `person` for what a person answers after all */
export async function settleMessages(db: Db, ids: readonly string[], state: 'handled' | 'person'): Promise<void> {
  await rowsOf(db).updateMany({ _id: { $in: [...ids] }, state: 'waiting' }, { $set: { state } });
}

/** What was said in a customer's sessions, in order; the newest `limit`. */
export async function findChat(tx: Tx, customerId: string, limit: number): Promise<KfMessage[]> {
  const { db, session } = await tx.reading(KF_MESSAGES);
  const rows = await rowsOf(db)
    .find({ customerId, from: { $ne: 'event' } }, { session })
    .sort({ place: -1 })
    .limit(limit)
    .toArray();
  return rows.reverse();
}
