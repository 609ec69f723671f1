import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../../schemas/outbox.js';
import { DIGEST_SETTINGS } from '../../../src/domain/digests/index.js';
import type { SweepDeps } from '../../../src/jobs/deps.js';
import { nudgeSilentCells } from '../../../src/jobs/nudge-silent-cells.js';
import { instantAt } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { makeLog } from '../../../src/lib/log.js';
import { DEFAULT_QUIET_HOURS } from '../../../src/lib/quiet-hours.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import type { TransactionDeps } from '../../../src/models/transaction.js';
import { drawDistrict, type EmployerPlan, fileEmployers } from '../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const TOWNS = [
  { name: '古荥镇', cells: ['纪公庙村', '古荥村', '马村'] },
  { name: '花园口镇', cells: ['花园口村'] },
];
let test_: TestDatabase;
let transactions: TransactionDeps;
let deps: SweepDeps;
beforeAll(async () => {
  test_ = await openTestDatabase();
  transactions = { db: test_.db, clock: () => instantAt('2026-11-02'), newId };
});
afterAll(() => test_.close());
beforeEach(() => district());

async function district(without: readonly string[] = []): Promise<void> {
  for (const { name } of await test_.db.listCollections().toArray()) await test_.db.collection(name).deleteMany({});
  deps = {
    db: test_.db,
    newId,
    grid: await drawDistrict(transactions, TOWNS, { without }),
    calendar: makeCalendar([]),
    settings: DIGEST_SETTINGS,
    quietHours: DEFAULT_QUIET_HOURS,
    log: makeLog('silent'),
    fontFolder: '',
  };
  const reports: EmployerPlan[] = [
    { cell: 't1c1', listedOn: '2026-11-02', collectedOn: '2026-11-13' },
    { cell: 't1c1', listedOn: '2026-11-02' },
    { cell: 't1c2', listedOn: '2026-11-02', collectedOn: '2026-11-20' },
    { cell: 't1c2', listedOn: '2026-11-02' },
    { cell: 't1c3', listedOn: '2026-11-02', collectedOn: '2026-11-17' },
    { cell: 't1c3', listedOn: '2026-11-02' },
    { cell: 't2c1', listedOn: '2026-11-02', collectedOn: '2026-11-20' },
    { cell: 't2c1', listedOn: '2026-11-02' },
  ];
  await fileEmployers(transactions, reports);
}

const run = (now: string) => nudgeSilentCells(deps).run(new Date(`${now}:00+08:00`), async () => {});
const sent = async () => {
  const rows = await test_.db.collection<OutboxRow>('outbox').find().sort({ _id: 1 }).toArray();
  return rows.map(({ lane, body }) => `${lane} ${'text' in body ? body.text : body.kind}`);
};

test('a town is told once, by unit, about the cells that are silent', async () => {
  await Promise.all([run('2026-11-23T09:00'), run('2026-11-23T09:00')]);
  await run('2026-11-23T09:05');
  expect(await sent()).toEqual([
    `group:t1 **古荥镇**：1/3 个村社区已有 5 个工作日没有上报
纪公庙村：上次 11月13日 周五，还差 1 户
请安排一次走访；在单聊里发“上报单位”采集，发“未采集清单”看还差哪些。`,
  ]);
});

test('a cell is named again only after five working days, others when their time comes', async () => {
  for (const day of ['23', '24', '25', '26', '27', '30']) await run(`2026-11-${day}T09:00`);
  const named = (await sent()).map((text) => text.match(/(纪公庙村|马村|古荥村|花园口村)(?=：)/g));
  expect(named).toEqual([
    ['纪公庙村'], // the 23rd
    ['马村'], // the 25th: its fifth working day was the 24th
    ['纪公庙村', '古荥村'], // the 30th
    ['花园口村'],
  ]);
});

test('who reports is not named any more', async () => {
  await fileEmployers(transactions, [{ cell: 't1c1', listedOn: '2026-11-02', collectedOn: '2026-11-20' }], 'new');
  await run('2026-11-23T09:00');
  expect(await sent()).toEqual([]);
});

test.each([
  ['before the time', '2026-11-23T08:59'],
  ['on a Saturday', '2026-11-28T09:00'],
  ['in quiet hours', '2026-11-23T20:10'],
])('nobody is nudged %s', async (_what, now) => {
  await run(now);
  expect(await sent()).toEqual([]);
});

test('a town without a group is told in the group above; without any, nobody is', async () => {
  await district(['t1']);
  await run('2026-11-23T10:00');
  expect((await sent()).map((text) => text.slice(0, 15))).toEqual(['group:d **古荥镇**']);
  await district(['t1', 'd']);
  await run('2026-11-23T10:00');
  expect(await sent()).toEqual([]);
});
