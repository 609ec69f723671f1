import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CREDENTIALS, openSandbox, type World } from './tiny-bot.js';

let world: World;
beforeEach(async () => {
  world = await openSandbox();
});
afterEach(() => world.close());

const { corpId, secret, agentId } = CREDENTIALS;
const getToken = (query = `corpid=${corpId}&corpsecret=${secret}`) => world.call(`/cgi-bin/gettoken?${query}`);
const send = (body: object) => world.api('message/send', { touser: 'zhang', agentid: agentId, ...body });
const sendText = (content: string, more: object = {}) => send({ msgtype: 'text', text: { content }, ...more });
const messages = (to = 'zhang') => world.list(`/sandbox/messages?to=${encodeURIComponent(to)}`);
const advance = (by: string) => world.call('/sandbox/clock', { advance: by });
const upload = async (path: string, bytes: Uint8Array, name = 'a.png', field = 'media') => {
  const form = new FormData();
  form.set(field, new File([bytes], name));
  return (await (await fetch(`${world.base}/cgi-bin/${path}`, { method: 'POST', body: form })).json()) as Record<
    string,
    unknown
  >;
};
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('access tokens (wecom.md 3.1)', () => {
  test('several are valid at once, for 7200 seconds of the sandbox clock', async () => {
    const [one, two] = [await getToken(), await getToken()];
    expect(one).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 });
    expect(one.access_token).not.toBe(two.access_token);
    const use = (token: unknown) => world.call(`/cgi-bin/agent/get?agentid=${agentId}&access_token=${String(token)}`);
    expect((await use(one.access_token)).errcode).toBe(0);
    expect((await use(two.access_token)).errcode).toBe(0);
    await advance('119m');
    expect((await use(one.access_token)).errcode).toBe(0);
    await advance('1m');
    expect((await use(one.access_token)).errcode).toBe(42001);
    expect((await use('nonsense')).errcode).toBe(40014);
    expect((await use('')).errcode).toBe(41001);
  });

  test('wrong corp, wrong secret, nothing', async () => {
    expect((await getToken(`corpid=x&corpsecret=${secret}`)).errcode).toBe(40013);
    expect((await getToken(`corpid=${corpId}&corpsecret=x`)).errcode).toBe(40001);
    expect((await getToken('')).errcode).toBe(41002);
  });

  test('hammering is blocked for the hour, then let in again', async () => {
    for (let i = 0; i < 10; i++) expect((await getToken(`corpid=${corpId}&corpsecret=x`)).errcode).toBe(40001);
    expect((await getToken()).errcode).toBe(45009);
    await advance('1h');
    expect((await getToken()).errcode).toBe(0);
  });

  test('errors are HTTP 200 with errcode, and name the caller', async () => {
    const response = await fetch(`${world.base}/cgi-bin/message/send?access_token=x`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      errcode: 40014,
      errmsg: expect.stringContaining('from ip: 127.0.0.1'),
    });
  });

  test('addresses that are not listed are refused when the list is on', async () => {
    await world.call('/sandbox/settings', { trustedIps: ['10.0.0.1'] });
    expect((await getToken()).errcode).toBe(0);
    expect((await sendText('1')).errcode).toBe(60020);
    await world.call('/sandbox/settings', { trustedIps: null });
    expect((await sendText('1')).errcode).toBe(0);
  });

  test('wrong method, no JSON, unknown call', async () => {
    expect((await world.api('message/send')).errcode).toBe(43002);
    expect((await world.api('agent/get', {})).errcode).toBe(43001);
    const raw = await fetch(`${world.base}/cgi-bin/message/send`, { method: 'POST', body: '{"touser":' });
    expect(await raw.json()).toMatchObject({ errcode: 40058 });
    expect((await fetch(`${world.base}/cgi-bin/nothing`)).status).toBe(404);
  });
});

