/** The outbox collection: every change of a row's state. A unique index keeps each lane to one sender at a time. */
import { type Db, type Filter, MongoServerError } from 'mongodb';
import type { Target } from '../../schemas/message.js';
import { OutboxRow } from '../../schemas/outbox.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const OUTBOX = defineCollection({
  name: 'outbox',
  schema: OutboxRow,
  indexes: [
    { keys: { effectKey: 1 }, unique: true },
    { keys: { lane: 1 }, unique: true, partialFilterExpression: { state: 'sending' } },
    { keys: { lane: 1, state: -1, urgent: -1, createdAt: 1, _id: 1 } },
    { keys: { state: 1, dueAt: 1 } },
  ],
});

/**
 * Queues a row with the transaction. A key that is there already leaves the old row as it is and does not fail the
 * transaction: an insert would, so this is an upsert that only sets on insert.
 */
export function insertOutboxRow(tx: Tx, row: OutboxRow): void {
  const { effectKey, ...rest } = row;
  tx.upsert(OUTBOX, { effectKey }, { $setOnInsert: rest });
}

export interface DueLane {
  lane: string;
  kind: Target['kind'];
}

/** Lanes with a row to send or with a sender whose lease has run out, urgent ones first, then the longest waiting. */
export async function findDueLanes(
  db: Db,
  ask: { now: Date; without: readonly string[]; kinds: readonly string[]; leaseMs: number; limit: number },
): Promise<DueLane[]> {
  return await db
    .collection(OUTBOX)
    .aggregate<DueLane>([
      {
        $match: {
          $or: [
            { state: 'queued', dueAt: { $lte: ask.now } },
            { state: 'sending', ...leaseOver(ask.now, ask.leaseMs) },
          ],
          lane: { $nin: ask.without },
          'target.kind': { $in: ask.kinds },
        },
      },
      {
        $group: {
          _id: '$lane',
          kind: { $first: '$target.kind' },
          urgent: { $max: '$urgent' },
          dueAt: { $min: '$dueAt' },
        },
      },
      { $sort: { urgent: -1, dueAt: 1, _id: 1 } },
      { $limit: ask.limit },
      { $project: { _id: 0, lane: '$_id', kind: 1 } },
    ])
    .toArray();
}

/** A lease that has run out, or that a clock set back has left far ahead. */
function leaseOver(now: Date, leaseMs: number): Filter<OutboxRow> {
  return { $or: [{ leaseUntil: { $lte: now } }, { leaseUntil: { $gt: new Date(now.getTime() + 2 * leaseMs) } }] };
}

/** A row as it was seen. */
type Seen = Pick<OutboxRow, '_id' | 'state' | 'attempts'>;

export interface Claimed {
  row: OutboxRow;
  /** What stood behind it at that moment, in order, two rows at most. */
  behind: readonly Seen[];
}

interface Claim {
  holder: string;
  now: Date;
  leaseMs: number;
}

/**
 * Takes the row that its lane must send now, under a lease of `leaseMs`: one whose sender has vanished, else the first
 * urgent one, else the oldest. A row between two tries keeps the later ones waiting. Null: nothing to do, or another
 * process is sending to this lane.
 */
export async function claimHead(db: Db, lane: string, by: Claim): Promise<Claimed | null> {
  const [head, ...behind] = await db
    .collection<OutboxRow>(OUTBOX)
    .find({
      lane,
      state: { $in: ['sending', 'queued'] },
      $or: [{ state: 'sending' }, { dueAt: { $lte: by.now } }, { attempts: { $gt: 0 } }],
    })
    .project<Seen & Pick<OutboxRow, 'dueAt'>>({ state: 1, attempts: 1, dueAt: 1 })
    .sort({ state: -1, urgent: -1, createdAt: 1, _id: 1 })
    .limit(3)
    .toArray();
  if (head === undefined || (head.state === 'queued' && head.dueAt > by.now)) return null;
  return await claim(db, head, behind, by);
}

