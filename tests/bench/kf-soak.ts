/**
 * Customer service under stress: many customers write while processes are killed, calls fail, nudges are lost and the platform
 * replays. `npm run bench -- --only kf-soak`; a small one is a test (tests/integration/kf/soak.test.ts).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Db, MongoClient } from 'mongodb';
import { request } from 'undici';
import { movableClock } from '../../src/lib/clock.js';
import { findDeadLetters, requeueRows } from '../../src/models/outbox.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';

const BOT = fileURLToPath(new URL('./kf-soak-bot.ts', import.meta.url));
const LOADER = new URL('../support/ts-loader.mjs', import.meta.url).href;
const ACCOUNT = 'wkSOAK';
const CREDENTIALS = {
  corpId: 'wwSOAK0000000001',
  agentId: 1000002,
  secret: 'made-up-secret',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const SIDE_BY_SIDE = 40;
/** The platform's word for busy; three in a row are the end of a message (wecom.md 9.2). */
const BUSY = '-1';
/** So long a message that was given up takes at most to come back as an event and to be put aside. */
const ROUND_MS = 8_000;

/** A replay says again all that was said: with so many pages to the end, more of them would keep a reader from ever coming there. */
const replayProbability = (messages: number) => Math.min(0.03, 50 / messages);

/** What goes wrong, each with its probability. */
const faultsFor = (messages: number) => [
  { call: 'callback', probability: 0.03, lost: true },
  { call: 'callback', probability: 0.03, drop: true },
  { call: 'callback', probability: 0.03, reEncryptDuplicate: true },
  { call: 'kf/sync_msg', probability: replayProbability(messages), replay: true },
  { call: 'kf/sync_msg', probability: 0.05, emptyPage: true },
  { call: 'kf/sync_msg', probability: 0.02, errcode: -1 },
  { call: 'kf/sync_msg', probability: 0.02, dropAfter: true },
  { call: 'kf/send_msg', probability: 0.02, errcode: -1 },
  { call: 'kf/send_msg', probability: 0.02, dropAfter: true },
  { call: 'kf/send_msg', probability: 0.02, drop: true },
  { call: 'kf/send_msg', probability: 0.01, failType: 5 },
  { call: 'kf/service_state/trans', probability: 0.02, errcode: -1 },
];

export interface SoakPlan {
  /** Of a replica set, with the name of a database that may be dropped. */
  uri: string;
  customers: number;
  /** Of each customer. */
  messages: number;
  /** One of two processes is killed so often. */
  killEveryMs: number;
  timeoutMs: number;
}

export interface SoakReport {
  messages: number;
  kills: number;
  /** Times that the platform said again what it had said. */
  replays: number;
  /** From the first message to the last effect. */
  seconds: number;
  perSecond: number;
  /** Must be 0, all of them. */
  notHandled: number;
  handledTwice: number;
  outOfOrder: number;
  overBudget: number;
  repliesMissing: number;
  repliesTwice: number;
  receiptsMissing: number;
  /** Their error codes; must be empty. */
  deadLetters: string[];
  /** Refused three times in a row by a busy platform: dead letters that were sent again as an operator does. */
  resent: number;
}

