/** The one place where the parts are put together. Nothing here decides anything. */
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Db } from 'mongodb';
import type mongoose from 'mongoose';
import type { InboundMessage, OutboundMessage, Receipt } from '../schemas/message.js';
import { makeCallbackRouter } from './channels/wecom/callback.js';
import type { WecomClient } from './channels/wecom/client.js';
import type { Painter } from './charts/painter.js';
import type { Config, WecomCredentials } from './config.js';
import { type Loaded, type Registry, type TalkState, talk } from './conversation/index.js';
import { loadAssessmentRules } from './domain/assessment/index.js';
import { loadCalendar } from './domain/calendar/index.js';
import { loadDigestSettings } from './domain/digests/index.js';
import { makeGridReader } from './domain/grid/index.js';
import type { MatterHouse } from './domain/matters/index.js';
import { loadMonitoringRules } from './domain/monitoring/index.js';
import { loadPlans } from './domain/plans/index.js';
import { employerRegister, resumeImports } from './domain/registers/index.js';
import { makeStaffReader } from './domain/staff/index.js';
import { loadNudgeRules } from './domain/tasks/index.js';
import { openFlowHouse } from './flow-house.js';
import { loadFlowFolder } from './flow-loader.js';
import { makeInbox } from './inbox/index.js';
import { makeScheduler } from './jobs/scheduler.js';
import type { MovableClock } from './lib/clock.js';
import { newId } from './lib/ids.js';
import type { Log } from './lib/log.js';
import { readKeyRing, type Sealed, seal, unseal } from './lib/seal.js';
import { expectFile } from './models/file.js';
import { countOutbox } from './models/outbox.js';
import { sealBody } from './outbox/index.js';
import { makePulse } from './pulse.js';
import { appMenu } from './texts/menu.js';
import { customerDoor } from './turn/customer-door.js';
import { staffDoor } from './turn/door.js';
import { houseActions, houseRegistry } from './turn/registry.js';
import { makeFindTalker } from './turn/talker.js';
import { makeTurn } from './turn/turn.js';
import { makeApp } from './web/app.js';
import { makeFrontRouter } from './web/front-page.js';
import { makeMetrics } from './web/metrics.js';
import { wireChores } from './wiring/chores.js';
import { wireMatters } from './wiring/matters.js';
import { wirePages } from './wiring/pages.js';
import { wireSweeps } from './wiring/sweeps.js';
import { wireToPlatform } from './wiring/to-platform.js';

const PULSE_MS = 5_000;
/** So often the chores are done while the clock is moved over a longer time. */
const BEAT_IN_JUMP_MS = 30 * 60_000;
const BODY_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 10_000;

export interface Folders {
  flows: string;
  calendar: string;
  fonts: string;
  plans: string;
  config: string;
  /** Templates of written answers. */
  letters: string;
}

/** Where everything that is not code lies, in a checkout or a copy of it. */
export const foldersIn = (root: string): Folders => ({
  flows: join(root, 'bot-flows'),
  calendar: join(root, 'calendar'),
  fonts: join(root, 'assets', 'fonts'),
  plans: join(root, 'plans'),
  config: join(root, 'config'),
  letters: join(root, 'templates', 'letters'),
});

export interface WireDeps {
  config: Config;
  wecom: WecomCredentials;
  dataKeys: string;
  connection: mongoose.Connection;
  clock: MovableClock;
  log: Log;
  folders: Folders;
  apiBase: string;
  /** Makes the tokens of anonymous reports; random when absent. */
  randomBytes?: MatterHouse['random'];
  /** Stays open; without it a thread is opened for the pictures of each morning. */
  painter?: Painter;
  /** Who opens many services in one process reads the flows once; read from their folder when absent. */
  loadFlows?: (registry: Registry) => Loaded;
}

export interface Service {
  /** The HTTP address. */
  listen(port: number, host: string): Promise<string>;
  /** Begins to send and to wake jobs; called when HTTP is up. */
  start(): Promise<void>;
  /** Does what became due between two instants of a clock that was moved, and sends it. */
  clockMoved(from: Date, to: Date): Promise<void>;
  /** The same, as if the service had slept between them: what became due is done once, at `to`. */
  wokenLate(from: Date, to: Date): Promise<void>;
  /** Stops taking, lets what runs come to its end, frees everything but the connection. */
  stop(): Promise<void>;
}

