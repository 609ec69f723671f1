import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CREDENTIALS, openSandbox, seal, text, type World } from './tiny-bot.js';

let world: World;
beforeEach(async () => {
  world = await openSandbox();
});
afterEach(() => world.close());

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const send = (body: unknown) => world.call('/sandbox/send', body);

describe('what a person does reaches the bot encrypted, and its passive reply is shown', () => {
  test('text there and back', async () => {
    world.bot.answer = (m) => text(`收到：${String(m.Content)}`);
    const report = await send({ from: 'zhang', text: '上报单位 ]]> <x>' });
    expect(report).toMatchObject({ from: 'zhang', delivered: true, reply: '收到：上报单位 ]]> <x>', errors: [] });
    const { message, xml } = world.bot.heard[0]!;
    expect(message).toMatchObject({
      ToUserName: CREDENTIALS.corpId,
      FromUserName: 'zhang',
      MsgType: 'text',
      Content: '上报单位 ]]> <x>',
      AgentID: String(CREDENTIALS.agentId),
    });
    expect(message.CreateTime).toBe(String(Date.parse('2026-11-23T00:00:00Z') / 1000));
    expect(xml).toMatch(/<MsgId>\d{19}<\/MsgId>/);
    expect(Number.isSafeInteger(Number(message.MsgId))).toBe(false);
    const arrived = await world.list('/sandbox/messages?to=zhang');
    expect(arrived).toHaveLength(1);
    expect(arrived[0]).toMatchObject({
      to: 'zhang',
      from: 'bot',
      via: 'passive',
      msgtype: 'text',
      text: '收到：上报单位 ]]> <x>',
    });
  });

  test('an empty answer and the word success are no reply', async () => {
    for (const raw of ['', 'success']) {
      world.bot.answer = () => ({ raw });
      expect(await send({ from: 'zhang', text: '1' })).toMatchObject({
        delivered: true,
        reply: '',
        errors: [],
        messages: [],
      });
    }
  });

  test('photo: media_id leads to the bytes, PicUrl as well', async () => {
    await send({ from: 'zhang', image: 'sample' });
    const { message } = world.bot.heard[0]!;
    expect(message.MsgType).toBe('image');
    const token = String(
      (await world.call(`/cgi-bin/gettoken?corpid=${CREDENTIALS.corpId}&corpsecret=${CREDENTIALS.secret}`))
        .access_token,
    );
    const file = await fetch(
      `${world.base}/cgi-bin/media/get?access_token=${token}&media_id=${String(message.MediaId)}`,
    );
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(file.headers.get('content-disposition')).toContain('filename=');
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(Buffer.from(await (await fetch(String(message.PicUrl))).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test.each<[string, object, object]>([
    [
      'location',
      { location: { lat: 34.9, lng: 113.6, label: '古荥镇政府' } },
      { MsgType: 'location', Location_X: '34.9', Location_Y: '113.6', Label: '古荥镇政府', AppType: 'wxwork' },
    ],
    [
      'link',
      { link: { title: '通知', url: 'https://example.com/a' } },
      { MsgType: 'link', Title: '通知', Url: 'https://example.com/a' },
    ],
    ['voice', { voice: true }, { MsgType: 'voice', Format: 'amr' }],
    ['file', { file: { name: '花名册.xlsx' } }, { MsgType: 'file', FileName: '花名册.xlsx' }],
    ['event', { event: 'enter_agent' }, { MsgType: 'event', Event: 'enter_agent', EventKey: '' }],
    [
      'event with fields',
      { event: { event: 'LOCATION', fields: { Latitude: 34.9 } } },
      { MsgType: 'event', Event: 'LOCATION', Latitude: '34.9' },
    ],
    ['raw', { xml: '<xml><MsgType>odd</MsgType></xml>' }, { MsgType: 'odd' }],
    ['number as text', { text: 12 }, { MsgType: 'text', Content: '12' }],
  ])('%s', async (_, body, expected) => {
    expect(await send({ from: '张样例', ...body })).toMatchObject({ from: 'zhang', delivered: true });
    expect(world.bot.heard[0]!.message).toMatchObject(expected);
  });

  test('two events of a person in one frozen second are two events', async () => {
    world.sandbox.clock.freeze(true);
    await send([
      { from: 'zhang', event: 'enter_agent' },
      { from: 'zhang', event: 'enter_agent' },
    ]);
    expect(new Set(world.bot.heard.map((h) => h.xml)).size).toBe(2);
  });

  test('the URL check passes with exactly the decrypted bytes', async () => {
    expect(await world.call('/sandbox/verify-url', {})).toMatchObject({ ok: true, status: 200 });
  });
});

describe('retries (wecom.md 1.6)', () => {
  test.each([500, 302, 204])(
    'status %i counts as failed: four deliveries of one plaintext, each encrypted anew',
    async (status) => {
      world.bot.answer = () => ({ raw: '', status });
      const report = await send({ from: 'zhang', text: '1' });
      expect(report).toMatchObject({ delivered: false, reply: '' });
      expect(report.attempts).toMatchObject(
        Array.from({ length: 4 }, (_, i) => ({ n: i + 1, status, outcome: 'bad status' })),
      );
      expect(new Set(world.bot.heard.map((h) => h.xml)).size).toBe(1);
      expect(new Set(world.bot.heard.map((h) => h.encrypt)).size).toBe(4);
    },
  );

  test('too slow once, then in time: only the later reply is shown', async () => {
    await world.close();
    world = await openSandbox({ callbackTimeoutMs: 1_000 });
    const slow = deferred();
    world.bot.answer = async (_, n) => {
      if (n === 1) await slow.promise;
      return text(`第 ${n} 次`);
    };
    const report = await send({ from: 'zhang', text: '1' });
    slow.resolve();
    expect(report).toMatchObject({ delivered: true, reply: `第 ${world.bot.heard.length} 次` });
    const outcomes = (report.attempts as { outcome: string }[]).map((a) => a.outcome);
    expect([outcomes[0], outcomes.at(-1)]).toEqual(['timeout', 'answered']);
    expect(await world.list('/sandbox/messages?to=zhang')).toHaveLength(1);
  });

  test('nobody listens: no connection, and the message is marked', async () => {
    await world.bot.close();
    const report = await send({ from: 'zhang', text: '1' });
    expect(report).toMatchObject({ delivered: false });
    const [own] = await world.list('/sandbox/messages?to=zhang&both=1');
    expect(own).toMatchObject({ via: 'user', delivery: { state: 'failed', attempts: 4 } });
    const [delivery] = await world.list('/sandbox/deliveries?failed=1');
    expect(delivery).toMatchObject({ from: 'zhang', kind: 'text', state: 'failed' });
  });

  test('duplicates and concurrent duplicates arrive although the first was answered; one reply is shown', async () => {
    world.bot.answer = (_, n) => text(`${n}`);
    expect(await send({ from: 'zhang', text: 'a', duplicates: 2 })).toMatchObject({
      delivered: true,
      reply: '1',
      replies: ['1', '2', '3'],
    });
    const report = await send({ from: 'zhang', text: 'b', duplicates: 3, concurrent: true });
    expect(report.attempts).toHaveLength(4);
    expect(world.bot.heard).toHaveLength(7);
    expect(await world.list('/sandbox/messages?to=zhang')).toHaveLength(2);
  });

  test('a list in order, and a list at once', async () => {
    world.bot.answer = (m) => text(String(m.Content));
    const inOrder = await send([
      { from: 'zhang', text: '1' },
      { from: 'zhang', text: '2' },
    ]);
    expect((inOrder.messages as { text: string }[]).map((m) => m.text)).toEqual(['1', '2']);
    const atOnce = await send({
      from: 'zhang',
      concurrent: true,
      messages: ['1', '2', '3', '4'].map((t) => ({ text: t })),
    });
    expect((atOnce.results as unknown[]).length).toBe(4);
    expect(world.bot.heard).toHaveLength(6);
  });

  test('without waiting the answer comes before the bot has', async () => {
    const held = deferred();
    world.bot.answer = async () => {
      await held.promise;
      return text('好');
    };
    expect(await send({ from: 'zhang', text: '1', wait: false })).toMatchObject({ delivered: null });
    held.resolve();
    expect(await world.list('/sandbox/messages?to=zhang&wait=5000')).toMatchObject([{ text: '好' }]);
  });
});

describe('wrong passive replies are ignored and recorded', () => {
  const cases: [string, (message: never) => { raw: string }, RegExp][] = [
    ['not XML', () => ({ raw: '{"ok":true}' }), /neither empty nor <xml>/],
    ['plain XML', () => ({ raw: '<xml><MsgType>text</MsgType></xml>' }), /unknown element MsgType/],
    [
      'a bad signature',
      (m) => ({ raw: seal(m, text('1')).replace(/<MsgSignature><!\[CDATA\[./, '<MsgSignature><![CDATA[x') }),
      /signature/,
    ],
    ['another corp', (m) => ({ raw: seal(m, text('1'), 'wwOTHER') }), /another receiver/],
    ['another person', (m) => ({ raw: seal(m, { ToUserName: 'wang', ...text('1') }) }), /ToUserName/],
    ['a stranger as sender', (m) => ({ raw: seal(m, { FromUserName: 'x', ...text('1') }) }), /FromUserName/],
    ['an unknown type', (m) => ({ raw: seal(m, { MsgType: 'markdown', Content: '1' }) }), /unknown MsgType/],
    ['an unknown element', (m) => ({ raw: seal(m, { ...text('1'), FuncFlag: 0 }) }), /unknown element FuncFlag/],
    ['an empty text', (m) => ({ raw: seal(m, text('')) }), /44004/],
    ['an unknown media_id', (m) => ({ raw: seal(m, { MsgType: 'image', Image: { MediaId: 'x' } }) }), /40007/],
    [
      'a button update without a press',
      (m) => ({ raw: seal(m, { MsgType: 'update_button', Button: { ReplaceName: '好' } }) }),
      /template_card_event/,
    ],
  ];
  test.each(cases)('%s', async (_, answer, error) => {
    world.bot.answer = (m) => answer(m as never);
    const report = await send({ from: 'zhang', text: '1' });
    expect(report).toMatchObject({ delivered: true, reply: '', messages: [] });
    expect((report.errors as string[])[0]).toMatch(error);
    expect(await world.list('/sandbox/deliveries?failed=1')).toHaveLength(1);
  });

  test('an event that cannot be answered in place', async () => {
    world.bot.answer = () => text('再见');
    expect(await send({ from: 'zhang', event: 'unsubscribe' })).toMatchObject({
      reply: '',
      errors: [expect.stringContaining('unsubscribe')],
    });
  });

  test('a text over 2048 bytes is cut and noted', async () => {
    world.bot.answer = () => text('汉'.repeat(700));
    const report = await send({ from: 'zhang', text: '1' });
    expect(report.reply).toBe('汉'.repeat(682));
    expect((report.messages as object[])[0]).toMatchObject({ warnings: [expect.stringContaining('2048')] });
  });
});
