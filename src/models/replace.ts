import type { Stored, Tx } from './transaction.js';

/**
 * Writes a changed record back, whole: fields it no longer has are removed. `after` carries the next version.
 * `ConflictError` at the flush when somebody else changed the record after it was read.
 */
export function replaceStored<T extends Stored & { version: number }>(
  tx: Tx,
  collection: string,
  before: T,
  after: T,
): void {
  const gone = Object.keys(before).filter((key) => !(key in after));
  tx.update(
    collection,
    { _id: before._id, version: before.version },
    { $set: after, ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((key) => [key, ''])) }) },
  );
}
