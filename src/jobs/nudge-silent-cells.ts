import {
  dailyDueOn,
  finishNudges,
  markNudged,
  NUDGE_SILENT_CELLS,
  pendingNudges,
  type SilentTown,
} from '../domain/digests/index.js';
import { systemScope } from '../domain/rights/index.js';
import type { Day } from '../lib/day.js';
import { quietUntil } from '../lib/quiet-hours.js';
import { inSnapshot } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { silentNudgeText } from '../texts/nudges.js';
import type { SweepDeps } from './deps.js';
import { once } from './once.js';
import type { Sweep } from './scheduler.js';

const TIME = '09:00';

/** First reminder: on working days, one folded message to each town with cells that have not reported for some days. */
export function nudgeSilentCells(deps: SweepDeps): Sweep {
  return { name: NUDGE_SILENT_CELLS, cron: '0 9 * * *', run: (now, alive) => sendNudges(deps, now, alive) };
}

async function sendNudges(deps: SweepDeps, now: Date, alive: () => Promise<void>): Promise<void> {
  const day = dailyDueOn(deps.calendar, now, TIME);
  // a nudge at night would be about yesterday when it is read
  if (day === null || quietUntil(now, deps.quietHours) !== undefined) return;
  const work = { ...deps, clock: () => now };
  const towns = await inSnapshot(work, (tx) => pendingNudges({ ...deps, tx }, systemScope(day), day));
  if (towns === null) return;
  for (const town of towns) {
    await alive();
    await sendNudge(deps, now, day, town);
  }
  if (towns.length > 0) deps.log.info({ day, towns: towns.length }, 'towns nudged about silent cells');
  await once(deps, now, async (tx) => finishNudges(tx, day));
}

async function sendNudge(deps: SweepDeps, now: Date, today: Day, town: SilentTown): Promise<void> {
  const { unit, tell, cells, silent } = town;
  const text = silentNudgeText({ unitName: unit.name, cells, workdays: deps.settings.silentWorkdays, silent, today });
  const target = { kind: 'group' as const, nodeId: tell._id };
  const effectKey = `${NUDGE_SILENT_CELLS}:${today}:${unit._id}`;
  await once(deps, now, async (tx) => {
    markNudged(tx, today, town);
    enqueue(tx, [{ target, body: { kind: 'markdown', text }, effectKey }]);
  });
}
