// @ts-expect-error a plain script that the two commands also use
import { findMongod, MONGOD_REMEDY } from '../../scripts/lib/mongod.mjs';
// @ts-expect-error a plain script that the replay also uses
import { startThrowAwayMongo } from '../../scripts/lib/throw-away-mongo.mjs';

/** What a killed process leaves open holds its records for so long (docs/operations.md). */
const ARGS = ['--setParameter', 'transactionLifetimeLimitSeconds=3'];

interface Server {
  uri(database: string): string;
  stop(): Promise<void>;
}

/** One throw-away replica set for the whole run; each test file opens a database of its own on it. */
export default async function start(): Promise<void> {
  const found = (await findMongod()) as { binary: string } | { problems: string[] };
  if (!('binary' in found))
    throw new Error(['No MongoDB server can be had.', ...found.problems, ...MONGOD_REMEDY].join('\n  '));
  const server = (await startThrowAwayMongo(found.binary, ARGS)) as Server;
  process.env['TEST_MONGODB_URI'] = server.uri('');
  process.env['TEST_MONGOD_BINARY'] = found.binary;
  (globalThis as { __mongo?: Server }).__mongo = server;
}