describe('message/send (wecom.md 3.2)', () => {
  test('arrives, with the platform’s id', async () => {
    const sent = await sendText('您好');
    expect(sent).toMatchObject({ errcode: 0, invaliduser: '', invalidparty: '', invalidtag: '', unlicenseduser: '' });
    expect(sent.response_code).toBeUndefined();
    expect(await messages()).toMatchObject([
      { via: 'send', text: '您好', msgid: sent.msgid, payload: { text: { content: '您好' } } },
    ]);
  });

  test('receivers: partial failures in lower case, all invalid, none, everybody, departments', async () => {
    expect(await sendText('1', { touser: 'ZHANG|Nobody|li' })).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
    expect(await messages('li')).toHaveLength(1);
    expect((await sendText('1', { touser: 'Nobody' })).errcode).toBe(81013);
    expect((await sendText('1', { touser: '' })).errcode).toBe(82001);
    expect((await sendText('1', { touser: Array.from({ length: 1001 }, (_, i) => `u${i}`).join('|') })).errcode).toBe(
      40032,
    );
    await sendText('全体', { touser: '@all' });
    expect((await messages('wang')).map((m) => m.text)).toEqual(['全体']);
    expect(await sendText('部门', { touser: '', toparty: '2|99' })).toMatchObject({ errcode: 0, invalidparty: '99' });
    expect((await messages('li')).map((m) => m.text)).toEqual(['1', '全体', '部门']);
  });

  test('agent, type, fields', async () => {
    expect((await sendText('1', { agentid: 1 })).errcode).toBe(301002);
    expect((await sendText('1', { agentid: String(agentId) })).errcode).toBe(40056);
    expect((await sendText('1', { colour: 'red' })).errcode).toBe(40058);
    expect((await send({ msgtype: 'poll', poll: {} })).errcode).toBe(40008);
    expect((await send({ msgtype: 'image', image: { media_id: 'x' } })).errcode).toBe(40007);
  });

  test('a text over 2048 bytes is cut between characters', async () => {
    await sendText('汉'.repeat(700));
    expect(await messages()).toMatchObject([{ text: '汉'.repeat(682), warnings: [expect.stringContaining('2048')] }]);
  });

  test('the 31st message of a minute is dropped without a word; a minute later it goes on', async () => {
    for (let i = 1; i <= 31; i++) expect((await sendText(`${i}`)).errcode).toBe(0);
    const arrived = await messages();
    expect(arrived.filter((m) => m.dropped === 'frequency').map((m) => m.text)).toEqual(['31']);
    await advance('1m');
    await sendText('32');
    expect((await messages()).at(-1)).not.toHaveProperty('dropped');
    await world.call('/sandbox/settings', { frequencyLimits: false });
    for (let i = 0; i < 40; i++) await sendText(`frei ${i}`);
    expect((await messages()).filter((m) => m.dropped !== undefined)).toHaveLength(1);
  });

  test('200 person-times a day for each account, then 45009 until midnight', async () => {
    await world.call('/sandbox/settings', { accountCap: 1 });
    for (let i = 0; i < 66; i++) await sendText('1', { touser: '@all' });
    expect((await sendText('1', { touser: '@all' })).errcode).toBe(45009);
    expect((await sendText('1', { touser: 'zhang|li' })).errcode).toBe(0);
    await advance('16h');
    world.forgetToken();
    expect((await sendText('1', { touser: '@all' })).errcode).toBe(0);
  });

  test('the duplicate check compares the whole request within its interval', async () => {
    const more = { enable_duplicate_check: 1, duplicate_check_interval: 60 };
    const first = await sendText('1', more);
    expect((await sendText('1', more)).msgid).toBe(first.msgid);
    await sendText('2', more);
    await sendText('1');
    expect(await messages()).toHaveLength(3);
    await advance('60s');
    expect((await sendText('1', more)).msgid).not.toBe(first.msgid);
    expect((await sendText('1', { ...more, duplicate_check_interval: 14_401 })).errcode).toBe(40058);
  });

  test('recall within 24 hours, for all receivers', async () => {
    const { msgid } = await sendText('1', { touser: 'zhang|li' });
    expect((await world.api('message/recall', { msgid })).errcode).toBe(0);
    expect([(await messages())[0], (await messages('li'))[0]]).toMatchObject([{ recalled: true }, { recalled: true }]);
    expect((await world.api('message/recall', { msgid: 'x' })).errcode).toBe(40058);
    await advance('24h1s');
    world.forgetToken();
    expect((await world.api('message/recall', { msgid })).errcode).toBe(42052);
  });
});

