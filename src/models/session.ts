import type { Db } from 'mongodb';
import { SessionRow } from '../../schemas/machinery.js';
import { defineCollection } from './collection.js';
import { readWithVersions } from './setting.js';
import type { Tx } from './transaction.js';

const SESSIONS = defineCollection({
  name: 'sessions',
  schema: SessionRow,
  indexes: [{ keys: { timerAt: 1 }, sparse: true }, { keys: { versions: 1 } }],
});

/** Sessions by id. What every turn needs comes along in the same round trip (`readWithVersions`). */
export async function findSessions(tx: Tx, ids: readonly string[]): Promise<Map<string, SessionRow>> {
  const rows = await readWithVersions<SessionRow>(tx, SESSIONS, ids);
  return new Map(rows.map((row) => [row._id, row]));
}

export interface NextSession {
  id: string;
  sealed: string;
  versions: string[];
  timerAt: Date | null;
}

/**
 * Saves one turn. `previous` is what the turn has read; when another turn of the same person came in between, the flush
 * conflicts and the turn must be played again.
 */
export function saveSession(tx: Tx, previous: SessionRow | null, next: NextSession): void {
  const { id, timerAt, ...rest } = next;
  const changed = { ...rest, updatedAt: tx.now, ...(timerAt !== null && { timerAt }) };
  if (previous === null) {
    tx.insert(SESSIONS, { _id: id, seq: 1, ...changed } as SessionRow);
    return;
  }
  tx.update(
    SESSIONS,
    { _id: id, seq: previous.seq },
    { $set: { seq: previous.seq + 1, ...changed }, ...(timerAt === null && { $unset: { timerAt: 1 } }) },
  );
}

/** For a person who has left: the conversation stays as it is and is not woken again. */
export function stopTimer(tx: Tx, id: string): void {
  tx.updateMany(SESSIONS, { _id: id }, { $unset: { timerAt: 1 } });
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

/**
 * Unfinished conversations that nobody has touched since an instant are forgotten (domain.md 10). One whose timer has run out
 * stays until its tick: the person is told that the draft is gone.
 */
export function removeIdleSessions(tx: Tx, before: Date): void {
  tx.remove(SESSIONS, { updatedAt: { $lt: before }, $nor: [{ timerAt: { $lte: tx.now } }] });
}
