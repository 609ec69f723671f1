import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AppApi } from '../../../../src/channels/common/app-api.js';
import { getMedia } from '../../../../src/channels/common/media.js';
import type { AppMessage } from '../../../../src/channels/wecom/app-message.js';
import { makeWecomClient, type WecomClient } from '../../../../src/channels/wecom/client.js';
import { connectApp } from '../../../../src/channels/wecom/connect.js';
import type { AppMenu } from '../../../../src/channels/wecom/menu.js';
import { systemClock } from '../../../../src/lib/clock.js';
import { makeLog } from '../../../../src/lib/log.js';
import { type StandIn, startStandIn } from '../../../support/http-stand-in.js';
import { tokenRows } from '../../../support/token-rows.js';

let platform: StandIn;
let api: AppApi;
let wecom: WecomClient;
let logged: string[];
beforeEach(async () => {
  let tokens = 0;
  platform = await startStandIn({
    '/cgi-bin/gettoken': () => ({ errcode: 0, access_token: `PLANTED-${++tokens}`, expires_in: 7200 }),
  });
  logged = [];
  const store = tokenRows();
  api = connectApp({
    endpoint: platform.endpoint,
    corpId: 'wwMADEUP0000000001',
    agentId: 1000009,
    secret: 'PLANTED-SECRET',
    store,
    clock: systemClock,
    log: makeLog('debug', { write: (line: string) => void logged.push(line) }),
    holder: 'p1',
  });
  wecom = makeWecomClient(api, 1000009);
});
afterEach(async () => {
  await platform.close();
  expect(logged.join('')).not.toContain('PLANTED');
});

const hello: AppMessage = { msgtype: 'text', text: { content: '您好' } };
const SEND = '/cgi-bin/message/send';

describe('the access token', () => {
  test('is fetched once with corp id and secret, and goes in the query', async () => {
    platform.answers[SEND] = { errcode: 0, msgid: 'M1' };
    await wecom.sendMessage(['li'], hello);
    await wecom.sendMessage(['li'], hello);
    expect(platform.at('/cgi-bin/gettoken').map((r) => r.query)).toEqual([
      { corpid: 'wwMADEUP0000000001', corpsecret: 'PLANTED-SECRET' },
    ]);
    expect(platform.at(SEND).map((r) => r.query)).toEqual([
      { access_token: 'PLANTED-1' },
      { access_token: 'PLANTED-1' },
    ]);
  });

  test.each([40014, 42001, 40001])('%d in mid-flight: a fresh token, the call once more', async (errcode) => {
    platform.answers[SEND] = ({ query }) =>
      query.access_token === 'PLANTED-1' ? { errcode } : { errcode: 0, msgid: 'M1' };
    expect(await wecom.sendMessage(['li'], hello)).toMatchObject({ msgId: 'M1' });
    expect(platform.at(SEND).map((r) => r.query.access_token)).toEqual(['PLANTED-1', 'PLANTED-2']);
  });

  test('refused twice: no third try, and no call for a while', async () => {
    platform.answers[SEND] = { errcode: 40014, errmsg: 'invalid access_token' };
    await expect(wecom.sendMessage(['li'], hello)).rejects.toMatchObject({ code: 40014, klass: 'T' });
    await expect(wecom.sendMessage(['li'], hello)).rejects.toMatchObject({ code: 40014, klass: 'T' });
    expect(platform.at(SEND).length).toBe(2);
    expect(platform.at('/cgi-bin/gettoken').length).toBe(2);
  });

  test('a start with a wrong secret asks once', async () => {
    platform.answers['/cgi-bin/gettoken'] = { errcode: 40001, errmsg: 'invalid credential, corpsecret=PLANTED-SECRET' };
    for (let i = 0; i < 20; i++) await expect(wecom.getAgent()).rejects.toMatchObject({ code: 40001 });
    expect(platform.received.length).toBe(1);
  });
});

