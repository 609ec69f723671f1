import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../../src/mongo-server/embedded.js';

let dataDir: string;
let servers: EmbeddedMongo[];
let said: string[];
beforeEach(() => {
  said = [];
  dataDir = mkdtempSync(join(tmpdir(), 'liangwang-mongo-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async () => {
  const server = await startEmbeddedMongo({
    binary: process.env['TEST_MONGOD_BINARY'] ?? '',
    dataDir,
    database: 'demo',
    say: (_level, text) => said.push(text),
  });
  servers.push(server);
  return server;
};
const state = () =>
  JSON.parse(readFileSync(join(dataDir, 'mongo.json'), 'utf8')) as { pid: number; port: number; ownerPid: number };
async function withClient<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
const put = (uri: string, n: number) =>
  withClient(uri, (c) =>
    c.withSession((s) =>
      s.withTransaction(() => c.db().collection<{ _id: number }>('x').insertOne({ _id: n }, { session: s })),
    ),
  );
const count = (uri: string) => withClient(uri, (c) => c.db().collection('x').countDocuments());

test('data survives a restart and kill -9 of the server, which comes back by itself on the same port', async () => {
  const first = await start();
  await put(first.uri, 1);
  const before = state();
  process.kill(before.pid, 'SIGKILL');
  while (state().pid === before.pid) await wait(50);
  await put(first.uri, 2);
  expect(state().port).toBe(before.port);
  await first.stop();
  const second = await start();
  expect(second.uri).toBe(first.uri);
  expect(await count(second.uri)).toBe(2);
});

test('a server whose service was killed is adopted; a stale or broken note of an earlier run does no harm', async () => {
  const first = await start();
  await put(first.uri, 1);
  const left = state();
  writeFileSync(join(dataDir, 'mongo.json'), JSON.stringify({ ...left, ownerPid: 2 ** 22 - 1 }));
  const second = await start();
  expect(state()).toMatchObject({ pid: left.pid, ownerPid: process.pid });
  expect(await count(second.uri)).toBe(1);
  await second.stop();
  writeFileSync(join(dataDir, 'mongo.json'), '{"pid":1,"port":');
  const third = await start();
  expect(await count(third.uri)).toBe(1);
});

test('a note that names another process is no hindrance: the server that holds the folder is found by its own', async () => {
  const first = await start();
  await put(first.uri, 1);
  const { pid, port } = state();
  writeFileSync(join(dataDir, 'mongo.json'), JSON.stringify({ pid: 2 ** 22 - 1, port: 1, ownerPid: 2 ** 22 - 1 }));
  const second = await start();
  expect(state()).toMatchObject({ pid, port });
  expect(await count(second.uri)).toBe(1);
});

test('two that find their server gone at once share the one that comes up, at the old address', async () => {
  const both = [await start(), await start()];
  const before = state();
  process.kill(before.pid, 'SIGKILL');
  for (const [n, { uri }] of both.entries()) await put(uri, n);
  expect(await count(both[0]?.uri ?? '')).toBe(2);
  // the second began by adopting what the first had started; now the other one of the two, or the same again, does so
  while (said.filter((text) => text.includes('goes on')).length < 2) await wait(50);
  expect(said.filter((text) => text.includes('has gone'))).toHaveLength(2);
  expect(state().port).toBe(before.port);
  process.kill(state().pid, 0);
});
