import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeTokenSource } from '../../../src/channels/wecom/tokens.js';
import { ChannelError } from '../../../src/errors.js';
import { systemClock } from '../../../src/lib/clock.js';
import { makeLog } from '../../../src/lib/log.js';
import { makeTokenStore } from '../../../src/models/platform-token.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let base: TestDatabase;
beforeAll(async () => {
  base = await openTestDatabase();
});
afterAll(() => base.close());

const processes = (key: string, fetchToken: () => Promise<{ token: string; expiresInSeconds: number }>) =>
  Array.from({ length: 8 }, (_, i) =>
    makeTokenSource({
      key,
      store: makeTokenStore(base.db),
      fetchToken,
      clock: systemClock,
      log: makeLog('silent'),
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
      holder: `p${i}`,
    }),
  );

test('eight processes that start at once fetch one token, and one more when it is refused', async () => {
  let fetched = 0;
  const sources = processes('k1', async () => ({ token: `T${++fetched}`, expiresInSeconds: 7200 }));
  const tokens = await Promise.all(sources.map((source) => source.get()));
  expect(new Set(tokens)).toEqual(new Set(['T1']));
  await Promise.all(sources.map((source) => source.invalidate('T1')));
  expect(new Set(await Promise.all(sources.map((source) => source.get())))).toEqual(new Set(['T2']));
  expect(fetched).toBe(2);
});

test('eight processes with a wrong secret ask once', async () => {
  let asked = 0;
  const sources = processes('k2', async () => {
    asked++;
    throw new ChannelError(40001, 'T', 'invalid credential');
  });
  const results = await Promise.allSettled(sources.map((source) => source.get()));
  expect(results.map((r) => (r.status === 'rejected' ? (r.reason as ChannelError).code : r.status))).toEqual(
    Array(8).fill(40001),
  );
  expect(asked).toBe(1);
});

test('a swap needs the generation that was read', async () => {
  const store = makeTokenStore(base.db);
  const state = { token: 'T', expiresAt: new Date(0) };
  expect(await store.swap('k3', 0, state)).toBe(true);
  expect(await store.swap('k3', 0, state)).toBe(false);
  expect(await store.swap('k3', 2, state)).toBe(false);
  expect(await store.swap('k3', 1, { ...state, token: 'U' })).toBe(true);
  expect(await store.read('k3')).toEqual({ _id: 'k3', generation: 2, token: 'U', expiresAt: new Date(0) });
});
