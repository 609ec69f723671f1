import { z } from 'zod';
import { defineCollection } from './collection.js';
import type { Stored, Tx } from './transaction.js';

const Setting = z.object({ _id: z.string(), value: z.unknown(), at: z.date() });

const SETTINGS = defineCollection({ name: 'settings', schema: Setting, indexes: [] });

/** The value of a setting, checked against its schema; null when it was never written. */
export async function readSetting<T>(tx: Tx, key: string, schema: z.ZodType<T>): Promise<T | null> {
  const { db, session } = await tx.reading(SETTINGS);
  const row = await db.collection<z.infer<typeof Setting>>(SETTINGS).findOne({ _id: key }, { session });
  return row === null ? null : schema.parse(row.value);
}

/** Writes a setting whole. */
export function writeSetting(tx: Tx, key: string, value: unknown): void {
  tx.upsert(SETTINGS, { _id: key }, { $set: { value, at: tx.now } });
}

/** What processes keep in memory as long as its version stands. */
type Cached = 'grid' | 'staff';
const Versions = z.partialRecord(z.enum(['grid', 'staff']), z.string());
const VERSIONS = 'versions';
const seen = new WeakMap<Tx, Promise<z.infer<typeof Versions>>>();

/**
 * The version of a cached set in this transaction's snapshot; read once per transaction. A version names one content: it is
 * a fresh id at every change, also of changes that are rolled back.
 */
async function versionOf(tx: Tx, what: Cached): Promise<string> {
  let versions = seen.get(tx);
  if (versions === undefined) {
    versions = readSetting(tx, VERSIONS, Versions).then((found) => found ?? {});
    seen.set(tx, versions);
  }
  return (await versions)[what] ?? '';
}

/**
 * Rows by id, and with the same round trip the versions that `cachedBy` will ask for in this transaction: what every turn
 * reads first.
 */
export async function readWithVersions<T extends Stored>(
  tx: Tx,
  collection: string,
  ids: readonly string[],
): Promise<T[]> {
  const { db, session } = await tx.reading(SETTINGS);
  await tx.reading(collection);
  const wanted = { _id: { $in: [...ids] } };
  const [found] = await db
    .collection(SETTINGS)
    .aggregate<{ value: unknown; rows: T[] }>(
      [
        { $match: { _id: VERSIONS } },
        { $lookup: { from: collection, pipeline: [{ $match: wanted }], as: 'rows' } },
        { $project: { value: 1, rows: 1 } },
      ],
      { session },
    )
    .toArray();
  seen.set(tx, Promise.resolve(Versions.parse(found?.value ?? {})));
  if (found !== undefined) return found.rows;
  return (await db.collection<Stored>(collection).find(wanted, { session }).toArray()) as T[];
}

/** Tells all processes that the set has changed. Goes with every write to it, in the same transaction. */
export function changeVersion(tx: Tx, what: Cached): void {
  seen.delete(tx);
  tx.upsert(SETTINGS, { _id: VERSIONS }, { $set: { [`value.${what}`]: tx.newId(), at: tx.now } });
}

/**
 * A reader that loads the whole of a cached set when its version has changed and else answers from memory. Right across
 * processes, because the version is read in the transaction's own snapshot.
 */
export function cachedBy<T>(what: Cached, load: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  let kept: { version: string; value: T } | null = null;
  return async (tx) => {
    const version = await versionOf(tx, what);
    if (kept?.version === version) return kept.value;
    const value = await load(tx);
    kept = { version, value };
    return value;
  };
}
