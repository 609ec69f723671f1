/** A bot of thirty lines that speaks the encrypted wire format; what it answers is up to each test. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decryptMessage, encryptMessage, signatureOf, verifySignature } from '../../../src/channels/wecom/crypto.js';
import { buildXml, parseXml, type XmlContent, type XmlElement } from '../../../src/channels/wecom/xml.js';
import { movableClock } from '../../../src/lib/clock.js';
import { countingIds } from '../../../src/lib/ids.js';
import type { SandboxOptions } from '../../../src/sandbox/options.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js';

export const CREDENTIALS = {
  corpId: 'wwSANDBOX0000001',
  agentId: 1000002,
  secret: 'made-up-secret',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

export const DIRECTORY: SandboxOptions['directory'] = {
  members: [
    { userid: 'zhang', name: '张样例', position: '协管员', department: '古荥镇' },
    { userid: 'Li', name: '李样例', position: '监察员', department: '古荥镇' },
    { userid: 'wang', name: '王样例', position: '大队长', department: '惠济区' },
  ],
  groups: [{ key: 'hook-guxing', chatId: 'chat1', name: '古荥镇两网群', members: ['zhang', 'Li'] }],
};

/** What the bot answers with: nothing, passive fields, or a body and status as they stand. */
type Answer = undefined | XmlContent | { raw: string; status?: number };

interface TinyBot {
  url: string;
  /** Everything that arrived, decrypted. */
  heard: { xml: string; message: XmlElement; encrypt: string }[];
  /** Replaced by tests. */
  answer: (message: XmlElement, n: number) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

async function startBot(): Promise<TinyBot> {
  const { corpId, token, aesKey } = CREDENTIALS;
  const bot: TinyBot = { url: '', heard: [], answer: () => undefined, close: async () => {} };
  const server: Server = createServer(async (req, res) => {
    const query = new URL(req.url ?? '', 'http://bot').searchParams;
    const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'msg_signature'].map((k) => query.get(k) ?? '') as [
      string,
      string,
      string,
    ];
    if (req.method === 'GET') {
      const encrypt = query.get('echostr') ?? '';
      verifySignature({ token, timestamp, nonce, encrypt }, signature);
      res.end(decryptMessage({ aesKey, encrypt, receiveId: corpId }));
      return;
    }
    const encrypt = String(parseXml(await bodyOf(req)).Encrypt);
    verifySignature({ token, timestamp, nonce, encrypt }, signature);
    const xml = decryptMessage({ aesKey, encrypt, receiveId: corpId });
    const message = parseXml(xml);
    bot.heard.push({ xml, message, encrypt });
    const answer = await bot.answer(message, bot.heard.length);
    if (answer !== undefined && 'raw' in answer) {
      res.statusCode = Number(answer.status ?? 200);
      res.end(String(answer.raw));
    } else res.end(answer === undefined ? '' : seal(message, answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bot.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`;
  bot.close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return bot;
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The passive reply to `message`, encrypted. Fields may overwrite the addresses, to write wrong replies. */
export function seal(message: XmlElement, fields: XmlContent, receiveId = CREDENTIALS.corpId): string {
  const { token, aesKey, corpId } = CREDENTIALS;
  const inner = buildXml({
    ToUserName: String(message.FromUserName),
    FromUserName: corpId,
    CreateTime: 1_767_225_600,
    ...fields,
  });
  const encrypt = encryptMessage({ aesKey, message: inner, receiveId });
  const [timestamp, nonce] = ['1767225600', '12345'];
  return buildXml({
    Encrypt: encrypt,
    MsgSignature: signatureOf({ token, timestamp, nonce, encrypt }),
    TimeStamp: timestamp,
    Nonce: nonce,
  });
}

export const text = (content: string): XmlContent => ({ MsgType: 'text', Content: content });

export interface World {
  bot: TinyBot;
  sandbox: Sandbox;
  base: string;
  /** JSON of a GET or, with a body, of a POST. */
  call(path: string, body?: unknown): Promise<Record<string, unknown>>;
  list(path: string): Promise<Record<string, unknown>[]>;
  /** The next platform call gets a new access token. */
  forgetToken(): void;
  /** A platform call with an access token. */
  api(path: string, body?: unknown): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<World> {
  const bot = await startBot();
  const sandbox = createSandbox({
    credentials: CREDENTIALS,
    botCallbackUrl: bot.url,
    directory: structuredClone(DIRECTORY),
    clock: movableClock(new Date('2026-11-23T08:00:00+08:00')),
    newId: countingIds('s'),
    retryDelaysMs: [1, 1, 1],
    callbackTimeoutMs: 5_000,
    ...options,
  });
  const base = await sandbox.listen(0);
  const fetchJson = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(base + path, init)).json();
  };
  let token = '';
  return {
    bot,
    sandbox,
    base,
    call: async (path, body) => (await fetchJson(path, body)) as Record<string, unknown>,
    list: async (path) => (await fetchJson(path)) as Record<string, unknown>[],
    forgetToken() {
      token = '';
    },
    async api(path, body) {
      if (token === '') {
        const { corpId, secret } = CREDENTIALS;
        token = String(
          ((await fetchJson(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`)) as { access_token: string })
            .access_token,
        );
      }
      const joiner = path.includes('?') ? '&' : '?';
      return (await fetchJson(`/cgi-bin/${path}${joiner}access_token=${token}`, body)) as Record<string, unknown>;
    },
    async close() {
      await sandbox.close();
      await bot.close();
    },
  };
}
