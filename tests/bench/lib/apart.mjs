// Work in a process of its own, so that what is measured shares neither heap nor compiled code with anything else.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const children = new Set();

/**
 * Calls exported functions of a module in a new process: `await host.call('name', argument)`. Arguments and results go as
 * structured clones.
 * @param {URL} module
 * @param {{execArgv?: string[]}} [options]
 */
export function startApart(module, { execArgv = [] } = {}) {
  const child = fork(here, [module.href], { execArgv, serialization: 'advanced' });
  children.add(child);
  const waiting = new Map();
  let calls = 0;
  child.on('message', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  const gone = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      children.delete(child);
      for (const { reject } of waiting.values()) reject(new Error(`the process has ended (${code ?? signal})`));
      waiting.clear();
      resolve();
    });
  });
  return {
    pid: child.pid,
    /** @returns {Promise<any>} */
    call(name, argument) {
      return new Promise((resolve, reject) => {
        const id = ++calls;
        waiting.set(id, { resolve, reject });
        child.send({ id, name, argument });
      });
    },
    /** Lets the process come to its end by itself; after five seconds it is ended. */
    async stop() {
      if (child.connected) child.disconnect();
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(late);
    },
  };
}

/** One call in a process of its own. */
export async function callApart(module, name, argument, options) {
  const host = startApart(module, options);
  try {
    return await host.call(name, argument);
  } finally {
    await host.stop();
  }
}

/** Ends every process that is still there. */
export async function endChildren() {
  await Promise.all(
    [...children].map(
      (child) =>
        new Promise((resolve) => {
          child.once('exit', resolve);
          child.kill('SIGKILL');
        }),
    ),
  );
}

/** Every such process can be asked for it: CPU milliseconds since its start. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if (process.argv[1] === here && process.send !== undefined) {
  const functions = { cpuMs, ...(await import(process.argv[2])) };
  process.on('message', async ({ id, name, argument }) => {
    try {
      process.send({ id, value: await functions[name](argument) });
    } catch (error) {
      process.send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
}
