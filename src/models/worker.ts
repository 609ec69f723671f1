import { StoredWorker } from '../../schemas/stored-employer.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import type { Tx } from './transaction.js';

export const WORKERS = defineCollection({
  name: 'workers',
  schema: StoredWorker,
  indexes: [
    { keys: { employerId: 1, idIndex: 1 }, unique: true },
    { keys: { idIndex: 1 } },
    { keys: { mobileIndex: 1 } },
    { keys: { gridPath: 1 } },
  ],
});

/** The workers of an employer that have one of the identity numbers, by blind index. The caller has the employer in scope. */
export async function findWorkersById(
  tx: Tx,
  employerId: string,
  idIndexes: readonly string[],
): Promise<StoredWorker[]> {
  const { db, session } = await tx.reading(WORKERS);
  return db
    .collection<StoredWorker>(WORKERS)
    .find({ employerId, idIndex: { $in: idIndexes } }, { session })
    .toArray();
}

/** Adds a worker, or replaces the record that was read. `ConflictError` when that was changed meanwhile. */
export function saveWorker(tx: Tx, before: StoredWorker | null, worker: StoredWorker): void {
  const after = StoredWorker.parse(worker);
  if (before === null) tx.insert(WORKERS, after);
  else replaceStored(tx, WORKERS, before, { ...after, _id: before._id, version: before.version + 1 });
}

/** The workers of moved employers follow them. */
export function moveWorkers(tx: Tx, employerId: string, to: { cellId: string; gridPath: string }): void {
  tx.updateMany(WORKERS, { employerId }, { $set: to, $inc: { version: 1 } });
}
