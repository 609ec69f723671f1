// `npm start`: installs what is missing, finds a MongoDB server, builds, and runs the service in this process.
import { fail } from './lib/console.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';

if (process.argv.includes('--help')) {
  process.stdout.write(`npm start                      the service; without WECOM_CORP_ID also the sandbox with the demo district
PORT=9000 npm start            another port (all settings are in README.md)
LIANGWANG_ROLE=worker PORT=8082 npm start  a second process that only sends and reminds
`);
  process.exit(0);
}

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
const { main } = await import('../dist/src/main.js');
await main();
