/** The service as processes that can be killed, between two gates: one to the platform's side, one to MongoDB. */

import { movableClock } from '../../../src/lib/clock.js';
import { newId } from '../../../src/lib/ids.js';
import { createSandbox } from '../../../src/sandbox/sandbox.js';
import { type Gate, openGate } from '../../support/gate.js';
import { DATA_KEYS, KEYS, until, WECOM } from '../../support/house.js';
import type { TestDatabase } from '../../support/mongo.js';
import { type MongoGate, openMongoGate } from '../../support/mongo-gate.js';
import { loadPlayedDistrict, playedDirectory } from '../../support/played-district.js';
import { type SandboxClient, sandboxClient } from '../../support/sandbox-client.js';
import { type ServiceProcess, startServiceProcess } from '../../support/service-process.js';

/** Longer than any lease or patience of the service. */
const LONG_MS = 5 * 60_000;

export interface Stage {
  sandbox: SandboxClient;
  /** What the platform sends passes here. */
  callbacks: Gate;
  /** What the service asks of the platform passes here. */
  api: Gate;
  mongo: MongoGate;
  services: readonly ServiceProcess[];
  /** Kills all processes and lets nothing through until `restart`. */
  killAll(): Promise<void>;
  restart(): Promise<void>;
  /** All clocks go to `at`, in every process at the same time. */
  moveTo(at: Date): Promise<void>;
  /** Moves on until leases are over and all that is due has gone out. */
  comeToRest(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(database: TestDatabase, startAt: Date, count: number): Promise<Stage> {
  const clock = movableClock(startAt, () => startAt);
  const callbacks = await openGate();
  const api = await openGate();
  const mongo = await openMongoGate(database.uri);
  let services: ServiceProcess[] = [];
  await loadPlayedDistrict({ db: database.db, keys: KEYS, newId });
  const sandbox = createSandbox({
    credentials: WECOM,
    botCallbackUrl: `${callbacks.url}/wecom/callback`,
    directory: playedDirectory(),
    clock,
    callbackTimeoutMs: 20_000,
    retryDelaysMs: [5, 10, 20],
  });
  const sandboxUrl = await sandbox.listen(0);
  api.serve([sandboxUrl]);

  const stage: Stage = {
    sandbox: sandboxClient(sandboxUrl),
    callbacks,
    api,
    mongo,
    get services() {
      return services;
    },
    async killAll() {
      callbacks.serve([]);
      await Promise.all(services.map((service) => service.kill()));
      services = [];
    },
    async restart() {
      const start = { uri: mongo.uri, apiBase: api.url, startAt: clock.now(), wecom: WECOM, dataKeys: DATA_KEYS };
      services = await Promise.all(Array.from({ length: count }, () => startServiceProcess(start)));
      callbacks.serve(services.map(({ url }) => url));
    },
    async moveTo(at) {
      clock.set(at);
      await Promise.all(services.map((service) => service.moveTo(at)));
    },
    async comeToRest() {
      const isQuiet = async () => {
        await stage.moveTo(new Date(clock.now().getTime() + LONG_MS));
        const waiting = { state: { $in: ['queued', 'sending'] }, dueAt: { $lte: clock.now() } };
        return (
          (await database.db.collection('outbox').countDocuments(waiting)) === 0 &&
          (await database.db.collection('inbox').countDocuments({ replyState: 'pending' })) === 0
        );
      };
      await until(isQuiet, 30_000);
    },
    async close() {
      await stage.killAll();
      await Promise.all([callbacks, api, mongo].map((gate) => gate.close()));
      await sandbox.close();
    },
  };
  try {
    await stage.restart();
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
}
