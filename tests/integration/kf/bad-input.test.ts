/** Odd things that workers send: each gets a clear answer, and nobody sees what belongs to another. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { addKnownEmployers } from '../../../src/domain/employers/index.js';
import { makeGridReader } from '../../../src/domain/grid/index.js';
import { systemScope } from '../../../src/domain/rights/index.js';
import { instantAt } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { type House, KEYS, openHouse } from '../../support/house.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { loadPlayedDistrict } from '../../support/played-district.js';

const TODAY = '2026-11-23';
const SAME_NAME = 40;

let database: TestDatabase;
let house: House | undefined;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await loadPlayedDistrict({ db, keys: KEYS, newId });
  const rows = Array.from({ length: SAME_NAME }, (_, i) => ({
    cellId: 'v21',
    employer: {
      unitKind: 'unlicensed' as const,
      name: `好味道快餐${i + 1}店`,
      industry: 'H' as const,
      status: 'normal' as const,
      road: '石桥路',
      houseNo: `${i + 1}号`,
      workAddress: `石桥路${i + 1}号`,
    },
  }));
  await inTransaction({ db, newId, clock: () => instantAt(TODAY, '09:00') }, (tx) =>
    addKnownEmployers({ tx, grid: makeGridReader(), keys: KEYS }, systemScope(TODAY), rows),
  );
});
afterEach(async () => {
  await house?.close();
  house = undefined;
});
afterAll(() => database.close());

const opened = () => openHouse({ database, startAt: instantAt(TODAY, '10:00') });

/** The last thing that was answered. */
async function say(from: string, ...words: string[]): Promise<string> {
  let answer = '';
  for (const text of words) {
    house?.clock.advance(10_000);
    const { from: to } = (await house?.sandbox.send({ from, text })) ?? { from };
    await house?.sent();
    answer = (await house?.sandbox.messages({ to, limit: '1000' }))?.at(-1)?.text ?? '';
  }
  return answer;
}

test('a name that forty employers have: none is offered, the place decides', async () => {
  house = await opened();
  const answer = await say('小李', '拖欠工资', '1', '9月', '3000 1', '好味道快餐，石桥路，王老板');
  expect(answer).toContain(`叫这个名字的单位有 ${SAME_NAME} 家`);
  expect(answer).toContain('有证据就拍照发来');
  await say('小李', '没有', '甄有为 19900001234');
  const [matter] = await database.db.collection('matters').find().toArray();
  expect(matter).toMatchObject({ cellId: 'v21', employerName: '好味道快餐' });
  expect(matter?.employerId).toBeUndefined();
});
