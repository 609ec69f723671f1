/** Calls that carry the app's access token: a refused token is fetched anew and the call repeated once (wecom.md 3.1). */
import type { z } from 'zod';
import { ChannelError } from '../../errors.js';
import { type Call, callJson, type Endpoint, type RawAnswer, request } from '../common/http-call.js';
import type { TokenSource } from './tokens.js';

export interface WecomApi {
  /** @throws ChannelError; a second refusal of the token stops all calls for a while */
  call<S extends z.ZodType>(call: Call<S>): Promise<z.output<S>>;
  /** A GET whose answer may be bytes; `use` reads it and may throw the platform's error, so it may run twice. */
  download<T>(
    get: { path: string; query: Record<string, string>; headers?: Record<string, string>; maxBytes: number },
    use: (answer: RawAnswer) => Promise<T>,
  ): Promise<T>;
}

export function makeWecomApi(endpoint: Endpoint, tokens: TokenSource): WecomApi {
  async function withToken<T>(run: (token: string) => Promise<T>): Promise<T> {
    const token = await tokens.get();
    try {
      return await run(token);
    } catch (error) {
      if (!isTokenError(error)) throw error;
      await tokens.invalidate(token);
    }
    const fresh = await tokens.get();
    try {
      return await run(fresh);
    } catch (error) {
      if (isTokenError(error)) await tokens.giveUp(error);
      throw error;
    }
  }
  return {
    call: (call) =>
      withToken((token) => callJson(endpoint, { ...call, query: { ...call.query, access_token: token } })),
    download: ({ path, query, headers, maxBytes }, use) =>
      withToken(async (token) =>
        use(await request(endpoint, { path, query: { ...query, access_token: token } }, headers, maxBytes)),
      ),
  };
}

function isTokenError(error: unknown): error is ChannelError {
  return error instanceof ChannelError && error.klass === 'T';
}
