/** What a worker says of himself rests nowhere in clear and reaches no group, whatever he does with it. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../../src/lib/ids.js';
import { type House, KEYS, openHouse } from '../../support/house.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { loadPlayedDistrict } from '../../support/played-district.js';

const WHO = '小李';
/** The customer's id at the platform (played-district.ts), and what he tells. */
const SECRETS = ['wmPLAYED00000001', '欧阳见闻', '19900007788', '41010819900101001X', '赵扒皮', '昨夜没睡'];

let database: TestDatabase;
let house: House | undefined;

beforeAll(async () => {
  database = await openTestDatabase();
  await loadPlayedDistrict({ db: database.db, keys: KEYS, newId });
});
afterEach(async () => {
  await house?.close();
  house = undefined;
});
afterAll(() => database.close());

async function say(words: readonly string[]): Promise<void> {
  for (const text of words) {
    house?.clock.advance(10_000);
    await house?.sandbox.send({ from: WHO, text });
    await house?.sent();
  }
}

/** Everything in the database, collection by collection. */
async function stored(): Promise<string[]> {
  const names = await database.db.listCollections({}, { nameOnly: true }).toArray();
  return Promise.all(
    names.map(async ({ name }) => `${name} ${JSON.stringify(await database.db.collection(name).find().toArray())}`),
  );
}

test('a complaint, an answer that does not fit, an addition, a question, a rest of a form', async () => {
  house = await openHouse({ database, startAt: new Date('2026-11-23T10:00:00+08:00') });
  await say([
    '我叫欧阳见闻，电话19900007788，身份证41010819900101001X，在样例惠民快餐店干活，纪公庙路12号，9月的工资没发，欠我3000元，就我1个人，昨夜没睡',
    '是我自己的',
    '赵扒皮',
    '1',
    '没有',
    '查进展',
    '存了我的什么',
    '补充',
    '赵扒皮又骂人，昨夜没睡，我的电话 199 0000 7788',
    '没有',
    '新的事',
    '2',
    '欧阳见闻 19900007788',
  ]);
  const matters = await database.db.collection('matters').find().toArray();
  expect(matters).toHaveLength(1);
  const rows = await stored();
  for (const secret of SECRETS)
    expect(rows.filter((row) => row.includes(secret)).map((row) => row.split(' ', 1)[0])).toEqual([]);
  const heard = await house.sandbox.messages({ limit: '10000' });
  const elsewhere = heard.filter(({ to }) => to !== 'wmPLAYED00000001').map(({ text }) => text);
  for (const secret of SECRETS) expect(elsewhere.filter((text) => text.includes(secret))).toEqual([]);
  expect(JSON.stringify(house.logged)).not.toMatch(new RegExp(SECRETS.join('|')));
}, 60_000);
