import { Supervision } from '../../schemas/assessment.js';
import type { Scope } from '../../schemas/scope.js';
import type { Day } from '../lib/day.js';
import { defineCollection } from './collection.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const SUPERVISIONS = defineCollection({
  name: 'supervisions',
  schema: Supervision,
  indexes: [{ keys: { gridPath: 1, on: 1 } }],
});

export function insertSupervision(tx: Tx, record: Supervision): void {
  tx.insert(SUPERVISIONS, Supervision.parse(record));
}

/** Marks an activity as taken back. `ConflictError` when somebody was faster. */
export function voidSupervision(tx: Tx, id: string, voided: NonNullable<Supervision['voided']>): void {
  tx.update(SUPERVISIONS, { _id: id, voided: { $exists: false } }, { $set: { voided } });
}

export async function findSupervision(tx: Tx, id: string): Promise<Supervision | null> {
  const { db, session } = await tx.reading(SUPERVISIONS);
  return db.collection<Supervision>(SUPERVISIONS).findOne({ _id: id }, { session });
}

/** Activities that stand, about bodies inside the area, of some days, the oldest first. */
export async function findSupervisions(
  tx: Tx,
  area: Pick<Scope, 'prefixes'>,
  { from, to }: { from: Day; to: Day },
): Promise<Supervision[]> {
  const { db, session } = await tx.reading(SUPERVISIONS);
  return db
    .collection<Supervision>(SUPERVISIONS)
    .find(within(area, { on: { $gte: from, $lte: to }, voided: { $exists: false } }), { session })
    .sort({ on: 1, _id: 1 })
    .toArray();
}
