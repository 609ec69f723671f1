import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../../schemas/outbox.js';
import type { Task } from '../../../schemas/task.js';
import { DIGEST_SETTINGS, digestFacts } from '../../../src/domain/digests/index.js';
import { systemScope } from '../../../src/domain/rights/index.js';
import { dailyDigest } from '../../../src/jobs/daily-digest.js';
import { spanDigest } from '../../../src/jobs/span-digest.js';
import { instantAt } from '../../../src/lib/day.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import { type EmployerPlan, fileEmployers } from '../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { nudgedAt, openTaskHouse, type TaskHouse } from '../../support/task-house.js';

let test_: TestDatabase;
let house: TaskHouse;
const outbox = () => test_.db.collection<OutboxRow>('outbox');
const sweepOf = () =>
  spanDigest({ ...house.sweep, calendar: makeCalendar([]), settings: DIGEST_SETTINGS, fontFolder: '' });
/** What two wakes at once and one after them send, as `lane first line|second line`. */
async function run(at: string): Promise<string[]> {
  await outbox().deleteMany({});
  const now = new Date(`${at}:00+08:00`);
  await Promise.all([1, 2].map(() => sweepOf().run(now, async () => {})));
  await sweepOf().run(now, async () => {});
  const rows = await outbox().find().sort({ _id: 1 }).toArray();
  return rows.map(({ lane, body }) => `${lane} ${'text' in body ? body.text.split('\n').slice(0, 2).join('|') : ''}`);
}
beforeAll(async () => {
  test_ = await openTestDatabase();
  const towns = [{ name: '古荥镇', cells: ['纪公庙村', '古荥村'] }];
  house = await openTaskHouse(test_, { day: '2026-10-05', towns });
  await fileEmployers(house.deps, [
    { cell: 't1c1', listedOn: '2026-10-05', collectedOn: '2026-11-05' },
    { cell: 't1c1', listedOn: '2026-10-05', collectedOn: '2026-11-20' },
    { cell: 't1c1', listedOn: '2026-10-05', collectedOn: '2026-11-23' },
  ]);
});
afterAll(() => test_.close());

test('a week is told on its first working day after it, to towns and the district, once', async () => {
  expect(await run('2026-11-23T08:35')).toEqual([]);
  expect(await run('2026-11-23T08:36')).toEqual([
    'group:d **惠济区 周报 11月16日—11月22日**|上周采集 +1 户',
    'group:d:leaders **惠济区 周报 11月16日—11月22日**|上周采集 +1 户',
    'group:t1 **古荥镇 周报 11月16日—11月22日**|上周采集 +1 户',
  ]);
  const due = (await outbox().find().sort({ _id: 1 }).toArray()).map(({ dueAt }) => dueAt);
  expect(due.slice(0, 2)).toEqual(Array(2).fill(instantAt('2026-11-23', '08:36')));
  expect([due[2]! > due[0]!, due[2]! < instantAt('2026-11-23', '08:37')]).toEqual([true, true]);
  expect(await run('2026-11-24T08:40')).toEqual([]);
});

test('a month goes on the first working day of the next, and where the two meet the week is left out', async () => {
  expect(await run('2026-12-01T08:40')).toEqual([
    'group:d **惠济区 月报 2026年11月**|11月采集 +3 户',
    'group:d:leaders **惠济区 月报 2026年11月**|11月采集 +3 户',
    'group:t1 **古荥镇 月报 2026年11月**|11月采集 +3 户',
  ]);
  const meeting = await run('2027-02-01T08:40'); // a Monday
  expect(meeting.map((line) => line.includes('月报'))).toEqual([true, true, true]);
});

test('what a stop has kept back is made up for some days, a month and a week not on one day, nothing from before', async () => {
  house = await openTaskHouse(test_, { day: '2026-10-05', towns: [{ name: '古荥镇', cells: ['纪公庙村'] }] });
  const kinds = async (at: string) => [...new Set((await run(at)).map((line) => /周报|月报/.exec(line)?.[0]))];
  expect(await kinds('2026-11-03T09:15')).toEqual([]); // the first day of the service
  await dailyDigest({ ...house.sweep, settings: DIGEST_SETTINGS, fontFolder: '' }).run(
    instantAt('2026-11-03', '09:15'),
    async () => {},
  );
  expect(await kinds('2026-11-11T09:15')).toEqual(['周报']);
  expect(await kinds('2026-11-19T09:15')).toEqual([]); // a Thursday: too late for the week
  expect(await kinds('2026-12-08T09:15')).toEqual(['月报']);
  expect(await kinds('2026-12-08T09:20')).toEqual([]);
});

