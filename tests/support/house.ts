/** The whole service in the test's process, on free ports, with a real database, the sandbox, and a clock that stands still. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Db, Document, Filter } from 'mongodb';
import { readConfig, type WecomCredentials } from '../../src/config.js';
import type { Loaded, Registry } from '../../src/conversation/index.js';
import { loadFlowFolder } from '../../src/flow-loader.js';
import { type MovableClock, movableClock } from '../../src/lib/clock.js';
import { makeLog } from '../../src/lib/log.js';
import { readKeyRing } from '../../src/lib/seal.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';
import { foldersIn, type Service, wire } from '../../src/wire.js';
import { type Gate, openGate } from './gate.js';
import type { TestDatabase } from './mongo.js';
import { playedDirectory } from './played-district.js';
import { type SandboxClient, sandboxClient } from './sandbox-client.js';

const root = join(import.meta.dirname, '../..');

export const WECOM: WecomCredentials = {
  corpId: 'wwHOUSE000000001',
  agentId: 1000009,
  secret: 'made-up-secret',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
/** Always the same, so that receipt numbers are. */
export const DATA_KEYS = `test:${Buffer.alloc(32, 'played').toString('base64')}`;
export const KEYS = readKeyRing(DATA_KEYS);

export interface House {
  clock: MovableClock;
  db: Db;
  gate: Gate;
  services: readonly RunningService[];
  sandbox: SandboxClient;
  /** Lines of level warn and above that the services wrote. */
  logged: LogLine[];
  /** Resolves when all that is due has gone out. */
  sent(): Promise<void>;
  /** … and every reply is known to have gone: the clock may jump. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface RunningService extends Service {
  url: string;
}

export interface LogLine {
  level: number;
  msg: string;
  [field: string]: unknown;
}

export interface HouseOptions {
  database: TestDatabase;
  /** The clock begins here and moves only when it is moved. */
  startAt: Date;
  /** How many services share the database; callbacks go to them in turn. */
  services?: number;
  /** Their database, when it is not the direct one. */
  connection?: TestDatabase['connection'];
  sandbox?: { callbackTimeoutMs?: number; retryDelaysMs?: readonly number[] };
}

/** Close it in `afterEach` or `afterAll`; the database stays. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return await furnish(options, ends, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(
  options: HouseOptions,
  ends: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<House> {
  const { database, startAt, services: count = 1, connection = database.connection } = options;
  const { db } = database;
  const clock = movableClock(startAt, () => startAt);
  const logged: LogLine[] = [];
  const log = makeLog('warn', { write: (line) => void logged.push(JSON.parse(line) as LogLine) });
  const gate = await openGate();
  ends.push(() => gate.close());
  const services: RunningService[] = [];
  const sandbox = createSandbox({
    credentials: WECOM,
    botCallbackUrl: `${gate.url}/wecom/callback`,
    directory: playedDirectory(),
    clock,
    onClockMoved: async (from, to) => {
      for (const service of services) await service.clockMoved(from, to);
    },
    retryDelaysMs: [5, 10, 20],
    ...options.sandbox,
  });
  ends.push(() => sandbox.close());
  const sandboxUrl = await sandbox.listen(0);
  for (let i = 0; i < count; i++) {
    const service = await wire({
      config: readConfig({ LOG_LEVEL: 'warn' }),
      wecom: WECOM,
      dataKeys: DATA_KEYS,
      connection,
      clock,
      log,
      folders: foldersIn(root),
      randomBytes: countedBytes(),
      apiBase: sandboxUrl,
      loadFlows,
    });
    ends.push(() => service.stop());
    services.push({ ...service, url: await service.listen(0, '127.0.0.1') });
    await service.start();
  }
  gate.serve(services.map(({ url }) => url));
  return {
    clock,
    db,
    gate,
    services,
    sandbox: sandboxClient(sandboxUrl),
    logged,
    sent: () => until(() => nothingDue(db, clock.now())),
    settled: () => until(async () => (await nothingDue(db, clock.now())) && (await noReplyOpen(db))),
    close,
  };
}

/** Flows hold nothing of the service that serves them: all houses of a test file share them. */
let loaded: Loaded | undefined;
function loadFlows(registry: Registry): Loaded {
  loaded ??= loadFlowFolder(foldersIn(root).flows, registry, 'bot-flows');
  return loaded;
}

/** Tokens that come out the same each time. */
function countedBytes(): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => new Uint8Array(createHash('sha256').update(`token ${calls++}`).digest().subarray(0, size));
}

async function nothingDue(db: Db, now: Date): Promise<boolean> {
  const due = { $or: [{ state: 'sending' }, { state: 'queued', dueAt: { $lte: now } }] };
  // in this order: what is handled between two looks leaves its replies in the outbox
  return (await isRead(db)) && (await isEmpty(db, 'outbox', due));
}

/** Everything that customers wrote has been read and handled. */
async function isRead(db: Db): Promise<boolean> {
  const unread = { $expr: { $ne: ['$nudges', '$answered'] } };
  return (await isEmpty(db, 'kf_cursors', unread)) && (await isEmpty(db, 'kf_messages', { state: 'waiting' }));
}

async function isEmpty(db: Db, collection: string, filter: Filter<Document>): Promise<boolean> {
  return (await db.collection(collection).countDocuments(filter, { limit: 1 })) === 0;
}

/** No reply hangs between its commit and the mark that it has gone. */
async function noReplyOpen(db: Db): Promise<boolean> {
  return (await db.collection('inbox').countDocuments({ replyState: 'pending' }, { limit: 1 })) === 0;
}

/** Asks again and again until it is so. @throws after `timeoutMs` */
export async function until(isSo: () => Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  // asking costs the service time, so it is asked less and less often
  for (let pause = 3; !(await isSo()); pause = Math.min(pause * 1.5, 20)) {
    if (performance.now() > deadline) throw new Error(`not so after ${timeoutMs} ms: ${isSo.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
