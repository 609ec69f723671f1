// `npm start` with everything installed and built: how long until it is ready, and what it holds when nothing happens.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { figure, median } from '../lib/figures.mjs';

export const about = 'npm start: time to ready, memory at rest (service and sandbox in one process, without mongod)';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const READY_AIM_S = 10;
const REST_AIM_MB = 200;
const REST_AFTER_MS = 60_000;

export async function run({ quick, mongod, say }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const ports = [await freePort(), await freePort()];
  try {
    const first = await startOnce({ dataDir, ports, mongod, say });
    await end(first.child);
    const readies = [];
    let restMb;
    for (let i = 0; i < (quick ? 1 : 3); i++) {
      const again = await startOnce({ dataDir, ports, mongod, say });
      readies.push(again.seconds);
      if (i === 0) {
        await pause(quick ? 5_000 : REST_AFTER_MS);
        restMb = rssMb(again.servicePid);
      }
      await end(again.child);
    }
    return [
      figure('first start, with the demo district to load', first.seconds, 's'),
      figure('start with data', median(readies), 's', { atMost: READY_AIM_S }),
      ...(restMb === undefined ? [] : [figure('memory at rest', restMb, 'MB', { atMost: REST_AIM_MB })]),
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startOnce({ dataDir, ports: [port, sandboxPort], mongod, say }) {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      MONGOMS_SYSTEM_BINARY: mongod.binary,
      LOG_LEVEL: 'error',
    },
  });
  let said = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.includes('is ready')) break;
  }
  if (!said.includes('is ready')) throw new Error(`npm start ended before it was ready:\n${said}`);
  child.stdout.resume();
  const seconds = (performance.now() - begun) / 1000;
  say(`ready after ${seconds.toFixed(1)} s`);
  return { child, seconds, servicePid: child.pid };
}

async function end(child) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Undefined where there is no /proc. */
function rssMb(pid) {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
