// `npm run -s lw -- COMMAND`: operator commands (registers, digests, dead letters, audit, keys).
import { fail } from './lib/console.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';

checkNode();
installDependencies();
if ((process.env.MONGODB_URI ?? '') === '') {
  const { findMongod, MONGOD_REMEDY } = await import('./lib/mongod.mjs');
  const found = await findMongod();
  if (found.problems !== undefined)
    fail(`No MongoDB server can be had:\n  ${found.problems.join('\n  ')}`, MONGOD_REMEDY);
  process.env.MONGOMS_SYSTEM_BINARY = found.binary;
}
const { build } = await import('./lib/build.mjs');
build();
const { run } = await import('../dist/src/cli/run.js');
process.exit(await run(process.argv.slice(2)));
