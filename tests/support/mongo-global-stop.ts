import type { MongoMemoryReplSet } from 'mongodb-memory-server';

export default async function stop(): Promise<void> {
  await (globalThis as { __mongo?: MongoMemoryReplSet }).__mongo?.stop();
}
