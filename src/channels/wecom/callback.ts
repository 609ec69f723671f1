/** The callback URL of the self-built app: URL check (wecom.md 1.2) and messages (1.3), as a koa router. */
import { finished } from 'node:stream';
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
      const refused = error instanceof WireError ? new Refused(400, error.fault, error.message) : error;
      if (refused instanceof Refused) {
        refuse(refused.reason, refused.message);
        ctx.status = refused.status;
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
  const echo = openEncrypted(app, query, query.echostr);
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = echo;
}

async function takeMessage(deps: CallbackDeps, ctx: RouterContext, startedMs: number): Promise<void> {
  const query = readQuery(ctx.querystring, POST_PARAMETERS);
  const message = readContent(deps.app, openEnvelope(deps.app, query, await readText(ctx)));
  const receipt = await deps.receive(message);
  finished(ctx.res, (error) => {
    const isLost = error || ctx.res.statusCode !== 200 || deps.monotonicMs() - startedMs > ANSWER_LIMIT_MS;
    try {
      receipt.settled(isLost ? 'lost' : 'sent');
    } catch (err) {
      deps.log.error({ err }, 'outcome of a callback not noted');
    }
  });
  ctx.status = 200;
  ctx.body = '';
  if (receipt.reply === null) return;
  const stamp = { timestamp: Math.floor(deps.clock().getTime() / 1000), nonce: query.nonce };
  ctx.body = sealPassiveReply(deps.app, receipt.reply, message.sender, stamp);
  ctx.type = 'text/xml; charset=utf-8';
}

/** Tells authentic content that we cannot read from what strangers send. */
function readContent(app: CallbackCredentials, plaintext: string): InboundMessage {
  try {
    return parseInbound(plaintext, app.agentId);
  } catch (cause) {
    if (cause instanceof WireError) throw new Refused(400, 'content', cause.message, { cause });
    throw cause;
  }
}

/** The raw body, before any body parser. */
async function readText(ctx: RouterContext): Promise<string> {
  const tooLarge = () => new Refused(413, 'too-large', `body over ${XML_MAX_BYTES} bytes`);
  if (Number(ctx.get('Content-Length')) > XML_MAX_BYTES) throw tooLarge();
  const body = await readBody(ctx.req, XML_MAX_BYTES).catch((cause: unknown) => {
    throw new Refused(400, 'aborted', 'client hung up', { cause });
  });
  if (body === null) throw tooLarge();
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
