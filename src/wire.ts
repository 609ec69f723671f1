/** The one place where the parts are put together. Nothing here decides anything. */
import { createServer, type Server } from 'node:http';
import { hostname } from 'node:os';
import type { Db } from 'mongodb';
import type mongoose from 'mongoose';
import type { InboundMessage, OutboundMessage, Target } from '../schemas/message.js';
import { makeDispatcher } from './channels/common/http-call.js';
import type { LoadFile } from './channels/common/load-file.js';
import { makeGroupSender } from './channels/group/group-sender.js';
import { makeWebhookClient } from './channels/group/webhook.js';
import { makeAppchatSender } from './channels/wecom/appchat-sender.js';
import { makeCallbackRouter } from './channels/wecom/callback.js';
import { makeWecomClient, type WecomClient } from './channels/wecom/client.js';
import { connectApp } from './channels/wecom/connect.js';
import { makeMemberSender } from './channels/wecom/member-sender.js';
import type { Config, WecomCredentials } from './config.js';
import { type TalkState, talk } from './conversation/index.js';
import { loadCalendar } from './domain/calendar/index.js';
import { DIGEST_SETTINGS } from './domain/digests/index.js';
import { makeGridReader, wayToGroup } from './domain/grid/index.js';
import { makeStaffReader } from './domain/staff/index.js';
import { fetchFiles } from './fetch-files.js';
import { openFlowHouse } from './flow-house.js';
import { makeInbox } from './inbox/index.js';
import { dailyDigest } from './jobs/daily-digest.js';
import { nudgeSilentCells } from './jobs/nudge-silent-cells.js';
import { makeScheduler } from './jobs/scheduler.js';
import { sealAuditRows } from './jobs/seal-audit.js';
import { chance } from './lib/chance.js';
import type { MovableClock } from './lib/clock.js';
import { dayOf } from './lib/day.js';
import { newId } from './lib/ids.js';
import type { Log } from './lib/log.js';
import { DEFAULT_QUIET_HOURS } from './lib/quiet-hours.js';
import { readKeyRing, type Sealed, seal, unseal } from './lib/seal.js';
import { expectFile, loadFile } from './models/file.js';
import { countOutbox } from './models/outbox.js';
import { makeTokenStore } from './models/platform-token.js';
import { findDueSessions } from './models/session.js';
import { inTransaction } from './models/transaction.js';
import { enqueue, makeRelay, PLATFORM_LIMITS } from './outbox/index.js';
import { makePulse } from './pulse.js';
import { appMenu } from './texts/menu.js';
import { houseActions, houseRegistry } from './turn/registry.js';
import { makeFindTalker } from './turn/talker.js';
import { makeTurn } from './turn/turn.js';
import { makeApp } from './web/app.js';
import { makeMetrics } from './web/metrics.js';

const LEASE_MS = 120_000;
const PULSE_MS = 5_000;
const BODY_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 10_000;

export interface Folders {
  flows: string;
  calendar: string;
  fonts: string;
}

export interface WireDeps {
  config: Config;
  wecom: WecomCredentials;
  dataKeys: string;
  connection: mongoose.Connection;
  clock: MovableClock;
  log: Log;
  folders: Folders;
  apiBase: string;
}

export interface Service {
  /** The HTTP address. */
  listen(port: number, host: string): Promise<string>;
  /** Begins to send and to wake jobs; called when HTTP is up. */
  start(): Promise<void>;
  /** Does what became due between two instants of a clock that was moved, and sends it. */
  clockMoved(from: Date, to: Date): Promise<void>;
  /** Stops taking, lets what runs come to its end, frees everything but the connection. */
  stop(): Promise<void>;
}

