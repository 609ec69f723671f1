// Uses nothing but Node's own modules: it runs before anything is installed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { done, fail, step } from './console.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old: liangwang needs 20.19 or newer.`, [
    'Install a current Node (https://nodejs.org) and run the command again.',
  ]);
}

/** Runs `npm ci` when node_modules is missing or was made from another lockfile. */
export function installDependencies() {
  const stampFile = join(root, 'node_modules', '.liangwang-lock');
  const stamp = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  step('Installing dependencies (npm ci) …');
  const result = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MONGOMS_DISABLE_POSTINSTALL: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    shell: process.platform === 'win32',
  });
  if (result.status !== 0)
    fail('npm ci failed.', [
      'Check that the npm registry is reachable (npm ping), or set another one: npm config set registry <address>.',
      'Then run the command again; what was downloaded is kept.',
    ]);
  writeFileSync(stampFile, stamp);
  done('Dependencies are in place');
}
