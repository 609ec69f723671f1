/** Access tokens (wecom.md 3.1): 7200 s by the sandbox clock, several valid at once. */
import { timingSafeEqual } from 'node:crypto';
import { isUsedUp, withinLimit } from '../limits.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';

const LIFE_S = 7_200;
const DAY_MS = 86_400_000;

/** GET gettoken. Repeated failures block the caller's address for the hour: 45009. */
export const getToken: Call = {
  method: 'GET',
  auth: 'none',
  run(world, { query, ip }) {
    const now = world.clock.now().getTime();
    if (isUsedUp(world, 'tokenFailures', ip))
      throw new ApiError(45009, 'api freq out of limit: blocked after repeated failures');
    if (!withinLimit(world, 'tokens', ip)) throw new ApiError(45009, 'api freq out of limit');
    if (query.corpid === undefined) throw new ApiError(41002, 'corpid missing');
    if (query.corpsecret === undefined) throw new ApiError(41004, 'corpsecret missing');
    const fail = (errcode: number, errmsg: string) => {
      withinLimit(world, 'tokenFailures', ip);
      throw new ApiError(errcode, errmsg);
    };
    if (query.corpid !== world.credentials.corpId) fail(40013, 'invalid corpid');
    if (!sameText(query.corpsecret, world.credentials.secret)) fail(40001, 'invalid credential');
    const token = world.random(48).toString('base64url');
    for (const [old, endsAt] of Object.entries(world.state.tokens)) {
      if (endsAt < now - DAY_MS) delete world.state.tokens[old];
    }
    world.state.tokens[token] = now + LIFE_S * 1_000;
    world.changed();
    return { access_token: token, expires_in: LIFE_S };
  },
};

/** @throws ApiError 41001 without, 40014 unknown, 42001 expired token */
export function checkToken(world: World, token: string | undefined): void {
  if (token === undefined || token === '') throw new ApiError(41001, 'access_token missing');
  const endsAt = world.state.tokens[token];
  if (endsAt === undefined) throw new ApiError(40014, 'invalid access_token');
  if (endsAt <= world.clock.now().getTime()) throw new ApiError(42001, 'access_token expired');
}

/** Ends every token now, as the platform may at any time. */
export function expireTokens(world: World): void {
  for (const token of Object.keys(world.state.tokens)) world.state.tokens[token] = 0;
  world.changed();
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