describe('media (wecom.md 7)', () => {
  test('up and down again; three days; errors are JSON with HTTP 200', async () => {
    const token = String((await getToken()).access_token);
    const up = await upload(`media/upload?access_token=${token}&type=image`, PNG, '门头照.png');
    expect(up).toMatchObject({ errcode: 0, type: 'image', created_at: expect.stringMatching(/^\d{10}$/) });
    const get = (t = token) =>
      fetch(`${world.base}/cgi-bin/media/get?access_token=${t}&media_id=${String(up.media_id)}`);
    const file = await get();
    expect([file.headers.get('content-type'), Buffer.from(await file.arrayBuffer())]).toEqual(['image/png', PNG]);
    expect((await send({ msgtype: 'image', image: { media_id: up.media_id } })).errcode).toBe(0);
    expect((await send({ msgtype: 'file', file: { media_id: up.media_id } })).errcode).toBe(40007);
    const shown = await fetch(`${world.base}/sandbox/messages/${String((await messages())[0]!.id)}/image`);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
    await advance('73h');
    const late = await get(String((await getToken()).access_token));
    expect([late.status, ((await late.json()) as { errcode: number }).errcode]).toEqual([200, 40007]);
  });

  test.each<[string, string, Uint8Array, string, string, number]>([
    ['no picture', 'image', Buffer.from('not a picture'), 'a.png', 'media', 40123],
    ['no AMR', 'voice', PNG, 'a.amr', 'media', 301017],
    ['no MP4', 'video', PNG, 'a.mp4', 'media', 40004],
    ['unknown type', 'thumb', PNG, 'a.png', 'media', 40004],
    ['wrong field name', 'image', PNG, 'a.png', 'file', 44001],
    ['5 bytes', 'file', Buffer.from('12345'), 'a.txt', 'media', 44001],
    [
      'a voice over 2 MB',
      'voice',
      Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(2 * 1024 * 1024)]),
      'a.amr',
      'media',
      45001,
    ],
    ['a picture over 10 MB', 'image', Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]), 'a.png', 'media', 40009],
  ])('%s', async (_, type, bytes, name, field, errcode) => {
    const token = String((await getToken()).access_token);
    expect((await upload(`media/upload?access_token=${token}&type=${type}`, bytes, name, field)).errcode).toBe(errcode);
  });
});

describe('group robot (wecom.md 4.2)', () => {
  const hook = (body: object, key = 'hook-guxing') => world.call(`/cgi-bin/webhook/send?key=${key}`, body);
  const hookText = (content: string) => hook({ msgtype: 'text', text: { content } });

  test('text arrives in the group, by key, name and chatid; a wrong key is 93000', async () => {
    expect(await hookText('日报')).toEqual({ errcode: 0, errmsg: 'ok' });
    for (const to of ['hook-guxing', '古荥镇两网群', 'chat1'])
      expect(await messages(to)).toMatchObject([{ via: 'webhook', text: '日报' }]);
    expect((await hook({ msgtype: 'text', text: { content: '1' } }, 'x')).errcode).toBe(93000);
  });

  test('20 a minute', async () => {
    for (let i = 0; i < 20; i++) expect((await hookText('1')).errcode).toBe(0);
    expect((await hookText('1')).errcode).toBe(45009);
    await advance('1m');
    expect((await hookText('1')).errcode).toBe(0);
  });

  test('image: md5 of the raw bytes, 2 MB, JPG or PNG', async () => {
    const image = (bytes: Buffer, md5?: string) =>
      hook({
        msgtype: 'image',
        image: { base64: bytes.toString('base64'), md5: md5 ?? createHash('md5').update(bytes).digest('hex') },
      });
    expect((await image(PNG)).errcode).toBe(0);
    expect((await image(PNG, createHash('md5').update(PNG.toString('base64')).digest('hex'))).errcode).toBe(301019);
    expect((await image(Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]))).errcode).toBe(93018);
    expect((await image(Buffer.from('not a picture'))).errcode).toBe(40123);
    const [arrived] = await messages('hook-guxing');
    expect(JSON.stringify(arrived)).not.toContain(PNG.toString('base64'));
    const shown = await fetch(`${world.base}/sandbox/messages/${String(arrived!.id)}/image`);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
  });

  test('a file belongs to the webhook it was uploaded for', async () => {
    const up = await upload('webhook/upload_media?key=hook-guxing&type=file', Buffer.from('花名册'), '花名册.xlsx');
    expect((await hook({ msgtype: 'file', file: { media_id: up.media_id } })).errcode).toBe(0);
    expect((await send({ msgtype: 'file', file: { media_id: up.media_id } })).errcode).toBe(40007);
    expect((await upload('webhook/upload_media?key=x&type=file', PNG)).errcode).toBe(93000);
    expect((await upload('webhook/upload_media?key=hook-guxing&type=image', PNG)).errcode).toBe(40004);
  });
});

