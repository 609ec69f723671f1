/** How far each customer-service account was read: nudges, the lease of the reading process, the cursor. */
import type { Db, Filter } from 'mongodb';
import { KfCursor } from '../../schemas/kf.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const KF_CURSORS = defineCollection({ name: 'kf_cursors', schema: KfCursor, indexes: [] });

export interface Holding {
  openKfId: string;
  holder: string;
}

const rowsOf = (db: Db) => db.collection<KfCursor>(KF_CURSORS);
const fresh = (liveFrom: Date) => ({ cursor: '', liveFrom, answered: 0, failures: 0, taken: 0 });
const heldBy = ({ openKfId, holder }: Holding): Filter<KfCursor> => ({ _id: openKfId, 'lease.by': holder });

/** Counts a nudge and keeps its token. `liveFrom` counts when the account was not known before. */
export async function noteNudge(
  db: Db,
  nudge: { openKfId: string; token: string; at: Date; liveFrom: Date },
): Promise<void> {
  const { openKfId, token, at, liveFrom } = nudge;
  await rowsOf(db).updateOne(
    { _id: openKfId },
    { $inc: { nudges: 1 }, $set: { token: { value: token, at } }, $setOnInsert: fresh(liveFrom) },
    { upsert: true },
  );
}

/** Makes accounts known, so that they are read without a nudge. */
export async function addAccounts(db: Db, openKfIds: readonly string[], liveFrom: Date): Promise<void> {
  for (const _id of openKfIds)
    await rowsOf(db).updateOne({ _id }, { $setOnInsert: { ...fresh(liveFrom), nudges: 1 } }, { upsert: true });
}

/** Accounts with content that waits, after a failure, or not read since `readBefore`; those being read are left out. */
export async function findAccountsToRead(db: Db, now: Date, readBefore: Date, leaseMs: number): Promise<string[]> {
  const rows = await rowsOf(db)
    .find(
      {
        $and: [
          free(now, leaseMs),
          { $or: [{ retryAt: { $exists: false } }, { retryAt: { $lte: now } }] },
          {
            $or: [
              { $expr: { $gt: ['$nudges', '$answered'] } },
              { failures: { $gt: 0 } },
              { readAt: { $exists: false } },
              { readAt: { $lte: readBefore } },
              { readAt: { $gt: now } },
            ],
          },
        ],
      },
      { projection: { _id: 1 } },
    )
    .toArray();
  return rows.map((row) => row._id);
}

/** No lease, one that has run out, or one that a clock set back has left far ahead. */
function free(now: Date, leaseMs: number): Filter<KfCursor> {
  return {
    $or: [
      { lease: { $exists: false } },
      { 'lease.until': { $lte: now } },
      { 'lease.until': { $gt: new Date(now.getTime() + 2 * leaseMs) } },
    ],
  };
}

/** Takes the account for reading; null when another process reads it. */
export async function leaseAccount(db: Db, by: Holding, now: Date, leaseMs: number): Promise<KfCursor | null> {
  return await rowsOf(db).findOneAndUpdate(
    { _id: by.openKfId, ...free(now, leaseMs) },
    { $set: { lease: { by: by.holder, until: new Date(now.getTime() + leaseMs) } } },
    { returnDocument: 'after' },
  );
}

/** Keeps the lease; null when it was lost. */
export async function renewLease(db: Db, by: Holding, until: Date): Promise<KfCursor | null> {
  return await rowsOf(db).findOneAndUpdate(heldBy(by), { $set: { 'lease.until': until } }, { returnDocument: 'after' });
}

/** Everything up to this nudge was read and handled. False when another nudge has come meanwhile: read again. */
export async function finishReading(db: Db, by: Holding, nudges: number, now: Date): Promise<boolean> {
  const result = await rowsOf(db).updateOne(
    { ...heldBy(by), nudges },
    { $set: { answered: nudges, readAt: now, failures: 0 }, $unset: { lease: true, retryAt: true } },
  );
  return result.matchedCount === 1;
}

/** Gives the account back unfinished: it is read again after a pause. */
export async function giveUpReading(db: Db, by: Holding, failures: number, retryAt: Date): Promise<void> {
  await rowsOf(db).updateOne(heldBy(by), { $set: { failures, retryAt }, $unset: { lease: true } });
}

/** Moves the cursor with what was read, and holds the row until the transaction ends. @throws ConflictError when the lease was lost */
export async function moveCursor(tx: Tx, by: Holding, to: Pick<KfCursor, 'cursor' | 'taken'>): Promise<void> {
  tx.update(KF_CURSORS, heldBy(by), { $set: to });
  await tx.reading(KF_CURSORS);
}

/** Begins three days back once more. */
export async function restartCursor(db: Db, by: Holding, liveFrom: Date): Promise<void> {
  await rowsOf(db).updateOne(heldBy(by), { $set: { cursor: '', liveFrom } });
}