/** Puts the parts together. Throws when flows or calendar have faults. */
export async function wire(deps: WireDeps): Promise<Service> {
  const { config, wecom, connection, clock: movable, log, folders } = deps;
  const clock = movable.now;
  const db = connection.db as unknown as Db;
  const keys = readKeyRing(deps.dataKeys);
  const holder = `${hostname()}:${process.pid}:${newId()}`;
  const transaction = { db, clock, newId };
  const metrics = makeMetrics();
  const calendar = loadCalendar(folders.calendar);
  const grid = makeGridReader();
  const staff = makeStaffReader();

  // to the platform
  const dispatcher = makeDispatcher();
  const endpoint = { base: deps.apiBase, dispatcher };
  const { corpId, agentId, secret } = wecom;
  const api = connectApp({ endpoint, corpId, agentId, secret, store: makeTokenStore(db), clock, log, holder });
  const client = makeWecomClient(api, agentId);
  const files: LoadFile = (fileId) => loadFile(db, fileId);
  const senders = {
    member: makeMemberSender({ client, loadFile: files, clock, cards: config.cards }),
    group: makeGroupSender({
      webhook: makeWebhookClient(endpoint),
      appchat: makeAppchatSender({ client, loadFile: files, clock }),
      resolveGroup: ({ nodeId, purpose }: Extract<Target, { kind: 'group' }>) =>
        inTransaction(transaction, async (tx) => {
          const node = (await grid(tx, dayOf(tx.now))).node(nodeId);
          return node === undefined ? null : wayToGroup(keys, node, purpose);
        }),
      loadFile: files,
      clock,
      cards: config.cards,
    }),
  };
  const relay = makeRelay({
    db,
    senders,
    limits: PLATFORM_LIMITS,
    clock,
    log,
    alert: ({ kind, code, ...about }) => {
      metrics.alerts.inc({ code: String(code) });
      log.error({ alert: kind, code, ...about }, 'an operator must look at the outbox');
    },
    count: (outcome) => metrics.outboxSent.inc({ outcome }),
    random: chance,
    holder,
    leaseMs: LEASE_MS,
    maxLanes: 16,
    pollMs: 2_000,
  });

  // from the platform
  const actions = houseActions({ grid, keys });
  const flows = await openFlowHouse({ db, clock, folder: folders.flows, registry: houseRegistry(actions), log });
  const place = (id: string) => ({ collection: 'sessions', id, field: 'state' }) as const;
  const inbox = makeInbox({
    db,
    clock,
    log,
    seal: (text, id) => String(seal(keys, text, { collection: 'inbox', id, field: 'body' })),
  });
  const turn = makeTurn({
    ...transaction,
    talk,
    flows,
    actions,
    inbox,
    findTalker: makeFindTalker({ grid, staff }),
    expectFile: (tx, { fileId, mediaId, kind, name }) =>
      expectFile(tx, { _id: fileId, mediaId, kind, ...(name !== undefined && { name }) }),
    onEvent: async (_tx, message) => noteEvent(message),
    sealState: {
      close: (id, state) => String(seal(keys, JSON.stringify(state), place(id))),
      open: (id, sealed) => JSON.parse(unseal(keys, sealed as unknown as Sealed<'state'>, place(id))) as TalkState,
    },
    cards: config.cards,
    wake: () => relay.wake(),
    log,
  });

  function noteEvent(message: InboundMessage): OutboundMessage[] {
    if (message.body.kind === 'event' && /inactive|low_active/.test(message.body.event)) {
      metrics.alerts.inc({ code: message.body.event });
      log.error({ event: message.body.event }, 'the platform limits this app; see wecom.md 9.7');
    }
    return [];
  }

  const app = makeApp({
    routers:
      config.role === 'worker'
        ? []
        : [
            makeCallbackRouter({
              app: wecom,
              clock,
              monotonicMs: () => performance.now(),
              log,
              count: (reason) => metrics.badRequests.inc({ reason }),
              receive: async (message) => {
                metrics.inbound.inc({ kind: message.body.kind });
                const done = metrics.turnSeconds.startTimer();
                try {
                  return await turn.receive(message);
                } finally {
                  done();
                }
              },
            }),
          ],
    readiness: [
      { name: 'mongodb', check: async () => void (await db.command({ ping: 1 }, { timeoutMS: 2_000 })) },
      { name: 'primary', check: async () => requirePrimary(db) },
      { name: 'jobs', check: async () => requireTrue(config.role === 'web' || started, 'jobs have not started') },
      { name: 'token', check: async () => void (await client.getAgent()) },
    ],
    metrics,
    gather: async () => {
      metrics.outboxWaiting.reset();
      for (const [state, n] of await countOutbox(db)) metrics.outboxWaiting.set({ state }, n);
      for (const [job, { runs, failures }] of Object.entries(scheduler.counts())) {
        metrics.sweepRuns.set({ job, outcome: 'ok' }, runs - failures);
        metrics.sweepRuns.set({ job, outcome: 'failed' }, failures);
      }
    },
    log,
  });

  const sweepDeps = {
    db,
    newId,
    grid,
    calendar,
    settings: DIGEST_SETTINGS,
    quietHours: DEFAULT_QUIET_HOURS,
    log,
    fontFolder: folders.fonts,
  };
  const scheduler = makeScheduler({ db, clock, log, instance: holder }, [
    dailyDigest(sweepDeps),
    nudgeSilentCells(sweepDeps),
    sealAuditRows(sweepDeps),
  ]);
  const pulse = makePulse(
    [
      {
        name: 'lost-replies',
        run: async () => {
          const found = await inbox.sendLostReplies(({ key, sender, reply }, mark) =>
            inTransaction(transaction, async (tx) => {
              mark(tx);
              if (reply.kind === 'text')
                enqueue(tx, [{ target: { kind: 'member', userid: sender }, body: reply, effectKey: `reply:${key}` }]);
            }),
          );
          if (found > 0) relay.wake();
        },
      },
      {
        name: 'timers',
        run: async () => {
          for (const id of await findDueSessions(db, clock(), 50)) await turn.tick(id);
        },
      },
      fetchFiles({ db, client, log }),
    ],
    PULSE_MS,
    log,
  );

  let server: Server | null = null;
  let started = false;
  let stopping = false;
  const works = config.role !== 'web';

  return {
    async listen(port, host) {
      server = createServer({ requestTimeout: BODY_TIMEOUT_MS }, (req, res) => {
        if (stopping) res.setHeader('connection', 'close');
        void app.callback()(req, res);
      });
      const listening = server;
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(port, host, resolve);
      });
      const address = listening.address();
      return `http://${host}:${typeof address === 'object' && address !== null ? address.port : port}`;
    },
    async start() {
      await publishMenu(client, log);
      if (works) {
        relay.run();
        pulse.start();
        const { unknown } = await scheduler.start();
        if (unknown.length > 0) log.warn({ unknown }, 'jobs of an older version are stored and will not run');
      }
      started = true;
    },
    async clockMoved(from, to) {
      if (!works) return;
      await scheduler.sweepUntil(from, to, (at) => movable.set(at));
      await pulse.beat();
      await relay.tick();
    },
    async stop() {
      stopping = true;
      server?.close();
      server?.closeIdleConnections();
      if (works) {
        await scheduler.stop(STOP_TIMEOUT_MS);
        await pulse.stop();
        await relay.stop();
      }
      await inbox.flush();
      await dispatcher.close();
      server?.closeAllConnections();
    },
  };
}

async function publishMenu(client: WecomClient, log: Log): Promise<void> {
  try {
    await client.createMenu(appMenu());
  } catch (err) {
    log.warn({ err }, 'the app menu was not published; people can type 菜单');
  }
}

async function requirePrimary(db: Db): Promise<void> {
  const { isWritablePrimary } = await db.command({ hello: 1 }, { timeoutMS: 2_000 });
  requireTrue(isWritablePrimary === true, 'no primary');
}

function requireTrue(ok: boolean, problem: string): void {
  if (!ok) throw new Error(problem);
}