/** Runs it and counts; everything that it starts has ended when it resolves. */
export async function runSoak(plan: SoakPlan): Promise<SoakReport> {
  const mongo = new MongoClient(plan.uri);
  const db = mongo.db();
  const bots = new Set<{ child: ChildProcess; url: string }>();
  const balancer = await startBalancer(() => [...bots].map((bot) => bot.url).filter((url) => url !== ''));
  const clock = movableClock();
  const sandbox = createSandbox({
    credentials: CREDENTIALS,
    botCallbackUrl: balancer.url,
    directory: {
      members: [],
      groups: [],
      kf: { accounts: [{ openKfId: ACCOUNT, name: '压力测试' }], servicers: [], customers: [] },
    },
    clock,
    retryDelaysMs: [50, 100, 200],
  });
  const base = await sandbox.listen(0);
  const post = (path: string, body: unknown) => call(`${base}/sandbox/${path}`, 'POST', body);
  let overBudget = 0;
  let stopping = false;

  function startBot(): Promise<void> {
    const child = fork(BOT, [], { execArgv: ['--import', LOADER], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const bot = { child, url: '' };
    bots.add(bot);
    child.send({ uri: plan.uri, base, credentials: CREDENTIALS, last: plan.messages - 1 });
    return new Promise((resolve) => {
      child.on('message', (told: { url?: string; overBudget?: number }) => {
        overBudget += told.overBudget ?? 0;
        if (told.url === undefined) return;
        bot.url = told.url;
        resolve();
      });
      child.once('exit', () => {
        bots.delete(bot);
        resolve();
      });
    });
  }

  const arrived = makeArrived(base);
  const customers = Array.from({ length: plan.customers }, (_, c) => c);
  const total = plan.customers * plan.messages;
  const effects = db.collection<{ _id: string; customer: number; n: number; inOrder: boolean }>('soak_effects');
  const until = async (done: () => Promise<boolean>, deadline: number) => {
    while (!(await done()) && Date.now() < deadline) await pause(200);
  };
  const isQuiet = async () =>
    (await db.collection('outbox').countDocuments({ state: { $in: ['queued', 'sending'] } })) === 0 &&
    (await db.collection('kf_messages').countDocuments({ state: 'waiting' })) === 0;

  let kills = 0;
  async function killer(): Promise<void> {
    while (!stopping) {
      await pause(plan.killEveryMs);
      const living = [...bots].filter((bot) => bot.url !== '');
      const victim = living[randomInt(Math.max(living.length, 1))];
      if (stopping || victim === undefined || living.length < 2) continue;
      victim.child.kill('SIGKILL');
      kills++;
      await startBot();
    }
  }

  try {
    await db.dropDatabase();
    await db.createCollection('soak_effects');
    await effects.createIndex({ customer: 1, n: 1 });
    await post('settings', { frequencyLimits: false });
    await Promise.all([startBot(), startBot()]);
    await post('faults', faultsFor(total));
    const startedAt = performance.now();
    const deadline = Date.now() + plan.timeoutMs;
    const killing = killer();

    // each writer has customers of its own, so that nobody overtakes himself
    const writer = async (_: unknown, w: number) => {
      for (const [c, n] of turns(plan.customers, plan.messages))
        if (c % SIDE_BY_SIDE === w) await post('send', { from: `wmSOAK${c}`, text: `${c}:${n}` });
    };
    const reading = arrived.follow();
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, writer));
    await until(async () => (await effects.countDocuments()) >= total, deadline);
    const seconds = (performance.now() - startedAt) / 1000;
    stopping = true;
    await killing;
    const replays = await countReplays(base);
    await call(`${base}/sandbox/faults`, 'DELETE');

    // what had to wait goes when the customer writes again
    const waiting = () => customers.filter((c) => !arrived.has(c, plan.messages));
    const isComplete = async () => {
      await arrived.look();
      return waiting().length === 0 && (await isQuiet());
    };
    let resent = 0;
    while (Date.now() < deadline) {
      resent += await resendBusy(db);
      await until(isComplete, Math.min(deadline, Date.now() + ROUND_MS));
      if (await isComplete()) break;
      for (const c of waiting()) await post('send', { from: `wmSOAK${c}`, text: '还在吗' });
    }
    arrived.stop();
    await reading;
    await arrived.look();

    const rows = await effects.find().toArray();
    const handled = new Map<string, number>();
    for (const { customer, n } of rows) handled.set(`${customer}:${n}`, (handled.get(`${customer}:${n}`) ?? 0) + 1);
    const expected = [...turns(plan.customers, plan.messages)].map(([c, n]) => `${c}:${n}`);
    return {
      messages: total,
      kills,
      replays,
      seconds: Math.round(seconds * 10) / 10,
      perSecond: Math.round(total / seconds),
      notHandled: expected.filter((key) => !handled.has(key)).length,
      handledTwice: [...handled.values()].filter((times) => times > 1).length,
      outOfOrder: rows.filter((row) => !row.inOrder).length,
      overBudget,
      repliesMissing: expected.filter((key) => arrived.count(`答 ${key}`) === 0).length,
      repliesTwice: expected.filter((key) => arrived.count(`答 ${key}`) > 1).length,
      receiptsMissing: customers.filter((c) => arrived.count(`编号 R-${c}`) === 0).length,
      deadLetters: await deadCodes(db),
      resent,
    };
  } finally {
    stopping = true;
    arrived.stop();
    for (const { child } of bots) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    await sandbox.close();
    await balancer.close();
    await db.dropDatabase();
    await mongo.close();
  }
}

