import Router from '@koa/router';
import Koa from 'koa';
import type { Log } from '../lib/log.js';
import type { Metrics } from './metrics.js';

/** One thing that must work before the service takes traffic; throws or resolves within its own time limit. */
export interface ReadinessCheck {
  name: string;
  check(): Promise<void>;
}

export interface WebDeps {
  routers: readonly Router[];
  readiness: readonly ReadinessCheck[];
  metrics: Metrics;
  /** Refreshes gauges before they are read. */
  gather(): Promise<void>;
  log: Log;
}

const CHECK_TIMEOUT_MS = 3_000;

/** The HTTP application: callback routes, health, readiness, metrics, pages. */
export function makeApp(deps: WebDeps): Koa {
  const app = new Koa();
  app.on('error', (err: unknown) => deps.log.error({ err }, 'request failed'));
  const router = new Router();
  router.get('/healthz', (ctx) => {
    ctx.body = { ok: true };
  });
  router.get('/readyz', async (ctx) => {
    const checks = await Promise.all(
      deps.readiness.map(async ({ name, check }) => [name, await outcomeOf(check)] as const),
    );
    const ready = checks.every(([, outcome]) => outcome === 'ok');
    ctx.status = ready ? 200 : 503;
    ctx.body = { ready, checks: Object.fromEntries(checks) };
  });
  router.get('/metrics', async (ctx) => {
    await deps.gather();
    ctx.type = deps.metrics.registry.contentType;
    ctx.body = await deps.metrics.registry.metrics();
  });
  for (const each of [router, ...deps.routers]) app.use(each.routes()).use(each.allowedMethods());
  return app;
}

async function outcomeOf(check: () => Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer'), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check().then(() => 'ok'), late]);
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
