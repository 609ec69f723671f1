import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboundBody, Target } from '../../../schemas/message.js';
import type { OutboxRow, SendOutcome } from '../../../schemas/outbox.js';
import type { UploadFile } from '../../../src/channels/common/http-call.js';
import { type GroupWay, makeGroupSender } from '../../../src/channels/group/group-sender.js';
import { makeWebhookClient } from '../../../src/channels/group/webhook.js';
import { makeAppchatSender } from '../../../src/channels/wecom/appchat-sender.js';
import { makeWecomClient } from '../../../src/channels/wecom/client.js';
import { connectApp } from '../../../src/channels/wecom/connect.js';
import { makeMemberSender } from '../../../src/channels/wecom/member-sender.js';
import { type MovableClock, movableClock } from '../../../src/lib/clock.js';
import { makeLog } from '../../../src/lib/log.js';
import { type StandIn, startStandIn } from '../../support/http-stand-in.js';
import { tokenRows } from '../../support/token-rows.js';

const NOW = new Date('2010-07-20T08:30:20+08:00');
const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex');
const PDF = Buffer.from('%PDF-1.7 made up');
const SEND = '/cgi-bin/message/send';
const UPLOAD = '/cgi-bin/media/upload';
const HOOK = '/cgi-bin/webhook/send';

let platform: StandIn;
let clock: MovableClock;
let way: GroupWay | null;
let member: (row: OutboxRow) => Promise<SendOutcome[]>;
let group: (row: OutboxRow) => Promise<SendOutcome[]>;

beforeEach(async () => {
  let uploads = 0;
  platform = await startStandIn({
    '/cgi-bin/gettoken': { errcode: 0, access_token: 'T', expires_in: 7200 },
    [UPLOAD]: () => ({ errcode: 0, media_id: `APP-${++uploads}` }),
    '/cgi-bin/webhook/upload_media': () => ({ errcode: 0, media_id: `HOOK-${++uploads}` }),
    [SEND]: { errcode: 0, msgid: 'M1' },
    [HOOK]: { errcode: 0 },
    '/cgi-bin/appchat/send': { errcode: 0 },
  });
  clock = movableClock(NOW);
  clock.set(NOW);
  clock.freeze(true);
  way = { kind: 'webhook', key: 'PLANTED-KEY' };
  const files: Record<string, UploadFile> = {
    chart: { bytes: PNG, name: 'chart.png', contentType: 'image/png' },
    plan: { bytes: PDF, name: 'stored.pdf', contentType: 'application/pdf' },
    large: { bytes: Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]), name: 'large.png', contentType: 'image/png' },
    huge: { bytes: Buffer.alloc(20 * 1024 * 1024 + 1), name: 'huge.bin', contentType: 'application/octet-stream' },
  };
  const client = makeWecomClient(
    connectApp({
      endpoint: platform.endpoint,
      corpId: 'ww1',
      agentId: 7,
      secret: 's',
      store: tokenRows(),
      clock: clock.now,
      log: makeLog('silent'),
      holder: 'p',
    }),
    7,
  );
  const deps = { client, loadFile: async (id: string) => files[id] ?? null, clock: clock.now, cards: true };
  const memberSender = makeMemberSender(deps);
  const groupSender = makeGroupSender({
    ...deps,
    webhook: makeWebhookClient(platform.endpoint),
    appchat: makeAppchatSender(deps),
  });
  const all = async (parts: readonly (() => Promise<SendOutcome>)[]) => {
    const outcomes: SendOutcome[] = [];
    for (const part of parts) outcomes.push(await part());
    return outcomes;
  };
  member = async (row) => all(await memberSender(row));
  group = async (row) => all(groupSender(row, way));
});
afterEach(() => platform.close());

const row = (body: OutboundBody, more: { target?: Target; effectKey?: string; attempts?: number } = {}): OutboxRow => ({
  _id: 'r1',
  effectKey: 'e1',
  target: { kind: 'member', userid: 'li' },
  lane: 'member:li',
  body,
  state: 'sending',
  urgent: false,
  dueAt: NOW,
  createdAt: NOW,
  attempts: 1,
  partsSent: 0,
  platformIds: [],
  ...more,
});
const text = (words: string): OutboundBody => ({ kind: 'text', text: words });

