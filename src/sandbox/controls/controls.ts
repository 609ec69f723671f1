/** The controls under `/sandbox/*`; errors are `{error, hint}`. Manual: docs/sandbox.md. */
import Router from '@koa/router';
import type { Context, Middleware, Next } from 'koa';
import { z } from 'zod';
import { verifyUrl } from '../callback/verify-url.js';
import { moveClock, readClock } from '../clock-control.js';
import { allGroups, allMembers } from '../directory.js';
import { addFaults, FaultRules } from '../faults.js';
import { findMessages } from '../journal.js';
import { customerNamed } from '../kf/people.js';
import { CALLS } from '../platform/calls.js';
import { readBody, TooLarge } from '../read-body.js';
import { writeTranscript } from '../transcript.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';
import { streamEvents } from './events.js';
import { actAsServicer, readKf } from './kf.js';
import { conversationOf, listMessages, sendFile, sendMedia } from './messages.js';
import { asFields } from './read-gesture.js';
import { sendAs } from './send.js';
import { changeSettings } from './settings.js';

const BODY_MAX_BYTES = 32 * 1024 * 1024;
const LISTED = 200;

export function controls(world: World): Middleware[] {
  const router = new Router({ prefix: '/sandbox' });
  const query = (ctx: Context) => Object.fromEntries(Object.entries(ctx.query).map(([k, v]) => [k, String(v)]));

  router.get('/health', (ctx) => {
    const last = world.deliveries.at(-1);
    ctx.body = {
      ok: true,
      ...readClock(world),
      corpId: world.credentials.corpId,
      callbackUrl: world.botCallbackUrl,
      members: allMembers(world).length,
      groups: allGroups(world).length,
      messages: world.state.messages.length,
      faults: world.faults.length,
      lastDelivery: last === undefined ? null : { at: last.at, state: last.state, attempts: last.attempts.length },
    };
  });

  router.post('/send', async (ctx) => {
    ctx.body = await sendAs(world, await readJson(ctx));
  });

  router.get('/messages', async (ctx) => {
    ctx.body = await listMessages(world, query(ctx));
  });
  router.delete('/messages', async (ctx) => {
    world.state.messages.length = 0;
    world.state.media = {};
    await world.blobs.clear();
    world.changed();
    world.publish({ type: 'cleared' });
    ctx.body = { ok: true };
  });
  router.get('/messages/:id/image', (ctx) => sendFile(world, ctx, ctx.params.id ?? ''));
  router.get('/media/:id', (ctx) => sendMedia(world, ctx, ctx.params.id ?? ''));

  router.get('/transcript', (ctx) => {
    const to = conversationOf(world, query(ctx).to ?? '');
    const group = allGroups(world).find((g) => g.key === to);
    const person = allMembers(world).find((m) => m.userid === to)?.name ?? customerNamed(world, to)?.nickname;
    ctx.type = 'text/plain; charset=utf-8';
    ctx.attachment(`${to}.chat`, { type: 'attachment' });
    const viewpoint = group === undefined ? { as: to } : { look: group.name };
    const title = group?.name ?? person ?? to;
    ctx.body = writeTranscript(title, viewpoint, findMessages(world.state, { to, both: true, limit: 20_000 }));
  });

  router.get('/directory', (ctx) => {
    ctx.body = {
      members: allMembers(world),
      groups: allGroups(world),
      places: world.directory.places ?? [],
      menu: world.state.menu,
    };
  });

  router.get('/kf', (ctx) => {
    ctx.body = readKf(world);
  });
  router.post('/kf', async (ctx) => {
    ctx.body = await actAsServicer(world, await readJson(ctx));
  });

  router.get('/faults', (ctx) => {
    ctx.body = world.faults;
  });
  router.post('/faults', async (ctx) => {
    const body = await readJson(ctx);
    const list = Array.isArray(body) ? body : ((asFields(body, 'the body').rules as unknown) ?? [body]);
    const rules = FaultRules.safeParse(list);
    if (!rules.success)
      throw new ControlError(
        400,
        z.prettifyError(rules.error),
        'e.g. {"call":"message/send","times":1,"errcode":-1}; effects: errcode, answer, status, html, drop, dropAfter, lost, delayMs, expireTokens, reEncryptDuplicate, failType, emptyPage, replay',
      );
    const unknown = rules.data.find(({ call }) => call !== 'callback' && call !== '*' && !Object.hasOwn(CALLS, call));
    if (unknown !== undefined)
      throw new ControlError(400, `there is no call ${unknown.call}`, `callback, *, ${Object.keys(CALLS).join(', ')}`);
    ctx.body = addFaults(world, rules.data);
  });
  router.delete('/faults', (ctx) => {
    world.faults = [];
    world.publish({ type: 'faults' });
    ctx.body = { ok: true };
  });
  router.delete('/faults/:id', (ctx) => {
    const kept = world.faults.filter((f) => f.id !== ctx.params.id);
    if (kept.length === world.faults.length)
      throw new ControlError(404, 'no such fault', 'ids come from GET /sandbox/faults');
    world.faults = kept;
    world.publish({ type: 'faults' });
    ctx.body = { ok: true };
  });

  router.get('/clock', (ctx) => {
    ctx.body = readClock(world);
  });
  router.post('/clock', async (ctx) => {
    ctx.body = await moveClock(world, asFields(await readJson(ctx), 'the body'));
  });

  router.get('/settings', (ctx) => {
    ctx.body = world.settings;
  });
  router.post('/settings', async (ctx) => {
    ctx.body = changeSettings(world, await readJson(ctx));
  });

  router.get('/calls', (ctx) => {
    const { call, failed, limit } = query(ctx);
    ctx.body = world.calls
      .filter((c) => (call === undefined || c.call === call) && (failed === undefined || c.errcode !== 0))
      .slice(-Number(limit ?? LISTED));
  });
  router.delete('/calls', (ctx) => {
    world.calls = [];
    ctx.body = { ok: true };
  });
  router.get('/deliveries', (ctx) => {
    const { from, failed, limit } = query(ctx);
    ctx.body = world.deliveries
      .filter((d) => (from === undefined || d.from === from) && (failed === undefined || d.errors.length > 0))
      .slice(-Number(limit ?? LISTED));
  });

  router.post('/verify-url', async (ctx) => {
    ctx.body = await verifyUrl(world);
  });
  router.get('/events', (ctx) => streamEvents(world, ctx));

  return [answerErrors(world), router.routes() as unknown as Middleware, unknownControl];
}

