import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CREDENTIALS, openSandbox, text, type World } from './tiny-bot.js';

let world: World;
beforeEach(async () => {
  world = await openSandbox();
});
afterEach(() => world.close());

const { corpId, secret, agentId } = CREDENTIALS;
const sendText = (content: string) =>
  world.api('message/send', { touser: 'zhang', agentid: agentId, msgtype: 'text', text: { content } });
const faults = (rules: unknown) => world.call('/sandbox/faults', rules);

describe('faults', () => {
  test('an errcode for a number of times, only for a text, then normal again', async () => {
    await faults([{ call: 'message/send', times: 2, errcode: -1, errmsg: 'system busy' }]);
    expect([(await sendText('1')).errcode, (await sendText('2')).errcode, (await sendText('3')).errcode]).toEqual([
      -1, -1, 0,
    ]);
    await faults({ call: 'message/send', match: '坏', errcode: 45009 });
    expect([(await sendText('好')).errcode, (await sendText('坏')).errcode]).toEqual([0, 45009]);
    expect(await world.list('/sandbox/faults')).toMatchObject([{ struck: 2 }, { struck: 1 }]);
    await fetch(`${world.base}/sandbox/faults`, { method: 'DELETE' });
    expect((await sendText('坏')).errcode).toBe(0);
  });

  test('status, HTML, merged answer, expired tokens in mid-flight', async () => {
    await sendText('token first');
    await faults([{ call: 'message/send', times: 1, status: 502 }]);
    const token = String((await world.call(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`)).access_token);
    const url = `${world.base}/cgi-bin/message/send?access_token=${token}`;
    const body = JSON.stringify({ touser: 'zhang', agentid: agentId, msgtype: 'text', text: { content: '1' } });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(502);
    await faults([{ call: '*', times: 1, html: true }]);
    const html = await fetch(url, { method: 'POST', body });
    expect([html.status, (await html.text()).startsWith('<html>')]).toEqual([200, true]);
    await faults([{ call: 'message/send', times: 1, answer: { unlicenseduser: 'zhang' } }]);
    expect(await sendText('1')).toMatchObject({ errcode: 0, unlicenseduser: 'zhang' });
    await faults([{ call: 'message/send', times: 1, expireTokens: true }]);
    expect((await sendText('1')).errcode).toBe(42001);
  });

  test('a dropped connection before or after the effect', async () => {
    await sendText('1');
    await faults([{ call: 'message/send', times: 1, drop: true }]);
    await expect(sendText('2')).rejects.toThrow();
    await faults([{ call: 'message/send', times: 1, dropAfter: true }]);
    await expect(sendText('3')).rejects.toThrow();
    expect((await world.list('/sandbox/messages?to=zhang')).map((m) => m.text)).toEqual(['1', '3']);
  });

  test('callbacks: answer lost, never delivered, delivered twice', async () => {
    world.bot.answer = (_, n) => text(`${n}`);
    await faults([{ call: 'callback', times: 1, drop: true }]);
    expect(await world.call('/sandbox/send', { from: 'zhang', text: 'a' })).toMatchObject({
      delivered: true,
      reply: '2',
      attempts: [{ outcome: 'answer lost' }, { outcome: 'answered' }],
    });
    await faults([{ call: 'callback', times: 1, lost: true }]);
    expect(await world.call('/sandbox/send', { from: 'zhang', text: 'b' })).toMatchObject({
      delivered: false,
      attempts: [{ outcome: 'lost' }],
    });
    await faults([{ call: 'callback', times: 1, reEncryptDuplicate: true }]);
    expect(await world.call('/sandbox/send', { from: 'zhang', text: 'c' })).toMatchObject({ replies: ['3', '4'] });
    expect(world.bot.heard[2]!.xml).toBe(world.bot.heard[3]!.xml);
    expect(world.bot.heard[2]!.encrypt).not.toBe(world.bot.heard[3]!.encrypt);
    await faults([{ call: 'callback', times: 1, status: 500 }]);
    expect(await world.call('/sandbox/send', { from: 'zhang', text: 'd' })).toMatchObject({
      attempts: [{ status: 500 }, { status: 200 }],
    });
  });

  test('a rule that cannot be read says why', async () => {
    expect(await faults({ call: 'message/send', chance: 1 })).toMatchObject({
      error: expect.stringContaining('chance'),
      hint: expect.stringContaining('errcode'),
    });
    expect(await faults({ call: 'message/send', times: 1 })).toMatchObject({
      error: expect.stringContaining('without an effect'),
    });
    expect(await faults({ call: 'message/sent', errcode: -1 })).toEqual({
      error: 'there is no call message/sent',
      hint: expect.stringContaining('message/send'),
    });
    expect(await faults({ call: '/cgi-bin/message/send', errcode: -1 })).toMatchObject([{ call: 'message/send' }]);
  });
});

describe('clock', () => {
  test('moves, stops, and waits for what became due', async () => {
    const moved: string[] = [];
    await world.close();
    world = await openSandbox({
      onClockMoved: async (from, to) => {
        await Promise.resolve();
        moved.push(`${from.toISOString()} ${to.toISOString()}`);
      },
    });
    await world.call('/sandbox/clock', { freeze: true });
    expect(await world.call('/sandbox/clock', { now: '2010-07-20 08:00' })).toEqual({
      now: '2010-07-20T08:00:00+08:00',
      ms: Date.parse('2010-07-20T08:00:00+08:00'),
      local: '2010-07-20 08:00 周二',
      frozen: true,
      nextWorkday: '2010-07-21',
    });
    expect(await world.call('/sandbox/clock', { advance: '1d2h30m' })).toMatchObject({
      local: '2010-07-21 10:30 周三',
    });
    expect(await world.call('/sandbox/clock', { advanceMs: -1_800_000 })).toMatchObject({
      local: '2010-07-21 10:00 周三',
    });
    expect(moved).toHaveLength(3);
    expect(moved[1]).toBe('2010-07-20T00:00:00.000Z 2010-07-21T02:30:00.000Z');
    expect(world.sandbox.clock.now().toISOString()).toBe('2010-07-21T02:00:00.000Z');
    expect(await world.call('/sandbox/clock', { now: 'noon' })).toMatchObject({
      error: expect.stringContaining('noon'),
      hint: expect.any(String),
    });
    expect(await world.call('/sandbox/clock', { advance: '5 parsecs' })).toHaveProperty('hint');
    expect(await world.call('/sandbox/clock', {})).toHaveProperty('hint');
  });
});

describe('inspection', () => {
  test('messages: since, limit, type, both sides, by instant', async () => {
    world.bot.answer = (m) => text(`re ${String(m.Content)}`);
    for (const t of ['1', '2', '3']) await world.call('/sandbox/send', { from: 'zhang', text: t });
    const all = await world.list('/sandbox/messages?to=zhang');
    expect(all.map((m) => m.text)).toEqual(['re 1', 're 2', 're 3']);
    const ids = (list: Record<string, unknown>[]) => list.map((m) => m.text);
    expect(ids(await world.list(`/sandbox/messages?to=zhang&since=${String(all[0]!.id)}`))).toEqual(['re 2', 're 3']);
    expect(ids(await world.list('/sandbox/messages?to=zhang&limit=1'))).toEqual(['re 3']);
    expect(ids(await world.list(`/sandbox/messages?to=zhang&limit=1&since=${String(all[0]!.id)}`))).toEqual(['re 2']);
    expect(ids(await world.list('/sandbox/messages?to=zhang&both=1'))).toEqual(['1', 're 1', '2', 're 2', '3', 're 3']);
    expect(await world.list('/sandbox/messages?type=image')).toEqual([]);
    expect(await world.list('/sandbox/messages?since=2030-01-01T00:00:00Z')).toEqual([]);
    expect(ids(await world.list(`/sandbox/messages?to=${encodeURIComponent('张样例')}`))).toHaveLength(3);
    await fetch(`${world.base}/sandbox/messages`, { method: 'DELETE' });
    expect(await world.list('/sandbox/messages')).toEqual([]);
    await world.call('/sandbox/send', { from: 'zhang', text: '4' });
    const [after] = await world.list('/sandbox/messages');
    expect(Number(String(after!.id).slice(1))).toBeGreaterThan(6);
  });

  test('errors name what to do', async () => {
    expect(await world.call('/sandbox/messages?to=zhan')).toMatchObject({
      error: expect.stringContaining('zhan'),
      hint: expect.stringContaining('zhang (张样例)'),
    });
    expect(await world.call('/sandbox/messages?since=gestern')).toHaveProperty('hint');
    expect(await world.call('/sandbox/nothing')).toMatchObject({ hint: expect.stringContaining('controls:') });
    expect(await world.call('/sandbox/send', { text: '1' })).toMatchObject({ error: 'from is missing' });
    expect(await world.call('/sandbox/send', { from: 'zhang' })).toMatchObject({
      hint: expect.stringContaining('text'),
    });
    expect(await world.call('/sandbox/send', { from: '谁也不是', text: '1' })).toMatchObject({
      hint: expect.stringContaining('directory'),
    });
    const raw = await fetch(`${world.base}/sandbox/send`, { method: 'POST', body: '{' });
    expect([raw.status, await raw.json()]).toMatchObject([400, { error: 'the body is not JSON' }]);
    const foreign = await fetch(`${world.base}/sandbox/send`, {
      method: 'POST',
      headers: { origin: 'https://example.com' },
      body: '{}',
    });
    expect(foreign.status).toBe(403);
  });

  test('a userid that nobody knows writes nevertheless, and can be answered', async () => {
    expect(await world.call('/sandbox/send', { from: 'stranger', text: '您好' })).toMatchObject({
      delivered: true,
      warning: expect.stringContaining('stranger'),
    });
    expect(
      await world.api('message/send', {
        touser: 'stranger',
        agentid: agentId,
        msgtype: 'text',
        text: { content: '您好' },
      }),
    ).toMatchObject({ errcode: 0, invaliduser: '' });
    expect(JSON.stringify((await world.call('/sandbox/directory')).members)).toContain('stranger');
  });

  test('calls are logged without secrets', async () => {
    await sendText('1');
    await world.call('/cgi-bin/webhook/send?key=hook-guxing', { msgtype: 'text', text: { content: '1' } });
    const calls = await world.list('/sandbox/calls');
    expect(calls.map((c) => [c.call, c.errcode])).toEqual([
      ['gettoken', 0],
      ['message/send', 0],
      ['webhook/send', 0],
    ]);
    expect(JSON.stringify(calls)).not.toContain(secret);
    expect(JSON.stringify(calls)).not.toContain('hook-guxing');
    expect(JSON.stringify(calls)).not.toMatch(/access_token":"(?!\*\*\*)/);
  });

  test('settleMs waits for what the bot sends later', async () => {
    world.bot.answer = () => {
      setTimeout(() => void sendText('稍后'), 5);
      return undefined;
    };
    await sendText('token first');
    const report = await world.call('/sandbox/send', { from: 'zhang', text: '1', settleMs: 800 });
    expect((report.messages as { text: string }[]).map((m) => m.text)).toEqual(['稍后']);
  });

  test('events stream to the page', async () => {
    const stop = new AbortController();
    const stream = await fetch(`${world.base}/sandbox/events`, { signal: stop.signal });
    const reader = stream.body!.getReader();
    await world.call('/sandbox/send', { from: 'zhang', text: '流' });
    let seen = '';
    while (!seen.includes('event: message')) seen += Buffer.from((await reader.read()).value ?? []).toString();
    expect(seen).toContain('event: clock');
    expect(seen).toContain('"text":"流"');
    stop.abort();
  });

  test('health, directory, transcript', async () => {
    world.bot.answer = () => text('请输入单位名称');
    await world.call('/sandbox/send', { from: 'zhang', text: '上报单位' });
    expect(await world.call('/sandbox/health')).toMatchObject({
      ok: true,
      members: 3,
      groups: 1,
      lastDelivery: { state: 'delivered' },
    });
    expect(await world.call('/sandbox/directory')).toMatchObject({
      groups: [{ key: 'hook-guxing', name: '古荥镇两网群' }],
    });
    expect(await (await fetch(`${world.base}/sandbox/transcript?to=zhang`)).text()).toBe(
      '# 张样例\n# as: zhang\n# now: 2026-11-23 08:00\n< 上报单位\n> 请输入单位名称\n',
    );
    world.sandbox.setDirectory({ members: [], groups: [] });
    expect(await world.call('/sandbox/directory')).toMatchObject({ members: [], groups: [] });
  });
});

test('with persistPath conversations, pictures and tokens survive a restart, and ids go on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const persistPath = join(folder, 'sandbox.json');
  const first = await openSandbox({ persistPath });
  try {
    await first.call('/sandbox/send', { from: 'zhang', image: 'sample' });
    await first.api('message/send', { touser: 'zhang', agentid: agentId, msgtype: 'text', text: { content: '还在' } });
  } finally {
    await first.close();
  }
  const second = await openSandbox({ persistPath });
  try {
    const kept = await second.list('/sandbox/messages?to=zhang&both=1');
    expect(kept.map((m) => [m.id, m.text])).toEqual([
      ['m1', '[图片]'],
      ['m2', '还在'],
    ]);
    expect((await fetch(`${second.base}/sandbox/messages/m1/image`)).headers.get('content-type')).toBe('image/png');
    await second.call('/sandbox/send', { from: 'zhang', text: '再来' });
    expect((await second.list('/sandbox/messages?to=zhang&both=1')).at(-1)).toMatchObject({ id: 'm3' });
  } finally {
    await second.close();
    await rm(folder, { recursive: true });
  }
});
