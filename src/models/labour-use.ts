import type { Scope } from '../../schemas/scope.js';
import { StoredLabourUse } from '../../schemas/stored-employer.js';
import { defineCollection } from './collection.js';
import { EMPLOYERS } from './employer.js';
import { stateAt } from './employer-progress.js';
import { replaceStored } from './replace.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const LABOUR_USE = defineCollection({
  name: 'labour_use',
  schema: StoredLabourUse,
  indexes: [
    { keys: { employerId: 1, asOf: -1 }, unique: true },
    { keys: { gridPath: 1, collectedAt: 1 } },
    // rare: rows that name workers under 16
    { keys: { under16: 1 }, partialFilterExpression: { under16: { $gt: 0 } } },
  ],
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

/** All rows of some employers, the latest first. */
export async function findLabourUseOfAll(tx: Tx, employerIds: readonly string[]): Promise<StoredLabourUse[]> {
  const { db, session } = await tx.reading(LABOUR_USE);
  return db
    .collection<StoredLabourUse>(LABOUR_USE)
    .find({ employerId: { $in: [...employerIds] } }, { session })
    .sort({ employerId: 1, asOf: -1 })
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

/**
 * Where the employers lie, inside the scope and not closed, whose latest row names workers under 16: a grid path for each, as of
 * an instant.
 */
export async function placesWithUnder16(
  tx: Tx,
  scope: Scope,
  closed: readonly string[],
  asOf: Date,
): Promise<string[]> {
  const { db, session } = await tx.reading(LABOUR_USE);
  const rows = await db
    .collection(LABOUR_USE)
    .aggregate<{ gridPath: string }>(
      [
        { $match: { under16: { $gt: 0 }, createdAt: { $lt: asOf } } },
        { $lookup: { from: EMPLOYERS, localField: 'employerId', foreignField: '_id', as: 'employer' } },
        { $unwind: '$employer' },
        // where the employer was then, which may have moved since
        { $replaceWith: { $mergeObjects: ['$employer', { rowAsOf: '$asOf' }] } },
        { $replaceWith: { $mergeObjects: [stateAt(asOf), { rowAsOf: '$rowAsOf' }] } },
        { $match: within(scope, { status: { $nin: closed }, $expr: { $eq: ['$rowAsOf', '$lastAsOf'] } }) },
        { $project: { _id: 0, gridPath: 1 } },
      ],
      { session },
    )
    .toArray();
  return rows.map(({ gridPath }) => gridPath);
}
