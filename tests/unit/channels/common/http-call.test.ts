import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type Call, callJson, makeDispatcher } from '../../../../src/channels/common/http-call.js';
import { ChannelError } from '../../../../src/errors.js';
import { type Answer, type StandIn, startStandIn } from '../../../support/http-stand-in.js';

let platform: StandIn;
beforeEach(async () => {
  platform = await startStandIn();
});
afterEach(() => platform.close());

const Token = z.object({ token: z.string() });
const ask = (more: Partial<Call<typeof Token>> = {}, timeoutMs = 2_000) =>
  callJson(
    { ...platform.endpoint, timeoutMs },
    {
      path: '/call',
      query: { access_token: 'PLANTED-TOKEN', corpsecret: 'PLANTED-SECRET', key: 'PLANTED-KEY' },
      schema: Token,
      ...more,
    },
  );
async function failure(answer: Answer, timeoutMs?: number): Promise<ChannelError> {
  platform.answers['/call'] = answer;
  const error = await ask({}, timeoutMs).catch((e: unknown) => e);
  if (!(error instanceof ChannelError)) throw new Error(`not a ChannelError: ${String(error)}`);
  return error;
}

test('an absent errcode is success', async () => {
  platform.answers['/call'] = { token: 'T' };
  expect(await ask()).toEqual({ token: 'T' });
  expect(platform.received[0]).toMatchObject({ method: 'GET', query: { key: 'PLANTED-KEY' } });
});

test('JSON goes as UTF-8 by POST', async () => {
  platform.answers['/call'] = { errcode: 0, token: 'T' };
  await ask({ body: { text: '惠济区' } });
  expect(platform.received[0]).toMatchObject({ method: 'POST', json: { text: '惠济区' } });
});

test('a file goes in the form field media, its Chinese name as UTF-8', async () => {
  platform.answers['/call'] = { errcode: 0, token: 'T' };
  await ask({ file: { bytes: Buffer.from('content'), name: '日报.png', contentType: 'image/png' } });
  const { headers, text } = platform.received[0] ?? { headers: {}, text: '' };
  expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(text).toContain('Content-Disposition: form-data; name="media"; filename="日报.png"');
  expect(text).toContain('Content-Type: image/png');
});

test.each<[string, Answer, string | number, string]>([
  ['an errcode', { errcode: 81013, errmsg: 'user & party & tag all invalid' }, 81013, 'U'],
  ['an unknown errcode', { errcode: 990001, errmsg: 'new' }, 990001, 'F'],
  ['HTML', (_, r) => void r.setHeader('content-type', 'text/html').end('<html>portal</html>'), 'not_json', 'R'],
  ['a gateway error', (_, r) => void r.writeHead(502).end('bad gateway'), 'http_502', 'R'],
  ['a redirect', (_, r) => void r.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 'http_302', 'R'],
  ['a lost connection', (_, r) => void r.destroy(), 'network', 'R'],
  [
    'a connection lost in the middle',
    (_, r) => void r.writeHead(200, { 'content-length': '99' }).write('{', () => r.destroy()),
    'network',
    'R',
  ],
  ['an array', (_, r) => void r.end('[]'), 'bad_answer', 'F'],
  ['an errcode as text', { errcode: '0' }, 'bad_answer', 'F'],
  ['a missing field', { errcode: 0 }, 'bad_answer', 'F'],
  [
    'a broken request of ours',
    { errcode: 0, errmsg: 'ok Warning: wrong json format. ', token: 'T' },
    'wrong_json',
    'F',
  ],
  [
    'an endless answer',
    (_, r) => void r.writeHead(200, { 'content-length': String(9 * 1024 * 1024) }).end(),
    'too_large',
    'F',
  ],
])('%s is a typed error', async (_what, answer, code, klass) => {
  expect(await failure(answer)).toMatchObject({ code, klass });
});

test('time limits hold before and in the answer', async () => {
  expect(await failure(() => undefined, 50)).toMatchObject({ code: 'timeout', klass: 'R' });
  expect(await failure((_, r) => void r.writeHead(200).write('{'), 50)).toMatchObject({ code: 'timeout', klass: 'R' });
});

test('a server that is not there', async () => {
  const dispatcher = makeDispatcher();
  const call = callJson({ base: 'http://127.0.0.1:9', dispatcher }, { path: '/x', schema: z.unknown() });
  await expect(call).rejects.toMatchObject({ code: 'network', klass: 'R' });
  await dispatcher.close();
});

test('Retry-After is kept', async () => {
  const error = await failure((_, r) => void r.writeHead(503, { 'retry-after': '7' }).end());
  expect(error.options.retryAfterMs).toBe(7_000);
});

test('no error holds a secret of the address or of the answer', async () => {
  const echo = 'access_token=PLANTED-TOKEN&key=PLANTED-KEY corpsecret=PLANTED-SECRET';
  const errors = [
    await failure({ errcode: 40058, errmsg: echo }),
    await failure((_, r) => void r.end(echo)),
    await failure((_, r) => void r.destroy()),
    await failure((_, r) => void r.writeHead(500).end(echo)),
    await failure({ errcode: 0, errmsg: `wrong json format ${echo}` }),
    await failure(() => undefined, 30),
  ];
  for (const error of errors) {
    const cause = error.cause instanceof Error ? `${error.cause.message} ${error.cause.stack}` : '';
    expect(`${error.message} ${error.stack} ${cause}`).not.toContain('PLANTED');
  }
});
