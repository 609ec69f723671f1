import { once } from 'node:events';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { makeScheduler, type Scheduler, type SchedulerDeps, type Sweep } from '../../../src/jobs/scheduler.js';
import { movableClock } from '../../../src/lib/clock.js';
import { dayOf, timeOf } from '../../../src/lib/day.js';
import { makeLog } from '../../../src/lib/log.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let test_: TestDatabase;
const running: Scheduler[] = [];
const lines: string[] = [];
const log = makeLog(
  'debug',
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  }),
);

beforeAll(async () => {
  test_ = await openTestDatabase();
});
afterEach(async () => {
  for (const scheduler of running.splice(0)) await scheduler.stop(2_000);
  await test_.db.collection('agenda_jobs').deleteMany({});
  await test_.db.collection('done').deleteMany({});
  lines.length = 0;
});
afterAll(() => test_.close());

const start = new Date('2026-11-23T08:30:00+08:00');
const clock = () => start;
/** Agenda leaves a timer of half a lock's life behind each run, so locks are short here. */
const scheduler = (sweeps: Sweep[], more: Partial<SchedulerDeps> = {}) => {
  const base = { db: test_.db, clock, log, instance: 'one', processEveryMs: 40, lockLifetimeMs: 1_000 };
  const made = makeScheduler({ ...base, ...more }, sweeps);
  running.push(made);
  return made;
};
/** Started, and what was missed made up. */
async function awaken(made: Scheduler): Promise<Scheduler> {
  await (await made.start()).caughtUp;
  return made;
}
const sweep = (name: string, run: Sweep['run'] = async () => {}, cron = '30 8 * * *'): Sweep => ({ name, cron, run });
/** Makes the stored job due now, as its cron would at its time, as soon as its last run has been put down. */
async function makeDue(name: string): Promise<void> {
  const idle = { name, $expr: { $gte: ['$lastFinishedAt', '$lastRunAt'] }, lockedAt: null };
  const due = { $set: { nextRunAt: new Date(Date.now() - 1000) } };
  while ((await test_.db.collection('agenda_jobs').updateOne(idle, due)).matchedCount === 0);
}

describe('definitions', () => {
  test('a wrong cron and a doubled name are refused before anything is saved', async () => {
    expect(() => scheduler([sweep('digest', undefined, 'nonsense')])).toThrow('cron "nonsense"');
    expect(() => scheduler([sweep('digest'), sweep('digest')])).toThrow('two sweeps');
    expect(await test_.db.collection('agenda_jobs').countDocuments()).toBe(0);
  });

  test('are saved once with the next slot in Shanghai time, though six processes start at once', async () => {
    await Promise.all(Array.from({ length: 6 }, (_, i) => scheduler([sweep('digest')], { instance: `p${i}` }).start()));
    const stored = await test_.db.collection('agenda_jobs').find().sort({ name: 1 }).toArray();
    expect(stored.map((job) => job.name)).toEqual(['catch-up', 'digest']);
    expect(timeOf(stored[1]?.nextRunAt as Date)).toBe('08:30');
  });

  test('an entry that is right is left alone, one with another time is renewed', async () => {
    await scheduler([sweep('digest')]).start();
    const own = new Date(Date.now() + 48 * 3_600_000);
    await test_.db.collection('agenda_jobs').updateOne({ name: 'digest' }, { $set: { nextRunAt: own } });
    await scheduler([sweep('digest')], { instance: 'two' }).start();
    const kept = await test_.db.collection('agenda_jobs').findOne({ name: 'digest' });
    expect([kept?.nextRunAt, kept?.repeatInterval]).toEqual([own, '30 8 * * *']);
    await scheduler([sweep('digest', undefined, '0 9 * * *')]).start();
    const renewed = await test_.db.collection('agenda_jobs').findOne({ name: 'digest' });
    expect([renewed?.repeatInterval, timeOf(renewed?.nextRunAt as Date)]).toEqual(['0 9 * * *', '09:00']);
  });

  test('stored names that nobody defines are reported', async () => {
    await test_.db.collection('agenda_jobs').insertOne({ name: 'old-job', type: 'single', nextRunAt: new Date() });
    expect(await scheduler([sweep('digest')]).start()).toMatchObject({ unknown: ['old-job'] });
    expect(lines.join('')).toContain('old-job');
  });
});

