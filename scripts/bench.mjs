// `npm run bench`: builds, starts a throw-away MongoDB, runs the parts of tests/bench/parts one after another, prints a
// table for each, and writes reports/bench.json. docs/bench.md says what is measured and how to read it.
import { fail, step } from './lib/console.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';

const args = process.argv.slice(2);
const { listParts, runParts } = await import('../tests/bench/lib/run.mjs');

if (args.includes('--help')) {
  process.stdout.write(`npm run bench                          every part (about ten minutes)
npm run bench -- --only callback       one part; several with commas. Parts: ${listParts().join(', ')}
npm run bench -- --quick               small numbers: whether it runs, not how fast it is
npm run bench -- --report FILE         instead of reports/bench.json
`);
  process.exit(0);
}

function optionOf(name) {
  const at = args.indexOf(name);
  return at < 0 ? undefined : (args[at + 1] ?? '');
}

const names = optionOf('--only')?.split(',') ?? listParts();
const unknown = names.filter((name) => !listParts().includes(name));
if (unknown.length > 0) fail(`No part is called ${unknown.join(', ')}.`, `Parts: ${listParts().join(', ')}`);

checkNode();
installDependencies();
const { findMongod, MONGOD_REMEDY } = await import('./lib/mongod.mjs');
const found = await findMongod();
if (found.problems !== undefined)
  fail(`No MongoDB server can be had:\n  ${found.problems.join('\n  ')}`, MONGOD_REMEDY);
const { build } = await import('./lib/build.mjs');
build();
step(`Measuring: ${names.join(', ')}`);
const { broken } = await runParts(names, {
  quick: args.includes('--quick'),
  mongod: found,
  report: optionOf('--report') ?? 'reports/bench.json',
});
process.exit(broken.length === 0 ? 0 : 1);
