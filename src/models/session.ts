import type { Db } from 'mongodb';
import { SessionRow } from '../../schemas/machinery.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const SESSIONS = defineCollection({
  name: 'sessions',
  schema: SessionRow,
  indexes: [{ keys: { timerAt: 1 }, sparse: true }],
});

export async function findSession(tx: Tx, id: string): Promise<SessionRow | null> {
  const { db, session } = await tx.reading(SESSIONS);
  return db.collection<SessionRow>(SESSIONS).findOne({ _id: id }, { session });
}

/**
 * Saves one turn. `previous` is what the turn has read; when another turn of the same person came in between, the flush
 * conflicts and the turn must be played again.
 */
export function saveSession(
  tx: Tx,
  previous: SessionRow | null,
  next: { id: string; state: Record<string, unknown>; timerAt: Date | null },
): void {
  if (previous === null) {
    tx.insert(SESSIONS, {
      _id: next.id,
      seq: 1,
      state: next.state,
      updatedAt: tx.now,
      ...(next.timerAt !== null && { timerAt: next.timerAt }),
    } as SessionRow);
    return;
  }
  tx.update(
    SESSIONS,
    { _id: next.id, seq: previous.seq },
    {
      $set: {
        seq: previous.seq + 1,
        state: next.state,
        updatedAt: tx.now,
        ...(next.timerAt !== null && { timerAt: next.timerAt }),
      },
      ...(next.timerAt === null && { $unset: { timerAt: 1 } }),
    },
  );
}

/** Ids of the conversations whose timer has run out. */
export async function findDueSessions(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .collection<SessionRow>(SESSIONS)
    .find({ timerAt: { $lte: now } }, { projection: { _id: 1 } })
    .sort({ timerAt: 1 })
    .limit(limit)
    .toArray();
  return rows.map((r) => r._id);
}

/** Every stored state, for finding the flow versions that are still needed. */
export async function* allSessionStates(db: Db): AsyncGenerator<Record<string, unknown>> {
  for await (const row of db.collection<SessionRow>(SESSIONS).find({}, { projection: { state: 1 } })) yield row.state;
}

export const SESSION_COLLECTION = SESSIONS;
