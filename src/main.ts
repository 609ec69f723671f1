/** Starts and stops the process. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Db } from 'mongodb';
import { followClock, sandboxCorpAt } from './beside-sandbox.js';
import { type Config, ConfigurationError, readConfig } from './config.js';
import { demoDirectory } from './demo/directory.js';
import { loadDemo, mayHoldDemo } from './demo/load.js';
import { loadDemoPlan } from './demo/plan.js';
import { loadCalendar } from './domain/calendar/index.js';
import { movableClock } from './lib/clock.js';
import { newId } from './lib/ids.js';
import { type Log, makeLog } from './lib/log.js';
import { readKeyRing } from './lib/seal.js';
import { openDatabase } from './models/database.js';
import { type EmbeddedMongo, startEmbeddedMongo } from './mongo-server/embedded.js';
import { projectRoot } from './project-root.js';
import { createSandbox, type Sandbox } from './sandbox/sandbox.js';
import { sandboxSecrets } from './sandbox-secrets.js';
import { foldersIn, type Service, wire } from './wire.js';

const DATABASE = 'liangwang';
/** After this a stop is forced. */
const STOP_DEADLINE_MS = 20_000;

export async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`✗ ${error.message}\n`);
    process.exit(1);
  }
  const log = makeLog(config.logLevel);
  const root = projectRoot();
  const dataDir = resolve(root, config.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  let ending = false;
  const stop = async (code: number) => {
    if (ending) return;
    ending = true;
    const deadline = setTimeout(() => process.exit(1), STOP_DEADLINE_MS);
    for (const end of stops.reverse()) await end().catch((err: unknown) => log.error({ err }, 'stopping'));
    clearTimeout(deadline);
    process.exit(code);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      void stop(0);
    });
  process.on('unhandledRejection', (err) => log.error({ err }, 'a rejection nobody handled'));
  try {
    await run(config, root, dataDir, log, stops);
  } catch (error) {
    log.fatal({ err: error }, 'the service could not start');
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    await stop(1);
  }
}

async function run(
  config: Config,
  root: string,
  dataDir: string,
  log: Log,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const uri = config.mongodbUri ?? (await embedded(config, dataDir, log, stops)).uri;
  const connection = await openDatabase(uri);
  stops.push(() => connection.close());
  const clock = movableClock(config.startAt ?? undefined);
  const invented = config.wecom === null ? sandboxSecrets(dataDir, config.sandboxWecom) : null;
  const wecom = config.wecom ?? invented?.wecom;
  const dataKeys = config.dataKeys ?? invented?.dataKeys;
  if (wecom === undefined || dataKeys === undefined) throw new Error('DATA_KEYS is needed with a real corp');
  const folders = foldersIn(root);
  // where a service that listens everywhere is reached from this machine
  const own = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  const here = own.includes(':') ? `[${own}]` : own;
  const botUrl = `http://${here}:${config.port}`;
  const sandboxUrl = `http://${here}:${config.sandboxPort}`;

  let service: Service | null = null;
  let sandbox: Sandbox | null = null;
  if (invented !== null) {
    const demo = { db: connection.db as unknown as Db, clock: clock.now, newId, keys: readKeyRing(dataKeys) };
    if (await mayHoldDemo(demo)) {
      if (await loadDemo(demo, join(root, 'demo'))) log.info('the demo district is loaded');
      if (await loadDemoPlan(demo, root)) log.info('the demo plan is in force');
    } else log.warn('this database holds a district of its own: no demo goes into it. Is WECOM_CORP_ID missing?');
    const directory = await demoDirectory(demo);
    const running = await sandboxCorpAt(sandboxUrl);
    if (running !== null && running !== invented.wecom.corpId)
      throw new Error(
        `Port ${config.sandboxPort} is taken, by another service or by the sandbox of another DATA_DIR: end it, or set SANDBOX_PORT to a free port.`,
      );
    if (running === null && config.role === 'worker')
      log.info('the sandbox is not up: it comes with a process that answers (LIANGWANG_ROLE=web or all)');
    else if (running === null) {
      sandbox = createSandbox({
        credentials: wecom,
        botCallbackUrl: `${botUrl}/wecom/callback`,
        directory,
        clock,
        calendar: loadCalendar(folders.calendar),
        onClockMoved: async (from, to) => service?.clockMoved(from, to),
        persistPath: join(dataDir, 'sandbox.json'),
        log,
      });
    }
  }
  service = await wire({
    config,
    wecom,
    dataKeys,
    connection,
    clock,
    log,
    folders,
    apiBase: invented === null ? config.apiBase : sandboxUrl,
  });
  const running = service;
  if (sandbox !== null) {
    const stage = sandbox;
    await stage.listen(config.sandboxPort, config.host).catch(portProblem('SANDBOX_PORT', config.sandboxPort));
    stops.push(() => stage.close());
  }
  stops.push(() => running.stop());
  if (invented !== null && sandbox === null) {
    const follower = followClock({ url: sandboxUrl, clock, moved: running.wokenLate, log });
    await follower.join();
    follower.start();
    stops.push(() => follower.stop());
  }
  await running.listen(config.port, config.host).catch(portProblem('PORT', config.port));
  await running.start();
  log.info({ port: config.port, role: config.role }, 'ready');
  process.stdout.write(
    invented === null
      ? `\n  两网 is ready: callback ${config.publicUrl}/wecom/callback\n\n`
      : `\n  两网 is ready. Open the sandbox chat:  ${sandboxUrl}\n  Service: ${botUrl}   health: ${botUrl}/readyz   Ctrl-C ends it.\n\n`,
  );
}

async function embedded(
  config: Config,
  dataDir: string,
  log: Log,
  stops: (() => Promise<void>)[],
): Promise<EmbeddedMongo> {
  if (config.mongodBinary === null)
    throw new Error('No MongoDB: set MONGODB_URI, or start with npm start, which finds or fetches a server.');
  const server = await startEmbeddedMongo({
    binary: config.mongodBinary,
    dataDir,
    database: DATABASE,
    say: (level, text) => log[level](text),
  });
  stops.push(() => server.stop());
  return server;
}

function portProblem(name: string, port: number): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken: end the other program, or set ${name} to a free port.`, { cause: error });
    throw error;
  };
}
