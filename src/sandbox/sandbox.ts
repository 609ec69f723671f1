/** The stand-in for the WeCom servers: the platform's calls, a chat page, and controls for programs. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import type { MovableClock } from '../lib/clock.js';
import { controls } from './controls/controls.js';
import type { SandboxDirectory, SandboxOptions } from './options.js';
import { securityHeaders, servePage } from './page.js';
import { platformCalls } from './platform/call.js';
import { CALLS } from './platform/calls.js';
import { authorize } from './platform/oauth.js';
import { createWorld } from './world.js';

export interface Sandbox {
  readonly clock: MovableClock;
  /** @param port 0 for any @returns the address, e.g. `http://127.0.0.1:8081` */
  listen(port: number, host?: string): Promise<string>;
  /** Members and groups from now on; conversations stay. */
  setDirectory(directory: SandboxDirectory): void;
  /** Ends requests under way and event streams; saves. */
  close(): Promise<void>;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const world = createWorld(options);
  const app = new Koa();
  app.on('error', (err) => world.log?.error({ err }, 'sandbox: a request failed'));
  app.use(securityHeaders(new URL(options.botCallbackUrl).origin));
  app.use(platformCalls(world, CALLS));
  app.use(authorize(world));
  for (const middleware of controls(world)) app.use(middleware);
  app.use(servePage);
  const server = createServer(app.callback());
  return {
    clock: world.clock,
    async listen(port, host = '127.0.0.1') {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      const { port: taken } = server.address() as AddressInfo;
      world.baseUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${taken}`;
      return world.baseUrl;
    },
    setDirectory(directory) {
      world.directory = directory;
      world.publish({ type: 'directory' });
    },
    async close() {
      world.closing.abort();
      if (server.listening) {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }
      await world.http.close();
      await world.flush();
    },
  };
}
