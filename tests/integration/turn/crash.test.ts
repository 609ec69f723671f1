/** The process is killed at each step of a message's way. Nothing is lost and nothing happens twice. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../support/house.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { openStage, type Stage } from './stage.js';

const TOWN_GROUP = '古荥镇两网化工作群';
const WHO = 'co-jigongmiao-1';
const FIRST_FILE_NO = 4;
/** A webhook tells nobody what it has sent. */
const SENT_UNKNOWN = 'before it knows the notice is sent';

let database: TestDatabase;
let stage: Stage;

beforeAll(async () => {
  database = await openTestDatabase();
  stage = await openStage(database, new Date('2026-11-23T10:00:00+08:00'), 1);
});
afterAll(async () => {
  await stage.close();
  await database.close();
});

type Arm = (stage: Stage, kill: () => Promise<never>) => void;

const callback = (path: string) => path.endsWith('/wecom/callback');
const toGroup = (path: string) => path.endsWith('/webhook/send');

const STEPS: [string, string, Arm][] = [
  [
    '示例铁锅炖',
    'before the message is taken',
    (s, kill) => (s.callbacks.onRequest = (path) => (callback(path) ? kill() : undefined)),
  ],
  [
    '演示洗车行',
    'before the commit',
    (s, kill) => (s.mongo.onCommand = (name) => (name === 'commitTransaction' ? kill() : undefined)),
  ],
  [
    '样例粮油店',
    'after the commit',
    (s, kill) => (s.mongo.onAnswer = (name) => (name === 'commitTransaction' ? kill() : undefined)),
  ],
  [
    '示例豆腐坊',
    'before the answer is out',
    (s, kill) => (s.callbacks.onAnswer = (path) => (callback(path) ? kill() : undefined)),
  ],
  [
    '演示五金铺',
    'before the notice is sent',
    (s, kill) => (s.api.onRequest = (path) => (toGroup(path) ? kill() : undefined)),
  ],
  ['样例花鸟店', SENT_UNKNOWN, (s, kill) => (s.api.onAnswer = (path) => (toGroup(path) ? kill() : undefined))],
];

test.each(STEPS)('%s: killed %s', async (shop, step, arm) => {
  const fileNo = `41010810120300000${FIRST_FILE_NO + STEPS.findIndex(([name]) => name === shop)}`;
  for (const text of ['拒绝配合', shop, '个体', '纪公庙路', '没有', '老板不在，不让看', '跳过']) {
    const { delivered, errors } = await stage.sandbox.send({ from: WHO, text });
    expect({ text, delivered, errors }).toEqual({ text, delivered: true, errors: [] });
  }
  let back: Promise<void> | undefined;
  arm(stage, async () => {
    disarm(stage);
    const dead = stage.killAll();
    back = dead.then(() => stage.restart());
    await dead;
    throw new Error('killed');
  });
  const { delivered } = await stage.sandbox.send({ from: WHO, text: '提交' });
  expect(delivered).toBe(true);
  await until(async () => back !== undefined);
  await back;
  await stage.comeToRest();

  const employers = await database.db.collection('employers').find({ name: shop }).toArray();
  expect(employers).toMatchObject([{ refusals: 1, fileNo }]);
  expect(await database.db.collection('visits').countDocuments({ employerId: employers[0]?._id })).toBe(1);
  expect(await database.db.collection('inbox').countDocuments({ state: 'failed' })).toBe(0);
  // what was on its way when the process died is said again: at least once, at most twice
  const said = await stage.sandbox.messages({ to: WHO });
  const answers = said.filter(({ text }) => text.includes(`✓ 已记下，档案号 ${fileNo}`));
  expect([1, 2]).toContain(answers.length);
  const notices = (await stage.sandbox.messages({ to: TOWN_GROUP })).filter(({ text }) => text.includes(shop));
  expect(step === SENT_UNKNOWN ? [1, 2] : [1]).toContain(notices.length);
  const next = await stage.sandbox.send({ from: WHO, text: '我的网格' });
  expect(next.reply).toContain('纪公庙村');
});

function disarm({ callbacks, mongo, api }: Stage): void {
  for (const gate of [callbacks, api]) {
    gate.onRequest = () => undefined;
    gate.onAnswer = () => undefined;
  }
  mongo.onCommand = () => undefined;
  mongo.onAnswer = () => undefined;
}
