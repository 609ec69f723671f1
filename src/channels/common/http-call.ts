/** One HTTP call to the platform: time limits, size limits, JSON or a typed error; no secret ever leaves it. */
import { Agent, type Dispatcher, FormData, request as send } from 'undici';
import { z } from 'zod';
import { ChannelError } from '../../errors.js';
import { scrub } from '../../lib/log.js';
import { explainErrcode } from './errcodes.js';

const CONNECT_TIMEOUT_MS = 3_000;
const CALL_TIMEOUT_MS = 10_000;
const UPLOAD_TIMEOUT_MS = 60_000;
const ANSWER_MAX_BYTES = 8 * 1024 * 1024;

/** Where the calls go and through what. */
export interface Endpoint {
  /** Without a slash at the end, such as `https://qyapi.weixin.qq.com`. */
  base: string;
  dispatcher: Dispatcher;
  /** Instead of 10 s for a call and 60 s for an upload. */
  timeoutMs?: number;
}

export interface UploadFile {
  bytes: Uint8Array;
  name: string;
  contentType: string;
}

export interface Call<S extends z.ZodType> {
  path: string;
  query?: Readonly<Record<string, string>>;
  /** A POST with JSON; without `body` and `file` it is a GET. */
  body?: unknown;
  /** A POST with one file in the form field `media`. */
  file?: UploadFile;
  /** Of the answer beside errcode and errmsg. */
  schema: S;
}

/** Connections to the platform, kept alive between calls; close it at the end. */
export function makeDispatcher(): Dispatcher {
  return new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });
}

/**
 * Calls and parses the answer.
 * @throws ChannelError for errcode other than 0, for whatever is not a JSON answer, and for a lost connection
 */
export async function callJson<S extends z.ZodType>(to: Endpoint, call: Call<S>): Promise<z.output<S>> {
  const answer = await request(to, call, undefined, ANSWER_MAX_BYTES);
  return parseAnswer(await answer.text(), call.path, call.schema, answer.header('content-type'));
}

export interface RawAnswer {
  header(name: Lowercase<string>): string | null;
  /** The body, to be read once; `too_large` when the limit is passed. */
  bytes(): Promise<Buffer>;
  text(): Promise<string>;
}

/** A call whose answer may be bytes. `maxBytes` holds while the answer streams in. */
export async function request(
  to: Endpoint,
  call: Omit<Call<z.ZodType>, 'schema'>,
  headers: Record<string, string> | undefined,
  maxBytes: number,
): Promise<RawAnswer> {
  const { payload, contentType } = payloadOf(call);
  const timeoutMs = to.timeoutMs ?? (call.file === undefined ? CALL_TIMEOUT_MS : UPLOAD_TIMEOUT_MS);
  const signal = AbortSignal.timeout(timeoutMs);
  const url = `${to.base}${call.path}?${new URLSearchParams(call.query ?? {}).toString()}`;
  let response: Dispatcher.ResponseData;
  try {
    response = await send(url, {
      method: payload === null ? 'GET' : 'POST',
      body: payload,
      headers: { ...headers, ...(contentType !== null && { 'content-type': contentType }) },
      dispatcher: to.dispatcher,
      signal,
    });
  } catch (error) {
    throw lostConnection(error, call.path, signal);
  }
  const { statusCode, body } = response;
  const header = (name: Lowercase<string>) => [response.headers[name]].flat()[0] ?? null;
  if (statusCode < 200 || statusCode > 299) {
    await body.dump().catch(() => undefined); // what it says does not matter
    throw new ChannelError(`http_${statusCode}`, 'R', `${call.path} answered ${statusCode}`, retryAfter(header));
  }
  const bytes = () => readCapped(response, maxBytes, call.path, signal);
  return { header, bytes, text: async () => (await bytes()).toString('utf8') };
}

function payloadOf(call: Omit<Call<z.ZodType>, 'schema'>): {
  payload: string | FormData | null;
  contentType: string | null;
} {
  if (call.file !== undefined) {
    const form = new FormData();
    form.set(
      'media',
      new Blob([call.file.bytes as Uint8Array<ArrayBuffer>], { type: call.file.contentType }),
      call.file.name,
    );
    return { payload: form, contentType: null };
  }
  if (call.body === undefined) return { payload: null, contentType: null };
  return { payload: JSON.stringify(call.body), contentType: 'application/json; charset=utf-8' };
}

async function readCapped(
  { headers, body }: Dispatcher.ResponseData,
  maxBytes: number,
  path: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const tooLarge = () => {
    body.destroy();
    return new ChannelError('too_large', 'F', `${path} answers more than ${maxBytes} bytes`);
  };
  body.on('error', () => undefined); // of what is no longer read
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += (chunk as Buffer).byteLength;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof ChannelError ? error : lostConnection(error, path, signal);
  }
  return Buffer.concat(chunks);
}

const Envelope = z.looseObject({ errcode: z.number().int().default(0), errmsg: z.string().default('') });

/** @throws ChannelError also for HTML: a proxy or a login page stands in between (wecom.md 9.1). */
export function parseAnswer<S extends z.ZodType>(
  text: string,
  path: string,
  schema: S,
  contentType: string | null,
): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ChannelError('not_json', 'R', `${path} answered ${contentType ?? 'something'} that is not JSON`);
  }
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) throw new ChannelError('bad_answer', 'F', `${path} answered without an errcode`);
  const { errcode, errmsg } = envelope.data;
  if (errcode !== 0) throw new ChannelError(errcode, explainErrcode(errcode).klass, `${path}: ${scrub(errmsg)}`);
  // The one errmsg that must be read: our JSON was broken although errcode is 0 (wecom.md 9.1).
  if (errmsg.includes('wrong json format')) throw new ChannelError('wrong_json', 'F', `${path}: ${scrub(errmsg)}`);
  const answer = schema.safeParse(json);
  if (!answer.success)
    throw new ChannelError(
      'bad_answer',
      'F',
      `${path}: ${answer.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; ')}`,
    );
  return answer.data;
}

function lostConnection(error: unknown, path: string, signal: AbortSignal): ChannelError {
  if (signal.aborted) return new ChannelError('timeout', 'R', `${path} took too long`);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new ChannelError('network', 'R', `${path}: ${scrub(cause instanceof Error ? cause.message : String(cause))}`);
}

function retryAfter(header: RawAnswer['header']): { retryAfterMs?: number } {
  const seconds = Number(header('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
}