/** Puts the parts together. Throws when flows or calendar have faults. */
export async function wire(deps: WireDeps): Promise<Service> {
  const { config, wecom, connection, clock: movable, log, folders } = deps;
  const clock = movable.now;
  const db = connection.db as unknown as Db;
  const keys = readKeyRing(deps.dataKeys);
  const transaction = { db, clock, newId };
  const metrics = makeMetrics();
  const calendar = loadCalendar(folders.calendar);
  const grid = makeGridReader();
  const staff = makeStaffReader();
  const matters = wireMatters({ grid, staff, keys, calendar, ...deps }, folders);
  const nudgeRules = loadNudgeRules(join(folders.config, 'nudges.yaml'));
  const digestSettings = loadDigestSettings(join(folders.config, 'digests.yaml'));
  const monitoring = loadMonitoringRules(join(folders.config, 'monitoring.yaml'));
  const assessment = loadAssessmentRules(join(folders.config, 'assessment.yaml'));
  const { plans, findings } = loadPlans(folders.plans, calendar);
  for (const { file, line, code, severity } of findings)
    if (severity === 'error') log.error({ file, line, code }, 'a plan with faults is not served; see lw plan lint');

  const parts = {
    db,
    clock,
    log,
    keys,
    dataKeys: deps.dataKeys,
    transaction,
    metrics,
    calendar,
    grid,
    staff,
    matters,
    plans,
    nudgeRules,
    digestSettings,
    monitoring,
    publicUrl: config.publicUrl,
    cards: config.cards,
  };
  const { client, relay, kf, holder, close } = wireToPlatform(
    parts,
    wecom,
    deps.apiBase,
    config.kfEnabled ? (message) => turn.receive(message) : undefined,
  );

  // from the platform
  const actions = houseActions({
    grid,
    staff,
    keys,
    calendar,
    plans,
    rules: nudgeRules,
    settings: digestSettings,
    assessment,
    matters,
    cards: config.cards,
  });
  const registry = houseRegistry(actions);
  const loaded = deps.loadFlows?.(registry) ?? loadFlowFolder(folders.flows, registry, 'bot-flows');
  const flows = await openFlowHouse({ db, clock, loaded, registry, log });
  const place = (id: string) => ({ collection: 'sessions', id, field: 'state' }) as const;
  const inboxPlace = (id: string) => ({ collection: 'inbox', id, field: 'body' }) as const;
  const inbox = makeInbox({
    db,
    clock,
    log,
    seal: {
      close: (text, id) => String(seal(keys, text, inboxPlace(id))),
      open: (sealed, id) => unseal(keys, sealed as unknown as Sealed<'body'>, inboxPlace(id)),
    },
  });
  const turn = makeTurn({
    ...transaction,
    talk,
    flows,
    actions,
    inbox,
    doors: {
      wecom: staffDoor({
        findTalker: makeFindTalker({ grid, staff }),
        cards: config.cards,
        ring: matters.identityKeys,
      }),
      kf: customerDoor(matters),
    },
    expectFile: (tx, { fileId, mediaId, kind, name }) =>
      expectFile(tx, { _id: fileId, mediaId, kind, ...(name !== undefined && { name }) }),
    onEvent: async (_tx, message) => noteEvent(message),
    sealState: {
      close: (id, state) => String(seal(keys, JSON.stringify(state), place(id))),
      open: (id, sealed) => JSON.parse(unseal(keys, sealed as unknown as Sealed<'state'>, place(id))) as TalkState,
    },
    sealed: (message) => sealBody(matters.identityKeys, message),
    wake: () => relay.wake(),
    log,
  });

  async function takeNudge(message: InboundMessage): Promise<Receipt> {
    await kf?.onNudge(message);
    return { reply: null, settled: () => {} };
  }

  function noteEvent(message: InboundMessage): OutboundMessage[] {
    if (message.body.kind === 'event' && /inactive|low_active/.test(message.body.event)) {
      metrics.alerts.inc({ code: message.body.event });
      log.error(
        { event: message.body.event },
        'the platform limits this app because it is little used: see docs/operations.md',
      );
    }
    return [];
  }

  const works = config.role !== 'web';
  const app = makeApp({
    routers: [
      makeFrontRouter(config.wecom === null ? deps.apiBase : null),
      ...(config.role === 'worker'
        ? []
        : [
            wirePages(parts),
            makeCallbackRouter({
              app: wecom,
              clock,
              monotonicMs: () => performance.now(),
              log,
              count: (reason) => metrics.badRequests.inc({ reason }),
              receive: async (message) => {
                metrics.inbound.inc({ kind: message.body.kind });
                if (message.body.kind === 'kf-nudge') return takeNudge(message);
                const done = metrics.turnSeconds.startTimer();
                try {
                  return await turn.receive(message);
                } finally {
                  done();
                }
              },
            }),
          ]),
    ],
    readiness: [
      { name: 'mongodb', check: async () => void (await db.command({ ping: 1 }, { timeoutMS: 2_000 })) },
      { name: 'primary', check: async () => requirePrimary(db) },
      { name: 'jobs', check: async () => requireTrue(!works || scheduler.isAwake(), 'jobs have not started') },
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

  const scheduler = makeScheduler(
    { db, clock, log, instance: holder },
    wireSweeps(parts, inbox, {
      fontFolder: folders.fonts,
      ...(deps.painter !== undefined && { painter: deps.painter }),
    }),
  );
  const pulse = makePulse(wireChores(parts, { inbox, relay, turn, client, kf }), PULSE_MS, log);

  let server: Server | null = null;
  let stopping = false;

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
        const imports = await resumeImports({ ...transaction, keys, grid, staff }, [employerRegister]);
        if (imports > 0) log.info({ imports }, 'imports that were cut off are brought to their end');
        if (unknown.length > 0) log.warn({ unknown }, 'jobs of an older version are stored and will not run');
      }
    },
    async clockMoved(from, to) {
      if (!works) return;
      await pulse.between(async () => {
        let beaten = from.getTime();
        await scheduler.sweepUntil(from, to, async (at) => {
          movable.set(at);
          if (at.getTime() - beaten < BEAT_IN_JUMP_MS) return;
          beaten = at.getTime();
          await pulse.beat();
        });
        await pulse.beat();
      });
      await relay.tick();
    },
    async wokenLate(from, to) {
      if (!works) return;
      await pulse.between(async () => {
        await scheduler.sweepLate(from, to);
        await pulse.beat();
      });
      await relay.tick();
    },
    async stop() {
      stopping = true;
      server?.close();
      server?.closeIdleConnections();
      if (works) {
        await scheduler.stop(STOP_TIMEOUT_MS);
        await pulse.stop();
      }
      await kf?.stop();
      if (works) await relay.stop();
      await inbox.flush();
      await close();
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