describe('app chats (wecom.md 4.1)', () => {
  const create = (body: object) => world.api('appchat/create', { userlist: ['zhang', 'wang'], ...body });
  test('create, update, get, send', async () => {
    const { chatid } = await create({ name: '专班', owner: 'wang' });
    expect(
      (await world.api('appchat/update', { chatid, add_user_list: ['li'], del_user_list: ['zhang'] })).errcode,
    ).toBe(0);
    expect(await world.api(`appchat/get?chatid=${String(chatid)}`)).toMatchObject({
      chat_info: { chatid, name: '专班', owner: 'wang', userlist: ['wang', 'Li'] },
    });
    expect(
      (await world.api('appchat/send', { chatid, msgtype: 'markdown', markdown: { content: '**好**' } })).errcode,
    ).toBe(0);
    expect(await messages('专班')).toMatchObject([{ to: chatid, via: 'appchat', msgtype: 'markdown', text: '**好**' }]);
    expect(
      (await world.api('appchat/send', { chatid: 'chat1', msgtype: 'text', text: { content: '进群' } })).errcode,
    ).toBe(0);
    expect(await messages('hook-guxing')).toMatchObject([{ via: 'appchat', text: '进群' }]);
  });

  test.each<[string, object, number]>([
    ['one member', { userlist: ['zhang'] }, 86006],
    ['an unknown member', { userlist: ['zhang', 'nobody'] }, 86216],
    ['an owner outside', { owner: 'li' }, 86207],
    ['a chatid with other characters', { chatid: 'a-b' }, 86001],
    ['a chatid that exists', { chatid: 'chat1' }, 86215],
    ['a name of 51', { name: '名'.repeat(51) }, 86004],
    ['an unknown field', { topic: '1' }, 40058],
  ])('%s', async (_, body, errcode) => {
    expect((await create(body)).errcode).toBe(errcode);
  });

  test('an app without the root department has none', async () => {
    await world.call('/sandbox/settings', { rootScope: false });
    expect((await create({})).errcode).toBe(48002);
  });
});

