/** Limits of "at most n in a sliding window", held in MongoDB so that they count for all processes (docs/adr/0011). */
import type { Db } from 'mongodb';
import { SendLog } from '../../schemas/send-log.js';
import { defineCollection } from './collection.js';

const SEND_LOG = defineCollection({ name: 'send_log', schema: SendLog, indexes: [] });

/** At most `max` messages in any `windowMs`. */
export interface SendLimit {
  max: number;
  windowMs: number;
}

/**
 * Takes one permit of the lane at `now`: null when granted (and counted), else the earliest instant at which one is free.
 * One atomic update; entries after `now` (a clock that was set back) do not count.
 */
export async function takePermit(db: Db, lane: string, limits: readonly SendLimit[], now: Date): Promise<Date | null> {
  if (limits.length === 0) return null;
  const longestMs = Math.max(...limits.map((limit) => limit.windowMs));
  const after = (ms: number) => ({
    $filter: {
      input: '$at',
      cond: { $and: [{ $gt: ['$$this', new Date(now.getTime() - ms)] }, { $lte: ['$$this', now] }] },
    },
  });
  const row = await db.collection<SendLog>(SEND_LOG).findOneAndUpdate(
    { _id: lane },
    [
      { $set: { at: { $ifNull: ['$at', []] } } },
      { $set: { at: after(longestMs) } },
      {
        $set: { granted: { $and: limits.map(({ max, windowMs }) => ({ $lt: [{ $size: after(windowMs) }, max] })) } },
      },
      { $set: { at: { $cond: ['$granted', { $concatArrays: ['$at', [now]] }, '$at'] } } },
    ],
    { upsert: true, returnDocument: 'after' },
  );
  if (row === null) throw new Error(`no send log of lane ${lane}`);
  return row.granted ? null : freeAt(row.at, limits, now);
}

/** When the oldest message that blocks leaves its window. */
function freeAt(at: readonly Date[], limits: readonly SendLimit[], now: Date): Date {
  const blocking = limits.flatMap(({ max, windowMs }) => {
    const inWindow = at.filter((t) => t.getTime() > now.getTime() - windowMs);
    const oldest = inWindow[inWindow.length - max];
    return oldest === undefined ? [] : [oldest.getTime() + windowMs];
  });
  return new Date(Math.max(now.getTime() + 1, ...blocking));
}
