/** The nightly job: clocks follow the calendar, and what was kept long enough goes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keepMatters } from '../../../src/jobs/keep-matters.js';
import { instantAt } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { makeLog } from '../../../src/lib/log.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import { type District, openDistrict } from '../../support/matter-district.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let database: TestDatabase;
let district: District;

beforeAll(async () => {
  database = await openTestDatabase();
  district = await openDistrict(database, '2026-03-02');
});
afterAll(() => database.close());

const log = makeLog('silent', { write: () => {} });
const alive = async () => {};

test('reckons running clocks anew and removes persons and texts when their time is over', async () => {
  const { matterId } = await district.receive();
  const ended = await district.receive({ content: { categories: ['M8'], facts: '想学电焊', employerName: '某校' } });
  await district.act('ann', { matterId: ended.matterId, action: 'guide', track: 'arbitration' });
  const strike = makeCalendar([
    { year: 2026, confirmed: true, holidays: [{ name: '临时放假', off: ['2026-03-05', '2026-03-09'] }] },
  ]);
  const job = keepMatters({ db: database.db, newId, log, matters: { ...district.house, calendar: strike } });
  await job.run(instantAt('2026-03-03', '02:40'), alive);
  await job.run(instantAt('2026-03-03', '02:40'), alive);
  const events = database.db.collection('matter_events');
  expect(await events.countDocuments({ matterId, action: 'recompute' })).toBe(1);
  expect(await database.db.collection('matter_identities').countDocuments({ matterId: ended.matterId })).toBe(1);

  await job.run(instantAt('2029-03-03', '02:40'), alive);
  expect(await database.db.collection('matter_identities').countDocuments({ matterId: ended.matterId })).toBe(0);
  expect(await database.db.collection('matter_identities').countDocuments({ matterId })).toBe(1);
  expect(await district.matter(ended.matterId)).toMatchObject({ strippedOn: '2029-03-03', state: 'guided' });
});
