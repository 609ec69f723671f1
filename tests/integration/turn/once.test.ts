/** Two services on one database: what the platform delivers often happens once, in order, and is answered the same. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { newId } from '../../../src/lib/ids.js';
import { type House, KEYS, openHouse } from '../../support/house.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { openMongoGate } from '../../support/mongo-gate.js';
import { loadPlayedDistrict } from '../../support/played-district.js';

const MORNING = new Date('2026-11-23T10:00:00+08:00');
const WHO = 'co-jigongmiao-1';
const OTHERS = ['co-guxing-1', 'co-huayuankou-1', 'insp-guxing-1', 'guxing-leader', 'centre-1'];

let database: TestDatabase;
let house: House | undefined;

beforeEach(async () => {
  database = await openTestDatabase();
  await loadPlayedDistrict({ db: database.db, keys: KEYS, newId });
});
afterEach(async () => {
  await house?.close();
  house = undefined;
  await database.close();
});

const say = (from: string, text: string, more: object = {}) => ({ from, text, ...more });
const count = (collection: string, filter = {}) => database.db.collection(collection).countDocuments(filter);

test('every message delivered five times at once to two services takes effect once', async () => {
  house = await openHouse({ database, startAt: MORNING, services: 2 });
  const visits = await count('visits');
  const answers = ['拒绝配合', '示例铁锅炖', '个体', '纪公庙路', '没有', '老板不在，不让看', '跳过', '提交'];
  for (const text of answers) {
    const { delivered, errors, attempts } = await house.sandbox.send(
      say(WHO, text, { duplicates: 4, concurrent: true }),
    );
    expect({ delivered, errors }).toEqual({ delivered: true, errors: [] });
    expect(attempts.length).toBeGreaterThanOrEqual(1);
  }
  await house.settled();
  expect(await count('visits')).toBe(visits + 1);
  expect(await count('employers', { name: '示例铁锅炖', refusals: 1 })).toBe(1);
  expect(await count('inbox', { sender: WHO })).toBe(answers.length);
  const notices = await house.sandbox.messages({ to: '古荥镇两网化工作群' });
  expect(notices.filter(({ text }) => text.includes('示例铁锅炖'))).toHaveLength(1);
});

test('a repeated delivery gets the same answer, from the other service too', async () => {
  house = await openHouse({ database, startAt: MORNING, services: 2 });
  await house.sandbox.send(say(WHO, '我的网格', { duplicates: 3 }));
  const replies = (await house.sandbox.messages({ to: WHO })).filter(({ via }) => via === 'passive');
  expect(replies.length).toBeGreaterThan(0);
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  expect(await count('inbox', { sender: WHO })).toBe(1);
});

test('ten messages of a person at once, and of others: each is answered, none in the middle of another', async () => {
  house = await openHouse({ database, startAt: MORNING, services: 2 });
  const messages = [
    ...Array.from({ length: 10 }, () => say(WHO, '我的网格')),
    ...OTHERS.map((who) => say(who, '我的信息')),
  ];
  const { results } = await house.sandbox.post<{ results: { delivered: boolean; errors: string[]; reply: string }[] }>(
    'send',
    {
      messages,
      concurrent: true,
    },
  );
  expect(results.map(({ delivered, errors }) => ({ delivered, errors }))).toEqual(
    messages.map(() => ({ delivered: true, errors: [] })),
  );
  for (const { reply } of results.slice(0, 10)) expect(reply).toContain('纪公庙村');
  for (const [i, who] of OTHERS.entries()) expect(results[10 + i]?.reply).toContain(who);
  expect(await count('inbox')).toBe(messages.length);
});

test('MongoDB is away: 500, nothing half done; when it is back the next delivery is answered', async () => {
  const gate = await openMongoGate(database.uri);
  const connection = await mongoose.createConnection(gate.uri, { serverSelectionTimeoutMS: 300 }).asPromise();
  try {
    house = await openHouse({ database, startAt: MORNING, connection });
    expect((await fetch(`${house.services[0]?.url}/readyz`)).status).toBe(200);
    gate.shut();
    const away = await house.sandbox.send(say(WHO, '我的网格'));
    expect(away.delivered).toBe(false);
    expect(away.attempts.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
    expect((await fetch(`${house.services[0]?.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${house.services[0]?.url}/healthz`)).status).toBe(200);
    expect(await count('inbox')).toBe(0);
    expect(await count('sessions')).toBe(0);
    gate.open();
    const back = await house.sandbox.send(say(WHO, '我的网格'));
    expect(back.delivered).toBe(true);
    expect(back.reply).toContain('纪公庙村');
    expect(await count('inbox')).toBe(1);
  } finally {
    await house?.close();
    house = undefined;
    await connection.close();
    await gate.close();
  }
});