/**
 * Takes the first of the rows that stood behind one that has gone, without looking again. Null when it is not as it was seen:
 * then `claimHead` tells what is.
 */
export async function claimNext(db: Db, [next, ...behind]: readonly Seen[], by: Claim): Promise<Claimed | null> {
  return next?.state === 'queued' ? await claim(db, next, behind, by) : null;
}

async function claim(db: Db, { _id, state, attempts }: Seen, behind: readonly Seen[], by: Claim) {
  try {
    const row = await db.collection<OutboxRow>(OUTBOX).findOneAndUpdate(
      { _id, state, attempts, ...(state === 'sending' ? leaseOver(by.now, by.leaseMs) : { dueAt: { $lte: by.now } }) },
      {
        $set: { state: 'sending', leaseBy: by.holder, leaseUntil: new Date(by.now.getTime() + by.leaseMs) },
        $inc: { attempts: 1 },
      },
      { returnDocument: 'after' },
    );
    return row === null ? null : { row, behind };
  } catch (error) {
    if (error instanceof MongoServerError && error.code === 11000) return null; // the lane has a sender
    throw error;
  }
}

export interface RowChange {
  /** With a `state` the lease ends. */
  set: Partial<OutboxRow>;
  /** The try does not count. */
  uncount?: boolean;
}

/** How a claimed row goes on; false when its lease was lost to another process. */
export async function settleRow(db: Db, row: OutboxRow, change: RowChange): Promise<boolean> {
  const keepsLease = change.set.state === undefined;
  const result = await db.collection<OutboxRow>(OUTBOX).updateOne(
    { _id: row._id, state: 'sending', attempts: row.attempts }, // whoever claims after a lost lease counts one more
    {
      $set: change.set,
      ...(change.uncount === true && { $inc: { attempts: -1 } }),
      ...(!keepsLease && { $unset: { leaseBy: true, leaseUntil: true } }),
    },
  );
  return result.matchedCount === 1;
}

/** Rows that were given up, the oldest first. */
export async function findDeadLetters(db: Db, limit: number): Promise<OutboxRow[]> {
  return await db
    .collection<OutboxRow>(OUTBOX)
    .find({ state: 'dead' })
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit)
    .toArray();
}

export async function findOutboxRow(db: Db, id: string): Promise<OutboxRow | null> {
  return await db.collection<OutboxRow>(OUTBOX).findOne({ _id: id });
}

/** A row in the transaction, whatever its state. */
export async function readOutboxRow(tx: Tx, id: string): Promise<OutboxRow | null> {
  const { db, session } = await tx.reading(OUTBOX);
  return await db.collection<OutboxRow>(OUTBOX).findOne({ _id: id }, { session });
}

/** Rows of these lanes that wait for their customer, the oldest first. */
export async function findHeldRows(tx: Tx, lanes: readonly string[]): Promise<OutboxRow[]> {
  const { db, session } = await tx.reading(OUTBOX);
  return await db
    .collection<OutboxRow>(OUTBOX)
    .find({ lane: { $in: [...lanes] }, state: 'held' }, { session })
    .sort({ createdAt: 1, _id: 1 })
    .toArray();
}

/** Rows that wait in a lane, in the order in which they would go. */
export async function findQueuedRows(tx: Tx, lane: string): Promise<OutboxRow[]> {
  const { db, session } = await tx.reading(OUTBOX);
  return await db
    .collection<OutboxRow>(OUTBOX)
    .find({ lane, state: 'queued' }, { session })
    .sort({ urgent: -1, createdAt: 1, _id: 1 })
    .toArray();
}

export async function hasQueuedRows(db: Db, lane: string): Promise<boolean> {
  return (await db.collection<OutboxRow>(OUTBOX).countDocuments({ lane, state: 'queued' }, { limit: 1 })) > 0;
}

