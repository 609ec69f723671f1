/** The callback of the self-built app over real HTTP, from the platform's side. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Koa from 'koa';
import type { InboundMessage, PassiveReply, Receipt } from '../../schemas/message.js';
import { makeCallbackRouter } from '../../src/channels/wecom/callback.js';
import { decryptMessage, encryptMessage, signatureOf } from '../../src/channels/wecom/crypto.js';
import { WireError } from '../../src/channels/wecom/wire-error.js';
import { buildXml, parseXml, XML_MAX_BYTES } from '../../src/channels/wecom/xml.js';
import { makeLog } from '../../src/lib/log.js';
import { CREDENTIALS_A, V1, V2, V5 } from '../fixtures/wecom-vectors.js';

const APP = { ...CREDENTIALS_A, agentId: 218 };
const NOW = new Date('2026-01-01T00:00:00Z');

type Outcome = 'sent' | 'lost';

let server: Server;
let base: URL;
/** What the service under test was told and what it told. */
let received: InboundMessage[];
let outcomes: Promise<Outcome>[];
let refusals: string[];
let onRefusal: (reason: string) => void;
let logLines: string[];
let nowMs: number;
let answer: (message: InboundMessage) => Promise<PassiveReply | null>;
let onSettled: () => void;
/** Runs when the answer is ready and before it is written. */
let beforeWriting: () => Promise<unknown>;

async function receive(message: InboundMessage): Promise<Receipt> {
  received.push(message);
  let resolveOutcome: (outcome: Outcome) => void = () => undefined;
  outcomes.push(new Promise((resolve) => (resolveOutcome = resolve)));
  const settled = (outcome: Outcome) => {
    resolveOutcome(outcome);
    onSettled();
  };
  return { reply: await answer(message), settled };
}

