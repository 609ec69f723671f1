/** The URL check that the console makes when the callback is saved (wecom.md 1.2). */
import { request } from 'undici';
import { encryptMessage } from '../../channels/wecom/crypto.js';
import type { World } from '../world.js';
import { signedQuery } from './delivery.js';

const LIMIT_MS = 1_000;

export interface UrlCheck {
  ok: boolean;
  status: number | null;
  durationMs: number;
  problem?: string;
}

/** Passes when the bot answers 200 within a second with exactly the decrypted bytes. */
export async function verifyUrl(world: World): Promise<UrlCheck> {
  const { corpId, token, aesKey } = world.credentials;
  const echo = String(world.random(8).readBigUInt64BE());
  const echostr = encryptMessage({ aesKey, message: echo, receiveId: corpId, random: world.random(16) });
  const query = signedQuery(world, token, echostr);
  query.set('echostr', echostr);
  const startedAt = performance.now();
  const done = (ok: boolean, status: number | null, problem?: string): UrlCheck => ({
    ok,
    status,
    durationMs: Math.round(performance.now() - startedAt),
    ...(problem === undefined ? {} : { problem }),
  });
  try {
    const response = await request(`${world.botCallbackUrl}?${query}`, {
      dispatcher: world.http,
      signal: AbortSignal.any([AbortSignal.timeout(LIMIT_MS), world.closing.signal]),
    });
    const body = Buffer.from(await response.body.arrayBuffer());
    if (response.statusCode !== 200) return done(false, response.statusCode, `HTTP ${response.statusCode}`);
    if (!body.equals(Buffer.from(echo))) return done(false, 200, 'the body is not exactly the decrypted echostr');
    return done(true, 200);
  } catch (error) {
    return done(
      false,
      null,
      (error as Error).name === 'TimeoutError' ? `no answer within ${LIMIT_MS} ms` : (error as Error).message,
    );
  }
}
