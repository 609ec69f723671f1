import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Koa from 'koa';
import type { Digest } from '../../../schemas/digest.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { makeDigestLink, makeDigestRouter } from '../../../src/web/digest-page.js';

const keys = readKeyRing(newDataKey('test'));
const zero = { opened: 0, refreshed: 0, known: 40, collected: 20, due: 0, stale: 0, cells: 1 };
const digest: Digest = {
  _id: 'x',
  kind: 'daily',
  day: '2026-11-24',
  nodeId: 't1',
  gridPath: '/d/t1/',
  text: '…',
  pictureFileId: 'p',
  madeAt: new Date('2026-11-24T08:30:00+08:00'),
  facts: {
    kind: 'daily',
    unit: { nodeId: 't1', name: '古荥<镇>', level: 2 },
    day: '2026-11-24',
    since: '2026-11-23',
    blocks: {
      collection: { ...zero, individuals: { known: 0, collected: 0 } },
      ranking: {
        minKnown: 20,
        units: [{ nodeId: 'v', name: '马村', known: 40, collected: 20, rank: 1, standing: 'between' }],
      },
      exceptions: { silentWorkdays: 5, silent: [], refused: 2, unlicensed: 0, under16: 0 },
    },
  },
};

let server: Server;
let base: string;
beforeAll(async () => {
  const app = new Koa();
  app.use(
    makeDigestRouter({
      keys,
      find: async ({ nodeId, kind, day }) =>
        nodeId === 't1' && kind === 'daily' && day === digest.day ? digest : null,
      picture: async () => Buffer.from('png'),
    }).routes(),
  );
  server = createServer((req, res) => void app.callback()(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => void server.close());

test('the link of a digest opens its page and its picture; names are escaped', async () => {
  const link = makeDigestLink(keys, base)('t1', 'daily', '2026-11-24');
  const page = await fetch(link);
  const html = await page.text();
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("'none'")]);
  expect(html).toContain('古荥&lt;镇&gt; 11月24日 周二');
  expect(html).toContain('<td>马村</td><td>50%</td><td>20</td><td>40</td>');
  expect(await (await fetch(`${link}/picture.png`)).text()).toBe('png');
});

test.each([
  ['another unit', (link: string) => link.replace('/t1/', '/t2/')],
  ['another day', (link: string) => link.replace('11-24', '11-23')],
  ['another kind', (link: string) => link.replace('daily', 'weekly')],
  ['a mark that is too short', (link: string) => link.slice(0, -1)],
  ['a mark of other signs', (link: string) => link.slice(0, -22) + '字'.repeat(22)],
  ['no day at all', (link: string) => link.replace('2026-11-24', 'x')],
  [
    'the link of another house',
    () => makeDigestLink(readKeyRing(newDataKey('other')), base)('t1', 'daily', '2026-11-24'),
  ],
])('404 for %s', async (_what, change) => {
  const link = makeDigestLink(keys, base)('t1', 'daily', '2026-11-24');
  const answer = await fetch(change(link));
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('没有这份日报')]);
});
