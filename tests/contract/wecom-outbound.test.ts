import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OutboundBody, Target } from '../../schemas/message.js';
import type { OutboxRow, Sender, SendOutcome } from '../../schemas/outbox.js';
import { makeDispatcher } from '../../src/channels/common/http-call.js';
import { type GroupWay, makeGroupSender } from '../../src/channels/group/group-sender.js';
import { makeWebhookClient } from '../../src/channels/group/webhook.js';
import { makeAppchatSender } from '../../src/channels/wecom/appchat-sender.js';
import { makeWecomClient, type WecomClient } from '../../src/channels/wecom/client.js';
import { connectApp } from '../../src/channels/wecom/connect.js';
import { makeMemberSender } from '../../src/channels/wecom/member-sender.js';
import { type MovableClock, movableClock } from '../../src/lib/clock.js';
import { makeLog } from '../../src/lib/log.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { tokenRows } from '../support/token-rows.js';

const credentials = {
  corpId: 'wwMADEUP0000000001',
  agentId: 1000009,
  secret: 'made-up-secret',
  token: 'MadeUpToken',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const dispatcher = makeDispatcher();
let sandbox: Sandbox;
let clock: MovableClock;
let wecom: WecomClient;
let member: Sender;
let group: Sender;
const WEBHOOK: GroupWay = { kind: 'webhook', key: 'made-up-key' };
let way: GroupWay = WEBHOOK;

beforeAll(async () => {
  clock = movableClock(new Date('2010-07-20T08:00:00+08:00'));
  sandbox = createSandbox({
    credentials,
    botCallbackUrl: 'http://127.0.0.1:9/wecom/callback',
    directory: {
      members: [
        { userid: 'insp007', name: '甲' },
        { userid: 'insp008', name: '乙' },
      ],
      groups: [{ key: 'made-up-key', chatId: 'CHAT1', name: '示例镇', members: ['insp007'] }],
    },
    clock,
  });
  const endpoint = { base: await sandbox.listen(0), dispatcher };
  const log = makeLog('silent');
  wecom = makeWecomClient(
    connectApp({ ...credentials, endpoint, store: tokenRows(), clock: clock.now, log, holder: 'p' }),
    credentials.agentId,
  );
  const files: Record<string, Buffer> = { chart: PNG, plan: Buffer.from('%PDF-1.7 made up') };
  const deps = {
    client: wecom,
    loadFile: async (id: string) => {
      const bytes = files[id];
      return bytes === undefined ? null : { bytes, name: `${id}.bin`, contentType: 'application/octet-stream' };
    },
    clock: clock.now,
    cards: true,
  };
  member = makeMemberSender(deps);
  const toGroup = makeGroupSender({
    ...deps,
    webhook: makeWebhookClient(endpoint),
    appchat: makeAppchatSender(deps),
  });
  group = async (row) => toGroup(row, way);
});
afterAll(async () => {
  await sandbox.close();
  await dispatcher.close();
});

const choices = ['企业', '个体工商户', '工地'].map((label, i) => ({ id: `c${i}`, label }));
const lines = [{ key: '网格', value: '示例街道03' }];
const long = Array.from({ length: 300 }, (_, i) => `第${i}家 **示例**`).join('\n');
const BODIES: [string, OutboundBody][] = [
  ['text', { kind: 'text', text: '您好' }],
  ['long text', { kind: 'text', text: long }],
  ['text with a mention', { kind: 'text', text: '请看', mentions: ['insp007'] }],
  ['markdown', { kind: 'markdown', text: '**日报** <font color="warning">逾期 3</font>' }],
  ['long markdown', { kind: 'markdown', text: long }],
  ['question', { kind: 'question', text: '记下了：32 人。\n这是哪一类？', choices, taskId: 'q-1' }],
  ['question with several answers', { kind: 'question', text: '有哪些问题？', choices, multiple: true, taskId: 'q-2' }],
  [
    'question with too many choices',
    { kind: 'question', text: '哪个？', choices: [...choices, ...choices, ...choices], taskId: 'q-3' },
  ],
  [
    'card with buttons',
    { kind: 'card', title: '新线索', description: '请在2小时内响应', lines, buttons: choices, taskId: 'c-1' },
  ],
  [
    'card with an address',
    { kind: 'card', title: '新线索', lines, url: 'https://app.example.gov.cn/7', taskId: 'c-2' },
  ],
  [
    'card too long for a card',
    { kind: 'card', title: '新线索'.repeat(20), url: 'https://app.example.gov.cn/7', taskId: 'c-3' },
  ],
  ['picture', { kind: 'image', fileId: 'chart' }],
  ['file', { kind: 'file', fileId: 'plan', name: '七月计划.pdf' }],
];

let rows = 0;
async function send(sender: Sender, target: Target, body: OutboundBody): Promise<SendOutcome[]> {
  clock.advance(60_000);
  const row: OutboxRow = {
    _id: `r${++rows}`,
    effectKey: `e${rows}`,
    target,
    lane: 'lane',
    body,
    state: 'sending',
    urgent: false,
    dueAt: clock.now(),
    createdAt: clock.now(),
    attempts: 1,
    partsSent: 0,
    platformIds: [],
  };
  const outcomes: SendOutcome[] = [];
  for (const part of await sender(row)) outcomes.push(await part());
  return outcomes;
}
const allSent = (outcomes: SendOutcome[]) =>
  expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ kind: 'sent' })));

