import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Digest, JobMark } from '../../../schemas/digest.js';
import type { OutboxRow } from '../../../schemas/outbox.js';
import { openPainter, type Painter } from '../../../src/charts/painter.js';
import { DIGEST_SETTINGS } from '../../../src/domain/digests/index.js';
import { dailyDigest } from '../../../src/jobs/daily-digest.js';
import type { SweepDeps } from '../../../src/jobs/deps.js';
import { makeScheduler } from '../../../src/jobs/scheduler.js';
import { instantAt } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { makeLog } from '../../../src/lib/log.js';
import { DEFAULT_QUIET_HOURS } from '../../../src/lib/quiet-hours.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import { loadFile } from '../../../src/models/file.js';
import { drawDistrict, fileEmployers } from '../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const TOWNS = [
  { name: '古荥镇', cells: ['纪公庙村', '古荥村'] },
  { name: '花园口镇', cells: ['花园口村', '河畔社区'] },
];
const CELLS_ONLY = ['d', 'dl', 't1', 't2'];
const FONTS = fileURLToPath(new URL('../../../assets/fonts', import.meta.url));

let test_: TestDatabase;
let deps: SweepDeps;
const lines: string[] = [];
const log = makeLog(
  'info',
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  }),
);
let painter: Painter;
beforeAll(async () => {
  [test_, painter] = await Promise.all([openTestDatabase(), openPainter(FONTS)]);
});
afterAll(() => Promise.all([test_.close(), painter.close()]));

/** A clean district on a clean database; one without groups above the cells has no employers either, so that nothing is drawn. */
async function district(without: readonly string[] = [], validFrom = '2026-01-05'): Promise<void> {
  for (const { name } of await test_.db.listCollections().toArray()) await test_.db.collection(name).deleteMany({});
  const transactions = { db: test_.db, clock: () => instantAt('2026-11-02'), newId };
  const grid = await drawDistrict(transactions, TOWNS, { without, validFrom });
  deps = {
    db: test_.db,
    newId,
    grid,
    calendar: makeCalendar([]),
    settings: DIGEST_SETTINGS,
    quietHours: DEFAULT_QUIET_HOURS,
    log,
    fontFolder: FONTS,
  };
  if (without.length > 0) return;
  await fileEmployers(transactions, [
    ...Array.from({ length: 30 }, () => ({ cell: 't1c1', listedOn: '2026-11-02', collectedOn: '2026-11-20' })),
    ...Array.from({ length: 30 }, () => ({ cell: 't2c1', listedOn: '2026-11-02' })),
  ]);
}

const at = (text: string) => new Date(`${text}:00+08:00`);
const alive = async () => {};
const run = (now: string, more: Partial<SweepDeps> = {}) => dailyDigest({ ...deps, ...more }).run(at(now), alive);
const outbox = () => test_.db.collection<OutboxRow>('outbox').find().sort({ _id: 1 }).toArray();
const digests = () => test_.db.collection<Digest>('digests').find().sort({ day: 1, _id: 1 }).toArray();
const skipped = async () =>
  (await test_.db.collection<JobMark>('job_marks').find({ outcome: 'skipped' }).sort({ day: 1 }).toArray()).map(
    ({ job, day }) => `${job} ${day}`,
  );
const lanes = async () => (await outbox()).map(({ lane, body }) => `${lane} ${body.kind}`);

