import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WecomCredentials } from '../../src/config.js';

export interface ServiceStart {
  uri: string;
  apiBase: string;
  startAt: Date;
  wecom: WecomCredentials;
  dataKeys: string;
}
export interface ServiceOrder {
  moveTo: string;
}
export type ServiceReport = { ready: string } | { movedTo: string } | { log: string };

export interface ServiceProcess {
  url: string;
  /** Lines of level warn and above. */
  logged: string[];
  /** Moves its clock; resolves when what became due is done. */
  moveTo(at: Date): Promise<void>;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts the service as it stands in `src`, as a process of its own. @throws when it ends before it is ready */
export async function startServiceProcess(start: ServiceStart): Promise<ServiceProcess> {
  const folder = import.meta.dirname;
  const child = fork(join(folder, 'service-main.ts'), [JSON.stringify(start)], {
    execArgv: ['--import', join(folder, 'ts-loader.mjs'), '--no-warnings'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH },
  });
  const logged: string[] = [];
  child.on('message', (report: ServiceReport) => {
    if ('log' in report) logged.push(report.log);
  });
  const url = (await next(child, 'ready')).ready;
  return {
    url,
    logged,
    async moveTo(at) {
      const moved = next(child, 'movedTo');
      child.send({ moveTo: at.toISOString() } satisfies ServiceOrder);
      await moved;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function next<K extends 'ready' | 'movedTo'>(
  child: ChildProcess,
  key: K,
): Promise<Extract<ServiceReport, { [k in K]: string }>> {
  return new Promise((resolve, reject) => {
    const take = (report: ServiceReport) => {
      if (!(key in report)) return;
      child.off('message', take);
      child.off('exit', gone);
      resolve(report as Extract<ServiceReport, { [k in K]: string }>);
    };
    const gone = (code: number | null) => reject(new Error(`the service ended (${code}) before ${key}`));
    child.on('message', take);
    child.once('exit', gone);
  });
}
