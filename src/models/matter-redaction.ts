import { Redaction } from '../../schemas/matter-redaction.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

export const MATTER_REDACTIONS = defineCollection({
  name: 'matter_redactions',
  schema: Redaction,
  indexes: [{ keys: { matterId: 1, _id: 1 } }, { keys: { fileId: 1 }, sparse: true }],
});

export function insertRedaction(tx: Tx, redaction: Redaction): void {
  tx.insert(MATTER_REDACTIONS, Redaction.parse(redaction));
}

/**
 * What is covered in a matter, the oldest first; photos wherever they were covered, for they go along when matters are merged.
 * The caller has the matter in scope.
 */
export async function findRedactions(tx: Tx, matterId: string, fileIds: readonly string[]): Promise<Redaction[]> {
  const { db, session } = await tx.reading(MATTER_REDACTIONS);
  const filter = { $or: [{ matterId }, { fileId: { $in: [...fileIds] } }] };
  return db.collection<Redaction>(MATTER_REDACTIONS).find(filter, { session }).sort({ _id: 1 }).toArray();
}

export function saveOriginal(tx: Tx, { _id, original }: Redaction): void {
  tx.update(MATTER_REDACTIONS, { _id }, { $set: { original } });
}

/** The words go, what was done and why stays. */
export function removeOriginals(tx: Tx, matterId: string): void {
  tx.updateMany(MATTER_REDACTIONS, { matterId }, { $unset: { original: '' } });
}
