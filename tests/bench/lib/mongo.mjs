// One throw-away replica set for a run, started when the first part needs it.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ARGS = ['--wiredTigerCacheSizeGB', '0.5', '--setParameter', 'diagnosticDataCollectionEnabled=false'];
const SOCKET = process.platform === 'win32' ? [] : ['--unixSocketPrefix', tmpdir()];

/** @param {string} binary the server program */
export function makeMongo(binary) {
  let server;
  async function start() {
    const { MongoMemoryReplSet } = await import('mongodb-memory-server');
    process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
    return await MongoMemoryReplSet.create({
      binary: { systemBinary: binary },
      replSet: { count: 1, storageEngine: 'wiredTiger' },
      instanceOpts: [{ args: [...ARGS, ...SOCKET] }],
    });
  }
  return {
    /** Address of a database of that name. */
    async database(name) {
      server ??= start();
      return (await server).getUri(name);
    },
    /** The same by the server's socket file, where there is one: a third less work for each call. */
    async databaseBySocket(name) {
      const uri = await this.database(name);
      const { port, pathname } = new URL(uri);
      const socket = join(SOCKET.at(-1) ?? '', `mongodb-${port}.sock`);
      return existsSync(socket) ? `mongodb://${encodeURIComponent(socket)}${pathname}?directConnection=true` : uri;
    },
    async stop() {
      if (server !== undefined) await (await server).stop();
      server = undefined;
    },
  };
}
