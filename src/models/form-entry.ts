import { FormEntry } from '../../schemas/form-entry.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

export const FORM_ENTRIES = defineCollection({
  name: 'form_entries',
  schema: FormEntry,
  indexes: [{ keys: { form: 1, at: 1 } }],
});

export function insertFormEntry(tx: Tx, entry: FormEntry): void {
  tx.insert(FORM_ENTRIES, FormEntry.parse(entry));
}

/** In the order in which they came. */
export async function findFormEntries(tx: Tx, form: string): Promise<FormEntry[]> {
  const { db, session } = await tx.reading(FORM_ENTRIES);
  return db.collection<FormEntry>(FORM_ENTRIES).find({ form }, { session }).sort({ at: 1, _id: 1 }).toArray();
}

export async function countFormEntries(tx: Tx): Promise<{ form: string; count: number; lastAt: Date }[]> {
  const { db, session } = await tx.reading(FORM_ENTRIES);
  return db
    .collection<FormEntry>(FORM_ENTRIES)
    .aggregate<{ form: string; count: number; lastAt: Date }>(
      [
        { $group: { _id: '$form', count: { $sum: 1 }, lastAt: { $max: '$at' } } },
        { $project: { _id: 0, form: '$_id', count: 1, lastAt: 1 } },
        { $sort: { form: 1 } },
      ],
      { session },
    )
    .toArray();
}
