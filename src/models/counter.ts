import { z } from 'zod';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const Counter = z.object({ _id: z.string(), value: z.int() });

const COUNTERS = defineCollection({ name: 'counters', schema: Counter, indexes: [] });

/**
 * Takes the next `count` numbers of a sequence, from 1, and returns the first. Numbers of a transaction that fails are given
 * again, so that there are no holes; transactions that take from the same sequence wait for one another.
 */
export async function takeNumbers(tx: Tx, sequence: string, count = 1): Promise<number> {
  const { db, session } = await tx.reading(COUNTERS);
  const after = await db
    .collection<z.infer<typeof Counter>>(COUNTERS)
    .findOneAndUpdate(
      { _id: sequence },
      { $inc: { value: count } },
      { session, upsert: true, returnDocument: 'after' },
    );
  if (after === null) throw new Error(`counter ${sequence} was not returned`);
  return after.value - count + 1;
}
