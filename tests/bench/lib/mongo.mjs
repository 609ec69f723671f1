// One throw-away replica set for a run, started when the first part needs it.
/** @param {string} binary the server program */
export function makeMongo(binary) {
  let server;
  async function start() {
    const { MongoMemoryReplSet } = await import('mongodb-memory-server');
    process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
    return await MongoMemoryReplSet.create({
      binary: { systemBinary: binary },
      replSet: { count: 1, storageEngine: 'wiredTiger' },
      instanceOpts: [
        { args: ['--wiredTigerCacheSizeGB', '0.5', '--setParameter', 'diagnosticDataCollectionEnabled=false'] },
      ],
    });
  }
  return {
    /** Address of a database of that name. */
    async database(name) {
      server ??= start();
      return (await server).getUri(name);
    },
    async stop() {
      if (server !== undefined) await (await server).stop();
      server = undefined;
    },
  };
}
