import { beforeEach, describe, expect, test } from '@jest/globals';
import { makeTokenSource, type TokenDeps } from '../../../../src/channels/wecom/tokens.js';
import { ChannelError } from '../../../../src/errors.js';
import { type MovableClock, movableClock } from '../../../../src/lib/clock.js';
import { makeLog } from '../../../../src/lib/log.js';
import { tokenRows } from '../../../support/token-rows.js';

const START = new Date('2010-07-20T08:00:00+08:00');
let clock: MovableClock;
let store: ReturnType<typeof tokenRows>;
let fetched: number;
beforeEach(() => {
  clock = movableClock(START);
  clock.set(START);
  clock.freeze(true);
  store = tokenRows();
  fetched = 0;
});

const wrongSecret = new ChannelError(40001, 'T', 'invalid credential');
const source = (holder: string, more: Partial<TokenDeps> = {}) =>
  makeTokenSource({
    key: 'k',
    store,
    fetchToken: async () => ({ token: `T${++fetched}`, expiresInSeconds: 7200 }),
    clock: clock.now,
    log: makeLog('silent'),
    sleep: async () => {},
    holder,
    ...more,
  });

describe('one token for all', () => {
  test('many callers at once, one fetch', async () => {
    const a = source('a');
    expect(await Promise.all(Array.from({ length: 20 }, () => a.get()))).toEqual(Array(20).fill('T1'));
    expect(fetched).toBe(1);
  });

  test('another process finds it in the store', async () => {
    await source('a').get();
    expect(await source('b').get()).toBe('T1');
    expect(fetched).toBe(1);
  });

  test('it is fetched 300 s before its end', async () => {
    const a = source('a');
    await a.get();
    clock.advance(6_899_999);
    expect(await a.get()).toBe('T1');
    clock.advance(1);
    expect(await a.get()).toBe('T2');
  });

  test('while another process fetches: the old token as long as it lives, then waiting for the new one', async () => {
    await source('b').get();
    clock.advance(6_900_000);
    let arrive: (token: { token: string; expiresInSeconds: number }) => void = () => {};
    const waiting = new Promise<{ token: string; expiresInSeconds: number }>((resolve) => {
      arrive = resolve;
    });
    const fetching = source('a', { fetchToken: () => waiting }).get();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await source('b').get()).toBe('T1');
    expect(store.rows.get('k')?.token).toBe('T1');
    clock.advance(10_000);
    store.rows.set('k', { ...store.rows.get('k'), expiresAt: clock.now() } as never);
    const late = source('b', { sleep: async () => arrive({ token: 'NEW', expiresInSeconds: 7200 }) });
    expect(await late.get()).toBe('NEW');
    expect(await fetching).toBe('NEW');
    expect(fetched).toBe(1);
  });

  test('a process that died with the lease: the next one fetches when it is over', async () => {
    void source('a', { fetchToken: () => new Promise(() => {}) }).get();
    await new Promise((resolve) => setImmediate(resolve));
    let naps = 0;
    const b = source('b', {
      sleep: async (ms) => {
        naps++;
        clock.advance(ms);
      },
    });
    expect(await b.get()).toBe('T1');
    expect(naps).toBe(120);
  });

  test('a lease that never ends is not waited for without end', async () => {
    void source('a', { fetchToken: () => new Promise(() => {}) }).get();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(source('b').get()).rejects.toMatchObject({ code: 'token_busy', klass: 'R' });
  });

  test('one who comes back after his lease overwrites neither the lease nor the token of the next', async () => {
    let comeBack = () => {};
    const gate = new Promise<void>((resolve) => {
      comeBack = resolve;
    });
    const slow = source('a', {
      fetchToken: async () => {
        await gate;
        throw wrongSecret;
      },
    }).get();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(12_000);
    void source('b', { fetchToken: () => new Promise(() => {}) }).get();
    await new Promise((resolve) => setImmediate(resolve));
    comeBack();
    await expect(slow).rejects.toBe(wrongSecret);
    expect(store.rows.get('k')).toMatchObject({ lease: { by: 'b' } });
    expect(store.rows.get('k')).not.toHaveProperty('block');
  });

  test('a lease far ahead, from a clock that was set back, counts for nothing', async () => {
    void source('a', { fetchToken: () => new Promise(() => {}) }).get();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(-86_400_000);
    expect(await source('b').get()).toBe('T1');
  });
});

