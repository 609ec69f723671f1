/** Serves `/cgi-bin/…`: address list, faults, tokens, errors as HTTP 200 with errcode, the call log. */
import type { Context, Middleware } from 'koa';
import { recordCall, shorten } from '../call-log.js';
import { type Fault, strike } from '../faults.js';
import { withinLimit } from '../limits.js';
import { pause } from '../pause.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import { type CallRequest, emptyRequest, readRequest } from './call-request.js';
import { checkToken, expireTokens } from './tokens.js';

/** Bytes instead of JSON, for media/get. */
export class Download {
  constructor(
    readonly contentType: string,
    readonly fileName: string,
    readonly bytes: Buffer,
  ) {}
}

export interface Call {
  method: 'GET' | 'POST';
  /** `token`: needs an access_token and a listed address; `none`: the call itself checks what it needs. */
  auth: 'none' | 'token';
  upload?: true;
  /** @returns fields beside errcode and errmsg, or a Download @throws ApiError */
  run(world: World, request: CallRequest): object | Promise<object>;
}

/** @param calls by path under `/cgi-bin/` */
export function platformCalls(world: World, calls: Record<string, Call>): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/cgi-bin/')) return next();
    const name = ctx.path.slice('/cgi-bin/'.length);
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (call === undefined) {
      ctx.status = 404;
      ctx.body = { errcode: 40094, errmsg: `the sandbox has no call ${name}` };
      return;
    }
    const startedAt = performance.now();
    const request = emptyRequest(ctx);
    const served = await serve(world, ctx, name, call, request);
    recordCall(world, {
      at: world.clock.now().toISOString(),
      call: name,
      method: ctx.method,
      ip: request.ip,
      durationMs: Math.round(performance.now() - startedAt),
      request: { ...(shorten(request.query) as object), ...(shorten(request.body) as object) },
      ...served,
    });
  };
}

async function serve(world: World, ctx: Context, name: string, call: Call, request: CallRequest) {
  const problem = await readRequest(ctx, call, request);
  const fault = strike(world, name, JSON.stringify(request.body));
  if (fault !== undefined) request.fault = fault;
  const struck = fault === undefined ? {} : { fault: fault.id };
  try {
    if (await strikeBefore(world, ctx, fault)) return { errcode: null, errmsg: 'answered by a fault', ...struck };
    if (problem !== undefined) throw problem;
    if (call.auth === 'token') checkAccess(world, name, request);
    const answer = await call.run(world, request);
    if (fault?.dropAfter === true) hangUp(ctx);
    else if (answer instanceof Download) send(ctx, answer);
    else ctx.body = { errcode: 0, errmsg: 'ok', ...answer, ...fault?.answer };
    return { errcode: 0, errmsg: 'ok', ...struck };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const body = { errcode: error.errcode, errmsg: `${error.message}, from ip: ${request.ip}` };
    ctx.body = body;
    return { ...body, ...struck };
  }
}

function checkAccess(world: World, name: string, request: CallRequest): void {
  checkToken(world, request.query.access_token);
  const { trustedIps } = world.settings;
  if (trustedIps !== null && !trustedIps.includes(request.ip))
    throw new ApiError(60020, 'not allow to access from your ip');
  if (!withinLimit(world, 'api', name)) throw new ApiError(45009, 'api freq out of limit');
}

/** Carries out what a fault does before the call. @returns true when the answer is given already */
async function strikeBefore(world: World, ctx: Context, fault: Fault | undefined): Promise<boolean> {
  if (fault === undefined) return false;
  if (fault.delayMs !== undefined) await pause(fault.delayMs, world.closing.signal);
  if (fault.expireTokens === true) expireTokens(world);
  if (fault.drop === true) hangUp(ctx);
  else if (fault.errcode !== undefined) throw new ApiError(fault.errcode, fault.errmsg ?? 'fault of the sandbox');
  else if (fault.status !== undefined || fault.html === true) {
    ctx.status = fault.status ?? 200;
    ctx.type = 'text/html';
    ctx.body = '<html><head><title>proxy</title></head><body><h1>Bad gateway</h1></body></html>';
  } else return false;
  return true;
}

function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function send(ctx: Context, file: Download): void {
  ctx.set('content-type', file.contentType);
  ctx.set('content-disposition', `attachment; filename="${encodeURIComponent(file.fileName)}"`);
  ctx.body = file.bytes;
}
