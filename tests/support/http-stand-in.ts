import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import type { Endpoint } from '../../src/channels/common/http-call.js';

export interface Received {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  text: string;
  /** The body when it is JSON. */
  json: unknown;
}

/** JSON, or a function that gives it; one that gives nothing has written the response itself. */
export type Answer = object | ((request: Received, response: ServerResponse) => object | undefined);

/** A small HTTP server on a free port that notes what it gets and answers what the test says, by path. */
export async function startStandIn(answers: Record<string, Answer> = {}) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://stand-in');
      const text = Buffer.concat(chunks).toString('utf8');
      const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
      const seen: Received = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        text,
        json: isJson ? JSON.parse(text) : undefined,
      };
      received.push(seen);
      const answer = answers[url.pathname] ?? { errcode: 40058, errmsg: `the stand-in knows no ${url.pathname}` };
      const json = typeof answer === 'function' ? answer(seen, response) : answer;
      if (json === undefined) return;
      response.setHeader('content-type', 'application/json; charset=UTF-8');
      response.end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = new Agent();
  const endpoint: Endpoint = { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, dispatcher };
  return {
    endpoint,
    answers,
    received,
    /** What came to one path. */
    at: (path: string) => received.filter((r) => r.path === path),
    async close() {
      await dispatcher.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;
