/**
 * The embedded MongoDB server: a real mongod as a single-node replica set whose data stays in `<dataDir>/mongo`.
 * It survives `kill -9` of either process: a server left running by an earlier service is adopted, a half-started one is
 * ended, a server that dies is started again on the same port.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';

const SET = 'liangwang';
/** Exit code of mongod when another server holds the data folder. */
const FOLDER_IN_USE = 100;
const START_TIMEOUT_MS = 30_000;
const WATCH_MS = 1_000;
/** How long to look for who holds the data folder before it is taken for a stranger's, and how often. */
const HOLDER_TIMEOUT_MS = 10_000;
const AGAIN_MS = 100;

export interface EmbeddedMongo {
  /** Address of the server with the replica set's name. */
  uri: string;
  /** Ends the server if this process owns it, and waits until it has gone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  binary: string;
  dataDir: string;
  database: string;
  say: (level: 'info' | 'warn' | 'error', text: string) => void;
}

interface State {
  pid: number;
  port: number;
  ownerPid: number;
}

/** Starts or adopts the server. @throws Error with what to do when it does not come up. */
export async function startEmbeddedMongo(options: EmbeddedOptions): Promise<EmbeddedMongo> {
  const folder = resolve(options.dataDir, 'mongo');
  mkdirSync(folder, { recursive: true });
  const stateFile = join(resolve(options.dataDir), 'mongo.json');
  let stopping = false;
  let owner = true;
  /** The address that was given away; a server that is started again keeps it. */
  let home = readState(stateFile)?.port;
  let state: State = await adoptOrLaunch();
  home = state.port;

  /**
   * Two processes may find the server gone at once: who comes second adopts what the first has started. A server holds the
   * folder a moment before it has written there who it is, so the second looks again until it can tell.
   */
  async function adoptOrLaunch(): Promise<State> {
    const deadline = performance.now() + HOLDER_TIMEOUT_MS;
    for (;;) {
      const adopted = await adopt();
      if (adopted !== null) return adopted;
      try {
        return await launch();
      } catch (error) {
        if (!(error instanceof FolderInUse) || performance.now() > deadline) throw error;
        await wait(AGAIN_MS);
      }
    }
  }

  async function adopt(): Promise<State | null> {
    const noted = readState(stateFile);
    const left = noted !== null && isRunning(noted.pid) && isOurs(noted.pid, folder) ? noted : holderOf(folder);
    if (left === null) return null;
    if (await answers(left.port, 10_000)) {
      owner = left.ownerPid === process.pid || !isRunning(left.ownerPid);
      if (owner) writeState(stateFile, { ...left, ownerPid: process.pid });
      options.say('info', `MongoDB server ${left.pid} of an earlier run goes on at port ${left.port}`);
      await ensureReplicaSet(left.port);
      return left;
    }
    options.say('warn', `MongoDB server ${left.pid} of an earlier run does not answer; it is ended and started again`);
    await end(left.pid);
    return null;
  }

  async function launch(): Promise<State> {
    const port = await freePort(home);
    const child = spawn(
      options.binary,
      [
        ...['--replSet', SET, '--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1'],
        ...['--logpath', join(resolve(options.dataDir), 'mongo.log'), '--logappend', '--nounixsocket'],
        // what a killed process leaves open must be free again before the platform gives up (docs/operations.md)
        ...['--setParameter', 'transactionLifetimeLimitSeconds=10'],
        ...['--wiredTigerCacheSizeGB', '0.5', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ],
      { detached: true, stdio: 'ignore' },
    );
    const exit = new Promise<number | null>((done) => {
      child.once('error', () => done(-1));
      child.once('exit', (code) => done(code));
    });
    child.unref();
    const next: State = { pid: child.pid ?? -1, port, ownerPid: process.pid };
    writeState(stateFile, next);
    const up = await Promise.race([answers(port, START_TIMEOUT_MS), exit]);
    if (up === true) {
      owner = true;
      await ensureReplicaSet(port);
      return next;
    }
    if (up === FOLDER_IN_USE) throw new FolderInUse(folder);
    await stopChild(child);
    throw new Error(
      `The MongoDB server did not start (exit ${String(up)}). See ${join(options.dataDir, 'mongo.log')}; when it speaks of a ` +
        `version, the data in ${join(options.dataDir, 'mongo')} belongs to another MongoDB: use that server, or another DATA_DIR.`,
    );
  }

  /** A start that is under way; the stop waits for it, so that no server is left behind. */
  let starting: Promise<void> = Promise.resolve();
  void (async () => {
    while (!stopping) {
      await wait(WATCH_MS, undefined, { ref: false });
      if (stopping || isRunning(state.pid)) continue;
      options.say('error', `MongoDB server ${state.pid} has gone; it is started again`);
      starting = adoptOrLaunch().then(
        (next) => {
          state = next;
        },
        (error: Error) => options.say('error', `MongoDB server: ${error.message}`),
      );
      await starting;
    }
  })();

  return {
    uri: `mongodb://127.0.0.1:${state.port}/${options.database}?replicaSet=${SET}`,
    async stop() {
      stopping = true;
      await starting;
      if (!owner) return;
      await end(state.pid);
    },
  };

  async function ensureReplicaSet(port: number): Promise<void> {
    const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 5_000,
    });
    const host = `127.0.0.1:${port}`;
    try {
      const admin = client.db('admin');
      try {
        const { config } = await admin.command({ replSetGetConfig: 1 });
        if (config.members[0].host !== host) {
          config.members = [{ ...config.members[0], host }];
          config.version += 1;
          await admin.command({ replSetReconfig: config, force: true });
        }
      } catch (error) {
        if ((error as { codeName?: string }).codeName !== 'NotYetInitialized') throw error;
        await admin.command({ replSetInitiate: { _id: SET, members: [{ _id: 0, host }] } });
      }
      const deadline = performance.now() + START_TIMEOUT_MS;
      while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) {
        if (performance.now() > deadline) throw new Error('The MongoDB server has not become primary; see mongo.log.');
        await wait(50);
      }
    } finally {
      await client.close();
    }
  }
}