describe('waking', () => {
  test('two processes: every wake runs once, and what was missed is made up at the start', async () => {
    const runs: string[] = [];
    const wakes: (() => void)[] = [];
    const record = (who: string) =>
      sweep('digest', async () => {
        runs.push(who);
        wakes.shift()?.();
      });
    const [one, two] = ['one', 'two'].map((who) => scheduler([record(who)], { instance: who })) as [
      Scheduler,
      Scheduler,
    ];
    await Promise.all([awaken(one), awaken(two)]);
    expect(runs.sort()).toEqual(['one', 'two']);
    for (let slot = 0; slot < 5; slot++) {
      const woken = new Promise<void>((resolve) => wakes.push(resolve));
      await makeDue('digest');
      await woken;
    }
    await Promise.all([one.stop(1000), two.stop(1000)]);
    expect(runs).toHaveLength(2 + 5);
    expect(one.counts().digest?.runs).toBeGreaterThan(0);
  });

  test('a failing sweep is logged and counted, does not hold up the others, and is woken again', async () => {
    let healthy = false;
    const done: string[] = [];
    const broken = sweep('broken', async () => {
      if (!healthy) throw new Error('no numbers today');
      done.push('broken');
    });
    const made = scheduler([broken, sweep('other', async () => void done.push('other'))]);
    await awaken(made);
    expect([done, made.counts().broken]).toEqual([['other'], { runs: 1, failures: 1 }]);
    expect(lines.join('')).toContain('no numbers today');
    await expect(made.runSweeps(start)).rejects.toThrow('1 sweeps failed');
    healthy = true;
    await made.runSweeps(start);
    expect(done).toEqual(['other', 'other', 'broken', 'other']);
  });

  test('a body that outlasts its lock keeps it by calling alive', async () => {
    let overlapping = 0;
    let most = 0;
    let first = true;
    const gate = new Writable();
    const slow = sweep('slow', async (_now, alive) => {
      if (first) {
        first = false; // the run at the start
        return;
      }
      most = Math.max(most, ++overlapping);
      const until = Date.now() + 3_200;
      try {
        while (Date.now() < until) {
          await alive();
          await new Promise((resolve) => setTimeout(resolve, 40));
        }
      } finally {
        overlapping--;
        gate.emit('ended');
      }
    });
    // a busy machine may keep the body waiting between two signs of life, but not for as long as this lock holds
    const made = scheduler([slow], { lockLifetimeMs: 1_500 });
    await awaken(made);
    const ended = once(gate, 'ended');
    await makeDue('slow');
    await ended;
    await made.stop(2_000);
    expect([most, made.counts().slow?.runs]).toEqual([1, 2]);
  });

  test('stop waits for the running body, and frees a job taken ahead of its time', async () => {
    let finished = false;
    const started = new Writable();
    let first = true;
    const made = scheduler(
      [
        sweep('digest', async () => {
          if (first) {
            first = false;
            return;
          }
          started.emit('begun');
          await new Promise((resolve) => setTimeout(resolve, 150));
          finished = true;
        }),
        sweep('later'),
      ],
      { processEveryMs: 300 },
    );
    await awaken(made);
    const begun = once(started, 'begun');
    await test_.db
      .collection('agenda_jobs')
      .updateOne({ name: 'later' }, { $set: { nextRunAt: new Date(Date.now() + 550) } });
    await makeDue('digest');
    await begun;
    expect([await made.stop(2_000), finished, made.isAwake()]).toEqual([true, true, false]);
    expect(await test_.db.collection('agenda_jobs').countDocuments({ lockedAt: { $ne: null } })).toBe(0);
  });
});

test('a moved clock passes through every slot in order, and stands at each while its sweeps run', async () => {
  const moved = movableClock(start);
  moved.freeze(true);
  const seen: string[] = [];
  const record = (name: string, cron: string) =>
    sweep(name, async (now) => void seen.push(`${name} ${dayOf(now)} ${timeOf(now)} ${moved.now() >= now}`), cron);
  const made = scheduler([record('nudge', '0 9 * * *'), record('digest', '30 8 * * *')], { clock: moved.now });
  await made.sweepUntil(start, new Date('2026-11-25T08:45:00+08:00'), async (at) => moved.set(at));
  expect(seen).toEqual([
    'nudge 2026-11-23 09:00 true',
    'digest 2026-11-24 08:30 true',
    'nudge 2026-11-24 09:00 true',
    'digest 2026-11-25 08:30 true',
    'nudge 2026-11-25 08:45 true',
    'digest 2026-11-25 08:45 true',
  ]);
  expect(dayOf(moved.now())).toBe('2026-11-25');
});

test('woken late, each sweep whose time has come runs once, and the others do not', async () => {
  const seen: string[] = [];
  const record = (name: string, cron: string) =>
    sweep(name, async (now) => void seen.push(`${name} ${timeOf(now)}`), cron);
  const made = scheduler([
    record('nudge', '*/10 * * * *'),
    record('digest', '30 8 * * *'),
    record('night', '0 2 * * *'),
  ]);
  await made.sweepLate(new Date('2026-11-25T08:00:00+08:00'), new Date('2026-11-25T08:45:00+08:00'));
  expect(seen).toEqual(['nudge 08:45', 'digest 08:45']);
});
