import type { Scope } from '../../schemas/scope.js';
import { type PastState, StoredEmployer } from '../../schemas/stored-employer.js';
import { touchCityEntry } from './city-entry.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { below, within } from './scope.js';
import type { Tx } from './transaction.js';

export const EMPLOYERS = defineCollection({
  name: 'employers',
  schema: StoredEmployer,
  indexes: [
    // covers the progress of cells without touching the records
    {
      keys: {
        gridPath: 1,
        fileState: 1,
        status: 1,
        refused: 1,
        collectedAt: 1,
        firstCollectedAt: 1,
        lastTotal: 1,
        required: 1,
        filled: 1,
        unitKind: 1,
        createdAt: 1,
        updatedAt: 1,
      },
    },
    { keys: { fileNo: 1 }, unique: true, partialFilterExpression: { fileNo: { $type: 'string' } } },
    {
      keys: { cellId: 1, identityCode: 1 },
      unique: true,
      partialFilterExpression: { identityCode: { $type: 'string' } },
    },
    { keys: { cellId: 1, fileState: 1 } },
    { keys: { codes: 1 } },
    { keys: { phoneIndex: 1 } },
    { keys: { nameKeys: 1 } },
    { keys: { pinyin: 1 } },
    { keys: { roadKey: 1, gridPath: 1 } },
    { keys: { geoCell: 1 } },
  ],
});

export function insertEmployer(tx: Tx, employer: StoredEmployer): void {
  tx.insert(EMPLOYERS, StoredEmployer.parse(employer));
}

/** Changes of what is counted that are remembered. */
const PAST_MOST = 200;

/**
 * Writes a changed record back, whole, and remembers how it counted before. `ConflictError` when somebody else changed it after
 * it was read.
 */
export function replaceEmployer(tx: Tx, before: StoredEmployer, after: StoredEmployer): void {
  const next = { ...after, past: pastWith(before, tx.now), _id: before._id, version: before.version + 1 };
  replaceStored(tx, EMPLOYERS, before, StoredEmployer.parse({ ...next, updatedAt: tx.now }));
  touchCityEntry(tx, before._id, after.gridPath);
}

function pastWith(before: StoredEmployer, until: Date): PastState[] {
  const { gridPath, status, refused, unitKind, fileState, firstCollectedAt, collectedAt, required, filled } = before;
  const { lastAsOf, lastTotal, past = [] } = before;
  const work = { firstCollectedAt, collectedAt, lastAsOf, lastTotal, required, filled };
  const known = Object.entries({ status, refused, ...work }).filter(([, value]) => value !== undefined);
  return [...past, { until, gridPath, unitKind, fileState, ...Object.fromEntries(known) } as PastState].slice(
    -PAST_MOST,
  );
}

/** One employer inside the scope. */
export async function findEmployer(tx: Tx, scope: Scope, id: string): Promise<StoredEmployer | null> {
  return (await findEmployers(tx, scope, { _id: id }, { limit: 1 }))[0] ?? null;
}

interface Reading {
  limit?: number;
  sort?: Record<string, 1 | -1>;
}

/** Employers inside the scope that match a filter; in no order unless one is asked for. */
export async function findEmployers(
  tx: Tx,
  scope: Scope,
  filter: Record<string, unknown>,
  { limit = 0, sort = {} }: Reading = {},
): Promise<StoredEmployer[]> {
  const { db, session } = await tx.reading(EMPLOYERS);
  return db
    .collection<StoredEmployer>(EMPLOYERS)
    .find(within(scope, filter), { session })
    .sort(sort)
    .limit(limit)
    .toArray();
}

/** What monitoring reads of a file. */
export type WatchedEmployer = Pick<
  StoredEmployer,
  '_id' | 'name' | 'cellId' | 'gridPath' | 'status' | 'refusals' | 'collectedAt' | 'updatedAt'
>;

/** Files in the order of their ids, after one; with `since` those that changed from then on. */
export async function employerBatch(tx: Tx, after: string, limit: number, since?: Date): Promise<WatchedEmployer[]> {
  const { db, session } = await tx.reading(EMPLOYERS);
  const projection = { name: 1, cellId: 1, gridPath: 1, status: 1, refusals: 1, collectedAt: 1, updatedAt: 1 };
  return db
    .collection<StoredEmployer>(EMPLOYERS)
    .find<WatchedEmployer>(
      { _id: { $gt: after }, ...(since !== undefined && { updatedAt: { $gte: since } }) },
      { session, projection },
    )
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
}

/** All employers inside the scope by place, one by one. */
export async function* eachEmployer(tx: Tx, scope: Scope): AsyncGenerator<StoredEmployer> {
  const { db, session } = await tx.reading(EMPLOYERS);
  yield* db.collection<StoredEmployer>(EMPLOYERS).find(within(scope), { session }).sort({ gridPath: 1, _id: 1 });
}

/** Ids and states of collected employers inside the scope by place, closed ones too. */
export async function collectedEmployers(tx: Tx, scope: Scope): Promise<Pick<StoredEmployer, '_id' | 'status'>[]> {
  const { db, session } = await tx.reading(EMPLOYERS);
  return db
    .collection<StoredEmployer>(EMPLOYERS)
    .find<Pick<StoredEmployer, '_id' | 'status'>>(within(scope, { fileState: 'collected' }), {
      session,
      projection: { status: 1 },
    })
    .sort({ gridPath: 1, _id: 1 })
    .toArray();
}

/**
 * Employers anywhere in the district by what identifies them, beyond the scope of who asks: 一户一档 holds for the whole
 * district. Callers show no more of what lies outside the scope than that it exists.
 * @param district its grid path
 */
export async function findInDistrict(
  tx: Tx,
  district: string,
  by: { codes?: readonly string[]; phoneIndex?: readonly string[]; nameKeys?: readonly string[] },
  limit = 50,
): Promise<StoredEmployer[]> {
  const { codes = [], phoneIndex = [], nameKeys = [] } = by;
  const any = Object.entries({ codes, phoneIndex, nameKeys }).flatMap(([key, values]) =>
    values.length > 0 ? [{ [key]: { $in: values } }] : [],
  );
  if (any.length === 0) return [];
  const { db, session } = await tx.reading(EMPLOYERS);
  return db
    .collection<StoredEmployer>(EMPLOYERS)
    .find({ gridPath: below(district), $or: any }, { session })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
}

/** How many employers of the district use one of the phones. */
export async function countWithPhone(
  tx: Tx,
  district: string,
  phoneIndex: readonly string[],
  exceptId?: string,
): Promise<number> {
  const { db, session } = await tx.reading(EMPLOYERS);
  return db.collection<StoredEmployer>(EMPLOYERS).countDocuments(
    {
      phoneIndex: { $in: phoneIndex },
      gridPath: below(district),
      ...(exceptId !== undefined && { _id: { $ne: exceptId } }),
    },
    { session },
  );
}
