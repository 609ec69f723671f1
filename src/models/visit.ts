import { StoredVisit } from '../../schemas/visit.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const VISITS = defineCollection({
  name: 'visits',
  schema: StoredVisit,
  indexes: [{ keys: { employerId: 1, at: -1 } }, { keys: { gridPath: 1, at: 1 } }, { keys: { by: 1, at: 1 } }],
});

export function insertVisit(tx: Tx, visit: StoredVisit): void {
  tx.insert(VISITS, StoredVisit.parse(visit));
}
