import type { Filter } from 'mongodb';
import { AuditRow, Seal } from '../../schemas/audit.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const AUDIT = defineCollection({
  name: 'audit',
  schema: AuditRow,
  indexes: [
    { keys: { 'object.id': 1, at: 1 } },
    { keys: { actor: 1, at: 1 } },
    // rows without a seal are found as `seal: null`
    { keys: { seal: 1, _id: 1 } },
  ],
});

const SEALS = defineCollection({
  name: 'seals',
  schema: Seal,
  indexes: [{ keys: { number: 1 }, unique: true }],
});

export function insertAuditRow(tx: Tx, row: AuditRow): void {
  tx.insert(AUDIT, AuditRow.parse(row));
}

/** Rows of a seal, or those not yet sealed and older than `before`; in order of their ids. */
export async function findAuditRows(
  tx: Tx,
  which: { seal: number } | { unsealedBefore: Date; limit: number },
): Promise<AuditRow[]> {
  const { db, session } = await tx.reading(AUDIT);
  const filter = (
    'seal' in which ? { seal: which.seal } : { seal: null, at: { $lt: which.unsealedBefore } }
  ) as Filter<AuditRow>;
  const cursor = db.collection<AuditRow>(AUDIT).find(filter, { session }).sort({ _id: 1 });
  return ('limit' in which ? cursor.limit(which.limit) : cursor).toArray();
}

/** What was done to one object, oldest first. */
export async function findAuditOf(tx: Tx, objectId: string): Promise<AuditRow[]> {
  const { db, session } = await tx.reading(AUDIT);
  return db.collection<AuditRow>(AUDIT).find({ 'object.id': objectId }, { session }).sort({ at: 1, _id: 1 }).toArray();
}

export async function lastSeal(tx: Tx): Promise<Seal | null> {
  const { db, session } = await tx.reading(SEALS);
  return db.collection<Seal>(SEALS).findOne({}, { session, sort: { number: -1 } });
}

export async function findSeal(tx: Tx, number: number): Promise<Seal | null> {
  const { db, session } = await tx.reading(SEALS);
  return db.collection<Seal>(SEALS).findOne({ number }, { session });
}

/** Adds a link to the chain and marks its rows. `ConflictError` when another process has sealed meanwhile. */
export function insertSeal(tx: Tx, seal: Seal, rowIds: readonly string[]): void {
  tx.insert(SEALS, seal);
  tx.updateMany(AUDIT, { _id: { $in: rowIds }, seal: null }, { $set: { seal: seal.number } });
}
