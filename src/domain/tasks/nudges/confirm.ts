import { groupBy } from '../../../lib/group-by.js';
import { markDone } from '../../../models/job-mark.js';
import { insertNudge, noteSkipped } from '../../../models/nudge.js';
import type { Tx } from '../../../models/transaction.js';
import { NUDGE_JOB, type NudgeDeps, type NudgeEntry, PASSED, type PassedRung, type PendingNudge } from './pending.js';

/**
 * Takes a nudge for sending, in the transaction that writes its message: what was done meanwhile is left out, the rest is noted.
 * Empty when nothing is left; then nothing is noted. `ConflictError` when another process has told any of it, or has told this
 * target in this slot.
 */
export async function confirmNudge(tx: Tx, sources: NudgeDeps['sources'], nudge: PendingNudge): Promise<NudgeEntry[]> {
  const { key, day, slot } = nudge;
  const still = new Set<string>();
  for (const [name, entries] of groupBy(nudge.entries, ({ item }) => item.id.slice(0, item.id.indexOf(':')))) {
    const source = sources.find((one) => one.name === name);
    const stamps = await source?.stamps(
      tx,
      entries.map(({ item }) => item.id),
    );
    for (const { item } of entries) if (stamps?.get(item.id) === item.stamp) still.add(item.id);
  }
  const left = nudge.entries.filter(({ item }) => still.has(item.id));
  if (left.length === 0) return [];
  for (const { item, rung, audiences } of left) {
    const { id, dueOn: due } = item;
    insertNudge(tx, {
      ...{ item: id, due, rung: rung.name, target: key, audiences },
      ...{ outcome: 'sent', day, slot },
    });
  }
  const isSlot = left.some(({ item }) => !item.red);
  if (isSlot) markDone(tx, { job: NUDGE_JOB, day, target: `${key} ${slot}` }, []);
  return left;
}

/** Notes rungs that were passed over. */
export function notePassed(tx: Tx, passed: readonly PassedRung[], day: string): void {
  for (const { item, due, rung } of passed)
    noteSkipped(tx, {
      ...{ item, due, rung, target: PASSED, audiences: [] },
      ...{ outcome: 'skipped', day, slot: '' },
    });
}
