import { randomBytes } from 'node:crypto';
import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import { prepareCollections } from '../../src/models/collection.js';

export interface TestDatabase {
  db: Db;
  connection: mongoose.Connection;
  /** For a second process or a driver of its own. */
  uri: string;
  close(): Promise<void>;
}

/**
 * A fresh database on the run's replica set, with the collections of all `models/` files that the test has imported.
 * Call `close()` in `afterAll`; it drops the database.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const base = process.env['TEST_MONGODB_URI'];
  if (base === undefined) throw new Error('no test server: run tests through jest with its global set-up');
  const name = `t${randomBytes(6).toString('hex')}`;
  const uri = base.replace(/\/(\?|$)/, `/${name}$1`);
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5_000 }).asPromise();
  await prepareCollections(connection);
  const db = connection.db as unknown as Db;
  return {
    db,
    connection,
    uri,
    async close() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
