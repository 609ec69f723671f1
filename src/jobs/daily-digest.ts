import { DAILY_DIGEST, dailyDueOn, noteMissedDays, pendingDigests } from '../domain/digests/index.js';
import { systemScope } from '../domain/rights/index.js';
import { inSnapshot, inTransaction } from '../models/transaction.js';
import type { SweepDeps } from './deps.js';
import type { Sweep } from './scheduler.js';
import { sendDigests } from './send-digests.js';

const TIME = '08:30';

/** 日报: on working days, to every group of every unit, from the cell up. Until midnight a missed one is made up. */
export function dailyDigest(deps: SweepDeps): Sweep {
  return { name: DAILY_DIGEST, cron: '30 8 * * *', run: (now, alive) => sendDaily(deps, now, alive) };
}

async function sendDaily(deps: SweepDeps, now: Date, alive: () => Promise<void>): Promise<void> {
  const { calendar, log } = deps;
  const day = dailyDueOn(calendar, now, TIME);
  if (day === null) return;
  const work = { ...deps, clock: () => now };
  const pending = await inSnapshot(work, (tx) => pendingDigests({ ...deps, tx }, systemScope(day), day));
  if (pending.length === 0) return;
  const missed = await inTransaction(work, (tx) => noteMissedDays(tx, calendar, day));
  if (missed.length > 0) log.warn({ missed }, 'digests of these days were not sent');
  await sendDigests(deps, now, pending, alive);
}
