import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import Koa from 'koa';
import { makeFrontRouter } from '../../../src/web/front-page.js';

let server: Server | undefined;
afterEach(() => void server?.close());

async function open(sandbox: string | null): Promise<Response> {
  const app = new Koa();
  app.use(makeFrontRouter(sandbox).routes());
  server = createServer((req, res) => void app.callback()(req, res));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return fetch(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`);
}

test('with the sandbox the page leads to the chat', async () => {
  const page = await open('http://127.0.0.1:8081');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('<a href="http://127.0.0.1:8081">打开沙盒聊天</a>');
});

test('with a real corp it names the app and no sandbox', async () => {
  const html = await (await open(null)).text();
  expect(html).toContain('在企业微信里打开“两网助手”');
  expect(html).not.toContain('沙盒');
});