beforeAll(async () => {
  const router = makeCallbackRouter({
    app: APP,
    clock: () => NOW,
    monotonicMs: () => nowMs,
    log: makeLog('warn', { write: (line) => void logLines.push(line) }),
    count: (reason) => {
      refusals.push(reason);
      onRefusal(reason);
    },
    receive: (message) => receive(message),
  });
  const app = new Koa();
  app.silent = true;
  app.use(async (_, next) => {
    await next();
    await beforeWriting();
  });
  server = createServer(app.use(router.routes()).callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`);
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

beforeEach(() => {
  received = [];
  outcomes = [];
  refusals = [];
  onRefusal = () => undefined;
  onSettled = () => undefined;
  beforeWriting = async () => undefined;
  logLines = [];
  // Far beyond the minute in which one line per reason is logged.
  nowMs = (nowMs ?? 0) + 3_600_000;
  answer = async () => null;
});

interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

interface Request {
  method?: string;
  query?: string | Record<string, string>;
  body?: string | Buffer;
  headers?: Record<string, string>;
  agent?: Agent;
}

/** One request as it stands; the query is appended without another encoding when it is a string. */
async function send({ method = 'POST', query = '', body = '', headers = {}, agent }: Request): Promise<Answer> {
  const search = typeof query === 'string' ? query : new URLSearchParams(query).toString();
  const options = { method, headers, ...(agent && { agent }) };
  const outgoing = request(`${base.href}?${search}`, options);
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const type = response.headers['content-type'] ?? '';
  return { status: response.statusCode ?? 0, type, body: Buffer.concat(chunks) };
}

function signed(encrypt: string, timestamp = '1767225600', nonce = '4711') {
  return { msg_signature: signatureOf({ token: APP.token, timestamp, nonce, encrypt }), timestamp, nonce };
}

/** A delivery as the platform makes it: every call encrypts anew. */
function delivery(plaintext: string, receiveId = APP.corpId): { query: Record<string, string>; body: string } {
  const encrypt = encryptMessage({ aesKey: APP.aesKey, message: plaintext, receiveId });
  return {
    query: signed(encrypt),
    body: buildXml({ ToUserName: APP.corpId, AgentID: String(APP.agentId), Encrypt: encrypt }),
  };
}

function textXml(Content: string, MsgId = '1'): string {
  return buildXml({ ToUserName: APP.corpId, FromUserName: 'Insp007', CreateTime: 1, MsgType: 'text', Content, MsgId });
}

function openReply(body: Buffer) {
  const envelope = parseXml(body.toString());
  const encrypt = String(envelope.Encrypt);
  const [timestamp, nonce] = [String(envelope.TimeStamp), String(envelope.Nonce)];
  expect(envelope.MsgSignature).toBe(signatureOf({ token: APP.token, timestamp, nonce, encrypt }));
  return parseXml(decryptMessage({ aesKey: APP.aesKey, encrypt, receiveId: APP.corpId }));
}

async function expectRefused(asked: Request, reason: string, status = 400): Promise<void> {
  refusals = [];
  const { status: got, body } = await send(asked);
  expect([got, body.toString(), refusals]).toEqual([status, 'bad request', [reason]]);
  expect(received).toEqual([]);
}

describe('URL check', () => {
  const query = { msg_signature: V1.signature, timestamp: V1.timestamp, nonce: V1.nonce, echostr: V1.encrypt };

  test('answers the decrypted bytes and nothing else', async () => {
    const { status, type, body } = await send({ method: 'GET', query });
    expect([status, type, body.toString()]).toEqual([200, 'text/plain; charset=utf-8', V1.plaintext]);
  });

  test('keeps every byte: byte-order mark, line ends, Chinese, whatever the Base64 looks like', async () => {
    for (let n = 0; n < 20; n++) {
      const echo = `\ufeff ${n} 好\r\n`;
      const echostr = encryptMessage({ aesKey: APP.aesKey, message: echo, receiveId: APP.corpId });
      const { body } = await send({ method: 'GET', query: { ...signed(echostr), echostr } });
      expect(body).toEqual(Buffer.from(echo));
    }
  });

  test('a query that was decoded twice is refused', async () => {
    const echostr = V1.encrypt.replaceAll('+', ' ');
    await expectRefused({ method: 'GET', query: { ...query, echostr } }, 'signature');
  });

  test.each(['msg_signature', 'timestamp', 'nonce', 'echostr'] as const)(
    '%s missing, empty or doubled',
    async (name) => {
      const { [name]: value, ...rest } = query;
      await expectRefused({ method: 'GET', query: rest }, 'query');
      await expectRefused({ method: 'GET', query: { ...rest, [name]: '' } }, 'query');
      const doubled = new URLSearchParams(query);
      doubled.append(name, value);
      await expectRefused({ method: 'GET', query: doubled.toString() }, 'query');
    },
  );

  test('signed for another app', async () => {
    const other = { msg_signature: V5.signature, timestamp: V5.timestamp, nonce: V5.nonce, echostr: V5.encrypt };
    await expectRefused({ method: 'GET', query: other }, 'signature');
  });
});

describe('message', () => {
  test('the official sample: empty 200, settled as sent', async () => {
    const query = { msg_signature: V2.signature, timestamp: V2.timestamp, nonce: V2.nonce };
    const body = `<xml><ToUserName>${APP.corpId}</ToUserName>\n<Encrypt>\n${V2.encrypt}\n</Encrypt></xml>`;
    const { status, body: empty } = await send({ query, body, headers: { 'Content-Type': 'application/json' } });
    expect([status, empty.length]).toEqual([200, 0]);
    expect(received).toMatchObject([{ key: 'm:218:4561255354251345929', body: { kind: 'text', text: 'hello' } }]);
    expect(await outcomes[0]).toBe('sent');
  });

  test('the reply is encrypted and signed for the sender', async () => {
    answer = async () => ({ kind: 'text', text: '已收到😀 ]]>' });
    const { status, type, body } = await send(delivery(textXml('上报单位')));
    expect([status, type]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(openReply(body)).toEqual({
      ToUserName: 'insp007',
      FromUserName: APP.corpId,
      CreateTime: '1767225600',
      MsgType: 'text',
      Content: '已收到😀 ]]>',
    });
    expect(await outcomes[0]).toBe('sent');
  });

  test('a retry is encrypted anew and has the same key', async () => {
    const event = buildXml({ FromUserName: 'a', CreateTime: 1, MsgType: 'event', Event: 'click', EventKey: 'TODO' });
    for (const plaintext of [textXml('你好', '7000000000000000001'), event]) {
      received = [];
      const [one, two] = [delivery(plaintext), delivery(plaintext)];
      expect(one.body).not.toBe(two.body);
      await Promise.all([send(one), send(two)]);
      expect(received).toHaveLength(2);
      expect(received[0]?.key).toBe(received[1]?.key);
    }
  });

  test.each([
    ['emoji', '👨‍👩‍👧‍👦😀🇨🇳', '👨‍👩‍👧‍👦😀🇨🇳'],
    ['full-width digits', '１２．５', '１２．５'],
    ['2,000 characters', '惠'.repeat(2000), '惠'.repeat(2000)],
    ['markup', '</Content><Evil/><!DOCTYPE x>&lt;', '</Content><Evil/><!DOCTYPE x>&lt;'],
  ])('%s arrive', async (_, content, text) => {
    expect((await send(delivery(textXml(content)))).status).toBe(200);
    expect(received[0]?.body).toEqual({ kind: 'text', text });
  });

  test('control characters are dropped', async () => {
    const plaintext = textXml('1#2#3').replaceAll('#', '\u0000\u001b\uffff');
    expect((await send(delivery(plaintext))).status).toBe(200);
    expect(received[0]?.body).toEqual({ kind: 'text', text: '123' });
  });

  test('ten at once', async () => {
    answer = async ({ key }) => ({ kind: 'text', text: key });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => send(delivery(textXml('x', `${n}`)))));
    expect(answers.map(({ body }) => openReply(body).Content)).toEqual(answers.map((_, n) => `m:218:${n}`));
  });

  test('an unknown event survives', async () => {
    const plaintext = buildXml({ FromUserName: 'a', CreateTime: 1, MsgType: 'event', Event: 'new_2030', Thing: '1' });
    expect((await send(delivery(plaintext))).status).toBe(200);
    expect(received[0]?.body).toEqual({ kind: 'event', event: 'new_2030', key: '', fields: { Thing: '1' } });
  });
});

describe('answers that may be lost', () => {
  const good = () => delivery(textXml('x'));

  test('an answer after more than 5 s is settled as lost, one at 5 s as sent', async () => {
    for (const [tookMs, outcome] of [[5001, 'lost'] as const, [5000, 'sent'] as const]) {
      outcomes = [];
      answer = async () => {
        nowMs += tookMs;
        return { kind: 'text', text: '好' };
      };
      expect((await send(good())).status).toBe(200);
      expect(await outcomes[0]).toBe(outcome);
    }
  });

  /** Sends a message and returns what makes the client hang up and waits until the server knows it. */
  function sendAndHangUp(): () => Promise<void> {
    const { query, body } = good();
    const outgoing = request(`${base.href}?${new URLSearchParams(query)}`, { method: 'POST', agent: false });
    outgoing.on('error', () => undefined);
    const connection = once(server, 'connection');
    outgoing.end(body);
    return async () => {
      const [socket] = await connection;
      const closed = once(socket, 'close');
      outgoing.destroy();
      await closed;
    };
  }

  test('a client that hangs up while the message is played', async () => {
    const hangUp = sendAndHangUp();
    const settled = new Promise<void>((resolve) => (onSettled = resolve));
    answer = async () => {
      await hangUp();
      return { kind: 'text', text: '好' };
    };
    await settled;
    expect(await outcomes[0]).toBe('lost');
    expect(logLines).toEqual([]);
  });

  test('a client that hangs up before the answer is written', async () => {
    const hangUp = sendAndHangUp();
    const settled = new Promise<void>((resolve) => (onSettled = resolve));
    beforeWriting = hangUp;
    await settled;
    expect(await outcomes[0]).toBe('lost');
    expect(logLines).toEqual([]);
  });

  test('a client that hangs up in the middle of its body', async () => {
    const { query, body } = good();
    const outgoing = request(`${base.href}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'Content-Length': body.length },
    });
    outgoing.on('error', () => undefined);
    const refused = new Promise<string>((resolve) => (onRefusal = resolve));
    const arrived = once(server, 'request');
    outgoing.write(body.slice(0, 50));
    await arrived;
    outgoing.destroy();
    expect(await refused).toBe('aborted');
    expect(received).toEqual([]);
  });

  test('a failure to note the outcome is logged and harms nothing', async () => {
    onSettled = () => {
      throw new Error('settling failed');
    };
    expect((await send(good())).status).toBe(200);
    await outcomes[0];
    expect(logLines.join()).toContain('settling failed');
    expect((await send(good())).status).toBe(200);
  });

  test('a wire error of our own is no fault of the sender', async () => {
    answer = async () => {
      throw new WireError('parse', 'deep inside');
    };
    expect((await send(good())).status).toBe(500);
    expect(refusals).toEqual([]);
  });

  test('when the message cannot be stored: 500, nothing of it in the log', async () => {
    answer = async () => {
      throw new Error('no primary');
    };
    const { status, body } = await send(delivery(textXml('身份证号不外传')));
    expect([status, body.toString()]).toEqual([500, 'try again']);
    expect(logLines).toHaveLength(1);
    expect(logLines[0]).toContain('no primary');
    expect(logLines[0]).not.toContain('身份证号不外传');
  });
});