describe('to a member', () => {
  test('a text, its message id, and a card with its code', async () => {
    platform.answers[SEND] = { errcode: 0, msgid: 'M1', response_code: 'RC' };
    expect(await member(row(text('您好')))).toEqual([{ kind: 'sent', platformId: 'M1', responseCode: 'RC' }]);
  });

  test('tries of one row are identical; rows with equal words are not', async () => {
    await member(row(text('请回复数字')));
    await member(row(text('请回复数字'), { attempts: 2 }));
    await member(row(text('请回复数字'), { effectKey: 'e2' }));
    const [first, again, other] = platform.at(SEND).map((r) => r.text);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const seconds = Number(/"duplicate_check_interval":(\d+)/.exec(first ?? '')?.[1]);
    expect(seconds).toBeGreaterThanOrEqual(600);
    expect(seconds).toBeLessThan(4200);
  });

  test('a receiver whom the platform does not take is a dead letter although errcode is 0', async () => {
    platform.answers[SEND] = { errcode: 0, msgid: 'M1', invaliduser: 'li' };
    expect(await member(row(text('您好')))).toMatchObject([
      { kind: 'dead', alert: true, error: { code: 'receiver_refused' } },
    ]);
  });

  test.each([
    [81013, { kind: 'dead', alert: true }],
    [60020, { kind: 'stop' }],
    [-1, { kind: 'retry' }],
    [45009, { kind: 'later', until: new Date('2010-07-20T08:31:00+08:00') }],
  ])('errcode %i', async (errcode, outcome) => {
    platform.answers[SEND] = { errcode, errmsg: 'words' };
    expect(await member(row(text('您好')))).toMatchObject([outcome]);
  });

  test('a long text is several messages', async () => {
    expect((await member(row(text('网'.repeat(2000))))).length).toBe(3);
    expect(platform.at(SEND).length).toBe(3);
  });

  test('a card update; a used code is no alarm', async () => {
    const update: OutboundBody = {
      kind: 'card-update',
      responseCode: 'RC',
      userids: ['li', 'wang'],
      replaceName: '已接收',
    };
    platform.answers['/cgi-bin/message/update_template_card'] = { errcode: 0, invaliduser: ['wang'] };
    expect(await member(row(update))).toEqual([{ kind: 'sent', failedReceivers: ['wang'] }]);
    platform.answers['/cgi-bin/message/update_template_card'] = { errcode: 60140, errmsg: 'used' };
    expect(await member(row(update))).toMatchObject([{ kind: 'dead', alert: false }]);
  });

  test('a picture is uploaded once for many, and again when it is old or gone', async () => {
    const picture = row({ kind: 'image', fileId: 'chart' });
    await Promise.all([member(picture), member(picture)]);
    await member(picture);
    expect(platform.at(UPLOAD).map((r) => r.query.type)).toEqual(['image']);
    expect(platform.at(SEND)[0]?.json).toMatchObject({ msgtype: 'image', image: { media_id: 'APP-1' } });
    clock.advance(60 * 3_600_000);
    await member(picture);
    expect(platform.at(UPLOAD).length).toBe(2);
    platform.answers[SEND] = ({ text: sent }) =>
      sent.includes('APP-2') ? { errcode: 40007 } : { errcode: 0, msgid: 'M9' };
    expect(await member(picture)).toEqual([{ kind: 'sent', platformId: 'M9' }]);
    expect(platform.at(UPLOAD).length).toBe(3);
  });

  test('a file under the name that the receiver shall see; what is no picture goes as a file', async () => {
    await member(row({ kind: 'file', fileId: 'plan', name: '七月计划.pdf' }));
    await member(row({ kind: 'image', fileId: 'plan' }));
    expect(platform.at(UPLOAD).map((r) => r.query.type)).toEqual(['file', 'file']);
    expect(platform.at(UPLOAD)[0]?.text).toContain('filename="七月计划.pdf"');
    expect(platform.at(SEND)[1]?.json).toMatchObject({ msgtype: 'file', file: { media_id: 'APP-2' } });
  });

  test.each([
    ['nowhere', 'file_missing'],
    ['huge', 'too_large'],
  ])('file %s is a dead letter: %s', async (fileId, code) => {
    expect(await member(row({ kind: 'file', fileId, name: 'x' }))).toMatchObject([{ kind: 'dead', error: { code } }]);
  });

  test('a failed upload is not remembered', async () => {
    const good = platform.answers[UPLOAD];
    platform.answers[UPLOAD] = { errcode: -1, errmsg: 'busy' };
    expect(await member(row({ kind: 'image', fileId: 'chart' }))).toMatchObject([{ kind: 'retry' }]);
    if (good !== undefined) platform.answers[UPLOAD] = good;
    expect(await member(row({ kind: 'image', fileId: 'chart' }))).toMatchObject([{ kind: 'sent' }]);
  });
});