describe('menu (wecom.md 3.9)', () => {
  const create = (button: unknown[]) => world.api(`menu/create?agentid=${agentId}`, { button });
  const click = (more: object = {}) => ({ type: 'click', name: '待办', key: 'TODO', ...more });
  const parent = (sub_button: unknown[]) => ({ name: '更多', sub_button });

  test('made, read, pressed, deleted', async () => {
    expect((await world.api(`menu/get?agentid=${agentId}`)).errcode).toBe(46003);
    expect(
      (
        await create([
          click(),
          parent([click({ key: 'SUB', name: '子项' }), { type: 'location_select', name: '打卡', key: 'HERE' }]),
        ])
      ).errcode,
    ).toBe(0);
    expect(await world.api(`menu/get?agentid=${agentId}`)).toMatchObject({
      button: [{ key: 'TODO' }, { name: '更多' }],
    });
    await world.call('/sandbox/send', { from: 'zhang', menu: 'SUB' });
    await world.call('/sandbox/send', { from: 'zhang', menu: '待办' });
    await world.call('/sandbox/send', {
      from: 'zhang',
      menu: 'HERE',
      location: { lat: 34.9, lng: 113.6, label: '门口' },
    });
    expect(
      world.bot.heard.map((h) => [h.message.Event ?? h.message.MsgType, h.message.EventKey ?? h.message.Label]),
    ).toEqual([
      ['click', 'SUB'],
      ['click', 'TODO'],
      ['location_select', 'HERE'],
      ['location', '门口'],
    ]);
    expect(await world.call('/sandbox/send', { from: 'zhang', menu: 'NONE' })).toMatchObject({
      error: expect.stringContaining('NONE'),
      hint: expect.stringContaining('TODO'),
    });
    await world.api(`menu/delete?agentid=${agentId}`);
    expect((await world.api(`menu/get?agentid=${agentId}`)).errcode).toBe(46003);
  });

  test.each<[string, unknown[], number]>([
    ['none', [], 40016],
    ['four', [click(), click(), click(), click()], 40016],
    ['six children', [parent(Array.from({ length: 6 }, () => click()))], 40023],
    ['a name of 17 bytes', [click({ name: '一二三四五六' })], 40018],
    ['a child’s name of 41 bytes', [parent([click({ name: '一二三四五六七八九十一二三四' })])], 40025],
    ['no key', [click({ key: '' })], 40019],
    ['a key of 129 bytes', [click({ key: 'k'.repeat(129) })], 40019],
    ['an unknown type', [click({ type: 'tap' })], 40017],
    ['a page without url', [{ type: 'view', name: '台账' }], 40020],
    ['an unknown field', [click({ icon: 1 })], 40058],
  ])('%s', async (_, button, errcode) => {
    expect((await create(button)).errcode).toBe(errcode);
  });
});

describe('reading', () => {
  test('user/get gives no mobile, agent/get and the address lists answer', async () => {
    const user = await world.api('user/get?userid=ZHANG');
    expect(user).toMatchObject({ userid: 'zhang', name: '张样例', position: '协管员', status: 1 });
    expect(user).not.toHaveProperty('mobile');
    expect((await world.api('user/get?userid=nobody')).errcode).toBe(60111);
    expect((await world.api(`agent/get?agentid=${agentId}`)).agentid).toBe(agentId);
    expect((await world.api('agent/get?agentid=5')).errcode).toBe(301002);
    expect((await world.api('getcallbackip')).ip_list).toContain('127.0.0.1');
    expect((await world.api('get_api_domain_ip')).errcode).toBe(0);
  });

  test('OAuth: a code for one use, five minutes; outsiders have no userid', async () => {
    const open = (as: string, more: Record<string, string> = {}) =>
      fetch(
        `${world.base}/connect/oauth2/authorize?${new URLSearchParams({ appid: corpId, redirect_uri: 'http://127.0.0.1:8080/login', response_type: 'code', scope: 'snsapi_base', state: 'abc', ...(as === '' ? {} : { as }), ...more })}`,
        { redirect: 'manual' },
      );
    const codeOf = (r: Response) => new URL(r.headers.get('location') ?? '').searchParams;
    const page = await open('');
    expect(await page.text()).toContain('张样例');
    const codes = codeOf(await open('zhang'));
    expect(codes.get('state')).toBe('abc');
    const info = (code: string | null) => world.api(`auth/getuserinfo?code=${code}`);
    expect(await info(codes.get('code'))).toMatchObject({ errcode: 0, userid: 'zhang' });
    expect((await info(codes.get('code'))).errcode).toBe(42022);
    expect((await info('x')).errcode).toBe(40029);
    const outsider = await info(codeOf(await open('@outsider')).get('code'));
    expect(outsider).toHaveProperty('openid');
    expect(outsider).not.toHaveProperty('userid');
    const old = codeOf(await open('zhang')).get('code');
    await advance('5m1s');
    expect((await info(old)).errcode).toBe(42003);
    expect((await open('zhang', { appid: 'x' })).status).toBe(400);
    expect((await open('zhang', { state: 'a-b' })).status).toBe(400);
    await world.call('/sandbox/settings', { trustedDomains: ['127.0.0.1:9999'] });
    expect(await (await open('zhang')).text()).toContain('50001');
  });
});
