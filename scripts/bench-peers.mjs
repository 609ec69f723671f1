// `npm run bench:peers`: the same form on this engine and on three well-known ones. They are installed beside the bench on
// demand and are no dependencies of the project.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail, step } from './lib/console.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write('npm run bench:peers              about half a minute; --quick: whether it runs\n');
  process.exit(0);
}
checkNode();
installDependencies();
const folder = fileURLToPath(new URL('../tests/bench/peers/', import.meta.url));
if (!existsSync(`${folder}node_modules/xstate`)) {
  step('Installing the engines to compare with …');
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) fail('They could not be installed.', 'npm run bench:peers needs the package registry once.');
}
const { build } = await import('./lib/build.mjs');
build();
const { status } = spawnSync(process.execPath, [`${folder}run.mjs`, ...args], { stdio: 'inherit' });
process.exit(status ?? 1);
