/** GET /sandbox/events: server-sent events for the page. */
import type { Context } from 'koa';
import { readClock } from '../clock-control.js';
import type { SandboxEvent, World } from '../world.js';

const HEARTBEAT_MS = 15_000;

export function streamEvents(world: World, ctx: Context): void {
  ctx.respond = false;
  const { res } = ctx;
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const write = (name: string, data: unknown) => res.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  write('clock', readClock(world));
  const unsubscribe = world.subscribe((event) => write(event.type, dataOf(world, event)));
  const heartbeat = setInterval(() => res.write(': alive\n\n'), HEARTBEAT_MS);
  const end = () => {
    clearInterval(heartbeat);
    unsubscribe();
    world.closing.signal.removeEventListener('abort', end);
    res.end();
  };
  world.closing.signal.addEventListener('abort', end);
  res.once('close', end);
}

function dataOf(world: World, event: SandboxEvent): unknown {
  switch (event.type) {
    case 'message':
    case 'update':
      return event.message;
    case 'delivery': {
      const { id, from, kind, state, attempts, errors } = event.delivery;
      return { id, from, kind, state, attempts: attempts.length, errors };
    }
    case 'clock':
      return readClock(world);
    default:
      return {};
  }
}