describe('the same unit last twice in a row', () => {
  const many = (cell: string, listed: number, collected: number): EmployerPlan[] =>
    Array.from({ length: listed }, (_, i) => ({
      ...{ cell, listedOn: '2010-07-27' },
      ...(i < collected && { collectedOn: '2010-07-28' }),
    }));
  const supervised = async () =>
    (await house.tasks({ kind: 'supervise' })).map(({ nodeId, dueOn, title }) => `${nodeId} ${dueOn} ${title}`);
  const districtText = async () => (await outbox().findOne({ lane: 'group:d' }))?.body;

  test('is followed up once by two processes, told to it, and shown to the district', async () => {
    house = await openTaskHouse(test_);
    const cells = [...many('t1c1', 30, 20), ...many('t1c2', 30, 20), ...many('t2c1', 19, 0), ...many('t2c2', 30, 10)];
    await fileEmployers(house.deps, cells);
    await run('2010-08-09T08:40');
    expect(await supervised()).toEqual([]);
    house.at('2010-08-16', '08:40');
    await run('2010-08-16T08:40');
    // in 古荥镇 both villages stand alike; in 花园口镇 one is too small, so that none is the last
    const title = '提高采集覆盖率（连续两周排名末位）';
    expect(await supervised()).toEqual([`t2 2010-08-23 ${title}`]);
    expect(await districtText()).toMatchObject({ text: expect.stringContaining('连续两周末位，列督办：花园口镇') });
    expect(await nudgedAt(house, '2010-08-16', '10:00')).toEqual([
      expect.stringContaining(`t2群: **花园口镇** 8月16日 周一\n督办　${title}：8月23日 周一前`),
    ]);
    // still open: told again, not set again; what is reckoned anew sets nothing
    house.at('2010-08-23', '08:40');
    await run('2010-08-23T08:40');
    expect(await districtText()).toMatchObject({ text: expect.stringContaining('列督办：花园口镇') });
    expect((await supervised()).length).toBe(1);
    const tasks = test_.db.collection<Task>('tasks');
    await tasks.updateMany({}, { $set: { state: 'done' } });
    const facts = await house.run((deps) =>
      digestFacts({ ...deps, settings: DIGEST_SETTINGS }, systemScope('2010-08-16'), '2010-08-16', 'weekly'),
    );
    expect(facts.at(-1)?.facts.blocks.ranking?.lastTwice).toEqual([{ nodeId: 't2', name: '花园口镇' }]);
    expect((await supervised()).length).toBe(1);
    // last again after that was done
    house.at('2010-08-30', '08:40');
    await run('2010-08-30T08:40');
    expect((await supervised()).length).toBe(2);
  });

  test('not where the bureau does not want it, nor after a long silence', async () => {
    house = await openTaskHouse(test_);
    await fileEmployers(house.deps, [...many('t1c1', 30, 20), ...many('t2c1', 30, 10)]);
    const settings = { ...DIGEST_SETTINGS, lastTwice: { supervise: false, dueWorkdays: 5 } };
    const facts = (day: string, more = DIGEST_SETTINGS) =>
      house.run((deps) => digestFacts({ ...deps, settings: more }, systemScope(day), day, 'weekly'));
    await run('2010-08-09T08:40');
    expect((await facts('2010-08-16', settings)).at(-1)?.facts.blocks.ranking?.lastTwice).toBeUndefined();
    expect((await facts('2010-08-16')).at(-1)?.facts.blocks.ranking?.lastTwice).toEqual([
      { nodeId: 't2', name: '花园口镇' },
    ]);
    expect((await facts('2010-08-30')).at(-1)?.facts.blocks.ranking?.lastTwice).toBeUndefined();
  });
});