describe('message/send', () => {
  test('the body, and what comes back', async () => {
    platform.answers[SEND] = {
      errcode: 0,
      invaliduser: 'insp404|insp405',
      invalidparty: '',
      unlicenseduser: 'insp9',
      msgid: 'M1',
      response_code: 'RC',
    };
    expect(await wecom.sendMessage(['li', 'INSP404'], hello, 600)).toEqual({
      msgId: 'M1',
      responseCode: 'RC',
      refused: ['insp404', 'insp405', 'insp9'],
    });
    expect(platform.at(SEND)[0]?.json).toEqual({
      touser: 'li|INSP404',
      agentid: 1000009,
      msgtype: 'text',
      text: { content: '您好' },
      enable_duplicate_check: 1,
      duplicate_check_interval: 600,
    });
  });

  test.each<[string, AppMessage]>([
    ['2049 bytes of text', { msgtype: 'text', text: { content: `${'网'.repeat(683)}` } }],
    ['no text', { msgtype: 'text', text: { content: '' } }],
    ['2049 bytes of markdown', { msgtype: 'markdown', markdown: { content: 'x'.repeat(2049) } }],
    [
      'a textcard title of 129',
      { msgtype: 'textcard', textcard: { title: 'x'.repeat(129), description: 'x', url: 'https://a' } },
    ],
    [
      'a textcard text of 513',
      { msgtype: 'textcard', textcard: { title: 'x', description: 'x'.repeat(513), url: 'https://a' } },
    ],
    [
      'a textcard button of 5',
      { msgtype: 'textcard', textcard: { title: 'x', description: 'x', url: 'https://a', btntxt: '看看详情吧' } },
    ],
    [
      'a card that breaks a limit',
      {
        msgtype: 'template_card',
        template_card: { card_type: 'text_notice', card_action: { type: 1, url: 'https://a' } },
      },
    ],
  ])('%s does not leave', async (_what, message) => {
    await expect(wecom.sendMessage(['li'], message)).rejects.toMatchObject({ code: 'invalid_message', klass: 'F' });
    expect(platform.received).toEqual([]);
  });

  test.each([[[]], [['']], [Array.from({ length: 1001 }, (_, i) => `u${i}`)]])(
    'receivers are 1 to 1000',
    async (userids) => {
      await expect(wecom.sendMessage(userids, hello)).rejects.toMatchObject({ code: 'invalid_message' });
    },
  );
});

describe('cards, recall, group chats', () => {
  test('a used card is greyed for its receivers', async () => {
    platform.answers['/cgi-bin/message/update_template_card'] = { errcode: 0, invaliduser: ['gone'] };
    const refused = await wecom.updateTemplateCard({
      userids: ['li', 'gone'],
      responseCode: 'RC',
      replaceName: '已接收',
    });
    expect(refused).toEqual(['gone']);
    expect(platform.received.at(-1)?.json).toEqual({
      userids: ['li', 'gone'],
      agentid: 1000009,
      response_code: 'RC',
      button: { replace_name: '已接收' },
    });
  });

  test('recall names the message', async () => {
    platform.answers['/cgi-bin/message/recall'] = { errcode: 0 };
    await wecom.recallMessage('M1');
    expect(platform.received.at(-1)?.json).toEqual({ msgid: 'M1' });
  });

  test('a group chat of the app', async () => {
    platform.answers['/cgi-bin/appchat/send'] = { errcode: 0 };
    await wecom.sendAppchat('CHAT-Id', { msgtype: 'text', text: { content: '日报', mentioned_list: ['@all'] } });
    expect(platform.received.at(-1)?.json).toEqual({
      chatid: 'CHAT-Id',
      msgtype: 'text',
      text: { content: '日报', mentioned_list: ['@all'] },
      safe: 0,
    });
  });
});

describe('the menu and the self-test', () => {
  const leaf = { type: 'click', name: '待办', key: 'TODO' } as const;
  const buttons = (n: number) => Array.from({ length: n }, () => leaf);

  test('create, get, delete with the agent in the query', async () => {
    for (const call of ['create', 'get', 'delete'])
      platform.answers[`/cgi-bin/menu/${call}`] = { errcode: 0, button: [leaf] };
    await wecom.createMenu({ button: [{ name: '巡查', sub_button: [leaf] }] });
    expect(await wecom.getMenu()).toEqual({ button: [leaf] });
    await wecom.deleteMenu();
    expect(platform.received.slice(1).map((r) => [r.method, r.path, r.query.agentid])).toEqual([
      ['POST', '/cgi-bin/menu/create', '1000009'],
      ['GET', '/cgi-bin/menu/get', '1000009'],
      ['GET', '/cgi-bin/menu/delete', '1000009'],
    ]);
  });

  test.each<[string, AppMenu]>([
    ['no button', { button: [] }],
    ['four buttons', { button: buttons(4) }],
    ['six buttons below one', { button: [{ name: '巡查', sub_button: buttons(6) }] }],
    ['a name of 18 bytes', { button: [{ ...leaf, name: '一二三四五六' }] }],
    ['a name below of 42 bytes', { button: [{ name: '巡查', sub_button: [{ ...leaf, name: '一'.repeat(14) }] }] }],
    ['a key of 129 bytes', { button: [{ ...leaf, key: 'k'.repeat(129) }] }],
    ['an address of 1025 bytes', { button: [{ type: 'view', name: '台账', url: 'u'.repeat(1025) }] }],
  ])('%s is refused', async (_what, menu) => {
    await expect(wecom.createMenu(menu)).rejects.toMatchObject({ code: 'invalid_message' });
    expect(platform.received).toEqual([]);
  });

  test('agent and callback addresses', async () => {
    platform.answers['/cgi-bin/agent/get'] = { errcode: 0, name: '两网化', close: 0 };
    platform.answers['/cgi-bin/getcallbackip'] = { ip_list: ['101.226.103.0/25'] };
    expect(await wecom.getAgent()).toEqual({ name: '两网化', closed: false });
    expect(await wecom.getCallbackIps()).toEqual(['101.226.103.0/25']);
  });
});

