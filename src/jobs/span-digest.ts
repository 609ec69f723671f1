import { pendingDigests, spanDueOn } from '../domain/digests/index.js';
import { systemScope } from '../domain/rights/index.js';
import { inSnapshot } from '../models/transaction.js';
import type { SweepDeps } from './deps.js';
import type { Sweep } from './scheduler.js';
import { sendDigests } from './send-digests.js';

const TIME = '08:40';

/** 周报 and 月报: to the groups of towns and the district, on the first working day after the week or month. */
export function spanDigest(deps: SweepDeps): Sweep {
  return {
    name: 'span-digest',
    cron: '40 8 * * *',
    async run(now, alive) {
      const due = spanDueOn(deps.calendar, now, TIME);
      if (due === null) return;
      const pending = await inSnapshot({ ...deps, clock: () => now }, (tx) =>
        pendingDigests({ ...deps, tx }, systemScope(due.day), due.day, due.kind),
      );
      await sendDigests(deps, now, pending, alive);
    },
  };
}
