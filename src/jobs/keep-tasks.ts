import type { TaskNotice } from '../../schemas/task-messages.js';
import { systemScope } from '../domain/rights/index.js';
import {
  dealRefresh,
  dueMoveNotices,
  handOver,
  keepPlans,
  openTasks,
  reckonDueDays,
  repeatTasks,
  settleChecks,
  settleRefresh,
} from '../domain/tasks/index.js';
import { type Day, dayOf } from '../lib/day.js';
import { quietUntil } from '../lib/quiet-hours.js';
import type { Tx } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { taskNoticeMessages } from '../texts/task-notices.js';
import type { Sweep } from './scheduler.js';
import { step, type TaskSweepDeps } from './task-deps.js';

/**
 * What time and data do to tasks, before the morning's digest: new bodies and periods get their items, people who left hand over,
 * checks finish what is done. Late in the evening too, so that work counts on the day on which it was done.
 */
export function keepTasks(deps: TaskSweepDeps): Sweep {
  return { name: 'keep-tasks', cron: '50 6,23 * * *', run: (now, alive) => keep(deps, now, alive) };
}

async function keep(deps: TaskSweepDeps, now: Date, alive: () => Promise<void>): Promise<void> {
  const today = dayOf(now);
  const scope = systemScope(today);
  // both in one transaction, so that a person is told of all that moved in one message
  const { plans, moved } = await step(deps, now, async (work) => {
    const { moves, ...kept } = await keepPlans(work, scope);
    const all = [...moves, ...(await reckonDueDays(work, scope))];
    tell(work, await dueMoveNotices(work, scope, all), today, 'due');
    return { plans: kept, moved: all.length };
  });
  await alive();
  const dealt = await step(deps, now, (work) => dealRefresh(work, scope));
  const repeated = await step(deps, now, (work) => repeatTasks(work, scope));
  await alive();
  const settled = await bringUpToDate(deps, now);
  if (plans.unknown.length > 0) deps.log.warn({ bodies: plans.unknown }, 'a plan names bodies that nobody has');
  deps.log.info({ day: today, plans, dealt, repeated, moved, settled }, 'tasks kept');
}

/** By direct message, after the quiet hours; `why` names what caused them. */
function tell(
  { tx, cards, quietHours }: TaskSweepDeps & { tx: Tx },
  notices: readonly TaskNotice[],
  today: Day,
  why: string,
): void {
  const notBefore = quietUntil(tx.now, quietHours);
  const messages = taskNoticeMessages(notices, today, `${why}:${tx.now.getTime().toString(36)}`, cards);
  enqueue(tx, notBefore === undefined ? messages : messages.map((message) => ({ ...message, notBefore })));
}

/** What a nudge must not be wrong about: who answers, what has begun, what data says is done. */
export async function bringUpToDate(
  deps: TaskSweepDeps,
  now: Date,
): Promise<{ met: number; failedAgain: number; opened: number; handedOver: number }> {
  const today = dayOf(now);
  const scope = systemScope(today);
  const handedOver = await step(deps, now, async (work) => {
    const notices = await handOver(work, scope);
    tell(work, notices, today, 'left');
    return notices.filter(({ kind }) => kind === 'handed_over').length;
  });
  const met = await step(deps, now, (work) => settleRefresh(work, scope));
  const total = { met, failedAgain: 0, opened: 0, handedOver };
  for (let opened = 1; opened > 0; total.opened += opened) {
    const settled = await step(deps, now, (work) => settleChecks(work, scope));
    total.met += settled.met;
    total.failedAgain += settled.failedAgain;
    // what was waiting for what has just been finished; it may be done already
    opened = await step(deps, now, (work) => openTasks(work, scope));
  }
  return total;
}
