import { applyRetention, type MatterDeps, type MatterHouse, recomputeClocks } from '../domain/matters/index.js';
import { dayOf } from '../lib/day.js';
import { ConflictError, inTransactionToWrite } from '../models/transaction.js';
import type { SweepDeps } from './deps.js';
import type { Sweep } from './scheduler.js';

/** A portion that somebody else's step got in the way of is tried again. */
const TRIES = 5;

type KeepDeps = Pick<SweepDeps, 'db' | 'newId' | 'log'> & { matters: MatterHouse };

/**
 * Every night: clocks are reckoned with the calendar as it stands (what changed is told in each matter's history), and what has
 * been kept long enough is removed (domain.md 6, 10).
 */
export function keepMatters(deps: KeepDeps): Sweep {
  return { name: 'keep-matters', cron: '40 2 * * *', run: (now, alive) => keep(deps, now, alive) };
}

async function keep(deps: KeepDeps, now: Date, alive: () => Promise<void>): Promise<void> {
  const today = dayOf(now);
  let moved = 0;
  for (let after: string | null = ''; after !== null; ) {
    await alive();
    const from: string = after;
    const { changed, next } = await portion(deps, now, (matters) => recomputeClocks(matters, today, from));
    moved += changed.length;
    after = next;
  }
  let [stripped, rawTexts] = [0, 0];
  for (let more = true; more; ) {
    await alive();
    const removed = await portion(deps, now, (matters) => applyRetention(matters, today));
    stripped += removed.stripped;
    rawTexts += removed.rawTexts;
    more = removed.more;
  }
  if (moved + stripped + rawTexts > 0) deps.log.info({ day: today, moved, stripped, rawTexts }, 'matters kept');
}

async function portion<T>(deps: KeepDeps, now: Date, body: (matters: MatterDeps) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await inTransactionToWrite({ ...deps, clock: () => now }, (tx) => body({ ...deps.matters, tx }));
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === TRIES) throw error;
    }
}
