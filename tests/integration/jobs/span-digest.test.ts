import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../../schemas/outbox.js';
import { DIGEST_SETTINGS } from '../../../src/domain/digests/index.js';
import { spanDigest } from '../../../src/jobs/span-digest.js';
import { instantAt } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { makeLog } from '../../../src/lib/log.js';
import { DEFAULT_QUIET_HOURS } from '../../../src/lib/quiet-hours.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import { drawDistrict, fileEmployers } from '../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let test_: TestDatabase;
let run: (at: string) => Promise<string[]>;
beforeAll(async () => {
  test_ = await openTestDatabase();
  const transactions = { db: test_.db, clock: () => instantAt('2026-10-05'), newId };
  const grid = await drawDistrict(transactions, [{ name: '古荥镇', cells: ['纪公庙村', '古荥村'] }]);
  const sweep = spanDigest({
    db: test_.db,
    newId,
    grid,
    calendar: makeCalendar([]),
    settings: DIGEST_SETTINGS,
    quietHours: DEFAULT_QUIET_HOURS,
    log: makeLog('silent'),
    fontFolder: '',
  });
  await fileEmployers(transactions, [
    { cell: 't1c1', listedOn: '2026-10-05', collectedOn: '2026-11-05' },
    { cell: 't1c1', listedOn: '2026-10-05', collectedOn: '2026-11-20' },
    { cell: 't1c1', listedOn: '2026-10-05', collectedOn: '2026-11-23' },
  ]);
  const outbox = test_.db.collection<OutboxRow>('outbox');
  run = async (at) => {
    await outbox.deleteMany({});
    const now = new Date(`${at}:00+08:00`);
    await sweep.run(now, async () => {});
    await sweep.run(now, async () => {});
    const rows = await outbox.find().sort({ _id: 1 }).toArray();
    return rows.map(({ lane, body }) => `${lane} ${'text' in body ? body.text.split('\n').slice(0, 2).join('|') : ''}`);
  };
});
afterAll(() => test_.close());

test('a week is told on its first working day after it, to towns and the district, once', async () => {
  expect(await run('2026-11-23T08:39')).toEqual([]);
  expect(await run('2026-11-23T08:40')).toEqual([
    'group:t1 **古荥镇 周报 11月16日—11月22日**|上周采集 +1 户',
    'group:d **惠济区 周报 11月16日—11月22日**|上周采集 +1 户',
    'group:d:leaders **惠济区 周报 11月16日—11月22日**|上周采集 +1 户',
  ]);
  expect(await run('2026-11-24T08:40')).toEqual([]);
});

test('a month goes on the first working day of the next, and where the two meet the week is left out', async () => {
  expect(await run('2026-12-01T08:40')).toEqual([
    'group:t1 **古荥镇 月报 2026年11月**|11月采集 +3 户',
    'group:d **惠济区 月报 2026年11月**|11月采集 +3 户',
    'group:d:leaders **惠济区 月报 2026年11月**|11月采集 +3 户',
  ]);
  const meeting = await run('2027-02-01T08:40'); // a Monday
  expect(meeting.map((line) => line.includes('月报'))).toEqual([true, true, true]);
});
