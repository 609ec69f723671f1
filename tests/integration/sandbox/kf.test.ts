import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DIRECTORY, openSandbox, type World } from './tiny-bot.js';

const KF = {
  accounts: [
    { openKfId: 'wkSAMPLE1', name: '惠济劳动监察' },
    { openKfId: 'wkSAMPLE2', name: '另一个账号' },
  ],
  servicers: ['Li', 'wang'],
  customers: [{ externalUserId: 'wmSAMPLEchen', nickname: '陈样例' }],
};
const CHEN = 'wmSAMPLEchen';
const SESSION = { open_kfid: 'wkSAMPLE1', external_userid: CHEN };
const TEXT = { touser: CHEN, open_kfid: 'wkSAMPLE1', msgtype: 'text', text: { content: '您好' } };

let world: World;
beforeEach(async () => {
  world = await openSandbox({ directory: { ...structuredClone(DIRECTORY), kf: structuredClone(KF) } });
});
afterEach(() => world.close());

const say = (fields: object) => world.call('/sandbox/send', { from: CHEN, ...fields });
const send = (more: object = {}) => world.api('kf/send_msg', { ...TEXT, ...more });
const trans = (service_state: number, servicer_userid?: string) =>
  world.api('kf/service_state/trans', { ...SESSION, service_state, ...(servicer_userid && { servicer_userid }) });
const faults = (rules: unknown) => world.call('/sandbox/faults', rules);
const advance = (step: string) => {
  world.forgetToken();
  return world.call('/sandbox/clock', { advance: step });
};
/** The token of the newest nudge. */
const token = () => String(world.bot.heard.at(-1)!.message.Token);

interface Page {
  errcode: number;
  next_cursor: string;
  has_more: number;
  msg_list: { msgid: string; msgtype: string; [key: string]: unknown }[];
}
const sync = async (fields: object = {}) =>
  (await world.api('kf/sync_msg', { open_kfid: 'wkSAMPLE1', ...fields })) as unknown as Page;
const events = async () => (await sync()).msg_list.flatMap((m) => (m.msgtype === 'event' ? [m.event] : []));

describe('reading', () => {
  test('a nudge without content, then the messages, page by page', async () => {
    await say({
      messages: [{ text: '老板拖欠工资' }, { image: 'sample' }, { location: { lat: 34.9, lng: 113.6, label: '工地' } }],
    });
    await say({ account: '另一个账号', text: '别处' });
    expect(world.bot.heard.map((h) => [h.message.Event, h.message.OpenKfId])).toEqual([
      ...Array(3).fill(['kf_msg_or_event', 'wkSAMPLE1']),
      ['kf_msg_or_event', 'wkSAMPLE2'],
    ]);
    const first = await sync({ limit: 2 });
    expect(first).toMatchObject({
      errcode: 0,
      has_more: 1,
      msg_list: [
        {
          open_kfid: 'wkSAMPLE1',
          external_userid: CHEN,
          origin: 3,
          msgtype: 'text',
          text: { content: '老板拖欠工资' },
        },
        { msgtype: 'image', image: { media_id: expect.any(String) } },
      ],
    });
    const rest = await sync({ cursor: first.next_cursor });
    expect(rest).toMatchObject({
      has_more: 0,
      msg_list: [{ location: { latitude: 34.9, longitude: 113.6, name: '工地' } }],
    });
    expect((await sync({ cursor: rest.next_cursor })).msg_list).toEqual([]);
    expect(Buffer.byteLength(rest.next_cursor)).toBeLessThanOrEqual(64);
  });

  test('tokens belong to one account and to ten minutes; without one few calls go', async () => {
    await say({ text: '1' });
    const mine = token();
    expect((await sync({ token: mine })).errcode).toBe(0);
    expect((await sync({ token: 'ENCfalse' })).errcode).toBe(95007);
    expect((await sync({ token: mine, open_kfid: 'wkSAMPLE2' })).errcode).toBe(95007);
    await advance('10m1s');
    expect((await sync({ token: mine })).errcode).toBe(95007);
    const codes = [];
    for (let i = 0; i < 11; i++) codes.push((await sync()).errcode);
    expect(codes).toEqual([...Array(10).fill(0), 45009]);
  });

  test('three days, foreign cursors, missing account', async () => {
    await say({ text: 'alt' });
    await advance('2d');
    await say({ text: 'neu' });
    const { next_cursor } = await sync();
    await advance('1d1m');
    expect((await sync()).msg_list).toMatchObject([{ text: { content: 'neu' } }]);
    expect((await sync({ cursor: 'KCfalse' })).errcode).toBe(40058);
    expect((await sync({ cursor: next_cursor, open_kfid: 'wkSAMPLE2' })).errcode).toBe(40058);
    expect((await world.api('kf/sync_msg', { limit: 10 })).errcode).toBe(40058);
    expect((await sync({ open_kfid: 'wkNONE' })).errcode).toBe(95004);
  });

  test('faults: empty pages although there is more, and a replay', async () => {
    await say({ text: '1' });
    const { next_cursor } = await sync();
    await say({ text: '2' });
    await faults([{ call: 'kf/sync_msg', times: 2, emptyPage: true }]);
    const empty = await sync({ cursor: next_cursor });
    expect(empty).toMatchObject({ has_more: 1, msg_list: [] });
    const again = await sync({ cursor: empty.next_cursor });
    expect(again.next_cursor).not.toBe(empty.next_cursor);
    expect((await sync({ cursor: again.next_cursor })).msg_list).toMatchObject([{ text: { content: '2' } }]);
    await faults([{ call: 'kf/sync_msg', times: 1, replay: true }]);
    expect((await sync({ cursor: again.next_cursor })).msg_list).toHaveLength(2);
  });
});

