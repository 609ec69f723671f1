import type { Db, Document } from 'mongodb';

/** All that a database holds, to be put back. */
export type Snapshot = ReadonlyMap<string, Document[]>;

export async function takeSnapshot(db: Db): Promise<Snapshot> {
  const snapshot = new Map<string, Document[]>();
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    snapshot.set(name, await db.collection(name).find().toArray());
  return snapshot;
}

/** Collections, validators and indexes stay, so it takes a few milliseconds. */
export async function putBack(db: Db, snapshot: Snapshot): Promise<void> {
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  await Promise.all(
    collections.map(async ({ name }) => {
      const collection = db.collection(name);
      await collection.deleteMany({});
      const documents = snapshot.get(name) ?? [];
      if (documents.length > 0) await collection.insertMany(documents);
    }),
  );
}
