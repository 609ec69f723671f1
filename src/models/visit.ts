import type { Scope } from '../../schemas/scope.js';
import { StoredVisit } from '../../schemas/visit.js';
import type { Day } from '../lib/day.js';
import { groupBy } from '../lib/group-by.js';
import { defineCollection } from './collection.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const VISITS = defineCollection({
  name: 'visits',
  schema: StoredVisit,
  indexes: [{ keys: { employerId: 1, at: -1 } }, { keys: { gridPath: 1, at: 1 } }, { keys: { by: 1, at: 1 } }],
});

export function insertVisit(tx: Tx, visit: StoredVisit): void {
  tx.insert(VISITS, StoredVisit.parse(visit));
}

/** The latest visit to an employer; the caller has the employer in scope. */
export async function findLastVisit(tx: Tx, employerId: string): Promise<StoredVisit | null> {
  const { db, session } = await tx.reading(VISITS);
  const [last] = await db
    .collection<StoredVisit>(VISITS)
    .find({ employerId }, { session })
    .sort({ at: -1, _id: 1 })
    .limit(1)
    .toArray();
  return last ?? null;
}

/** How many visits that brought data each person made in each cell within a span. */
export async function visitsByPerson(
  tx: Tx,
  scope: Pick<Scope, 'prefixes'>,
  { from, to }: { from: Date; to: Date },
): Promise<{ gridPath: string; by: string; count: number }[]> {
  const { db, session } = await tx.reading(VISITS);
  const done = { kind: 'data_collection', result: 'done', at: { $gte: from, $lt: to } };
  return db
    .collection(VISITS)
    .aggregate<{ gridPath: string; by: string; count: number }>(
      [
        { $match: within(scope, done) },
        { $group: { _id: { gridPath: '$gridPath', by: '$by' }, count: { $sum: 1 } } },
        { $project: { _id: 0, gridPath: '$_id.gridPath', by: '$_id.by', count: 1 } },
      ],
      { session },
    )
    .toArray();
}

/** Days on which somebody came to these employers and met nobody, by employer. */
export async function daysNobodyMet(
  tx: Tx,
  employerIds: readonly string[],
): Promise<Map<string, { on: Day; at: Date }[]>> {
  const { db, session } = await tx.reading(VISITS);
  const filter = {
    employerId: { $in: [...employerIds] },
    result: { $in: ['closed_door' as const, 'not_found' as const] },
  };
  const rows = db
    .collection<StoredVisit>(VISITS)
    .find(filter, { session, projection: { _id: 0, employerId: 1, visitedOn: 1, at: 1 } });
  return groupBy(
    await rows.map(({ employerId, visitedOn: on, at }) => ({ employerId, on, at })).toArray(),
    (row) => row.employerId,
  );
}
