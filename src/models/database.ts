import mongoose from 'mongoose';
import { prepareCollections } from './collection.js';

/** Fails fast, so that a callback can answer 500 within the platform's five seconds when the database is away. */
const SELECTION_TIMEOUT_MS = 3_000;

/** Opens the database with all collections, validators and indexes in place. The caller closes the connection. */
export async function openDatabase(uri: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    maxPoolSize: 40,
    retryWrites: true,
  });
  await connection.asPromise();
  await prepareCollections(connection);
  return connection;
}