class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  constructor(folder: string) {
    super(`Another MongoDB server uses ${folder}. End the other liangwang, or give this one its own DATA_DIR.`);
  }
}

/**
 * The server that holds the data folder, by the note it keeps there itself; for when ours is lost or wrong. Null where
 * there is no /proc to read its port from, and for a server that somebody else started.
 */
function holderOf(folder: string): State | null {
  const note = join(folder, 'mongod.lock');
  const pid = existsSync(note) ? Number(readFileSync(note, 'utf8').trim()) : 0;
  if (!isRunning(pid) || !existsSync(`/proc/${pid}/cmdline`)) return null;
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const port = Number(words[words.indexOf('--port') + 1]);
  if (!words.includes(folder) || !words.includes(SET) || !Number.isInteger(port)) return null;
  return { pid, port, ownerPid: 0 };
}

/** What the last start left behind; also after a clean stop, so that the port stays the same. */
function readState(file: string): State | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch {
    return null; // a half-written file says nothing: a new server is started
  }
}

/** Never half: a process may be killed while it writes. */
function writeState(file: string, state: State): void {
  const next = `${file}.${process.pid}`;
  writeFileSync(next, JSON.stringify(state));
  renameSync(next, file);
}

function isRunning(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // a process that has ended but was not waited for is no server
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}

/** Guards against a process id that was given to another program since. */
function isOurs(pid: number, folder: string): boolean {
  const file = `/proc/${pid}/cmdline`;
  if (!existsSync('/proc/self/cmdline')) return true;
  return existsSync(file) && readFileSync(file, 'utf8').includes(folder);
}

async function answers(port: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 1_000,
    });
    try {
      await client.db('admin').command({ ping: 1 });
      return true;
    } catch {
      await wait(100);
    } finally {
      await client.close();
    }
  }
  return false;
}

async function end(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGTERM', 15_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isRunning(pid)) return;
    process.kill(pid, signal);
    const deadline = performance.now() + patienceMs;
    while (isRunning(pid) && performance.now() < deadline) await wait(50);
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined) await end(child.pid);
}

/** The wanted port when it is free, else any. */
async function freePort(wanted: number | undefined): Promise<number> {
  for (const port of wanted === undefined ? [0] : [wanted, 0]) {
    const got = await new Promise<number | null>((done) => {
      const server = createServer();
      server.once('error', () => done(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => done(typeof address === 'object' && address !== null ? address.port : null));
      });
    });
    if (got !== null) return got;
  }
  throw new Error('No free TCP port on 127.0.0.1 for the MongoDB server.');
}
