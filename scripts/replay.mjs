// `npm run replay`: builds, starts a throw-away MongoDB, plays a plan day by day against the sandbox, and leaves a report.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail, step } from './lib/console.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';

const RAM_DISK = '/dev/shm';
const ROOM_BYTES = 2e9;

function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`npm run replay -- --plan huiji-2010     20 July to 31 December 2010; reports/replay/index.html
  --from DAY --to DAY --out FOLDER      another span, another folder
`);
  process.exit(0);
}
checkNode();
installDependencies();
const { findMongod, MONGOD_REMEDY } = await import('./lib/mongod.mjs');
const found = await findMongod();
if (found.problems !== undefined)
  fail(`No MongoDB server can be had:\n  ${found.problems.join('\n  ')}`, MONGOD_REMEDY);
const { build } = await import('./lib/build.mjs');
build();
const { startThrowAwayMongo } = await import('./lib/throw-away-mongo.mjs');
// thrown away at the end, so it need not be safe on a disk: half the time goes into waiting for that
if (existsSync(RAM_DISK) && freeBytes(RAM_DISK) > ROOM_BYTES) process.env.TMPDIR = RAM_DISK;
const mongo = await startThrowAwayMongo(found.binary);
step('Replaying …');
const main = fileURLToPath(new URL('../dist/src/replay/main.js', import.meta.url));
const child = spawn(process.execPath, [main, '--uri', mongo.uri('replay'), ...args], { stdio: 'inherit' });
const [code] = await once(child, 'exit');
await mongo.stop();
process.exit(code ?? 1);
