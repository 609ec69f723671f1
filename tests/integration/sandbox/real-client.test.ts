/** The service's own wire code against the sandbox: each was written from the platform's documents, not from the other. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Koa from 'koa';
import type { Dispatcher } from 'undici';
import type { InboundMessage, PassiveReply } from '../../../schemas/message.js';
import { makeDispatcher } from '../../../src/channels/common/http-call.js';
import { makeWebhookClient, pictureMessage } from '../../../src/channels/group/webhook.js';
import { makeCallbackRouter } from '../../../src/channels/wecom/callback.js';
import { makeWecomClient, type WecomClient } from '../../../src/channels/wecom/client.js';
import { connectApp } from '../../../src/channels/wecom/connect.js';
import { makeLog } from '../../../src/lib/log.js';
import { tokenRows } from '../../support/token-rows.js';
import { CREDENTIALS, openSandbox, type World } from './tiny-bot.js';

const log = makeLog('silent');
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

let server: Server;
let world: World;
let dispatcher: Dispatcher;
let client: WecomClient;
let heard: InboundMessage[];
let reply: (message: InboundMessage) => PassiveReply | null;

beforeEach(async () => {
  heard = [];
  reply = () => null;
  const router = makeCallbackRouter({
    app: CREDENTIALS,
    clock: () => world.sandbox.clock.now(),
    monotonicMs: () => performance.now(),
    log,
    count: () => {},
    async receive(message) {
      heard.push(message);
      return { reply: reply(message), settled: () => {} };
    },
  });
  server = createServer(new Koa().use(router.routes()).callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  world = await openSandbox({
    botCallbackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`,
  });
  dispatcher = makeDispatcher();
  const api = connectApp({
    ...CREDENTIALS,
    endpoint: { base: world.base, dispatcher },
    store: tokenRows(),
    clock: () => world.sandbox.clock.now(),
    log,
    holder: 'test',
  });
  client = makeWecomClient(api, CREDENTIALS.agentId);
});

afterEach(async () => {
  await dispatcher.destroy();
  await world.close();
  server.closeAllConnections();
  server.close();
});

test('every gesture is understood, the URL check passes, the passive reply is shown', async () => {
  reply = (m) => (m.body.kind === 'text' ? { kind: 'text', text: `收到 ${m.body.text}` } : null);
  expect(await world.call('/sandbox/verify-url', {})).toMatchObject({ ok: true });
  expect(await world.call('/sandbox/send', { from: 'Li', text: '上报]]>' })).toMatchObject({
    reply: '收到 上报]]>',
    errors: [],
  });
  const more = [
    { image: 'sample' },
    { voice: true },
    { video: true },
    { file: { name: '花名册.xlsx' } },
    { location: { lat: 34.9, lng: 113.6, label: '门口' } },
    { link: { title: '通知', url: 'https://example.com/' } },
    { event: 'enter_agent' },
  ];
  const { results } = await world.call('/sandbox/send', { from: 'Li', messages: more });
  expect(results).toMatchObject(more.map(() => ({ delivered: true, errors: [] })));
  expect(heard.map((m) => m.body.kind)).toEqual([
    'text',
    'image',
    'voice',
    'video',
    'file',
    'location',
    'link',
    'event',
  ]);
  expect(new Set(heard.map((m) => m.key)).size).toBe(heard.length);
  const photo = heard[1]!.body;
  const file = await client.getMedia(photo.kind === 'image' ? photo.mediaId : '', 1_000_000);
  expect(file.contentType).toBe('image/png');
});

test('a delivery that is repeated has the same key', async () => {
  await world.call('/sandbox/send', { from: 'zhang', text: '1', duplicates: 2, concurrent: true });
  await world.call('/sandbox/send', { from: 'zhang', event: 'enter_agent', duplicates: 1 });
  expect([heard.length, new Set(heard.map((m) => m.key)).size]).toEqual([5, 2]);
});

test('messages, cards and their updates, media, menu, recall', async () => {
  await client.createMenu({ button: [{ type: 'click', name: '待办', key: 'TODO' }] });
  expect(await client.getMenu()).toMatchObject({ button: [{ key: 'TODO' }] });
  expect(await client.getAgent()).toMatchObject({ closed: false });
  const text = await client.sendMessage(['zhang', 'Nobody'], { msgtype: 'text', text: { content: '您好' } });
  expect(text.refused).toEqual(['nobody']);
  await client.recallMessage(String(text.msgId));
  const media_id = await client.uploadMedia('image', { bytes: PNG, name: '图.png', contentType: 'image/png' });
  await client.sendMessage(['zhang'], { msgtype: 'image', image: { media_id } });
  const card = await client.sendMessage(['zhang'], {
    msgtype: 'template_card',
    template_card: {
      card_type: 'button_interaction',
      task_id: 't1',
      main_title: { title: '新的线索' },
      button_list: [{ text: '接收', key: 'accept' }],
    },
  });
  reply = () => ({ kind: 'update-button', replaceName: '已接收' });
  await world.call('/sandbox/send', { from: 'zhang', card: { taskId: 't1', key: 'accept' } });
  await world.call('/sandbox/send', { from: 'zhang', menu: 'TODO' });
  expect(heard.map((m) => m.body)).toMatchObject([
    { kind: 'card', taskId: 't1', key: 'accept', cardType: 'button_interaction', fromCardMenu: false },
    { kind: 'menu', key: 'TODO' },
  ]);
  expect(
    await client.updateTemplateCard({
      userids: ['zhang'],
      responseCode: String(card.responseCode),
      replaceName: '已办结',
    }),
  ).toEqual([]);
  const arrived = await world.list('/sandbox/messages?to=zhang');
  expect(arrived).toMatchObject([{ recalled: true }, { msgtype: 'image' }, { card: { replaced: '已办结' } }]);
});

test('a token that ends in mid-flight is renewed', async () => {
  const hello = { msgtype: 'text' as const, text: { content: '您好' } };
  await client.sendMessage(['zhang'], hello);
  await world.call('/sandbox/faults', { call: 'message/send', times: 1, expireTokens: true });
  await client.sendMessage(['zhang'], hello);
  expect(await world.list('/sandbox/messages?to=zhang')).toHaveLength(2);
});

test('the robot brings text, markdown, picture and file into the group', async () => {
  const webhook = makeWebhookClient({ base: world.base, dispatcher });
  const key = 'hook-guxing';
  await webhook.send(key, { msgtype: 'text', text: { content: '日报', mentioned_list: ['@all'] } });
  await webhook.send(key, { msgtype: 'markdown', markdown: { content: '**日报**' } });
  await webhook.send(key, pictureMessage(PNG));
  const media_id = await webhook.uploadFile(key, {
    bytes: Buffer.from('花名册'),
    name: '花名册.xlsx',
    contentType: 'text/plain',
  });
  await webhook.send(key, { msgtype: 'file', file: { media_id } });
  const arrived = await world.list(`/sandbox/messages?to=${key}`);
  expect(arrived.map((m) => m.msgtype)).toEqual(['text', 'markdown', 'image', 'file']);
  await expect(webhook.send('wrong', { msgtype: 'text', text: { content: '1' } })).rejects.toMatchObject({
    code: 93000,
  });
});
