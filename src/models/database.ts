import mongoose from 'mongoose';
import { prepareCollections } from './collection.js';

const SINGLE =
  'This MongoDB is a single server, and transactions need a replica set; one node is enough: start mongod with ' +
  '--replSet rs0, run rs.initiate() once, and add ?replicaSet=rs0 to MONGODB_URI.';
/** Fails fast, so that a callback can answer 500 within the platform's five seconds when the database is away. */
const SELECTION_TIMEOUT_MS = 3_000;

/**
 * Opens the database with all collections, validators and indexes in place. The caller closes the connection.
 * @throws Error that says what to do when no server answers, or one without transactions
 */
export async function openDatabase(uri: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    maxPoolSize: 40,
    retryWrites: true,
  });
  await connection.asPromise().catch((cause: Error) => {
    throw new Error(`MongoDB does not answer (${cause.message}). Is the server up, and MONGODB_URI right?`, { cause });
  });
  const hello = await connection.db?.command({ hello: 1 });
  if (hello?.['setName'] === undefined && hello?.['msg'] !== 'isdbgrid') {
    await connection.close();
    throw new Error(SINGLE);
  }
  await prepareCollections(connection);
  return connection;
}
