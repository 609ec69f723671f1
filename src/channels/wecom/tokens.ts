/**
 * The access token of one app secret, shared by all processes (wecom.md 3.1): one of them fetches under a lease, the old
 * token stays until the new one is there, and after a failure nobody asks again before a growing pause is over.
 */

import type { PlatformToken } from '../../../schemas/platform-token.js';
import { ChannelError } from '../../errors.js';
import type { Clock } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';
import { explainErrcode } from '../common/errcodes.js';

const EARLY_MS = 300_000;
/** Longer than a fetch may take, shorter than others wait for it. */
const LEASE_MS = 12_000;
const WAIT_MS = 100;
const MAX_WAITS = 150;
/** Pauses after failures: first, longest. A wrong secret must not get the address banned (wecom.md 3.1). */
const FATAL_PAUSE_MS = [60_000, 900_000] as const;
const PASSING_PAUSE_MS = [1_000, 60_000] as const;

type TokenState = Omit<PlatformToken, '_id' | 'generation'>;

/** What keeps the token between processes. `swap` returns false when the generation is no longer the expected one. */
export interface TokenStore {
  read(key: string): Promise<PlatformToken | null>;
  swap(key: string, expectedGeneration: number, next: TokenState): Promise<boolean>;
}

export interface TokenSource {
  /** @throws ChannelError of the last failure while its pause lasts */
  get(): Promise<string>;
  /** The platform refused this token: the next `get` fetches, unless somebody has done so already. */
  invalidate(failed: string): Promise<void>;
  /** A fresh token was refused as well: nobody fetches or calls before the pause is over. */
  giveUp(error: ChannelError): Promise<void>;
}

export interface TokenDeps {
  key: string;
  store: TokenStore;
  fetchToken: () => Promise<{ token: string; expiresInSeconds: number }>;
  clock: Clock;
  log: Log;
  sleep: (ms: number) => Promise<void>;
  /** Names this process in leases. */
  holder: string;
}

export function makeTokenSource(deps: TokenDeps): TokenSource {
  const { key, store, clock, log } = deps;
  let held: PlatformToken | null = null;
  let inFlight: Promise<string> | null = null;

  async function obtain(): Promise<string> {
    for (let waits = 0; ; ) {
      const row = await store.read(key);
      const now = clock().getTime();
      if (row !== null && row.expiresAt.getTime() - EARLY_MS > now) {
        held = row;
        return row.token;
      }
      if (row?.block !== undefined && lies(row.block.until, now, FATAL_PAUSE_MS[1])) throw blockedError(row.block, now);
      if (row?.lease !== undefined && row.lease.by !== deps.holder && lies(row.lease.until, now, LEASE_MS)) {
        if (row.expiresAt.getTime() > now) return row.token;
        if (++waits > MAX_WAITS) throw new ChannelError('token_busy', 'R', 'another process holds the token lease');
        await deps.sleep(WAIT_MS);
        continue;
      }
      const leased: TokenState = {
        token: row?.token ?? '',
        expiresAt: row?.expiresAt ?? new Date(0),
        lease: { by: deps.holder, until: new Date(now + LEASE_MS) },
        ...(row?.block !== undefined && { block: row.block }),
      };
      if (await store.swap(key, row?.generation ?? 0, leased)) return await fetchUnderLease(leased);
    }
  }

  async function fetchUnderLease(leased: TokenState): Promise<string> {
    try {
      const { token, expiresInSeconds } = await deps.fetchToken();
      await put(() => ({ token, expiresAt: new Date(clock().getTime() + expiresInSeconds * 1000) }));
      log.info({ expiresInSeconds }, 'access token fetched');
      return token;
    } catch (error) {
      if (error instanceof ChannelError) await giveUp(error, leased.block?.failures ?? 0);
      throw error;
    }
  }

  async function giveUp(error: ChannelError, failuresBefore = 0): Promise<void> {
    const fatal = typeof error.code === 'number' && explainErrcode(error.code).stops;
    const [first, longest] = fatal ? FATAL_PAUSE_MS : PASSING_PAUSE_MS;
    const pauseMs = Math.max(Math.min(first * 2 ** failuresBefore, longest), error.options.retryAfterMs ?? 0);
    held = null;
    const block = {
      until: new Date(clock().getTime() + pauseMs),
      failures: failuresBefore + 1,
      code: error.code,
      message: error.message,
    };
    await put((row) => ({ token: row.token, expiresAt: fatal ? new Date(0) : row.expiresAt, block }));
    log.error({ err: error, pauseMs }, 'no access token');
  }

  /** Writes over whatever came in between, unless another process has taken the lease. */
  async function put(next: (row: PlatformToken) => TokenState): Promise<void> {
    for (;;) {
      const row = await store.read(key);
      if (row === null || (row.lease !== undefined && row.lease.by !== deps.holder)) return;
      const state = next(row);
      if (await store.swap(key, row.generation, state)) {
        held = { ...state, _id: key, generation: row.generation + 1 };
        return;
      }
    }
  }

  return {
    async get() {
      if (held !== null && held.block === undefined && held.expiresAt.getTime() - EARLY_MS > clock().getTime())
        return held.token;
      inFlight ??= obtain().finally(() => {
        inFlight = null;
      });
      return await inFlight;
    },
    async invalidate(failed) {
      if (held?.token === failed) held = null;
      const row = await store.read(key);
      if (row === null || row.token !== failed) return;
      const { _id, generation, ...state } = row;
      await store.swap(key, generation, { ...state, expiresAt: new Date(0) });
      log.warn({ generation }, 'access token refused by the platform');
    },
    giveUp: (error) => giveUp(error),
  };
}

/** True while `until` is ahead; an instant further ahead than any lease or pause comes from a clock that was set back. */
function lies(until: Date, now: number, longestMs: number): boolean {
  return until.getTime() > now && until.getTime() <= now + 2 * longestMs;
}

function blockedError(block: NonNullable<PlatformToken['block']>, now: number): ChannelError {
  const klass = typeof block.code === 'number' ? explainErrcode(block.code).klass : 'R';
  return new ChannelError(block.code, klass, `no access token yet: ${block.message}`, {
    retryAfterMs: block.until.getTime() - now,
  });
}
