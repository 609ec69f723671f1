import { type WatchDeps, watchBatch } from '../domain/monitoring/index.js';
import { systemScope } from '../domain/rights/index.js';
import { dayOf } from '../lib/day.js';
import type { Sweep } from './scheduler.js';
import { step, type TaskSweepDeps } from './task-deps.js';

/** 动态监测 (S53): employers with new data every ten minutes, all of them once a night. */
export function watchEmployers(deps: TaskSweepDeps & Pick<WatchDeps, 'monitoring'>): Sweep {
  return {
    name: 'watch-employers',
    cron: '*/10 * * * *',
    async run(now, alive) {
      const scope = systemScope(dayOf(now));
      for (let more = true; more; ) {
        await alive();
        const done = await step(deps, now, (work) => watchBatch({ ...deps, ...work }, scope));
        if (done.raised + done.lowered > 0) deps.log.info({ ...done }, 'employers watched');
        more = done.more;
      }
    },
  };
}