describe('sending', () => {
  test('five messages until the customer writes again, for 48 hours', async () => {
    expect((await send()).errcode).toBe(95031);
    await say({ text: '1' });
    const codes = [];
    for (let i = 0; i < 6; i++) codes.push((await send({ msgid: `ob-${i}` })).errcode);
    expect(codes).toEqual([0, 0, 0, 0, 0, 95001]);
    expect((await send({ msgid: 'ob-0' })).errcode).toBe(95033);
    await say({ text: '2' });
    expect((await send({ msgid: 'ob-5' })).errcode).toBe(0);
    await advance('48h');
    await advance('1s');
    expect((await send()).errcode).toBe(95002);
    expect(await world.list(`/sandbox/messages?to=${CHEN}&via=kf`)).toHaveLength(6);
  });

  test('strict about ids, receivers, types and menus', async () => {
    await say({ text: '1' });
    const click = (i: number) => ({ type: 'click', click: { id: `m${i}`, content: `第${i}项` } });
    const menu = (list: object[]) =>
      send({ msgtype: 'msgmenu', text: undefined, msgmenu: { head_content: '请选择', list } });
    expect((await send({ msgid: '' })).errcode).toBe(40058);
    expect((await send({ msgid: 'a'.repeat(33) })).errcode).toBe(40058);
    expect((await send({ touser: 'wmNOBODY' })).errcode).toBe(40096);
    expect((await send({ open_kfid: 'wkNONE' })).errcode).toBe(95004);
    expect((await send({ msgtype: 'markdown', markdown: { content: '1' } })).errcode).toBe(40008);
    expect((await send({ safe: 0 })).errcode).toBe(40058);
    expect((await menu(Array.from({ length: 11 }, (_, i) => click(i)))).errcode).toBe(95008);
    expect((await menu([{ type: 'click', click: { id: 'x', content: '字'.repeat(43) } }])).errcode).toBe(95008);
    expect((await menu([click(1), click(2)])).errcode).toBe(0);
    expect(await world.list(`/sandbox/messages?to=${CHEN}&via=kf`)).toMatchObject([{ text: '请选择\n第1项\n第2项' }]);
  });

  test('a tap on a menu comes back as text with its id and opens the budget', async () => {
    await say({ text: '1' });
    const list = [{ type: 'click', click: { id: 'm_arrears', content: '1 拖欠工资' } }];
    await send({ msgtype: 'msgmenu', text: undefined, msgmenu: { head_content: '请选择', list } });
    await say({ menu: '拖欠工资' });
    await say({ menu: 'm_arrears' });
    expect((await sync()).msg_list.slice(1)).toMatchObject(
      Array(2).fill({ text: { content: '1 拖欠工资', menu_id: 'm_arrears' } }),
    );
    expect(await say({ menu: '没有' })).toMatchObject({ hint: 'newest menu: 1 拖欠工资' });
  });

  test('a message that is accepted and does not arrive is reported by an event', async () => {
    await say({ text: '1' });
    await faults([{ call: 'kf/send_msg', times: 1, failType: 13 }]);
    expect(await send({ msgid: 'ob-1' })).toMatchObject({ errcode: 0, msgid: 'ob-1' });
    expect(await events()).toEqual([
      { event_type: 'msg_send_fail', open_kfid: 'wkSAMPLE1', external_userid: CHEN, fail_msgid: 'ob-1', fail_type: 13 },
    ]);
    expect(await world.list(`/sandbox/messages?to=${CHEN}&via=kf`)).toMatchObject([{ dropped: 'undelivered' }]);
  });
});

