import type { Scope } from '../../schemas/scope.js';
import { type RecordKind, UnitRecord } from '../../schemas/unit-record.js';
import { addDays, type Day, instantAt } from '../lib/day.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const UNIT_RECORDS = defineCollection({
  name: 'unit_records',
  schema: UnitRecord,
  indexes: [
    { keys: { gridPath: 1, 'data.kind': 1 } },
    { keys: { nodeId: 1, slot: 1 }, unique: true, partialFilterExpression: { slot: { $type: 'string' } } },
  ],
});

export function insertUnitRecord(tx: Tx, record: UnitRecord): void {
  tx.insert(UNIT_RECORDS, UnitRecord.parse(record));
}

/** Writes a changed record back, whole. `ConflictError` when somebody else changed it after it was read. */
export function replaceUnitRecord(tx: Tx, before: UnitRecord, after: UnitRecord): void {
  const record = UnitRecord.parse({ ...after, _id: before._id, version: before.version + 1 });
  replaceStored(tx, UNIT_RECORDS, before, record);
}

export async function findUnitRecord(tx: Tx, scope: Scope, id: string): Promise<UnitRecord | null> {
  const { db, session } = await tx.reading(UNIT_RECORDS);
  return db.collection<UnitRecord>(UNIT_RECORDS).findOne(within(scope, { _id: id }), { session });
}

/**
 * Present records of some kinds inside the scope, the oldest first. @param asOf those that were present at the end of a day,
 * as they stood then
 */
export async function findUnitRecords(
  tx: Tx,
  scope: Scope,
  kinds: readonly RecordKind[],
  asOf?: Day,
): Promise<UnitRecord[]> {
  const { db, session } = await tx.reading(UNIT_RECORDS);
  const present =
    asOf === undefined
      ? { until: { $exists: false } }
      : {
          createdAt: { $lt: instantAt(addDays(asOf, 1)) },
          $or: [{ until: { $exists: false } }, { until: { $gt: asOf } }],
        };
  const found = await db
    .collection<UnitRecord>(UNIT_RECORDS)
    .find(within(scope, { 'data.kind': { $in: kinds }, ...present }), { session })
    .sort({ on: 1, _id: 1 })
    .toArray();
  return asOf === undefined ? found : found.map((record) => asItStood(record, asOf));
}

function asItStood(record: UnitRecord, asOf: Day): UnitRecord {
  const then = record.past?.find(({ until }) => until > asOf);
  return then === undefined ? record : { ...record, data: then.data };
}

/** The present record of one thing of a body; null when there is none. */
export async function findInSlot(tx: Tx, nodeId: string, slot: string): Promise<UnitRecord | null> {
  const { db, session } = await tx.reading(UNIT_RECORDS);
  return db.collection<UnitRecord>(UNIT_RECORDS).findOne({ nodeId, slot }, { session });
}