test.each(BODIES)('%s reaches a member', async (_what, body) => {
  allSent(await send(member, { kind: 'member', userid: 'insp007' }, body));
});

test.each(BODIES)('%s reaches a group by its webhook', async (_what, body) => {
  way = WEBHOOK;
  allSent(await send(group, { kind: 'group', nodeId: 'n1' }, body));
});

test.each(BODIES)('%s reaches a group chat of the app', async (_what, body) => {
  way = { kind: 'appchat', chatId: 'CHAT1' };
  allSent(await send(group, { kind: 'group', nodeId: 'n1' }, body));
});

test('a card that was sent can be greyed once', async () => {
  const body: OutboundBody = { kind: 'card', title: '新线索', buttons: choices, taskId: 'c-9' };
  const [sent] = await send(member, { kind: 'member', userid: 'insp007' }, body);
  const responseCode = sent?.kind === 'sent' ? (sent.responseCode ?? '') : '';
  const update: OutboundBody = { kind: 'card-update', responseCode, userids: ['insp007'], replaceName: '已接收' };
  allSent(await send(member, { kind: 'member', userid: 'insp007' }, update));
  expect(await send(member, { kind: 'member', userid: 'insp007' }, update)).toMatchObject([
    { kind: 'dead', alert: false, error: { code: '60140' } },
  ]);
});

test('a stranger is a dead letter', async () => {
  const outcome = await send(member, { kind: 'member', userid: 'nobody' }, { kind: 'text', text: '您好' });
  expect(outcome).toMatchObject([{ kind: 'dead', alert: true }]);
});

test('a wrong webhook key is a dead letter', async () => {
  way = { kind: 'webhook', key: 'no-such-key' };
  const outcome = await send(group, { kind: 'group', nodeId: 'n1' }, { kind: 'text', text: '日报' });
  expect(outcome).toMatchObject([{ kind: 'dead', alert: true, error: { code: '93000' } }]);
});

test('menu and self-test', async () => {
  await wecom.createMenu({ button: [{ type: 'click', name: '待办', key: 'TODO' }] });
  expect(await wecom.getMenu()).toMatchObject({ button: [{ name: '待办' }] });
  await wecom.deleteMenu();
  expect(await wecom.getAgent()).toMatchObject({ closed: false });
  expect((await wecom.getCallbackIps()).length).toBeGreaterThan(0);
});

test('what was uploaded can be fetched', async () => {
  const file = { bytes: PNG, name: '图.png', contentType: 'image/png' };
  const id = await wecom.uploadMedia('image', file);
  expect((await wecom.getMedia(id, 10_000)).bytes).toEqual(PNG);
  await expect(wecom.getMedia('no-such-media', 10_000)).rejects.toMatchObject({ code: 40007 });
  await expect(wecom.getMedia(id, 10)).rejects.toMatchObject({ code: 'too_large' });
});

test('a token that ran out is renewed', async () => {
  clock.advance(3 * 3_600_000);
  allSent(await send(member, { kind: 'member', userid: 'insp008' }, { kind: 'text', text: '您好' }));
});

test('a message can be recalled', async () => {
  const { msgId } = await wecom.sendMessage(['insp007'], { msgtype: 'text', text: { content: '发错了' } });
  await wecom.recallMessage(msgId ?? '');
});
