/** Calls that carry the app's access token: a refused token is fetched anew and the call repeated once (wecom.md 3.1). */
import { ChannelError } from '../../errors.js';
import type { AppApi } from '../common/app-api.js';
import { callJson, type Endpoint, request } from '../common/http-call.js';
import type { TokenSource } from './tokens.js';

export function makeWecomApi(endpoint: Endpoint, tokens: TokenSource): AppApi {
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
