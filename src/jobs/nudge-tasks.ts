import type { OutboundBody } from '../../schemas/message.js';
import { openerId } from '../../schemas/opener.js';
import type { TaskNudge } from '../../schemas/task-messages.js';
import {
  confirmNudge,
  foldNudge,
  type NudgeEntry,
  notePassed,
  type PendingNudge,
  type PendingNudges,
  pendingNudges,
} from '../domain/tasks/index.js';
import { dayOf } from '../lib/day.js';
import { ConflictError, inSnapshot, inTransaction } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { groupNudgeText, OPEN_TASK, OPEN_WAITING, personNudgeText } from '../texts/task-nudges.js';
import { bringUpToDate } from './keep-tasks.js';
import type { Sweep } from './scheduler.js';
import { step, type TaskSweepDeps } from './task-deps.js';

/** Reminders and nudges. Wakes often; the slots of `config/nudges.yaml` decide when targets hear of it. */
export function nudgeTasks(deps: TaskSweepDeps): Sweep {
  return {
    name: 'nudge-tasks',
    cron: '*/10 * * * *',
    run: async (now, alive) => {
      await sweepNudges(deps, now, alive);
    },
  };
}

export interface NudgeCounts {
  /** Messages queued. */
  sent: number;
  /** Rungs noted as passed over. */
  skipped: number;
  /** Rungs that should have been told on an earlier day. */
  gap: number;
  /** Bodies of whose work nobody can be told. */
  unreachable: number;
}

/** Rounds when other processes tell at the same time. */
const ROUNDS = 3;
/** Notes in one transaction; after a long stop there are many. */
const PASSED_AT_ONCE = 1_000;
/** Messages that are queued at the same time. */
const LANES = 6;

/** Tells all that is due at `now` and was not told. Runs at any time, in several processes, and after any crash. */
export async function sweepNudges(deps: TaskSweepDeps, now: Date, alive: () => Promise<void>): Promise<NudgeCounts> {
  const counts: NudgeCounts = { sent: 0, skipped: 0, gap: 0, unreachable: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const look = () => inSnapshot({ ...deps, clock: () => now }, (tx) => pendingNudges({ ...deps, tx }, now));
    let pending = await look();
    if (pending.nudges.length === 0) return done(deps, counts, pending);
    if (round === 0) {
      const changed = Object.values(await bringUpToDate(deps, now)).some((count) => count > 0);
      if (changed) pending = await look();
      counts.gap = pending.gap;
      if (pending.gap > 0) deps.repaired?.(pending.gap);
    }
    counts.skipped += pending.passed.length;
    for (let i = 0; i < pending.passed.length; i += PASSED_AT_ONCE) {
      await alive();
      const some = pending.passed.slice(i, i + PASSED_AT_ONCE);
      await step(deps, now, async ({ tx }) => notePassed(tx, some, dayOf(now)));
    }
    const conflicts = await sendAll(deps, now, pending, counts, alive);
    if (conflicts === 0) return done(deps, counts, pending);
  }
  return counts;
}

/** Several targets at a time, for each waits mostly for its commit. Returns how many another process was faster with. */
async function sendAll(
  deps: TaskSweepDeps,
  now: Date,
  pending: PendingNudges,
  counts: NudgeCounts,
  alive: () => Promise<void>,
): Promise<number> {
  const waiting = [...pending.nudges];
  let conflicts = 0;
  const lane = async () => {
    for (let nudge = waiting.shift(); nudge !== undefined; nudge = waiting.shift()) {
      await alive();
      const outcome = await send(deps, now, pending, nudge);
      if (outcome === 'sent') counts.sent++;
      else if (outcome === 'conflict') conflicts++;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return conflicts;
}

function done(deps: TaskSweepDeps, counts: NudgeCounts, { unreachable }: PendingNudges): NudgeCounts {
  counts.unreachable = unreachable.length;
  if (unreachable.length > 0)
    deps.log.warn({ nodes: unreachable.map(({ _id }) => _id) }, 'nobody can be told of the work of these bodies');
  if (counts.sent > 0) deps.log.info({ ...counts }, 'nudges queued');
  return counts;
}

/** The note and the message in one transaction; `conflict` when another process told any of it. */
async function send(
  deps: TaskSweepDeps,
  now: Date,
  { context, counts }: PendingNudges,
  nudge: PendingNudge,
): Promise<'sent' | 'nothing' | 'conflict'> {
  const { target, slot, key, day } = nudge;
  try {
    return await inTransaction({ ...deps, clock: () => now }, async (tx) => {
      const entries = await confirmNudge(tx, deps.sources, nudge);
      if (entries.length === 0) return 'nothing';
      const facts = foldNudge(context, counts, nudge, entries);
      const body =
        target.kind === 'member'
          ? personBody(deps, facts, entries, tx.newId())
          : { kind: 'markdown' as const, text: groupNudgeText(facts) };
      const effectKey = facts.red ? `nudge:red:${tx.newId()}` : `nudge:${day}:${slot}:${key}`;
      enqueue(tx, [{ target, body, effectKey, ...(facts.red && { urgent: true }) }]);
      return 'sent';
    });
  } catch (error) {
    if (error instanceof ConflictError) return 'conflict';
    throw error;
  }
}

/** With a button that opens the work, or the list when there is more than one piece of it. */
function personBody(
  { cards }: TaskSweepDeps,
  facts: TaskNudge,
  entries: readonly NudgeEntry[],
  unique: string,
): OutboundBody {
  const text = (asks: boolean) => personNudgeText(facts, asks);
  const items = entries.map(({ item }) => item);
  const [first] = items;
  const ofTasks = items.filter(({ what }) => what !== 'matter');
  if (!cards || first === undefined || ofTasks.length === 0) return { kind: 'text', text: text(false) };
  const waits = ofTasks.every(({ what }) => what === 'acceptance');
  const about = items.length === 1 ? { about: first.id.slice(first.id.indexOf(':') + 1) } : {};
  return {
    kind: 'question',
    text: text(true),
    choices: [{ id: 'open', label: waits ? OPEN_WAITING : OPEN_TASK }],
    taskId: openerId({ flow: waits ? 'to-accept' : 'my-tasks', ...about }, unique),
  };
}
