import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small balancer in front of service processes, as a reverse proxy has it: takes them in turn, waits while there is none. */
export interface Gate {
  url: string;
  /** Requests go to these in turn; while there is none they wait. */
  serve(targets: readonly string[]): void;
  /** Called for every request before it goes on; throwing cuts the connection. */
  onRequest: (path: string) => void | Promise<void>;
  /** Called for every answer before it goes back. */
  onAnswer: (path: string) => void | Promise<void>;
  close(): Promise<void>;
}

export async function openGate(): Promise<Gate> {
  let targets: readonly string[] = [];
  let next = 0;
  let waiting: (() => void)[] = [];

  async function target(): Promise<string> {
    while (targets.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return targets[next++ % targets.length] as string;
  }

  async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = new URL(req.url ?? '/', 'http://gate').pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    await gate.onRequest(path);
    const { status, headers, body } = await forward(await target(), req, Buffer.concat(chunks));
    await gate.onAnswer(path);
    res.writeHead(status, headers).end(body);
  }

  const server = createServer((req, res) => {
    pass(req, res).catch(() => req.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gate: Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(to) {
      targets = to;
      if (to.length === 0) return;
      for (const go of waiting) go();
      waiting = [];
    },
    onRequest: () => undefined,
    onAnswer: () => undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gate;
}

function forward(
  to: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const out = request(to + url, { method, headers: { ...headers, host: new URL(to).host } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 502,
          headers: { ...answer.headers, connection: 'close' },
          body: Buffer.concat(chunks),
        }),
      );
    });
    out.on('error', reject);
    out.end(body);
  });
}