describe('media', () => {
  const photo = { bytes: Buffer.from('0123456789'), name: '门头.jpg', contentType: 'image/jpeg' };

  test('upload gives an id', async () => {
    platform.answers['/cgi-bin/media/upload'] = {
      errcode: 0,
      type: 'image',
      media_id: 'MEDIA',
      created_at: '1279584000',
    };
    expect(await wecom.uploadMedia('image', photo)).toBe('MEDIA');
    expect(platform.received.at(-1)?.query).toMatchObject({ type: 'image' });
  });

  test.each([
    ['image', 10],
    ['voice', 2],
    ['video', 10],
    ['file', 20],
  ] as const)('%s: at most %i MB and more than 5 bytes', async (type, mb) => {
    const of = (size: number) => ({ ...photo, bytes: new Uint8Array(size) });
    await expect(wecom.uploadMedia(type, of(mb * 1024 * 1024 + 1))).rejects.toMatchObject({ code: 'too_large' });
    await expect(wecom.uploadMedia(type, of(5))).rejects.toMatchObject({ code: 'too_small' });
    expect(platform.received).toEqual([]);
  });

  test.each([
    ['told', `content-length: ${photo.bytes.length}\r\n`],
    ['not told', ''],
  ])('download with name and type, the length %s', async (_what, length) => {
    const head = `HTTP/1.1 200 OK\r\nconnection: close\r\n${length}content-type: image/jpeg\r\n`;
    const name = 'content-disposition: attachment; filename="门头.jpg"\r\n\r\n';
    // by hand: Node's own server refuses such a name beside a length
    platform.answers['/cgi-bin/media/get'] = (_, r) =>
      void r.socket?.end(Buffer.concat([Buffer.from(head + name), photo.bytes]));
    expect(await wecom.getMedia('M', 100)).toEqual({
      bytes: photo.bytes,
      contentType: 'image/jpeg',
      fileName: '门头.jpg',
    });
  });

  test('an error with status 200 is an error', async () => {
    platform.answers['/cgi-bin/media/get'] = { errcode: 40007, errmsg: 'invalid media_id' };
    await expect(wecom.getMedia('M', 100)).rejects.toMatchObject({ code: 40007, klass: 'U' });
  });

  test('a JSON file that somebody sent is a file', async () => {
    platform.answers['/cgi-bin/media/get'] = (_, r) =>
      void r
        .writeHead(200, { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="a.json"' })
        .end('{"errcode":7}');
    expect(await wecom.getMedia('M', 100)).toMatchObject({ fileName: 'a.json', contentType: 'application/json' });
  });

  test.each([
    ['announced', { 'content-length': '11' }],
    ['not announced', {}],
  ])('more than allowed, %s: cut off', async (_what, headers) => {
    platform.answers['/cgi-bin/media/get'] = (_, r) => {
      r.writeHead(200, { 'content-type': 'image/jpeg', ...headers });
      r.write('01234');
      r.end('567890');
      return undefined;
    };
    await expect(wecom.getMedia('M', 10)).rejects.toMatchObject({ code: 'too_large', klass: 'F' });
  });

  test('an expired token while downloading is renewed', async () => {
    platform.answers['/cgi-bin/media/get'] = ({ query }, r) =>
      query.access_token === 'PLANTED-1'
        ? { errcode: 42001 }
        : void r.writeHead(200, { 'content-type': 'image/jpeg' }).end(photo.bytes);
    expect((await wecom.getMedia('M', 100)).bytes).toEqual(photo.bytes);
  });

  describe('a file that must come in parts (830002)', () => {
    const whole = Buffer.from(Array.from({ length: 100 }, (_, i) => i));
    beforeEach(() => {
      platform.answers['/cgi-bin/media/get'] = ({ headers }, r) => {
        const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
        if (from === '') return { errcode: 830002, errmsg: 'file too big, please use range' };
        const part = whole.subarray(Number(from), Number(to) + 1);
        const end = Number(from) + part.length - 1;
        r.writeHead(206, { 'content-type': 'video/mp4', 'content-range': `bytes ${from}-${end}/100` }).end(part);
        return undefined;
      };
    });

    test('is put together', async () => {
      expect((await getMedia(api, 'M', 1_000, 32)).bytes).toEqual(whole);
      expect(platform.at('/cgi-bin/media/get').map((r) => r.headers.range)).toEqual([
        undefined,
        'bytes=0-31',
        'bytes=32-63',
        'bytes=64-95',
        'bytes=96-127',
      ]);
    });

    test('is refused by its whole size after the first part', async () => {
      await expect(getMedia(api, 'M', 99, 32)).rejects.toMatchObject({ code: 'too_large' });
      expect(platform.at('/cgi-bin/media/get').length).toBe(2);
    });
  });
});
