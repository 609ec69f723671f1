import { JobMark } from '../../schemas/digest.js';
import type { Day } from '../lib/day.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const JOB_MARKS = defineCollection({
  name: 'job_marks',
  schema: JobMark,
  indexes: [{ keys: { job: 1, day: 1, target: 1 }, unique: true }],
});

type Key = Pick<JobMark, 'job' | 'day' | 'target'>;

/**
 * Marks that a job has done its work for a target, in the transaction that writes the messages. `ConflictError` when it was
 * done already: the transaction is undone with all its messages.
 */
export function markDone(tx: Tx, { job, day, target }: Key, about: readonly string[]): void {
  const mark = { _id: tx.newId(), job, day, target, outcome: 'done' as const, about: [...about], at: tx.now };
  tx.insert(JOB_MARKS, JobMark.parse(mark));
}

/** Notes that a job will not be done any more for a day; a mark that is there stays. */
export function markSkipped(tx: Tx, key: Key): void {
  tx.upsert(JOB_MARKS, key, {
    $setOnInsert: { _id: tx.newId(), outcome: 'skipped', about: [], at: tx.now },
  });
}

/** Marks of a job from a day on. */
export async function findMarks(tx: Tx, job: string, from: Day): Promise<JobMark[]> {
  const { db, session } = await tx.reading(JOB_MARKS);
  return db
    .collection<JobMark>(JOB_MARKS)
    .find({ job, day: { $gte: from } }, { session })
    .sort({ day: 1 })
    .toArray();
}
