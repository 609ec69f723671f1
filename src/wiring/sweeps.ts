/** What happens by the clock. Each sweep derives from records what is due (docs/adr/0031). */
import { matterDueSource } from '../domain/matters/index.js';
import { acceptanceSource, taskSource } from '../domain/tasks/index.js';
import type { Inbox } from '../inbox/index.js';
import { dailyDigest } from '../jobs/daily-digest.js';
import type { SweepDeps } from '../jobs/deps.js';
import { keepMatters } from '../jobs/keep-matters.js';
import { keepTasks } from '../jobs/keep-tasks.js';
import { nudgeSilentCells } from '../jobs/nudge-silent-cells.js';
import { nudgeTasks } from '../jobs/nudge-tasks.js';
import type { Sweep } from '../jobs/scheduler.js';
import { sealAuditRows } from '../jobs/seal-audit.js';
import { spanDigest } from '../jobs/span-digest.js';
import { tidy } from '../jobs/tidy.js';
import { watchEmployers } from '../jobs/watch-employers.js';
import { newId } from '../lib/ids.js';
import { DEFAULT_QUIET_HOURS } from '../lib/quiet-hours.js';
import { removeSentBefore } from '../models/outbox.js';
import { makeDigestLink } from '../web/digest-page.js';
import type { Parts } from './parts.js';

export function wireSweeps(parts: Parts, inbox: Inbox, pictures: Pick<SweepDeps, 'fontFolder' | 'painter'>): Sweep[] {
  const deps = {
    ...parts,
    newId,
    settings: parts.digestSettings,
    quietHours: DEFAULT_QUIET_HOURS,
    ...pictures,
    digestLink: makeDigestLink(parts.keys, parts.publicUrl),
  };
  const { metrics, nudgeRules: rules } = parts;
  const tasks = {
    ...deps,
    rules,
    sources: [taskSource, acceptanceSource, matterDueSource(parts.matters)],
    repaired: (count: number) => metrics.nudgeGap.inc(count),
  };
  return [
    keepTasks(tasks),
    keepMatters(deps),
    watchEmployers({ ...tasks, monitoring: parts.monitoring }),
    dailyDigest(deps),
    spanDigest(tasks),
    nudgeSilentCells(deps),
    nudgeTasks(tasks),
    sealAuditRows(deps),
    tidy({ tidyInbox: inbox.tidy, removeSent: (before) => removeSentBefore(parts.db, before), log: parts.log }),
  ];
}