describe('to a group', () => {
  const toGroup = (body: OutboundBody) => row(body, { target: { kind: 'group', nodeId: 'n1' } });

  test('a text by its webhook, the key in the query only', async () => {
    expect(await group(toGroup({ kind: 'text', text: '日报', mentions: ['li'] }))).toEqual([{ kind: 'sent' }]);
    expect(platform.received).toMatchObject([
      {
        path: HOOK,
        query: { key: 'PLANTED-KEY' },
        json: { msgtype: 'text', text: { content: '日报', mentioned_list: ['li'] } },
      },
    ]);
  });

  test('a picture as Base64 with the md5 of its bytes', async () => {
    await group(toGroup({ kind: 'image', fileId: 'chart' }));
    expect(platform.received[0]?.json).toEqual({
      msgtype: 'image',
      image: { base64: 'iVBORw0KGgoAAAAA', md5: 'cbdc8dce808879fa9420d319ddb5fdb7' },
    });
  });

  test.each(['large', 'plan'])(
    'picture %s that a webhook does not show goes as a file, uploaded once',
    async (fileId) => {
      await group(toGroup({ kind: 'image', fileId }));
      await group(toGroup({ kind: 'image', fileId }));
      const upload = platform.at('/cgi-bin/webhook/upload_media');
      expect(upload.map((r) => r.query)).toEqual([{ key: 'PLANTED-KEY', type: 'file' }]);
      expect(platform.at(HOOK)[1]?.json).toEqual({ msgtype: 'file', file: { media_id: 'HOOK-1' } });
    },
  );

  test('a file that is too large, or gone', async () => {
    expect(await group(toGroup({ kind: 'file', fileId: 'huge', name: 'x' }))).toMatchObject([
      { kind: 'dead', error: { code: 'too_large' } },
    ]);
    expect(await group(toGroup({ kind: 'file', fileId: 'none', name: 'x' }))).toMatchObject([
      { kind: 'dead', error: { code: 'file_missing' } },
    ]);
  });

  test('no group: a dead letter that says where to set it', async () => {
    way = null;
    expect(await group(toGroup(text('日报')))).toMatchObject([
      { kind: 'dead', alert: true, error: { code: 'no_group' } },
    ]);
  });

  test.each([
    [93000, { kind: 'dead', alert: true }],
    [45009, { kind: 'later' }],
    [45033, { kind: 'retry' }],
  ])('errcode %i; the key is in no error', async (errcode, outcome) => {
    platform.answers[HOOK] = { errcode, errmsg: 'see https://a.example/send?key=PLANTED-KEY' };
    const outcomes = await group(toGroup(text('日报')));
    expect(outcomes).toMatchObject([outcome]);
    expect(JSON.stringify(outcomes)).not.toContain('PLANTED');
  });

  test('a group that the app has made', async () => {
    way = { kind: 'appchat', chatId: 'CHAT' };
    await group(toGroup(text('日报')));
    await group(toGroup({ kind: 'image', fileId: 'chart' }));
    expect(platform.at('/cgi-bin/appchat/send').map((r) => r.json)).toMatchObject([
      { chatid: 'CHAT', msgtype: 'text' },
      { chatid: 'CHAT', msgtype: 'image', image: { media_id: 'APP-1' } },
    ]);
    platform.answers['/cgi-bin/appchat/send'] = { errcode: 86003, errmsg: 'chat not exist' };
    expect(await group(toGroup(text('日报')))).toMatchObject([{ kind: 'dead', alert: true, error: { code: '86003' } }]);
  });

  test('groups have no card updates', async () => {
    const update: OutboundBody = { kind: 'card-update', responseCode: 'RC', userids: ['li'], replaceName: '已接收' };
    expect(await group(toGroup(update))).toMatchObject([{ kind: 'dead' }]);
  });
});

test('a row for another kind of target is not sent', async () => {
  expect(await member(row(text('x'), { target: { kind: 'group', nodeId: 'n' } }))).toMatchObject([{ kind: 'dead' }]);
  expect(await group(row(text('x')))).toMatchObject([{ kind: 'dead' }]);
  expect(platform.received).toEqual([]);
});
