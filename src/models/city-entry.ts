import { CityBatch, CityEntry } from '../../schemas/city-entry.js';
import type { Scope } from '../../schemas/scope.js';
import { defineCollection } from './collection.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const CITY_ENTRIES = defineCollection({
  name: 'city_entries',
  schema: CityEntry,
  indexes: [
    // covers the counts
    { keys: { gridPath: 1, closed: 1, state: 1, changedAt: 1, answeredOn: 1 } },
    { keys: { batch: 1 } },
  ],
});
const CITY_BATCHES = defineCollection({
  name: 'city_batches',
  schema: CityBatch,
  indexes: [{ keys: { number: 1 }, unique: true }],
});

type Area = Pick<Scope, 'prefixes'>;

export function saveCityEntry(tx: Tx, entry: CityEntry): void {
  const { _id, ...rest } = CityEntry.parse(entry);
  const optional = ['changedAt', 'answeredOn', 'error'] as const;
  const gone = optional.filter((key) => rest[key] === undefined);
  const unset = gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((key) => [key, ''])) };
  tx.upsert(CITY_ENTRIES, { _id }, { $set: rest, ...unset });
}

/** For an employer that was never sent. `ConflictError` when another process was faster. */
export function insertCityEntry(tx: Tx, entry: CityEntry): void {
  tx.insert(CITY_ENTRIES, CityEntry.parse(entry));
}

/** What became of every employer that was sent, without what was sent. */
export async function cityStates(tx: Tx, area: Area): Promise<Pick<CityEntry, '_id' | 'state' | 'changedAt'>[]> {
  const { db, session } = await tx.reading(CITY_ENTRIES);
  return db
    .collection<CityEntry>(CITY_ENTRIES)
    .find<CityEntry>(within(area), { session, projection: { state: 1, changedAt: 1 } })
    .toArray();
}

/** An employer's file is written: wherever it was sent to, it may have changed since. */
export function touchCityEntry(tx: Tx, employerId: string, gridPath: string): void {
  tx.updateMany(CITY_ENTRIES, { _id: employerId }, { $set: { gridPath, changedAt: tx.now } });
}

export async function findCityEntries(tx: Tx, area: Area, filter: Record<string, unknown> = {}): Promise<CityEntry[]> {
  const { db, session } = await tx.reading(CITY_ENTRIES);
  return db.collection<CityEntry>(CITY_ENTRIES).find(within(area, filter), { session }).toArray();
}

/** Entries of one place by what became of them; one that was touched since counts as changed. Closed employers don't count. */
export interface CityCounts {
  gridPath: string;
  sent: number;
  entered: number;
  returned: number;
  changed: number;
  /** Latest day of an answer. */
  answeredOn?: string | null;
}

export async function countCityEntries(tx: Tx, area: Area): Promise<CityCounts[]> {
  const { db, session } = await tx.reading(CITY_ENTRIES);
  const touched = { $gt: ['$changedAt', null] };
  const count = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
  const still = (state: CityEntry['state']) => count({ $and: [{ $eq: ['$state', state] }, { $not: touched }] });
  return db
    .collection<CityEntry>(CITY_ENTRIES)
    .aggregate<CityCounts>(
      [
        { $match: within(area, { closed: false }) },
        {
          $group: {
            _id: '$gridPath',
            sent: still('sent'),
            entered: still('entered'),
            returned: still('returned'),
            changed: count(touched),
            answeredOn: { $max: '$answeredOn' },
          },
        },
        { $project: { _id: 0, gridPath: '$_id', sent: 1, entered: 1, returned: 1, changed: 1, answeredOn: 1 } },
      ],
      { session },
    )
    .toArray();
}

/** `ConflictError` when another process took the number. */
export function insertCityBatch(tx: Tx, batch: CityBatch): void {
  tx.insert(CITY_BATCHES, CityBatch.parse(batch));
}

/** The latest first. */
export async function findCityBatches(tx: Tx, filter: { number?: number } = {}, limit = 20): Promise<CityBatch[]> {
  const { db, session } = await tx.reading(CITY_BATCHES);
  return db.collection<CityBatch>(CITY_BATCHES).find(filter, { session }).sort({ number: -1 }).limit(limit).toArray();
}
