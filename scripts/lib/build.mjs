// Compiles src/ and schemas/ into dist/ when something changed since the last build. Needs the dependencies in place.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { done, fail, step } from './console.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** What is not TypeScript under src/ (pages, styles, pictures, fonts) goes along beside the compiled code. */
const isAsset = (file) => !file.endsWith('.ts') && !file.endsWith('.md');

function fingerprint() {
  const hash = createHash('sha256');
  const files = ['src', 'schemas']
    .flatMap((f) => [...filesUnder(join(root, f))])
    .concat(join(root, 'tsconfig.json'), join(root, 'package-lock.json'));
  for (const file of files.sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

export function build() {
  const stampFile = join(root, 'dist', '.built');
  const stamp = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  step('Building …');
  // apart, so that a process that runs from dist/ finds its files until the new ones are complete
  const next = join(root, 'dist.next');
  rmSync(next, { recursive: true, force: true });
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      'tsconfig.json',
      // `npm test` checks the types; here that would take four times as long as all the rest
      '--noCheck',
      '--incremental',
      'false',
      '--outDir',
      next,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  if (result.status !== 0)
    fail('The build failed: see the lines above.', [
      'Mend the files named there, or go back to a version that builds (git status shows your changes).',
    ]);
  for (const file of filesUnder(join(root, 'src'))) {
    if (!isAsset(file)) continue;
    const to = join(next, file.slice(root.length));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(file, to);
  }
  writeFileSync(join(next, '.built'), stamp);
  const old = join(root, 'dist.old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(next, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
  done('Built');
}
