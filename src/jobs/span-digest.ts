import { pendingSpans, spansDueOn, spreadStart, superviseLast } from '../domain/digests/index.js';
import { systemScope } from '../domain/rights/index.js';
import type { TaskDeps } from '../domain/tasks/index.js';
import { dayOf, instantAt } from '../lib/day.js';
import { inSnapshot } from '../models/transaction.js';
import { dailyAt } from './cron.js';
import type { SweepDeps } from './deps.js';
import type { Sweep } from './scheduler.js';
import { sendDigests } from './send-digests.js';

/** By then every group has its own; the first ones some minutes earlier (`spreadSeconds`). */
const TIME = '08:40';

/**
 * 周报 and 月报: to the groups of towns and the district, on the first working day after the week or month, made up for some days
 * when nothing ran then. With it comes the 督办 of a unit that was last twice in a row.
 */
export function spanDigest(deps: SweepDeps & Omit<TaskDeps, 'tx'>): Sweep {
  const start = spreadStart(TIME, deps.settings.spreadSeconds);
  return {
    name: 'span-digest',
    cron: dailyAt(start),
    async run(now, alive) {
      const spans = spansDueOn(deps.calendar, now, start);
      if (spans.length === 0) return;
      const today = dayOf(now);
      const pending = await inSnapshot({ ...deps, clock: () => now }, (tx) =>
        pendingSpans({ ...deps, tx }, today, spans),
      );
      const sending = {
        by: instantAt(today, TIME),
        alongside: (tx: TaskDeps['tx'], { facts }: (typeof pending)[number]) =>
          superviseLast({ ...deps, tx }, systemScope(today), facts),
      };
      await sendDigests(deps, now, pending, sending, alive);
    },
  };
}
