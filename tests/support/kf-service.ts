/** The service as far as customer service needs it: callback, reading, relay, and a turn that a test says in one line. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import type { Db } from 'mongodb';
import type { InboundMessage, OutboundMessage } from '../../schemas/message.js';
import type { AppApi } from '../../src/channels/common/app-api.js';
import { makeDispatcher, type UploadFile } from '../../src/channels/common/http-call.js';
import { makeKfClient } from '../../src/channels/kf/client.js';
import { makeCallbackRouter } from '../../src/channels/wecom/callback.js';
import { makeWecomClient } from '../../src/channels/wecom/client.js';
import { connectApp } from '../../src/channels/wecom/connect.js';
import { isRepeat, makeInbox } from '../../src/inbox/index.js';
import { type KfDeps, makeKfChannel } from '../../src/kf/channel.js';
import type { Clock } from '../../src/lib/clock.js';
import { newId } from '../../src/lib/ids.js';
import { makeLog } from '../../src/lib/log.js';
import { type KeyRing, readKeyRing } from '../../src/lib/seal.js';
import { inTransaction, type Tx } from '../../src/models/transaction.js';
import { enqueue, makeRelay, PLATFORM_LIMITS, type RelayAlert } from '../../src/outbox/index.js';
import { tokenRows } from './token-rows.js';

export const TEST_RING: KeyRing = readKeyRing(`t1:${Buffer.alloc(32, 7).toString('base64')}`, 'identity');

export interface KfServiceOptions {
  db: Db;
  /** Of the sandbox; may be told later by `connect`, for the sandbox wants the callback's address. */
  base?: string;
  credentials: { corpId: string; agentId: number; secret: string; token: string; aesKey: string };
  clock: Clock;
  /** What a message does and how it is answered. */
  play(tx: Tx, message: InboundMessage): Promise<readonly OutboundMessage[]>;
  kf?: Partial<KfDeps>;
  files?: Map<string, UploadFile>;
  /** Around every call to the platform. */
  api?: (api: AppApi) => AppApi;
  maxLanes?: number;
  /** Of accounts and of outbox rows. */
  leaseMs?: number;
}

export async function startKfService(options: KfServiceOptions) {
  const { db, credentials, clock } = options;
  const log = makeLog('silent');
  const holder = newId();
  const deps = { db, clock, newId };
  const dispatcher = makeDispatcher();
  const endpoint = { base: options.base ?? '', dispatcher };
  const connected = connectApp({ ...credentials, endpoint, store: tokenRows(), clock, log, holder });
  const api = options.api?.(connected) ?? connected;
  const client = makeWecomClient(api, credentials.agentId);
  const inbox = makeInbox({ db, clock, seal: { close: (text) => text, open: (sealed) => sealed }, log });
  const alerts: string[] = [];
  const relayAlerts: RelayAlert[] = [];

  const channel = makeKfChannel({
    ...deps,
    ring: TEST_RING,
    log,
    holder,
    leaseMs: options.leaseMs ?? 10_000,
    client: makeKfClient(api),
    loadFile: async (id) => options.files?.get(id) ?? null,
    uploadMedia: client.uploadMedia,
    onHandOver: async () => [],
    patience: { queueMs: 1_200_000, personMs: 7_200_000 },
    alert: (alert) => void alerts.push(alert.kind),
    wake: () => relay.wake(),
    async receive(message) {
      try {
        await inTransaction(deps, async (tx) => {
          inbox.claim(tx, message, null);
          enqueue(tx, await options.play(tx, message));
        });
      } catch (error) {
        if (!isRepeat(error)) throw error;
      }
      return inbox.receipt(message.key, null);
    },
    ...options.kf,
  });
  const relay = makeRelay({
    db,
    senders: { customer: channel.sender },
    limits: PLATFORM_LIMITS,
    clock,
    log,
    alert: (alert) => relayAlerts.push(alert),
    count: () => {},
    random: () => 0.5,
    holder,
    leaseMs: options.leaseMs ?? 20_000,
    maxLanes: options.maxLanes ?? 8,
    pollMs: 200,
  });
  const router = makeCallbackRouter({
    app: credentials,
    clock,
    monotonicMs: () => performance.now(),
    log,
    count: () => {},
    async receive(message) {
      await channel.onNudge(message);
      return { reply: null, settled: () => {} };
    },
  });
  const server = createServer(new Koa().use(router.routes()).callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    channel,
    relay,
    alerts,
    relayAlerts,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`,
    connect(base: string) {
      endpoint.base = base;
    },
    /** Reads what was announced, handles it, sends what came of it. */
    async settle() {
      await channel.poll();
      await relay.tick();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await channel.stop();
      await relay.stop();
      await dispatcher.destroy();
    },
  };
}

export type KfService = Awaited<ReturnType<typeof startKfService>>;

/** The answer to a message of a customer: by its code where it has one. */
export function answer(message: InboundMessage, text: string, more: Partial<OutboundMessage> = {}): OutboundMessage {
  const { key, sender, code } = message;
  return {
    target: { kind: 'customer', customerId: sender, ...(code !== undefined && { code }) },
    body: { kind: 'text', text },
    effectKey: `reply:${key}`,
    ...more,
  };
}
