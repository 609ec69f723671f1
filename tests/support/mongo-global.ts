import { MongoMemoryReplSet } from 'mongodb-memory-server';
// @ts-expect-error a plain script that the two commands also use
import { findMongod, MONGOD_REMEDY } from '../../scripts/lib/mongod.mjs';

/** One throw-away replica set for the whole run; each test file opens a database of its own on it. */
export default async function start(): Promise<void> {
  const found = (await findMongod()) as { binary: string } | { problems: string[] };
  if (!('binary' in found))
    throw new Error(['No MongoDB server can be had.', ...found.problems, ...MONGOD_REMEDY].join('\n  '));
  process.env['MONGOMS_SYSTEM_BINARY_VERSION_CHECK'] = 'false';
  const server = await MongoMemoryReplSet.create({
    binary: { systemBinary: found.binary },
    // what a killed process leaves open holds its records for so long (docs/operations.md)
    replSet: { count: 1, storageEngine: 'wiredTiger', args: ['--setParameter', 'transactionLifetimeLimitSeconds=3'] },
  });
  process.env['TEST_MONGODB_URI'] = server.getUri();
  process.env['TEST_MONGOD_BINARY'] = found.binary;
  (globalThis as { __mongo?: MongoMemoryReplSet }).__mongo = server;
}
