/** The callback URL of the self-built app: URL check (wecom.md 1.2) and messages (1.3), as a koa router. */
import Router, { type RouterContext } from '@koa/router';
import type { InboundMessage, Receipt } from '../../../schemas/message.js';
import type { Clock } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';
import { readBody } from '../common/read-body.js';
import { type CallbackCredentials, type CallbackQuery, openEncrypted, openEnvelope } from './envelope.js';
import { parseInbound } from './inbound.js';
import { sealPassiveReply } from './passive-reply.js';
import { makeRefusals, type Refusal } from './refusals.js';
import { WireError } from './wire-error.js';
import { XML_MAX_BYTES } from './xml.js';

/** After this time the platform cuts the connection and delivers again (wecom.md 1.6). */
const ANSWER_LIMIT_MS = 5_000;
const PARAMETER_MAX_LENGTH = 4_096;
const POST_PARAMETERS = ['msg_signature', 'timestamp', 'nonce'] as const;
const GET_PARAMETERS = [...POST_PARAMETERS, 'echostr'] as const;

export interface CallbackDeps {
  app: CallbackCredentials;
  /** Stamps the answers. */
  clock: Clock;
  /** Milliseconds of a clock that never jumps; the 5 s are real ones even when `clock` is virtual. */
  monotonicMs(): number;
  log: Pick<Log, 'warn' | 'error'>;
  /** Called for every refused request. */
  count(reason: Refusal): void;
  /** Stores and plays the message; when it throws, the platform is asked to deliver again. */
  receive(message: InboundMessage): Promise<Receipt>;
}

/** Why a request gets a short 4xx. */
class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: 400 | 405 | 413,
    readonly reason: Refusal,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Routes `/wecom/callback`. Bad requests get 4xx without details; 500 makes the platform deliver again. */
export function makeCallbackRouter(deps: CallbackDeps): Router {
  const refuse = makeRefusals(deps);
  const router = new Router();
  router.all('/wecom/callback', async (ctx) => {
    const startedMs = deps.monotonicMs();
    try {
      if (ctx.method === 'GET') checkUrl(deps, ctx);
      else if (ctx.method === 'POST') await takeMessage(deps, ctx, startedMs);
      else throw new Refused(405, 'method', 'neither GET nor POST');
    } catch (error) {
      if (error instanceof Refused) {
        refuse(error.reason, error.message);
        ctx.status = error.status;
        ctx.body = 'bad request';
      } else {
        deps.log.error({ err: error }, 'callback failed');
        ctx.status = 500;
        ctx.body = 'try again';
      }
    }
  });
  return router;
}

/** Answers the decrypted bytes exactly, without line end. */
function checkUrl({ app }: CallbackDeps, ctx: RouterContext): void {
  const query = readQuery(ctx.querystring, GET_PARAMETERS);
  const echo = orRefuse(() => openEncrypted(app, query, query.echostr));
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = echo;
}

async function takeMessage(deps: CallbackDeps, ctx: RouterContext, startedMs: number): Promise<void> {
  const query = readQuery(ctx.querystring, POST_PARAMETERS);
  const body = await readText(ctx);
  const plaintext = orRefuse(() => openEnvelope(deps.app, query, body));
  const message = orRefuse(() => parseInbound(plaintext, deps.app.agentId), 'content');
  const receipt = await deps.receive(message);
  settleOnClose(deps, ctx, receipt, startedMs);
  ctx.status = 200;
  ctx.body = '';
  if (receipt.reply === null) return;
  const stamp = { timestamp: Math.floor(deps.clock().getTime() / 1000), nonce: query.nonce };
  ctx.body = sealPassiveReply(deps.app, receipt.reply, message.sender, stamp);
  ctx.type = 'text/xml; charset=utf-8';
}

/** A response closes once, finished or not; it is closed already when the client hung up while the message was played. */
function settleOnClose(deps: CallbackDeps, { res }: RouterContext, receipt: Receipt, startedMs: number): void {
  const settle = () => {
    const isInTime = deps.monotonicMs() - startedMs <= ANSWER_LIMIT_MS;
    try {
      receipt.settled(res.writableFinished && res.statusCode === 200 && isInTime ? 'sent' : 'lost');
    } catch (err) {
      deps.log.error({ err }, 'outcome of a callback not noted');
    }
  };
  if (res.closed) settle();
  else res.once('close', settle);
}

/** Only what came from outside is the sender's fault; a `WireError` of anything else stays one of ours. */
function orRefuse<T>(read: () => T, reason?: Refusal): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new Refused(400, reason ?? cause.fault, cause.message, { cause });
  }
}

/** The raw body, before any body parser. */
async function readText(ctx: RouterContext): Promise<string> {
  const body = await readBody(ctx.req, XML_MAX_BYTES).catch((cause: unknown) => {
    throw new Refused(400, 'aborted', 'client hung up', { cause });
  });
  if (body === null) throw new Refused(413, 'too-large', `body over ${XML_MAX_BYTES} bytes`);
  return body.toString();
}

/** Decodes exactly once: a second decoding turns the `+` of Base64 into a space (wecom.md 10 no. 1). */
function readQuery<Name extends keyof CallbackQuery | 'echostr'>(
  querystring: string,
  names: readonly Name[],
): Record<Name, string> {
  const parameters = new URLSearchParams(querystring);
  const entries = names.map((name) => {
    const [value = '', ...more] = parameters.getAll(name);
    if (value === '' || value.length > PARAMETER_MAX_LENGTH || more.length > 0) {
      throw new Refused(400, 'query', `parameter ${name} missing, doubled or too long`);
    }
    return [name, value] as const;
  });
  return Object.fromEntries(entries) as Record<Name, string>;
}
