// `npm run chat`: a chat in the terminal with the service behind the sandbox. Connects to a running one, else starts it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fail, step } from './lib/console.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';

/** The first start loads the demo district. */
const START_TIMEOUT_MS = 120_000;

checkNode();
installDependencies();
const { build } = await import('./lib/build.mjs');
build();
const { runChat } = await import('../dist/src/cli/chat/run.js');
const sandbox = `http://127.0.0.1:${process.env.SANDBOX_PORT ?? '8081'}`;
const service = `http://127.0.0.1:${process.env.PORT ?? '8080'}`;
let child;

const answers = (url) =>
  fetch(url).then(
    async ({ ok, body }) => {
      await body?.cancel();
      return ok;
    },
    () => false,
  );
const isUp = async () => (await answers(`${sandbox}/sandbox/health`)) && (await answers(`${service}/readyz`));

async function open() {
  if (await isUp()) return sandbox;
  step('Starting the service with the demo district …');
  const env = { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'error' };
  child = spawn(process.execPath, [fileURLToPath(new URL('./start.mjs', import.meta.url))], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isUp())) {
    if (child.exitCode !== null) fail('The service could not start.', 'npm start says more.');
    if (Date.now() > deadline)
      fail(`The service was not ready in ${START_TIMEOUT_MS / 1000} s.`, 'npm start says more.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return sandbox;
}

async function close() {
  if (child === undefined || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

let code = 1;
try {
  code = await runChat(process.argv.slice(2), open);
} catch (error) {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  await close();
}
process.exit(code);