function answerErrors(world: World) {
  return async (ctx: Context, next: Next) => {
    if (!ctx.path.startsWith('/sandbox')) return next();
    try {
      // A page of another origin in the same browser must not be able to drive the sandbox.
      const origin = ctx.get('origin');
      if (origin !== '' && (!URL.canParse(origin) || new URL(origin).host !== ctx.host))
        throw new ControlError(
          403,
          `the controls cannot be used from ${origin}`,
          'call them from the page itself or from a program',
        );
      await next();
    } catch (error) {
      if (error instanceof ControlError) {
        ctx.status = error.status;
        ctx.body = { error: error.message, hint: error.hint };
        return;
      }
      world.log?.error({ err: error }, 'sandbox: a control failed');
      ctx.status = 500;
      ctx.body = {
        error: (error as Error).message,
        hint: 'a mistake of the sandbox, or the bot failed while its clock was moved',
      };
    }
  };
}

const unknownControl: Middleware = async (ctx, next) => {
  if (!ctx.path.startsWith('/sandbox')) return next();
  if (ctx.status !== 404 || ctx.body) return;
  throw new ControlError(
    404,
    `no control ${ctx.method} ${ctx.path}`,
    'controls: send, kf, messages, directory, faults, clock, settings, calls, deliveries, transcript, verify-url, events, health',
  );
};

async function readJson(ctx: Context): Promise<unknown> {
  try {
    const text = (await readBody(ctx.req, BODY_MAX_BYTES)).toString('utf8');
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    if (error instanceof TooLarge)
      throw new ControlError(413, 'the body is too large', `at most ${BODY_MAX_BYTES} bytes`);
    if (error instanceof SyntaxError)
      throw new ControlError(400, 'the body is not JSON', 'content-type: application/json, UTF-8');
    throw error;
  }
}
