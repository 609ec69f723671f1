/**
 * The alarm clock. Agenda only wakes sweeps; what is due a sweep reads from our own records and marks in the transaction
 * that writes the messages, so a sweep that runs twice, late or half does no harm. Agenda's known traps are met here: wrong
 * times saved in silence, two entries for one job, locks left by a drain, jobs nobody defines.
 */
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import { type Db, MongoServerError } from 'mongodb';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { parseCron, type Slots, slotsBetween } from './cron.js';

const COLLECTION = 'agenda_jobs';
const ZONE = 'Asia/Shanghai';
const CATCH_UP = 'catch-up';
/** Between the slots of the others, which lie on full five minutes. */
const CATCH_UP_CRON = '2-59/5 * * * *';

export interface Sweep {
  name: string;
  /** When it is woken, see `parseCron`. */
  cron: string;
  /** Does all that is due at `now` and was not done yet. Calls `alive` between units of work, so that its lock holds. */
  run(now: Date, alive: () => Promise<void>): Promise<void>;
}

export interface SchedulerDeps {
  db: Db;
  clock: Clock;
  log: Log;
  /** Names this process in the locks: host and pid. */
  instance: string;
  processEveryMs?: number;
  lockLifetimeMs?: number;
}

/** What a sweep has done in this process since it started. */
interface SweepCount {
  runs: number;
  failures: number;
}

export interface Scheduler {
  /**
   * Saves the definitions and begins to wake. What was missed is made up at once: `caughtUp`, which never rejects, tells when.
   * `unknown` are stored job names that nobody defines.
   * @throws Error when a definition has no next run
   */
  start(): Promise<{ unknown: string[]; caughtUp: Promise<void> }>;
  /**
   * Waits for running sweeps, at most `timeoutMs`, and frees the locks held for later. True when all had ended. Agenda leaves a
   * timer of half a lock's life behind each run, so a process that is to end must exit by itself.
   */
  stop(timeoutMs: number): Promise<boolean>;
  /** True between start and stop. */
  isAwake(): boolean;
  /** Runs all sweeps once, as if woken at `now`. @throws AggregateError at the end, when some failed */
  runSweeps(now: Date): Promise<void>;
  /**
   * For a clock that is moved: wakes each sweep at each of its slots after `from` and up to `to`, in order, and everything once
   * more at `to`. `reach` moves the clock to an instant before the sweeps of that instant run.
   * @throws AggregateError at the end, when some failed
   */
  sweepUntil(from: Date, to: Date, reach?: (at: Date) => Promise<void>): Promise<void>;
  /** Wakes late: each sweep that has a slot after `from` and up to `to` runs once, at `to`. @throws AggregateError as above */
  sweepLate(from: Date, to: Date): Promise<void>;
  counts(): Readonly<Record<string, SweepCount>>;
}

