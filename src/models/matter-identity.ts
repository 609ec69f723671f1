import { LookUpMiss, MatterIdentity, ProtectedValue } from '../../schemas/matter-identity.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import type { Tx } from './transaction.js';

export const MATTER_IDENTITIES = defineCollection({
  name: 'matter_identities',
  schema: MatterIdentity,
  indexes: [
    { keys: { caseId: 1 } },
    { keys: { matterId: 1 } },
    { keys: { customerIndex: 1 }, sparse: true },
    { keys: { phoneIndex: 1 }, sparse: true },
    { keys: { idIndex: 1 }, sparse: true },
    { keys: { tokenHash: 1 }, unique: true, sparse: true },
  ],
});

const PROTECTED = defineCollection({
  name: 'protected_values',
  schema: ProtectedValue,
  indexes: [{ keys: { hash: 1 } }, { keys: { matterId: 1 } }],
});

const MISSES = defineCollection({
  name: 'look_up_misses',
  schema: LookUpMiss,
  indexes: [{ keys: { asker: 1, at: 1 } }, { keys: { at: 1 } }],
});

export function insertIdentity(tx: Tx, identity: MatterIdentity): void {
  tx.insert(MATTER_IDENTITIES, MatterIdentity.parse(identity));
}

export function replaceIdentity(tx: Tx, before: MatterIdentity, after: MatterIdentity): void {
  replaceStored(tx, MATTER_IDENTITIES, before, MatterIdentity.parse({ ...after, version: before.version + 1 }));
}

/** Sealed rows that match a filter of indexes and ids, oldest first. Only the matters domain reads them. */
export async function findIdentities(
  tx: Tx,
  filter: Partial<
    Record<
      '_id' | 'caseId' | 'matterId' | 'customerIndex' | 'phoneIndex' | 'idIndex' | 'tokenHash',
      string | { $in: string[] }
    >
  >,
): Promise<MatterIdentity[]> {
  const { db, session } = await tx.reading(MATTER_IDENTITIES);
  return db.collection<MatterIdentity>(MATTER_IDENTITIES).find(filter, { session }).sort({ _id: 1 }).toArray();
}

/** The persons of a merged matter become persons of the other one. */
export function moveIdentities(tx: Tx, fromCase: string, toCase: string): void {
  tx.updateMany(MATTER_IDENTITIES, { caseId: fromCase }, { $set: { caseId: toCase }, $inc: { version: 1 } });
}

export function removeIdentities(tx: Tx, matterId: string): void {
  tx.remove(MATTER_IDENTITIES, { matterId });
}

export function removeTokens(tx: Tx, matterId: string): void {
  tx.updateMany(
    MATTER_IDENTITIES,
    { matterId, tokenHash: { $exists: true } },
    { $unset: { tokenHash: '' }, $inc: { version: 1 } },
  );
}

export function insertProtected(tx: Tx, matterId: string, hashes: readonly string[]): void {
  for (const hash of new Set(hashes))
    tx.upsert(PROTECTED, { _id: `${matterId}:${hash}` }, { $setOnInsert: { matterId, hash } });
}

export function removeProtected(tx: Tx, matterId: string): void {
  tx.remove(PROTECTED, { matterId });
}

/** The first matter that protects one of the hashes; null when none does. */
export async function findProtected(tx: Tx, hashes: readonly string[]): Promise<ProtectedValue | null> {
  if (hashes.length === 0) return null;
  const { db, session } = await tx.reading(PROTECTED);
  return db.collection<ProtectedValue>(PROTECTED).findOne({ hash: { $in: [...hashes] } }, { session });
}

export function insertMiss(tx: Tx, miss: LookUpMiss): void {
  tx.insert(MISSES, LookUpMiss.parse(miss));
}

/** Wrong guesses since an instant, of one asker and of all. */
export async function countMisses(tx: Tx, asker: string, since: Date): Promise<{ own: number; all: number }> {
  const { db, session } = await tx.reading(MISSES);
  const misses = db.collection<LookUpMiss>(MISSES);
  const own = await misses.countDocuments({ asker, at: { $gt: since } }, { session });
  return { own, all: await misses.countDocuments({ at: { $gt: since } }, { session }) };
}

export function removeMissesBefore(tx: Tx, before: Date): void {
  tx.remove(MISSES, { at: { $lt: before } });
}
