/** The way from an app's credentials to its calls. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';
import type { AppApi } from '../common/app-api.js';
import { callJson, type Endpoint } from '../common/http-call.js';
import { makeWecomApi } from './api.js';
import { makeTokenSource, type TokenStore } from './tokens.js';

export interface AppConnection {
  endpoint: Endpoint;
  corpId: string;
  agentId: number;
  secret: string;
  store: TokenStore;
  clock: Clock;
  log: Log;
  /** Names this process in leases. */
  holder: string;
}

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().int().positive() });

/** Calls of one app with its access token; nothing is fetched before the first call. */
export function connectApp(app: AppConnection): AppApi {
  const { endpoint, corpId, agentId, secret, store, clock, log, holder } = app;
  const mark = createHash('sha256').update(`${corpId}\n${secret}`).digest('hex').slice(0, 16);
  const tokens = makeTokenSource({
    key: `access_token:${corpId}:${agentId}:${mark}`,
    store,
    async fetchToken() {
      const query = { corpid: corpId, corpsecret: secret };
      const answer = await callJson(endpoint, { path: '/cgi-bin/gettoken', query, schema: TokenAnswer });
      return { token: answer.access_token, expiresInSeconds: answer.expires_in };
    },
    clock,
    log,
    sleep: (ms) => sleep(ms),
    holder,
  });
  return makeWecomApi(endpoint, tokens);
}