describe('sessions', () => {
  test('the welcome: one message within 20 s, only for who neither wrote nor was welcomed', async () => {
    const enter = { event: 'enter_session', scene: 'site07', sceneParam: 'g03' };
    await say(enter);
    const [entered] = (await events()) as { welcome_code: string; scene: string }[];
    expect(entered).toMatchObject({
      event_type: 'enter_session',
      scene: 'site07',
      scene_param: 'g03',
      external_userid: CHEN,
    });
    const welcome = { code: entered!.welcome_code, msgtype: 'text', text: { content: '欢迎' } };
    const image = { code: entered!.welcome_code, msgtype: 'image', image: { media_id: 'x' } };
    expect((await world.api('kf/send_msg_on_event', image)).errcode).toBe(40008);
    expect((await world.api('kf/send_msg_on_event', welcome)).errcode).toBe(0);
    expect((await world.api('kf/send_msg_on_event', welcome)).errcode).toBe(40058);
    await say(enter);
    expect(((await events()) as object[])[1]).not.toHaveProperty('welcome_code');
    await advance('48h');
    await say(enter);
    const late = ((await events()) as { welcome_code: string }[]).at(-1)!.welcome_code;
    await advance('21s');
    expect((await world.api('kf/send_msg_on_event', { ...welcome, code: late })).errcode).toBe(40058);
  });

  test('states go forward only; a person has the session until he ends it', async () => {
    const state = () => world.api('kf/service_state/get', SESSION);
    expect(await state()).toMatchObject({ service_state: 4 });
    expect((await trans(1)).errcode).toBe(95016);
    await say({ text: '1' });
    expect(await state()).toMatchObject({ service_state: 0 });
    expect((await trans(1)).errcode).toBe(0);
    expect((await trans(1)).errcode).toBe(95016);
    const queued = await trans(2);
    expect(await send()).toMatchObject({ errcode: 95018 });
    const word = { msgtype: 'text', text: { content: '请稍等' } };
    expect((await world.api('kf/send_msg_on_event', { code: queued.msg_code, ...word })).errcode).toBe(0);
    expect((await trans(3)).errcode).toBe(40058);
    expect((await trans(3, 'zhang')).errcode).toBe(95014);
    await world.call('/sandbox/kf', { servicer: 'Li', duty: false });
    expect((await trans(3, 'Li')).errcode).toBe(95014);
    await world.call('/sandbox/kf', { servicer: 'wang', customer: '陈样例', do: 'take' });
    expect(await state()).toMatchObject({ service_state: 3, servicer_userid: 'wang' });
    await world.call('/sandbox/kf', { servicer: 'wang', customer: CHEN, do: 'write', text: '我来处理' });
    expect(await world.call('/sandbox/kf', { servicer: 'Li', customer: CHEN, do: 'end' })).toMatchObject({
      error: 'Li does not have the session',
    });
    await world.call('/sandbox/kf', { servicer: 'wang', customer: CHEN, do: 'pass', to: 'Li' });
    await world.call('/sandbox/kf', { servicer: 'Li', customer: CHEN, do: 'end' });
    expect(await state()).toMatchObject({ service_state: 4 });
    expect((await send()).errcode).toBe(95013);
    expect(await events()).toMatchObject([
      { event_type: 'servicer_status_change', servicer_userid: 'Li', status: 2 },
      {
        event_type: 'session_status_change',
        change_type: 1,
        new_servicer_userid: 'wang',
        msg_code: expect.any(String),
      },
      { change_type: 2, old_servicer_userid: 'wang', new_servicer_userid: 'Li' },
      { change_type: 3, old_servicer_userid: 'Li', msg_code: expect.any(String) },
    ]);
    expect((await sync()).msg_list.filter((m) => m.origin === 5)).toMatchObject([
      { servicer_userid: 'wang', external_userid: CHEN, text: { content: '我来处理' } },
    ]);
    await say({ text: '2' });
    expect(await state()).toMatchObject({ service_state: 0 });
    expect(await world.call('/sandbox/kf')).toMatchObject({
      accounts: [
        {
          servicers: [
            { userid: 'Li', onDuty: false },
            { userid: 'wang', onDuty: true },
          ],
        },
        {},
      ],
      sessions: [{ state: 0, sent: 0 }],
    });
  });

  test('recall, refusal, guests, customers by name; what cannot be done says why', async () => {
    await say({ text: '说错了' });
    await say({ recall: true });
    await world.call('/sandbox/kf', { servicer: 'Li', customer: CHEN, do: 'refuse' });
    expect(await events()).toMatchObject([
      { event_type: 'user_recall_msg', recall_msgid: expect.stringMatching(/^kfm/) },
      { event_type: 'reject_customer_msg_switch_change', reject_switch: 1 },
    ]);
    expect(await world.call('/sandbox/send', { from: 'wmGUEST1', text: '我是新来的' })).toMatchObject({
      delivered: true,
      from: 'wmGUEST1',
    });
    expect(await world.call('/sandbox/send', { from: '陈样例', text: '我' })).toMatchObject({ from: CHEN });
    expect(await say({ event: 'enter_agent' })).toMatchObject({ hint: 'event: "enter_session"' });
    expect(await say({ card: { key: 'x' } })).toHaveProperty('error');
    expect(await say({ account: 'wkNONE', text: '1' })).toMatchObject({ error: 'there is no account wkNONE' });
    const transcript = await (await fetch(`${world.base}/sandbox/transcript?to=${CHEN}`)).text();
    expect(transcript).toContain('# 陈样例');
    expect(transcript).toContain('< 说错了');
  });

  test('accounts, links, servicers and who came lately', async () => {
    expect(await world.api('kf/account/list', {})).toMatchObject({
      account_list: [{ open_kfid: 'wkSAMPLE1', name: '惠济劳动监察', manage_privilege: true }, {}],
    });
    expect((await world.api('kf/add_contact_way', { open_kfid: 'wkSAMPLE1', scene: 'site07' })).url).toContain(
      'scene=site07',
    );
    expect((await world.api('kf/add_contact_way', { open_kfid: 'wkSAMPLE1', scene: '工地' })).errcode).toBe(40058);
    expect(
      await world.api('kf/servicer/add', { open_kfid: 'wkSAMPLE1', userid_list: ['zhang', 'nobody'] }),
    ).toMatchObject({ result_list: [{ errcode: 0 }, { errcode: 60030 }] });
    await world.api('kf/servicer/del', { open_kfid: 'wkSAMPLE1', userid_list: ['wang'] });
    expect(await world.api('kf/servicer/list?open_kfid=wkSAMPLE1')).toMatchObject({
      servicer_list: [
        { userid: 'Li', status: 0 },
        { userid: 'zhang', status: 0 },
      ],
    });
    await say({ event: 'enter_session', scene: 's1' });
    const ask = { external_userid_list: [CHEN, 'wmOTHER'], need_enter_session_context: 1 };
    expect(await world.api('kf/customer/batchget', ask)).toMatchObject({
      customer_list: [{ external_userid: CHEN, nickname: '陈样例', enter_session_context: { scene: 's1' } }],
      invalid_external_userid: ['wmOTHER'],
    });
    expect((await world.api('kf/customer/batchget', { external_userid_list: [] })).errcode).toBe(40058);
  });
});