describe('bad requests', () => {
  const good = () => delivery(textXml('x'));

  test('wrong signature', async () => {
    const { query, body } = good();
    await expectRefused({ query: { ...query, msg_signature: '0'.repeat(40) }, body }, 'signature');
    await expectRefused({ query: { ...query, timestamp: '1767225601' }, body }, 'signature');
  });

  test("another corp's receive id, rightly signed", async () => {
    await expectRefused(delivery(textXml('x'), 'wwOTHER'), 'receive-id');
    await expectRefused(delivery(textXml('x'), ''), 'receive-id');
  });

  test('an envelope for another corp', async () => {
    const { query, body } = good();
    await expectRefused({ query, body: body.replace(APP.corpId, 'wwOTHER') }, 'receive-id');
  });

  test('truncated anywhere', async () => {
    const { query, body } = good();
    for (let length = 0; length < body.indexOf(']]></Encrypt>'); length += 7) {
      expect((await send({ query, body: body.slice(0, length) })).status).toBe(400);
    }
    expect(received).toEqual([]);
  });

  test('ciphertext that decrypts to garbage, rightly signed', async () => {
    const encrypt = Buffer.alloc(64, 7).toString('base64');
    const body = buildXml({ ToUserName: APP.corpId, Encrypt: encrypt });
    await expectRefused({ query: signed(encrypt), body }, 'buffer');
    const short = encrypt.slice(0, -3);
    await expectRefused(
      { query: signed(short), body: buildXml({ ToUserName: APP.corpId, Encrypt: short }) },
      'base64-decode',
    );
  });

  test('oversized, announced or not; the connection stays usable', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const { query } = good();
      const body = Buffer.alloc(XML_MAX_BYTES + 1, 'x');
      await expectRefused({ query, body, agent }, 'too-large', 413);
      await expectRefused({ query, body, agent, headers: { 'Transfer-Encoding': 'chunked' } }, 'too-large', 413);
      const endless = Buffer.alloc(8 * XML_MAX_BYTES, 'x');
      await expectRefused(
        { query, body: endless, agent, headers: { 'Transfer-Encoding': 'chunked' } },
        'too-large',
        413,
      );
      expect((await send({ ...good(), agent })).status).toBe(200);
    } finally {
      agent.destroy();
    }
  });

  test('a whole megabyte is still read', async () => {
    const { query } = good();
    await expectRefused({ query, body: Buffer.alloc(XML_MAX_BYTES, 'x') }, 'parse');
  });

  test('XML bombs in the envelope and inside', async () => {
    const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const bomb = `<!DOCTYPE xml [<!ENTITY l0 "lol">${levels}]><xml><ToUserName>&l9;</ToUserName></xml>`;
    await expectRefused({ query: good().query, body: bomb }, 'parse');
    await expectRefused({ query: good().query, body: `<xml>${'<a/>'.repeat(250_000)}</xml>` }, 'parse');
    await expectRefused({ query: good().query, body: '<a>'.repeat(300_000) }, 'parse');
    await expectRefused(delivery(bomb), 'content');
  });

  test('authentic, but not a message', async () => {
    await expectRefused(delivery('{"msgtype":"text"}'), 'content');
    await expectRefused(delivery('<xml><MsgType>text</MsgType></xml>'), 'content');
    await expectRefused(delivery(''), 'content');
  });

  test('other methods', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      await expectRefused({ ...good(), method, body: '' }, 'method', 405);
    }
    expect((await send({ ...good(), method: 'HEAD', body: '' })).status).toBe(405);
  });

  test('what scanners send', async () => {
    for (const body of ['', '{}', 'a=1&b=2', gzipSync('<xml/>'), Buffer.from([0xff, 0xfe, 0x00]), '<?xml']) {
      expect((await send({ query: good().query, body })).status).toBe(400);
      expect((await send({ query: '%00=%ff&timestamp=%E0%A4%A', body })).status).toBe(400);
    }
    expect((await send({ method: 'GET' })).status).toBe(400);
    expect(received).toEqual([]);
  });

  test('any bytes as body, any query: a short 4xx', async () => {
    const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    const anyBody = fc.oneof(
      anyBytes,
      fc.tuple(fc.nat(400), anyBytes).map(([at, bytes]) => {
        const body = Buffer.from(good().body);
        return Buffer.concat([body.subarray(0, at), bytes, body.subarray(at + bytes.length)]);
      }),
    );
    await fc.assert(
      fc.asyncProperty(anyBody, fc.webQueryParameters(), async (body, query) => {
        for (const asked of [
          { body, query: good().query },
          { body, query },
        ]) {
          const { status, body: text } = await send(asked);
          expect(status).toBe(400);
          expect(text.length).toBeLessThan(20);
        }
      }),
      { seed: 9, numRuns: 200 },
    );
    expect(received).toEqual([]);
    // One line per reason, however many requests.
    expect(logLines.length).toBeLessThanOrEqual(new Set(refusals).size);
  });
});
