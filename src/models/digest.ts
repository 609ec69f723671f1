import { Digest } from '../../schemas/digest.js';
import type { Day } from '../lib/day.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

type Kind = Digest['kind'];

const DIGESTS = defineCollection({
  name: 'digests',
  schema: Digest,
  indexes: [{ keys: { kind: 1, day: 1, nodeId: 1 }, unique: true }],
});

/** Keeps a digest. `ConflictError` when the unit has one of that kind and day already. */
export function insertDigest(tx: Tx, digest: Digest): void {
  tx.insert(DIGESTS, Digest.parse(digest));
}

export async function findDigest(tx: Tx, kind: Kind, day: Day, nodeId: string): Promise<Digest | null> {
  const { db, session } = await tx.reading(DIGESTS);
  return db.collection<Digest>(DIGESTS).findOne({ kind, day, nodeId }, { session });
}

export async function findDigestsOf(tx: Tx, kind: Kind, day: Day): Promise<Digest[]> {
  const { db, session } = await tx.reading(DIGESTS);
  return db.collection<Digest>(DIGESTS).find({ kind, day }, { session }).toArray();
}

/** Units that have their digest of the day. */
export async function unitsWithDigest(tx: Tx, kind: Kind, day: Day): Promise<Set<string>> {
  const { db, session } = await tx.reading(DIGESTS);
  const rows = db.collection<Digest>(DIGESTS).find({ kind, day }, { session, projection: { _id: 0, nodeId: 1 } });
  return new Set(await rows.map(({ nodeId }) => nodeId).toArray());
}

/** The last day before `before` on which any unit had a digest. */
export async function lastDigestDay(tx: Tx, kind: Kind, before: Day): Promise<Day | null> {
  const { db, session } = await tx.reading(DIGESTS);
  const [last] = await db
    .collection<Digest>(DIGESTS)
    .find({ kind, day: { $lt: before } }, { session, projection: { day: 1 } })
    .sort({ day: -1 })
    .limit(1)
    .toArray();
  return last?.day ?? null;
}
