/** Customer service end to end: the sandbox on one side, MongoDB on the other. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { KfCustomer, KfMessage } from '../../../schemas/kf.js';
import type { InboundMessage, OutboundMessage } from '../../../schemas/message.js';
import type { OutboxRow } from '../../../schemas/outbox.js';
import { newId } from '../../../src/lib/ids.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { enqueue } from '../../../src/outbox/index.js';
import { answer, type KfService, startKfService } from '../../support/kf-service.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { CREDENTIALS, DIRECTORY, openSandbox, type World } from '../sandbox/tiny-bot.js';

const ACCOUNT = 'wkSAMPLE1';
const CHEN = 'wmSAMPLEchen';
const KF = {
  accounts: [{ openKfId: ACCOUNT, name: '惠济劳动监察' }],
  servicers: ['Li', 'wang'],
  customers: [{ externalUserId: CHEN, nickname: '陈样例' }],
};
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

let database: TestDatabase;
let world: World;
let service: KfService;
let heard: InboundMessage[];
let play: (message: InboundMessage) => readonly OutboundMessage[];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const { name } of await database.db.listCollections().toArray())
    await database.db.collection(name).deleteMany({});
  heard = [];
  play = (message) => [answer(message, '收到')];
  service = await startKfService({
    db: database.db,
    credentials: CREDENTIALS,
    clock: () => world.sandbox.clock.now(),
    async play(_tx, message) {
      heard.push(message);
      return play(message);
    },
    files: new Map([['f1', { bytes: PNG, name: '告知.png', contentType: 'image/png' }]]),
  });
  world = await openSandbox({
    directory: { ...structuredClone(DIRECTORY), kf: structuredClone(KF) },
    botCallbackUrl: service.url,
  });
  service.connect(world.base);
});
afterEach(async () => {
  await service.close();
  await world.close();
});

const say = (fields: object) => world.call('/sandbox/send', { from: CHEN, ...fields });
const faults = (...rules: object[]) => world.call('/sandbox/faults', rules);
const advance = (step: string) => world.call('/sandbox/clock', { advance: step });
const servicer = (fields: object) => world.call('/sandbox/kf', { servicer: 'Li', customer: CHEN, ...fields });
const sessions = async () =>
  ((await world.call('/sandbox/kf')).sessions as { state: number; servicer?: string }[]).map((s) => [
    s.state,
    s.servicer,
  ]);
/** What the customer reads, without the lines that nobody wrote. */
const read = async () =>
  (await world.list(`/sandbox/messages?to=${CHEN}&via=kf`))
    .filter((m) => m.msgtype !== 'event' && m.dropped === undefined && m.from === 'bot')
    .map((m) => m.text);
const texts = () => heard.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []));
const outbox = () => database.db.collection<OutboxRow>('outbox');
const customers = () => database.db.collection<KfCustomer>('kf_customers').find().toArray();
const messages = () => database.db.collection<KfMessage>('kf_messages').find().sort({ place: 1 }).toArray();
const customerId = async () => (await customers())[0]!._id;
async function tell(words: string, more: Partial<OutboundMessage> = {}) {
  const target = { kind: 'customer' as const, customerId: await customerId() };
  const deps = { db: database.db, clock: () => world.sandbox.clock.now(), newId };
  await inTransaction(deps, async (tx) =>
    enqueue(tx, [{ target, body: { kind: 'text', text: words }, effectKey: words, ...more }]),
  );
  await service.relay.tick();
}
const calls = async (call: string) => world.list(`/sandbox/calls?call=${call}&limit=500`);

