import type { Scope } from '../../schemas/scope.js';
import { Situation } from '../../schemas/situation.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

export const SITUATIONS = defineCollection({
  name: 'situations',
  schema: Situation,
  indexes: [{ keys: { gridPath: 1, at: -1 } }, { keys: { matterId: 1 }, sparse: true }],
});

export function insertSituation(tx: Tx, situation: Situation): void {
  tx.insert(SITUATIONS, Situation.parse(situation));
}

export function replaceSituation(tx: Tx, before: Situation, after: Situation): void {
  replaceStored(tx, SITUATIONS, before, Situation.parse({ ...after, version: before.version + 1 }));
}

/** Situations of the person's area, the latest first; with `id` that one. */
export async function findSituations(
  tx: Tx,
  scope: Scope,
  filter: { _id?: string; open?: boolean; matterId?: string },
): Promise<Situation[]> {
  const { db, session } = await tx.reading(SITUATIONS);
  const { open, ...rest } = filter;
  const where = { ...rest, ...(open !== undefined && { closedAt: { $exists: !open } }) };
  return db
    .collection<Situation>(SITUATIONS)
    .find(within(scope, where), { session })
    .sort({ at: -1 })
    .limit(200)
    .toArray();
}

/** What is counted of a situation; nothing that was written. */
export type SituationFigures = Pick<
  Situation,
  '_id' | 'no' | 'cellId' | 'gridPath' | 'at' | 'on' | 'people' | 'closedAt'
> & {
  receipts: Situation['receipts'];
};

/** Situations reported before `to` that were not over before `from`, or were reported since, the oldest first. */
export async function situationsUntil(
  tx: Tx,
  scope: Pick<Scope, 'prefixes'>,
  from: Date,
  to: Date,
): Promise<SituationFigures[]> {
  const { db, session } = await tx.reading(SITUATIONS);
  const notOver = [{ closedAt: { $exists: false } }, { closedAt: { $gte: from } }, { at: { $gte: from } }];
  const projection = { no: 1, cellId: 1, gridPath: 1, at: 1, on: 1, people: 1, closedAt: 1, receipts: 1 };
  return db
    .collection<Situation>(SITUATIONS)
    .find<SituationFigures>(within(scope, { at: { $lt: to }, $or: notOver }), { session, projection })
    .sort({ at: 1 })
    .toArray();
}

/** In order of their ids, after one: for the rotation of keys. */
export async function situationBatch(tx: Tx, after: string, limit: number): Promise<Situation[]> {
  const { db, session } = await tx.reading(SITUATIONS);
  return db
    .collection<Situation>(SITUATIONS)
    .find({ _id: { $gt: after } }, { session })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
}