describe('a token that the platform refuses', () => {
  test('is replaced when it is still the cached one', async () => {
    const a = source('a');
    await a.invalidate(await a.get());
    expect(await a.get()).toBe('T2');
  });

  test('is not replaced when another process has done so', async () => {
    const a = source('a');
    const b = source('b');
    const old = await a.get();
    await b.get();
    await a.invalidate(old);
    expect(await a.get()).toBe('T2');
    await b.invalidate(old);
    expect(await b.get()).toBe('T2');
    expect(fetched).toBe(2);
  });

  test('when many meet it at once, one fetch', async () => {
    const sources = ['a', 'b', 'c'].map((holder) => source(holder));
    const old = await Promise.all(sources.map((s) => s.get()));
    await Promise.all(sources.map((s, i) => s.invalidate(old[i] ?? '')));
    expect(await Promise.all(sources.map((s) => s.get()))).toEqual(['T2', 'T2', 'T2']);
    expect(fetched).toBe(2);
  });

  test('a fetch under way survives that somebody invalidates meanwhile', async () => {
    await source('a').get();
    clock.advance(6_900_000);
    let arrive = () => {};
    const gate = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const fetching = source('a', {
      fetchToken: async () => {
        await gate;
        return { token: 'NEW', expiresInSeconds: 7200 };
      },
    }).get();
    await new Promise((resolve) => setImmediate(resolve));
    await source('b').invalidate('T1');
    arrive();
    await fetching;
    expect(await source('c').get()).toBe('NEW');
  });
});

describe('a wrong secret', () => {
  const failing = (calls: { n: number }, error: Error = wrongSecret) => ({
    fetchToken: async () => {
      calls.n++;
      throw error;
    },
  });

  test('is asked for once a pause, by all processes together and after a restart', async () => {
    const calls = { n: 0 };
    const instants: number[] = [];
    for (let second = 0; second < 3_600; second += 10) {
      const before = calls.n;
      await expect(source(`p${second}`, failing(calls)).get()).rejects.toMatchObject({ code: 40001 });
      if (calls.n > before) instants.push(second);
      clock.advance(10_000);
    }
    expect(instants).toEqual([0, 60, 180, 420, 900, 1800, 2700]);
  });

  test('the error of the pause says how long it lasts and keeps its code', async () => {
    const calls = { n: 0 };
    const a = source('a', failing(calls));
    await expect(a.get()).rejects.toBe(wrongSecret);
    clock.advance(20_000);
    await expect(a.get()).rejects.toMatchObject({ code: 40001, klass: 'T', options: { retryAfterMs: 40_000 } });
  });

  test('a fetch that passes ends it', async () => {
    await expect(source('a', failing({ n: 0 })).get()).rejects.toBe(wrongSecret);
    clock.advance(60_000);
    expect(await source('a').get()).toBe('T1');
    expect(store.rows.get('k')?.block).toBeUndefined();
  });

  test.each([
    ['a timeout', new ChannelError('timeout', 'R', 'slow'), [0, 1, 3, 7, 15, 31]],
    ['a closed address', new ChannelError(60020, 'A', 'not allow to access from your ip'), [0, 60]],
    ['a server that asks for one', new ChannelError('http_503', 'R', 'later', { retryAfterMs: 50_000 }), [0, 50]],
  ])('%s has its own pauses', async (_what, error, expected) => {
    const calls = { n: 0 };
    const instants: number[] = [];
    for (let second = 0; second < 62; second++) {
      const before = calls.n;
      await source('a', failing(calls, error))
        .get()
        .catch(() => {});
      if (calls.n > before) instants.push(second);
      clock.advance(1_000);
    }
    expect(instants).toEqual(expected);
  });

  test('after a fresh token was refused as well, nobody fetches for a minute', async () => {
    const a = source('a');
    await a.get();
    await a.giveUp(new ChannelError(40014, 'T', 'invalid access_token'));
    await expect(source('b').get()).rejects.toMatchObject({ code: 40014 });
    clock.advance(60_000);
    expect(await source('b').get()).toBe('T2');
  });
});

test('a lost database is not mistaken for a wrong secret', async () => {
  const broken = { ...store, read: async () => Promise.reject(new Error('no primary')) };
  await expect(source('a', { store: broken }).get()).rejects.toThrow('no primary');
  expect(fetched).toBe(0);
});
