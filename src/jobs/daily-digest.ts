import { DAILY_DIGEST, dailyDueOn, noteMissedDays, pendingDigests, spreadStart } from '../domain/digests/index.js';
import { systemScope } from '../domain/rights/index.js';
import { instantAt } from '../lib/day.js';
import { inSnapshot, inTransactionToWrite } from '../models/transaction.js';
import { dailyAt } from './cron.js';
import type { SweepDeps } from './deps.js';
import type { Sweep } from './scheduler.js';
import { sendDigests } from './send-digests.js';

/** By then every group has its own; the first ones some minutes earlier (`spreadSeconds`). */
const TIME = '08:30';

/** 日报: on working days, to every group of every unit, leaders first. Until midnight a missed one is made up. */
export function dailyDigest(deps: SweepDeps): Sweep {
  const start = spreadStart(TIME, deps.settings.spreadSeconds);
  return { name: DAILY_DIGEST, cron: dailyAt(start), run: (now, alive) => sendDaily(deps, start, now, alive) };
}

async function sendDaily(deps: SweepDeps, start: string, now: Date, alive: () => Promise<void>): Promise<void> {
  const { calendar, log } = deps;
  const day = dailyDueOn(calendar, now, start);
  if (day === null) return;
  const work = { ...deps, clock: () => now };
  const pending = await inSnapshot(work, (tx) => pendingDigests({ ...deps, tx }, systemScope(day), day));
  if (pending.length === 0) return;
  const missed = await inTransactionToWrite(work, (tx) => noteMissedDays(tx, calendar, day));
  if (missed.length > 0) log.warn({ missed }, 'digests of these days were not sent');
  await sendDigests(deps, now, pending, { by: instantAt(day, TIME) }, alive);
}