/** Another body for a row that was claimed; `ConflictError` when its lease was lost. */
export function setBody(
  tx: Tx,
  { _id, attempts }: OutboxRow,
  { body, sealed }: Pick<OutboxRow, 'body' | 'sealed'>,
): void {
  tx.update(OUTBOX, { _id, state: 'sending', attempts }, { $set: { body, ...(sealed !== undefined && { sealed }) } });
}

/** Changes a row that is not on its way out at this moment; a lease of an earlier state ends. */
export function changeRow(
  tx: Tx,
  id: string,
  set: Partial<OutboxRow>,
  unset: readonly ('error' | 'sentAt')[] = [],
): void {
  const gone = Object.fromEntries(['leaseBy', 'leaseUntil', ...unset].map((field) => [field, true]));
  tx.update(OUTBOX, { _id: id }, { $set: set, $unset: gone });
}

/** Sends dead and held rows again, all of them when `ids` is null. They are due at once by any clock. Returns how many. */
export async function requeueRows(db: Db, ids: readonly string[] | null): Promise<number> {
  const result = await db
    .collection<OutboxRow>(OUTBOX)
    .updateMany(ids === null ? { state: 'dead' } : { _id: { $in: [...ids] }, state: { $in: ['dead', 'held'] } }, [
      {
        $set: { state: 'queued', attempts: 0, dueAt: '$createdAt', round: { $add: [{ $ifNull: ['$round', 0] }, 1] } },
      },
      { $unset: 'error' },
    ]);
  return result.modifiedCount;
}

/** Gives a dead or held row up for good; false when there is no such row. The row stays, so its effect key stays taken. */
export async function dropRow(db: Db, id: string, why: string): Promise<boolean> {
  const result = await db
    .collection<OutboxRow>(OUTBOX)
    .updateOne({ _id: id, state: { $in: ['dead', 'held'] } }, [
      { $set: { state: 'dropped', dropped: { at: '$$NOW', why: { $literal: why } } } },
    ]);
  return result.modifiedCount === 1;
}

/** How many rows stand in each state. */
export async function countOutbox(db: Db): Promise<[state: string, rows: number][]> {
  const groups = await db
    .collection(OUTBOX)
    .aggregate<{ _id: string; n: number }>([{ $group: { _id: '$state', n: { $sum: 1 } } }])
    .toArray();
  return groups.map(({ _id, n }) => [_id, n]);
}

/**
 * Groups that messages do not reach: of what was tried since `since`, the last was given up. The first message that arrives
 * again takes a group off the list.
 */
export async function deadGroups(tx: Tx, since: Date): Promise<{ nodeId: string; purpose: 'work' | 'leaders' }[]> {
  const { db, session } = await tx.reading(OUTBOX);
  const rows = await db
    .collection(OUTBOX)
    .aggregate<{ state: string; target: Extract<Target, { kind: 'group' }> }>(
      [
        { $match: { state: { $in: ['dead', 'dropped'] }, 'target.kind': 'group', createdAt: { $gte: since } } },
        { $group: { _id: '$lane', deadAt: { $max: '$createdAt' }, target: { $first: '$target' } } },
        {
          $lookup: {
            from: OUTBOX,
            let: { lane: '$_id', deadAt: '$deadAt' },
            pipeline: [
              {
                $match: {
                  $expr: { $and: [{ $eq: ['$lane', '$$lane'] }, { $gte: ['$sentAt', '$$deadAt'] }] },
                  state: 'sent',
                },
              },
              { $limit: 1 },
            ],
            as: 'alive',
          },
        },
        { $match: { alive: [] } },
      ],
      { session },
    )
    .toArray();
  return rows.map(({ target }) => ({ nodeId: target.nodeId, purpose: target.purpose ?? 'work' }));
}

/** Forgets what was sent before. What is dead or held stays for people to look at. Returns how many rows went. */
export async function removeSentBefore(db: Db, before: Date): Promise<number> {
  const { deletedCount } = await db
    .collection<OutboxRow>(OUTBOX)
    .deleteMany({ state: 'sent', sentAt: { $lt: before } });
  return deletedCount;
}