async function resendBusy(db: Db): Promise<number> {
  const dead = await findDeadLetters(db, 100);
  return await requeueRows(
    db,
    dead.filter(({ error }) => error?.code === BUSY).map(({ _id }) => _id),
  );
}

async function countReplays(base: string): Promise<number> {
  const faults = (await call(`${base}/sandbox/faults`, 'GET')) as { replay?: boolean; struck: number }[];
  return faults.filter(({ replay }) => replay === true).reduce((sum, { struck }) => sum + struck, 0);
}

async function deadCodes(db: Db): Promise<string[]> {
  const dead = await db.collection('outbox').find({ state: 'dead' }).toArray();
  return dead.map(({ error }) => `${error?.code}: ${error?.message}`);
}

/** A connection each: one that is kept may be cut by the other side at the moment of its next use. */
async function call(url: string, method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await request(url, { method, reset: true, ...sent });
  return answer.body.json();
}

/** Every customer's first message, then every second one, … */
function* turns(customers: number, messages: number): Generator<[customer: number, n: number]> {
  for (let n = 0; n < messages; n++) for (let c = 0; c < customers; c++) yield [c, n];
}

/** Callbacks go to a process that lives, in turn; without one they fail, as behind any balancer. */
async function startBalancer(living: () => string[]) {
  let next = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const urls = living();
    const url = urls[next++ % Math.max(urls.length, 1)];
    try {
      if (url === undefined) throw new Error('no process lives');
      const query = new URL(request.url ?? '', 'http://balancer').search;
      const answer = await fetch(`${url}${query}`, { method: 'POST', body: Buffer.concat(chunks) });
      response.statusCode = answer.status;
      response.end(await answer.text());
    } catch {
      response.statusCode = 502;
      response.end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What customers got, line by line, as the sandbox's journal grows. */
function makeArrived(base: string) {
  const lines = new Map<string, number>();
  let since = 'm0';
  let following = true;
  let last: Promise<void> = Promise.resolve();
  /** One look after the other, so that no line is counted twice. */
  const look = () => {
    last = last.then(lookOnce);
    return last;
  };
  const lookOnce = async () => {
    for (;;) {
      const found = (await call(`${base}/sandbox/messages?since=${since}&both=1&limit=5000`, 'GET')) as {
        id: string;
        via: string;
        text: string;
        dropped?: string;
      }[];
      for (const { via, text, dropped } of found)
        if (via === 'kf' && dropped === undefined)
          for (const line of text.split('\n')) lines.set(line, (lines.get(line) ?? 0) + 1);
      since = found.at(-1)?.id ?? since;
      if (found.length < 5000) return;
    }
  };
  return {
    look,
    async follow() {
      while (following) {
        await look();
        await pause(1_000);
      }
    },
    stop() {
      following = false;
    },
    count: (line: string) => lines.get(line) ?? 0,
    /** All replies and the receipt of a customer. */
    has: (c: number, messages: number) =>
      lines.has(`编号 R-${c}`) && Array.from({ length: messages }, (_, n) => n).every((n) => lines.has(`答 ${c}:${n}`)),
  };
}