describe('reading', () => {
  test('every message is handled once and answered, whatever it is', async () => {
    await say({
      messages: [
        { text: '老板拖欠工资' },
        { image: 'sample' },
        { voice: true },
        { video: true },
        { file: { name: '欠条.pdf' } },
        { location: { lat: 34.9, lng: 113.6, label: '某工地' } },
        { link: { title: '公告', url: 'https://example.com/' } },
      ],
    });
    await service.settle();
    expect(heard.map((m) => m.body)).toEqual([
      { kind: 'text', text: '老板拖欠工资' },
      { kind: 'image', mediaId: expect.any(String) },
      { kind: 'voice', mediaId: expect.any(String), format: 'amr' },
      { kind: 'video', mediaId: expect.any(String) },
      { kind: 'file', mediaId: expect.any(String) },
      { kind: 'location', lat: 34.9, lng: 113.6, label: '某工地', poi: '某工地' },
      { kind: 'link', title: '公告', description: '', url: 'https://example.com/' },
    ]);
    expect(new Set(heard.map((m) => m.sender))).toEqual(new Set([await customerId()]));
    expect(heard[0]).toMatchObject({
      channel: 'kf',
      account: ACCOUNT,
      key: expect.stringMatching(`^k:${ACCOUNT}:kfm`),
    });
    expect(await sessions()).toEqual([[1, undefined]]);
    expect((await read()).join('\n\n').split('\n\n')).toEqual(Array(7).fill('收到'));
    await service.settle();
    expect(heard).toHaveLength(7);
  });

  test('nudges of a busy minute become few readings, with the newest token', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, i) => say({ text: `${i}` })));
    await service.settle();
    expect(texts()).toHaveLength(30);
    const syncs = await calls('kf/sync_msg');
    expect(syncs.length).toBeLessThan(30);
    expect(syncs.every((c) => c.errcode === 0)).toBe(true);
  });

  test('replays of three days, empty pages and bad tokens change nothing', async () => {
    await say({ text: '1' });
    await service.settle();
    await faults(
      { call: 'kf/sync_msg', times: 1, emptyPage: true },
      { call: 'kf/sync_msg', times: 1, emptyPage: true },
      { call: 'kf/sync_msg', times: 1, replay: true },
      { call: 'kf/sync_msg', times: 1, errcode: 95007 },
    );
    await say({ text: '2' });
    await service.settle();
    await say({ text: '3' });
    await service.settle();
    expect(texts()).toEqual(['1', '2', '3']);
    expect((await calls('kf/sync_msg')).filter((c) => c.errcode === 95007)).toHaveLength(1);
    expect(await read()).toHaveLength(3);
  });

  test('what was said before the service ever listened is kept and not answered', async () => {
    await faults({ call: 'callback', lost: true });
    await say({ text: '昨天的事' });
    await advance('11m');
    await say({ text: '刚才的事' });
    await service.settle();
    expect(texts()).toEqual(['刚才的事']);
    expect((await messages()).map((m) => m.state)).toEqual(['history', 'handled']);
  });

  test('a lost nudge is made up for by reading every few minutes', async () => {
    await say({ text: '1' });
    await service.settle();
    await faults({ call: 'callback', lost: true });
    await say({ text: '2' });
    await service.settle();
    expect(texts()).toEqual(['1']);
    await advance('3m');
    await service.settle();
    expect(texts()).toEqual(['1', '2']);
  });

  test('a cursor that the platform refuses: alert, three days again, nothing twice', async () => {
    await say({ text: '1' });
    await service.settle();
    await database.db.collection('kf_cursors').updateMany({}, { $set: { cursor: 'KCfalse' } });
    await say({ text: '2' });
    await service.settle();
    expect(service.alerts).toContain('bad_cursor');
    await advance('1m');
    await service.settle();
    expect(texts()).toEqual(['1', '2']);
    expect((await messages()).map((m) => m.state)).toEqual(['handled', 'handled']);
  });

  test('a message that fails stays and is tried again; the others go on, each customer in order', async () => {
    let broken = true;
    play = (message) => {
      if (broken && message.body.kind === 'text' && message.body.text === '坏') throw new Error('a bug');
      return [answer(message, '好')];
    };
    await say({ messages: [{ text: '坏' }, { text: '后来' }] });
    await world.call('/sandbox/send', { from: 'wmOTHER', text: '别人' });
    await service.settle();
    expect(new Set(texts())).toEqual(new Set(['坏', '别人']));
    broken = false;
    heard = [];
    await advance('1m');
    await service.settle();
    expect(texts()).toEqual(['坏', '后来']);
  });

  test('what has been taken is handled although the next page does not come, and pauses do not grow meanwhile', async () => {
    await faults({ call: 'callback', lost: true });
    await Promise.all(Array.from({ length: 120 }, (_, i) => say({ text: `${i}` })));
    const failures = async () => (await database.db.collection('kf_cursors').findOne({}))?.failures;
    await faults({ call: 'kf/sync_msg', times: 1, errcode: -1 });
    await service.settle();
    expect([texts().length, await failures()]).toEqual([0, 1]);
    await advance('3m');
    // the first page comes, the second does not
    await faults({ call: 'kf/sync_msg', times: 1, answer: {} }, { call: 'kf/sync_msg', times: 1, errcode: -1 });
    await service.settle();
    expect([texts().length, await failures()]).toEqual([100, 1]);
    await advance('3m');
    await service.settle();
    expect([new Set(texts()).size, await failures()]).toEqual([120, 0]);
    // nor while the platform says again what is known, page by page
    for (const _ of [1, 2]) {
      await faults({ call: 'kf/sync_msg', times: 1, replay: true }, { call: 'kf/sync_msg', times: 1, errcode: -1 });
      await advance('4m');
      await service.settle();
      expect([new Set(texts()).size, await failures()]).toEqual([120, 1]);
    }
  });

  test('two services read side by side and handle everything once, in order', async () => {
    const second = await startKfService({
      db: database.db,
      base: world.base,
      credentials: CREDENTIALS,
      clock: () => world.sandbox.clock.now(),
      async play(_tx, message) {
        heard.push(message);
        return [];
      },
    });
    try {
      for (let i = 0; i < 10; i++) {
        await Promise.all([say({ text: `${i}` }), second.channel.poll(), service.channel.poll()]);
      }
      await Promise.all([service.settle(), second.settle()]);
      await service.settle();
      const inOrder = texts().filter((text, i, all) => all.indexOf(text) === i);
      expect(inOrder).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`));
      expect(await database.db.collection('inbox').countDocuments()).toBe(10);
    } finally {
      await second.close();
    }
  });

  test('no platform id and no word of a customer rests in clear', async () => {
    await say({ text: '我叫陈样例，身份证 410108199001011234' });
    await service.settle();
    const stored: string[] = [];
    for (const { name } of await database.db.listCollections().toArray())
      for (const row of await database.db.collection(name).find().toArray()) stored.push(JSON.stringify(row));
    expect(
      stored.filter((row) => row.includes(CHEN) || row.includes('410108199001011234') || row.includes('陈样例')),
    ).toEqual([]);
  });
});

describe('sending', () => {
  test('a menu: the tap comes back as the choice, also from an old menu', async () => {
    play = (message) =>
      message.body.kind === 'text' && message.body.picked === undefined
        ? [
            answer(message, '', {
              body: {
                kind: 'question',
                text: '请选择您要反映的问题：',
                taskId: `${message.key.slice(-8)}@kind@1`,
                choices: [
                  { id: 'arrears', label: '拖欠工资' },
                  { id: '未签合同', label: '未签合同' },
                ],
              },
            }),
          ]
        : [answer(message, '记下了')];
    await say({ text: '你好' });
    await service.settle();
    expect(await read()).toEqual(['请选择您要反映的问题：\n1 拖欠工资\n2 未签合同']);
    await advance('1d');
    await say({ menu: '未签合同' });
    await service.settle();
    expect(heard.at(-1)?.body).toEqual({
      kind: 'text',
      text: '2 未签合同',
      picked: { taskId: `${heard[0]!.key.slice(-8)}@kind@1`, choiceId: '未签合同' },
    });
    expect((await read()).at(-1)).toBe('记下了');
  });

  test('the budget: three ordinary ones, two more for receipts, the rest when the customer writes again', async () => {
    play = () => [];
    await say({ text: '1' });
    await service.settle();
    for (const words of ['a', 'b', 'c', 'd', 'e']) await tell(words);
    await tell('编号 HJ1', { important: true });
    await tell('编号 HJ2', { important: true });
    await tell('编号 HJ3', { important: true });
    expect(await read()).toEqual(['a', 'b', 'c', '编号 HJ1', '编号 HJ2']);
    expect(await outbox().countDocuments({ state: 'held' })).toBe(3);
    play = (message) => [answer(message, '答')];
    await advance('2s');
    await say({ text: '2' });
    await service.settle();
    expect((await read()).slice(5)).toEqual(['编号 HJ3', 'd\n\ne\n\n答']);
    expect((await calls('kf/send_msg')).filter((c) => c.errcode !== 0)).toEqual([]);
    expect(service.relayAlerts).toEqual([]);
  });

  test('after 48 hours nothing is tried; it waits for the customer', async () => {
    await say({ text: '1' });
    await service.settle();
    await advance('48h');
    await tell('您的投诉已办结');
    expect(await outbox().findOne({ effectKey: '您的投诉已办结' })).toMatchObject({
      state: 'held',
      error: { code: 'too_late' },
    });
    await say({ text: '在吗' });
    await service.settle();
    expect((await read()).slice(1)).toEqual(['您的投诉已办结\n\n收到']);
  });

  test('the platform knows better: 95001 and 95002 close the door, 95033 means it went', async () => {
    play = () => [];
    await say({ text: '1' });
    await service.settle();
    await faults({ call: 'kf/send_msg', times: 1, errcode: 95001 });
    await tell('a');
    await tell('b', { important: true });
    expect(await outbox().countDocuments({ state: 'held' })).toBe(2);
    await say({ text: '2' });
    await service.settle();
    expect(await read()).toEqual(['a', 'b']);
    await faults({ call: 'kf/send_msg', times: 1, dropAfter: true });
    await tell('c');
    await advance('1m');
    await service.relay.tick();
    expect(await outbox().findOne({ effectKey: 'c' })).toMatchObject({ state: 'sent' });
    expect(await read()).toEqual(['a', 'b', 'c']);
  });

  test('accepted but not delivered: held when the customer can help, else a dead letter; a resend has another id', async () => {
    play = () => [];
    await say({ text: '1' });
    await service.settle();
    await faults({ call: 'kf/send_msg', times: 1, failType: 6 }, { call: 'kf/send_msg', times: 1, failType: 13 });
    await tell('zu viel');
    await tell('verboten');
    await service.settle();
    expect(await outbox().findOne({ effectKey: 'zu viel' })).toMatchObject({
      state: 'held',
      error: { code: 'fail_type_6' },
    });
    expect(await outbox().findOne({ effectKey: 'verboten' })).toMatchObject({
      state: 'dead',
      error: { code: 'fail_type_13' },
    });
    expect(service.alerts.filter((kind) => kind === 'not_delivered')).toHaveLength(2);
    await say({ text: '2' });
    await service.settle();
    expect(await read()).toEqual(['zu viel']);
    await faults({ call: 'kf/sync_msg', times: 1, replay: true });
    await say({ text: '3' });
    await service.settle();
    expect(await outbox().findOne({ effectKey: 'zu viel' })).toMatchObject({ state: 'sent' });
  });

  test('long texts go in at most two messages, pictures and files by media id', async () => {
    play = () => [];
    await say({ text: '1' });
    await service.settle();
    await tell('长'.repeat(3_000));
    await tell('bild', { body: { kind: 'image', fileId: 'f1' } });
    const arrived = await world.list(`/sandbox/messages?to=${CHEN}&via=kf`);
    expect(arrived.map((m) => m.msgtype)).toEqual(['text', 'text', 'image']);
    expect(arrived.some((m) => m.warnings !== undefined)).toBe(false);
    expect(String(arrived[1]!.text)).toContain('…');
  });
});

describe('welcome and persons', () => {
  test('who comes by a QR code is welcomed by the code; too late, nothing goes', async () => {
    play = (message) => (message.code === undefined ? [] : [answer(message, '欢迎', { urgent: true })]);
    await say({ event: 'enter_session', scene: 'site07', sceneParam: 'g03' });
    await service.settle();
    expect(heard[0]).toMatchObject({
      body: { kind: 'event', event: 'enter_session', key: 'site07', fields: { scene: 'site07', sceneParam: 'g03' } },
      code: { code: expect.any(String) },
    });
    expect(await read()).toEqual(['欢迎']);
    await faults({ call: 'callback', lost: true });
    await world.call('/sandbox/send', { from: 'wmLATE', event: 'enter_session' });
    await advance('3m');
    await service.settle();
    expect(heard.at(-1)).not.toHaveProperty('code');
    expect(await world.list('/sandbox/messages?to=wmLATE&via=kf')).toEqual([]);
  });

  test('a person takes over: the bot says so, is silent, loses nothing, and comes back', async () => {
    play = (message) => [
      answer(
        message,
        '好的，我请工作人员来',
        message.body.kind === 'text' && message.body.text === '人工' ? { handOver: true } : {},
      ),
    ];
    await servicer({ duty: false });
    await say({ text: '人工' });
    await service.settle();
    expect(await sessions()).toEqual([[3, 'wang']]);
    await say({ messages: [{ text: '我等着' }, { image: 'sample' }] });
    await servicer({ servicer: 'wang', do: 'write', text: '您好，我是老王' });
    await service.settle();
    expect(texts()).toEqual(['人工']);
    await tell('夜间通知');
    expect(await outbox().findOne({ effectKey: '夜间通知' })).toMatchObject({
      state: 'held',
      error: { code: 'with_person' },
    });
    const deps = { db: database.db, clock: () => world.sandbox.clock.now(), newId };
    const chat = await inTransaction(deps, async (tx) => service.channel.readChat(tx, await customerId(), 100));
    expect(String(chat)).toBe('[confidential]');
    expect(chat.showTo({ kind: 'member', userid: 'Li' })).toMatchObject([
      { from: 'customer', body: { text: '人工' }, withPerson: false },
      { from: 'customer', body: { text: '我等着' }, withPerson: true },
      { from: 'customer', body: { kind: 'image' }, withPerson: true },
      { from: 'servicer', servicer: 'wang', body: { text: '您好，我是老王' }, withPerson: true },
    ]);
    await servicer({ servicer: 'wang', do: 'end' });
    await service.settle();
    await say({ text: '谢谢' });
    await service.settle();
    expect(texts()).toEqual(['人工', '谢谢']);
    expect(await read()).toEqual([
      '好的，我请工作人员来',
      '人工服务结束了，接下来由我继续。要说什么，直接发消息。',
      '夜间通知\n\n好的，我请工作人员来',
    ]);
    expect(await sessions()).toEqual([[1, undefined]]);
  });

  test('nobody on duty: the customer waits in the queue, is told so, and gets the bot back', async () => {
    play = (message) => [answer(message, '请稍等', { handOver: true })];
    await servicer({ duty: false });
    await servicer({ servicer: 'wang', duty: false });
    await say({ text: '转人工' });
    await service.settle();
    expect(await sessions()).toEqual([[2, undefined]]);
    await advance('21m');
    await service.settle();
    expect(await sessions()).toEqual([[4, undefined]]);
    expect(await read()).toEqual([
      '请稍等',
      '现在没有空闲的工作人员，已为您排队。您可以先把情况写下来，接手的人看得到。',
      '工作人员暂时没能回复您，您写的都已记下，他们看得到。需要我继续办理，直接发消息。',
    ]);
    await say({ text: '继续' });
    await service.settle();
    expect(texts()).toEqual(['转人工', '继续']);
  });

  test('out of the queue: the bot says that a person is there', async () => {
    play = (message) => [answer(message, '请稍等', { handOver: true })];
    await servicer({ duty: false });
    await servicer({ servicer: 'wang', duty: false });
    await say({ text: '转人工' });
    await service.settle();
    await servicer({ do: 'take' });
    await service.settle();
    expect((await read()).at(-1)).toBe('工作人员已接手，您直接和他说就行，我先不插话。');
    await advance('3h');
    await service.settle();
    expect(await sessions()).toEqual([[4, undefined]]);
  });

  test('a person was faster: what the bot wanted to say is held, and the state is read again', async () => {
    await say({ text: '1' });
    await service.settle();
    await faults({ call: 'callback', lost: true });
    await servicer({ do: 'take' });
    await tell('bot');
    expect(await outbox().findOne({ effectKey: 'bot' })).toMatchObject({ state: 'held', error: { code: '95018' } });
    expect((await customers())[0]).toMatchObject({ state: 'person', servicer: 'Li' });
  });

  test('a new session that a person already has is not answered', async () => {
    await faults({ call: 'callback', lost: true });
    await say({ text: '1' });
    await servicer({ do: 'take' });
    await database.db.collection('kf_cursors').deleteMany({});
    await faults({ call: 'kf/sync_msg', times: 1, answer: {} });
    await service.settle();
    expect((await messages()).filter((m) => m.from === 'customer').map((m) => m.state)).toEqual(['person']);
    expect(heard).toEqual([]);
  });

  test('what is taken back is marked; before it was read it stays unanswered', async () => {
    await say({ text: '说错了' });
    await service.settle();
    await say({ recall: true });
    await service.settle();
    await faults({ call: 'callback', lost: true });
    await say({ text: '又错了' });
    await say({ recall: true });
    await advance('3m');
    await service.settle();
    expect(texts()).toEqual(['说错了']);
    const [first, , second] = await messages();
    expect([first?.withdrawnAt, second?.withdrawnAt]).toEqual([expect.any(Date), expect.any(Date)]);
    expect(heard.at(-1)?.body).toMatchObject({ kind: 'event', event: 'user_recall_msg', key: second?._id });
  });

  test('duty and refusal are noted without a turn', async () => {
    await say({ text: '1' });
    await service.settle();
    await servicer({ duty: false });
    await servicer({ do: 'refuse' });
    await service.settle();
    expect((await customers())[0]).toMatchObject({ refused: true });
    await servicer({ do: 'accept' });
    await service.settle();
    expect((await customers())[0]).not.toHaveProperty('refused');
    expect(heard).toHaveLength(1);
  });
});
