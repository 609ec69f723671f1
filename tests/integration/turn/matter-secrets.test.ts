/** Who complains at the counter is known to whoever takes it down and to the handler who asks; nothing rests in clear. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../../src/lib/ids.js';
import { type House, KEYS, openHouse } from '../../support/house.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { loadPlayedDistrict } from '../../support/played-district.js';

const HANDLER = 'insp-guxing-1';
const PERSONS = [
  { name: '甄有福', phone: '13800138000', idNumber: '410108199001010010' },
  { name: '欧阳佑安', phone: '13900139000', idNumber: '410108199202020020' },
];

let database: TestDatabase;
let house: House;

beforeAll(async () => {
  database = await openTestDatabase();
  await loadPlayedDistrict({ db: database.db, keys: KEYS, newId });
  house = await openHouse({ database, startAt: new Date('2026-11-23T10:00:00+08:00') });
});
afterAll(async () => {
  await house.close();
  await database.close();
});

async function say(from: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    house.clock.advance(10_000);
    const { errors } = await house.sandbox.send({ from, text });
    expect(errors).toEqual([]);
    await house.sent();
  }
}

test('names, telephones and numbers of persons stand in no record, group or log', async () => {
  for (const { name, phone, idNumber } of PERSONS) {
    const story = `我是${name}，电话${phone}，老板三个月没发工资`;
    await say(HANDLER, '登记投诉', '是', '窗口', name, phone, idNumber, story, '对', '样例早点摊', '1', '跳过', '跳过');
    await say(HANDLER, '3000', '跳过', '1', '是', '没有', '跳过', '跳过', '提交');
  }
  const matters = await database.db.collection<{ _id: string; receiptNo: string }>('matters').find().toArray();
  expect(matters).toHaveLength(PERSONS.length);
  for (const { receiptNo } of matters)
    await say(HANDLER, '案件', receiptNo, '看当事人', '联系当事人', '姓名、手机、身份证号');
  const heard = await house.sandbox.messages({ to: HANDLER, limit: '1000' });
  const groups = (await house.sandbox.messages({ limit: '10000' })).filter(
    ({ to }) => to.includes('群') || to.startsWith('hook'),
  );
  const kept: string[] = [];
  for (const { name } of await database.db.listCollections().toArray())
    kept.push(JSON.stringify(await database.db.collection(name).find().toArray()));
  for (const { name, phone, idNumber } of PERSONS) {
    // the handler was told, so the search looks for what was really there
    expect(heard.map(({ text }) => text).join('\n')).toContain(`姓名 ${name}，手机 ${phone}，身份证号 ${idNumber}`);
    for (const secret of [name, phone, idNumber]) {
      expect(kept.filter((text) => text.includes(secret)).map((text) => text.slice(0, 200))).toEqual([]);
      expect(groups.filter(({ text }) => text.includes(secret))).toEqual([]);
      expect(JSON.stringify(house.logged)).not.toContain(secret);
    }
  }
});
