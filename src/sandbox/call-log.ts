/** What the bot asked of the platform, for inspection; without tokens, secrets and keys. */
import { remember } from './remember.js';
import type { World } from './world.js';

export interface CallRecord {
  at: string;
  call: string;
  method: string;
  ip: string;
  durationMs: number;
  errcode: number | null;
  errmsg: string;
  /** Query and body as sent, long texts shortened. */
  request: unknown;
  /** The fault rule that changed the answer. */
  fault?: string;
}

const MAX_CALLS = 2_000;
const SHOWN_CHARS = 300;
const SECRET = /^(access_token|corpsecret|key|code)$/;

/** A copy with secrets masked at the top level and long texts shortened. */
export function shorten(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return value.length > SHOWN_CHARS ? `${value.slice(0, SHOWN_CHARS)}… (${value.length} characters)` : value;
  if (Array.isArray(value)) return value.map((v) => shorten(v, depth + 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, depth === 0 && SECRET.test(k) ? '***' : shorten(v, depth + 1)]),
  );
}

export function recordCall(world: World, record: CallRecord): void {
  remember(world.calls, record, MAX_CALLS);
}