describe('on a working day', () => {
  beforeEach(() => district());

  test('every group gets its text, leaders first, and a picture after it where there is anything to show', async () => {
    await run('2026-11-23T08:30');
    const sent = await lanes();
    const district = ['group:d markdown', 'group:d image', 'group:d:leaders markdown', 'group:d:leaders image'];
    expect(sent.slice(0, 4)).toEqual(district);
    expect(sent.slice(4, 8).sort()).toEqual(['t1', 't2'].flatMap((t) => [`group:${t} image`, `group:${t} markdown`]));
    expect(sent.slice(8).sort()).toEqual([
      'group:t1c1 image',
      'group:t1c1 markdown',
      'group:t1c2 markdown',
      'group:t2c1 image',
      'group:t2c1 markdown',
      'group:t2c2 markdown',
    ]);
    const rows = await outbox();
    expect(rows[0]?.body).toMatchObject({
      text: expect.stringContaining('**惠济区 11月23日 周一**\n11月20日 周五以来采集 +30 户'),
    });
    expect(rows.every(({ dueAt }) => dueAt.getTime() === at('2026-11-23T08:30').getTime())).toBe(true);
    const [kept] = await digests();
    const picture = await loadFile(test_.db, kept?.pictureFileId as string);
    expect(
      Buffer.from(picture?.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(picture).toMatchObject({ name: '惠济区 2026-11-23.png', contentType: 'image/png' });
    expect(kept).toMatchObject({ nodeId: 'd', day: '2026-11-23', facts: { blocks: { collection: { known: 60 } } } });
  });

  test('they leave one after the other, each at its own second, and all are there at half past eight', async () => {
    await run('2026-11-23T08:26', { painter });
    const rows = await outbox();
    const secondsOf = (of: typeof rows) =>
      of.map(({ dueAt }) => (dueAt.getTime() - at('2026-11-23T08:26').getTime()) / 1000);
    expect(secondsOf(rows.slice(0, 4))).toEqual([0, 0, 0, 0]);
    const cells = secondsOf(rows.slice(8).filter(({ body }) => body.kind === 'markdown'));
    expect([new Set(cells).size, Math.min(...cells) >= 60, Math.max(...cells) <= 240]).toEqual([
      cells.length,
      true,
      true,
    ]);
    await run('2026-11-23T08:30');
    expect((await outbox()).length).toBe(rows.length);
  });

  test('a second run adds nothing, and four at once send each message once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => run('2026-11-23T08:30', { painter })));
    await run('2026-11-23T08:35');
    expect([(await outbox()).length, (await digests()).length]).toEqual([14, 7]);
  });

  test('without its fonts a digest goes as text, and the log says so', async () => {
    lines.length = 0;
    await run('2026-11-23T08:30', { fontFolder: '/no/such/folder' });
    expect((await lanes()).filter((lane) => lane.endsWith('image'))).toEqual([]);
    expect([(await outbox()).length, lines.filter((line) => line.includes('without its picture')).length]).toEqual([
      8, 5,
    ]);
  });
});

describe('when it is due', () => {
  beforeEach(() => district(CELLS_ONLY));

  test.each([
    ['before the time', '2026-11-23T08:25'],
    ['on a Sunday', '2026-11-22T09:00'],
    ['after midnight for the day before', '2026-11-24T00:30'],
  ])('not %s', async (_what, now) => {
    await run(now);
    expect(await outbox()).toEqual([]);
  });

  test('a missed one is made up the same day', async () => {
    await run('2026-11-23T15:10');
    expect((await outbox()).map(({ dueAt }) => dueAt)).toEqual(Array(4).fill(at('2026-11-23T15:10')));
  });

  test('in quiet hours it is made and waits for the morning', async () => {
    await run('2026-11-23T21:40');
    expect((await outbox()).map(({ dueAt }) => dueAt)).toEqual(Array(4).fill(at('2026-11-24T08:00')));
    expect((await digests())[0]).toMatchObject({ day: '2026-11-23', madeAt: at('2026-11-23T21:40') });
  });

  test('after several missed days only the latest is sent, the others are on record as not sent', async () => {
    await run('2026-11-17T08:30');
    await run('2026-11-23T09:20');
    await run('2026-11-23T09:25');
    expect(await skipped()).toEqual(['daily-digest 2026-11-18', 'daily-digest 2026-11-19', 'daily-digest 2026-11-20']);
    const days = (await digests()).map(({ day, facts }) => `${day} since ${facts.since}`);
    expect([...new Set(days)]).toEqual(['2026-11-17 since 2026-11-16', '2026-11-23 since 2026-11-17']);
    expect((await outbox()).length).toBe(8);
    // nor is it sent when the clock is set back into them
    await run('2026-11-19T09:20');
    expect((await outbox()).length).toBe(8);
  });

  test('not to a unit that is new that day', async () => {
    await district(CELLS_ONLY, '2026-11-23');
    await run('2026-11-23T09:20');
    expect(await outbox()).toEqual([]);
    await run('2026-11-24T08:30');
    expect((await outbox()).length).toBe(4);
  });

  test('a clock set back sends nothing again', async () => {
    await run('2026-11-24T08:30');
    await run('2026-11-23T08:30');
    await run('2026-11-24T08:30');
    expect((await digests()).map(({ day }) => day)).toEqual([
      ...Array(4).fill('2026-11-23'),
      ...Array(4).fill('2026-11-24'),
    ]);
  });
});

describe('mark and message are one', () => {
  beforeEach(() => district(CELLS_ONLY));

  test('a crash between them leaves neither, and the next wake sends each once', async () => {
    let ids = 0;
    // the fourth id is that of the second unit's message: its digest has been written by then
    const crashing = () => {
      if (++ids === 4) throw new Error('the process ends here');
      return newId();
    };
    await expect(run('2026-11-23T08:30', { newId: crashing })).rejects.toThrow('the process ends here');
    expect([(await digests()).length, (await outbox()).length]).toEqual([0, 0]);
    await run('2026-11-23T08:35');
    const rows = await outbox();
    expect([(await digests()).length, rows.length, new Set(rows.map(({ lane }) => lane)).size]).toEqual([4, 4, 4]);
  });

  test('two processes with real alarm clocks: every day once, none missed', async () => {
    const days = ['2026-11-23', '2026-11-24', '2026-11-25'];
    let now = at(`${days[0]}T08:30`);
    const sweep = dailyDigest(deps);
    let woken: (() => void) | undefined;
    const told = {
      ...sweep,
      run: (time: Date, stay: () => Promise<void>) => sweep.run(time, stay).then(() => woken?.()),
    };
    const schedulers = ['one', 'two'].map((instance) =>
      makeScheduler({ db: test_.db, clock: () => now, log, instance, processEveryMs: 30, lockLifetimeMs: 1_000 }, [
        told,
      ]),
    );
    for (const scheduler of schedulers) await (await scheduler.start()).caughtUp;
    for (const day of days) {
      now = at(`${day}T08:30`);
      for (let wake = 0; wake < 3; wake++) {
        const ran = new Promise<void>((resolve) => {
          woken = resolve;
        });
        await makeDue('daily-digest');
        await ran;
      }
    }
    await Promise.all(schedulers.map((scheduler) => scheduler.stop(2_000)));
    const keys = (await outbox()).map(({ effectKey }) => effectKey.split(':').slice(0, 3).join(':'));
    const cells = ['t1c1', 't1c2', 't2c1', 't2c2'];
    expect(keys.sort()).toEqual(days.flatMap((day) => cells.map((cell) => `daily-digest:${day}:${cell}`)));
    expect(await skipped()).toEqual([]);
  });

  /** Makes the stored job due now, as its cron would at its time, as soon as its last run has been put down. */
  async function makeDue(name: string): Promise<void> {
    const idle = { name, lockedAt: null, $expr: { $gte: ['$lastFinishedAt', '$lastRunAt'] } };
    const due = { $set: { nextRunAt: new Date(Date.now() - 1000) } };
    while ((await test_.db.collection('agenda_jobs').updateOne(idle, due)).matchedCount === 0);
  }
});
