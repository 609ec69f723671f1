// A MongoDB server whose data nobody needs afterwards: for the tests and for the replay.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';

// what was removed is skipped again and again as long as somebody could read the past; five minutes are far too many here
const FORGET = ['--setParameter', 'minSnapshotHistoryWindowInSeconds=15'];

/**
 * A replica set of one. What is written is acknowledged before the journal has it, which takes half the time, and it is
 * reached by the server's socket file where there are such files, a third less work for each call.
 * @param {string} binary the server program
 * @param {readonly string[]} args further arguments for it
 * @returns {Promise<{ uri(database: string): string, stop(): Promise<void> }>}
 */
export async function startThrowAwayMongo(binary, args = []) {
  const { MongoMemoryReplSet } = await import('mongodb-memory-server');
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'liangwang-socket-'));
  const server = await MongoMemoryReplSet.create({
    binary: { systemBinary: binary },
    replSet: { count: 1, storageEngine: 'wiredTiger' },
    instanceOpts: [
      { args: [...FORGET, ...args, ...(process.platform === 'win32' ? [] : ['--unixSocketPrefix', folder])] },
    ],
  });
  await waitForNoJournal(server.getUri());
  return {
    uri(database) {
      const { port, pathname } = new URL(server.getUri(database));
      const socket = join(folder, `mongodb-${port}.sock`);
      return existsSync(socket)
        ? `mongodb://${encodeURIComponent(socket)}${pathname}?directConnection=true`
        : server.getUri(database);
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} uri of a replica set */
async function waitForNoJournal(uri) {
  const client = new MongoClient(uri);
  try {
    const admin = client.db('admin');
    const { config } = await admin.command({ replSetGetConfig: 1 });
    const next = { ...config, version: config.version + 1, writeConcernMajorityJournalDefault: false };
    await admin.command({ replSetReconfig: next });
  } finally {
    await client.close();
  }
}
