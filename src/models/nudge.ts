import { Nudge } from '../../schemas/nudge.js';
import type { Day } from '../lib/day.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const NUDGES = defineCollection({
  name: 'nudges',
  schema: Nudge,
  indexes: [{ keys: { key: 1, target: 1 }, unique: true }, { keys: { item: 1 } }, { keys: { day: 1, outcome: 1 } }],
});

/** A query with more of them may be longer than the 16 MB that a command may have. */
const KEYS_AT_ONCE = 20_000;

type NewNudge = Omit<Nudge, '_id' | 'key' | 'at'>;

/** Names a rung of an item for ever. */
export function nudgeKey({ item, due, rung }: Pick<Nudge, 'item' | 'due' | 'rung'>): string {
  return `${item} ${due} ${rung}`;
}

/** Notes that a rung was told. `ConflictError` when it was: the transaction is undone with its message. */
export function insertNudge(tx: Tx, nudge: NewNudge): void {
  tx.insert(NUDGES, Nudge.parse({ ...nudge, _id: tx.newId(), key: nudgeKey(nudge), at: tx.now }));
}

/** Notes that a rung was passed over; a note that is there stays. */
export function noteSkipped(tx: Tx, nudge: NewNudge): void {
  const { target, ...rest } = nudge;
  const row = { ...rest, _id: tx.newId(), at: tx.now };
  tx.upsert(NUDGES, { key: nudgeKey(nudge), target }, { $setOnInsert: row });
}

/** What was noted of some rungs, by their keys. */
export async function nudgesOf(
  tx: Tx,
  keys: readonly string[],
): Promise<Pick<Nudge, 'key' | 'target' | 'audiences'>[]> {
  const { db, session } = await tx.reading(NUDGES);
  const found: Pick<Nudge, 'key' | 'target' | 'audiences'>[] = [];
  for (let i = 0; i < keys.length; i += KEYS_AT_ONCE)
    found.push(
      ...(await db
        .collection<Nudge>(NUDGES)
        .find(
          { key: { $in: keys.slice(i, i + KEYS_AT_ONCE) } },
          { session, projection: { _id: 0, key: 1, target: 1, audiences: 1 } },
        )
        .toArray()),
    );
  return found;
}

/** What was told on a day: item and slot. */
export async function nudgesOn(tx: Tx, day: Day): Promise<Pick<Nudge, 'item' | 'slot'>[]> {
  const { db, session } = await tx.reading(NUDGES);
  return db
    .collection<Nudge>(NUDGES)
    .find({ day, outcome: 'sent' }, { session, projection: { _id: 0, item: 1, slot: 1 } })
    .toArray();
}
