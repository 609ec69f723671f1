import type { Scope } from '../../schemas/scope.js';
import { StoredLabourUse } from '../../schemas/stored-employer.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const LABOUR_USE = defineCollection({
  name: 'labour_use',
  schema: StoredLabourUse,
  indexes: [{ keys: { employerId: 1, asOf: -1 }, unique: true }, { keys: { gridPath: 1, collectedAt: 1 } }],
});

/** The employer's rows, the latest first. */
export async function findLabourUse(tx: Tx, scope: Scope, employerId: string, limit = 1): Promise<StoredLabourUse[]> {
  const { db, session } = await tx.reading(LABOUR_USE);
  return db
    .collection<StoredLabourUse>(LABOUR_USE)
    .find(within(scope, { employerId }), { session })
    .sort({ asOf: -1 })
    .limit(limit)
    .toArray();
}

/** The row of one day, if there is one. */
export async function findLabourUseOf(tx: Tx, employerId: string, asOf: string): Promise<StoredLabourUse | null> {
  const { db, session } = await tx.reading(LABOUR_USE);
  return db.collection<StoredLabourUse>(LABOUR_USE).findOne({ employerId, asOf }, { session });
}

/** Adds a row, or replaces the one it corrects. `ConflictError` when that was changed meanwhile. */
export function saveLabourUse(tx: Tx, before: StoredLabourUse | null, row: StoredLabourUse): void {
  const after = StoredLabourUse.parse(row);
  if (before === null) tx.insert(LABOUR_USE, after);
  else replaceStored(tx, LABOUR_USE, before, { ...after, _id: before._id, version: before.version + 1 });
}
