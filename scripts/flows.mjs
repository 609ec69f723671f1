// `npm run lint:flows` and its kin: checks the conversations of bot-flows/.
import { checkNode, installDependencies } from './lib/dependencies.mjs';

checkNode();
installDependencies();
const { build } = await import('./lib/build.mjs');
build();
const { flowsCommand } = await import('../dist/src/cli/flows.js');
process.exitCode = await flowsCommand(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
