/** What a call to the platform carries: query, JSON object or one uploaded file. */
import type { Context } from 'koa';
import type { FaultRule } from '../faults.js';
import { readBody, TooLarge } from '../read-body.js';
import { ApiError } from './api-error.js';

export interface Upload {
  fileName: string;
  contentType: string;
  bytes: Buffer;
}

export interface CallRequest {
  query: Record<string, string>;
  /** The JSON object of a POST; empty otherwise. */
  body: Record<string, unknown>;
  /** The part `media` of an upload. */
  upload?: Upload;
  /** A fault that the call itself carries out. */
  fault?: FaultRule;
  ip: string;
}

const JSON_MAX_BYTES = 4 * 1024 * 1024;
const UPLOAD_MAX_BYTES = 24 * 1024 * 1024;

export function emptyRequest(ctx: Context): CallRequest {
  const query = Object.entries(ctx.query).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]]));
  return { query: Object.fromEntries(query), body: {}, ip: ctx.ip.replace(/^::ffff:/, '') };
}

/** Reads the body into `request`. What is wrong with it is returned, so that a fault may come first. */
export async function readRequest(
  ctx: Context,
  expected: { method: 'GET' | 'POST'; upload?: true },
  request: CallRequest,
): Promise<ApiError | undefined> {
  const { method, upload } = expected;
  if (ctx.method !== method) return new ApiError(method === 'GET' ? 43001 : 43002, `require ${method}`);
  if (method === 'GET') return undefined;
  try {
    const bytes = await readBody(ctx.req, upload ? UPLOAD_MAX_BYTES : JSON_MAX_BYTES);
    if (upload) request.upload = await readUpload(ctx.get('content-type'), bytes);
    else request.body = readJson(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof TooLarge) return new ApiError(40206, 'request body too large');
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function readJson(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // answered below like everything that is not a JSON object
  }
  throw new ApiError(40058, 'invalid param: the body is not a JSON object in UTF-8');
}

async function readUpload(contentType: string, bytes: Buffer): Promise<Upload> {
  let part: unknown;
  try {
    part = (await new Response(bytes, { headers: { 'content-type': contentType } }).formData()).get('media');
  } catch {
    throw new ApiError(44001, 'empty media data: the body is not multipart/form-data');
  }
  if (!(part instanceof File)) throw new ApiError(44001, 'empty media data: no file part named media');
  return { fileName: part.name, contentType: part.type, bytes: Buffer.from(await part.arrayBuffer()) };
}