/** @throws Error for a wrong cron expression or two sweeps of one name */
export function makeScheduler(deps: SchedulerDeps, sweeps: readonly Sweep[]): Scheduler {
  const { db, log, clock } = deps;
  const entries = sweeps.map((sweep) => ({ sweep, slots: parseCron(sweep.cron) }));
  const names = [...sweeps.map((s) => s.name), CATCH_UP];
  if (new Set(names).size !== names.length) throw new Error(`two sweeps have one name: ${names.join(', ')}`);
  const counts: Record<string, SweepCount> = Object.fromEntries(names.map((n) => [n, { runs: 0, failures: 0 }]));
  const jobs = db.collection<StoredJob>(COLLECTION);
  let agenda: Agenda | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other within this process; between processes the records decide. */
  function inTurn<T>(body: () => Promise<T>): Promise<T> {
    const next = last.then(body);
    last = next.catch(() => undefined); // the caller of `body` gets the error
    return next;
  }

  async function runOne(sweep: Sweep, now: Date, alive: () => Promise<void>): Promise<void> {
    const count = counts[sweep.name] as SweepCount;
    count.runs++;
    try {
      await sweep.run(now, alive);
    } catch (error) {
      count.failures++;
      log.error({ err: error, sweep: sweep.name }, 'sweep failed; it is tried again at the next wake');
      throw error;
    }
  }

  /** All of them, also when one fails. */
  async function runEach(
    wakes: readonly Wake[],
    alive: () => Promise<void>,
    reach = async (_at: Date) => {},
  ): Promise<void> {
    const errors: unknown[] = [];
    for (const { at, sweep } of wakes) {
      await reach(at);
      await runOne(sweep, at, alive).catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} sweeps failed`);
  }

  const allAt = (at: Date): Wake[] => sweeps.map((sweep) => ({ at, sweep }));

  async function start(): ReturnType<Scheduler['start']> {
    // own unique index: Agenda's `every` makes two entries when two processes start at once
    await jobs.createIndex(
      { name: 1 },
      { unique: true, partialFilterExpression: { type: 'single' }, name: 'one_of_a_name' },
    );
    agenda = makeAgenda();
    for (const { sweep } of entries) define(agenda, sweep.name, (alive) => inTurn(() => runOne(sweep, clock(), alive)));
    define(agenda, CATCH_UP, (alive) => inTurn(() => runEach(allAt(clock()), alive)));
    for (const { sweep } of entries) await keepRecurring(agenda, sweep.name, sweep.cron);
    await keepRecurring(agenda, CATCH_UP, CATCH_UP_CRON);
    await assertScheduled();
    const unknown = await jobs.distinct('name', { name: { $nin: names } });
    if (unknown.length > 0) log.warn({ unknown }, 'stored jobs that nobody defines; they never run');
    await agenda.start();
    // what fails is logged and counted, and the next catch-up tries again
    const caughtUp = inTurn(() => runEach(allAt(clock()), awake)).catch(() => undefined);
    return { unknown, caughtUp };
  }

  function makeAgenda(): Agenda {
    const made = new Agenda({
      name: deps.instance,
      backend: new MongoBackend({ mongo: db, collection: COLLECTION }),
      processEvery: deps.processEveryMs ?? 5_000,
      defaultLockLifetime: deps.lockLifetimeMs ?? 120_000,
      defaultConcurrency: 1,
      defaultLockLimit: 1,
    });
    made.on('error', (error: Error) => log.error({ err: error }, 'the alarm clock reports an error'));
    return made;
  }

  function define(on: Agenda, name: string, body: (alive: () => Promise<void>) => Promise<void>): void {
    // biome-ignore lint/nursery/noMisusedPromises: Agenda awaits it; the rule reads the overload with a callback
    on.define(name, (job: Job) => body(() => job.touch()));
  }

  /** Leaves an entry that is right already alone: saving it again would take a lock away and move a missed run forward. */
  async function keepRecurring(on: Agenda, name: string, cron: string): Promise<void> {
    const stored = await jobs.findOne({ name, type: 'single' });
    if (stored?.repeatInterval === cron && stored.repeatTimezone === ZONE && stored.nextRunAt instanceof Date) return;
    try {
      await on.every(cron, name, undefined, { timezone: ZONE, skipImmediate: true });
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== 11000) throw error; // another process saved it: as good
    }
  }

  async function assertScheduled(): Promise<void> {
    const stored = await jobs.find({ name: { $in: names }, type: 'single' }).toArray();
    const sleeping = names.filter((n) => !stored.some((job) => job.name === n && job.nextRunAt instanceof Date));
    if (sleeping.length > 0) throw new Error(`jobs without a next run: ${sleeping.join(', ')}`);
  }

  return {
    start,
    async stop(timeoutMs) {
      if (agenda === undefined) return true;
      const draining = agenda;
      agenda = undefined;
      const [drained, ended] = await Promise.all([draining.drain({ timeout: timeoutMs }), endsWithin(last, timeoutMs)]);
      // a drain keeps the locks on jobs that were taken ahead of their time; others would wait for them to expire
      if (!drained.timedOut)
        await jobs.updateMany({ lastModifiedBy: deps.instance, lockedAt: { $ne: null } }, { $set: { lockedAt: null } });
      return ended && !drained.timedOut;
    },
    isAwake: () => agenda !== undefined,
    runSweeps: (now) => inTurn(() => runEach(allAt(now), awake)),
    sweepUntil: (from, to, reach) =>
      inTurn(() => runEach([...wakesBetween(entries, from, to), ...allAt(to)], awake, reach)),
    sweepLate: (from, to) =>
      inTurn(() =>
        runEach(
          entries
            .filter(({ slots }) => slotsBetween(slots, from, to).length > 0)
            .map(({ sweep }) => ({ at: to, sweep })),
          awake,
        ),
      ),
    counts: () => counts,
  };
}

/** What we read of Agenda's own entries. */
interface StoredJob {
  name: string;
  type: string;
  repeatInterval?: string | null;
  repeatTimezone?: string | null;
  nextRunAt?: Date | null;
  lockedAt?: Date | null;
  lastModifiedBy?: string | null;
}

interface Wake {
  at: Date;
  sweep: Sweep;
}

function wakesBetween(entries: readonly { sweep: Sweep; slots: Slots }[], from: Date, to: Date): Wake[] {
  return entries
    .flatMap(({ sweep, slots }) => slotsBetween(slots, from, to).map((at) => ({ at, sweep })))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** There is no lock to hold. */
const awake = async (): Promise<void> => {};

async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const ended = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return ended;
}
