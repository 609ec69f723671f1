import {
  type AnyBulkWriteOperation,
  type ClientSession,
  type Collection,
  type Db,
  type Document,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { DomainError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import type { NewId } from '../lib/ids.js';

/** Every stored record has a string id that never changes. */
export interface Stored {
  _id: string;
}

/** Another transaction got there first: a unique key was taken, or a guarded update matched nothing. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  constructor(
    readonly collection: string,
    /** Fields of the unique index, or of the guard. */
    readonly keys: readonly string[],
    options?: { cause?: unknown },
  ) {
    super(`conflict in ${collection} on ${keys.join(', ')}`, options);
  }
}

/** The database is away: nothing can be done or written down now. */
export function isOutage(error: unknown): boolean {
  return error instanceof MongoServerSelectionError || error instanceof MongoNetworkError;
}

/**
 * The unit of work of one transaction. Writes are buffered and flushed by collection (one round trip each), before the
 * transaction reads that collection again and at its end. A body may run several times: no outside effects in it.
 */
export interface Tx {
  /** The instant of this transaction; the same for all that it writes. */
  readonly now: Date;
  readonly newId: NewId;
  insert(collection: string, doc: Stored): void;
  /** Updates exactly one record; `ConflictError` at the flush when the filter matches none. */
  update(collection: string, filter: Record<string, unknown>, change: Record<string, unknown>): void;
  /** Updates one record or inserts it. */
  upsert(collection: string, filter: Record<string, unknown>, change: Record<string, unknown>): void;
  /** Updates whatever matches, also nothing. */
  updateMany(collection: string, filter: Record<string, unknown>, change: Record<string, unknown>): void;
  remove(collection: string, filter: Record<string, unknown>): void;
  /** Reads may run side by side: a snapshot takes several at once, the session of a transaction one after the other. */
  readonly takesTogether: boolean;
  /** For reads inside the transaction (only `models/` calls it): flushes what waits for this collection. */
  reading(collection: string): Promise<{ db: Db; session: ClientSession }>;
}

export interface TransactionDeps {
  db: Db;
  clock: Clock;
  newId: NewId;
}

interface Pending {
  /** Operations that must each touch one record. */
  strict: Strict[];
  guards: string[];
  loose: AnyBulkWriteOperation[];
}

/**
 * Runs `body` in one majority transaction and returns its value. Transient errors run the body again.
 * @throws ConflictError when a unique key was taken or a guarded update matched nothing
 */
export async function inTransaction<T>(deps: TransactionDeps, body: (tx: Tx) => Promise<T>): Promise<T> {
  const session = deps.db.client.startSession();
  try {
    return await session.withTransaction(
      async () => {
        const work = unitOfWork(deps, session);
        const value = await body(work.tx);
        await work.flushAll();
        return value;
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' }, readPreference: 'primary' },
    );
  } finally {
    await session.endSession();
  }
}

/** A snapshot that the server cannot give at this moment, for a collection was just made; the next one can be had. */
const SNAPSHOT_UNAVAILABLE = 246;
const SNAPSHOT_TRIES = 3;

/**
 * Runs a body that only reads, at one moment of what the majority has: the same as in a transaction, without the round trip
 * and the wait of its commit. Writes throw.
 */
export async function inSnapshot<T>(
  deps: TransactionDeps,
  body: (tx: Tx) => Promise<T>,
  refuse: () => never = refuseWrite,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const session = deps.db.client.startSession({ snapshot: true });
    try {
      return await body(readingOnly(deps, session, refuse));
    } catch (error) {
      const again = error instanceof MongoServerError && error.code === SNAPSHOT_UNAVAILABLE;
      if (!again || tries === SNAPSHOT_TRIES) throw error;
    } finally {
      await session.endSession();
    }
  }
}

/** The answers of several readings, side by side where that is possible. The first reading of a unit of work must come before. */
export async function readTogether<T>(tx: Tx, readings: readonly (() => Promise<T>)[]): Promise<T[]> {
  if (tx.takesTogether) return Promise.all(readings.map((read) => read()));
  const answers: T[] = [];
  for (const read of readings) answers.push(await read());
  return answers;
}

class WriteWanted extends Error {}

/**
 * `inTransaction` for work that mostly finds nothing to do: it runs in a snapshot, and once more in a transaction when it comes
 * to write. What it reads is what the majority has, either way.
 */
export async function inTransactionToWrite<T>(deps: TransactionDeps, body: (tx: Tx) => Promise<T>): Promise<T> {
  let wanted = false;
  const want = (): never => {
    wanted = true;
    throw new WriteWanted();
  };
  try {
    const value = await inSnapshot(deps, body, want);
    // a body may have caught what was thrown
    if (!wanted) return value;
  } catch (error) {
    if (!(error instanceof WriteWanted)) throw error;
  }
  return inTransaction(deps, body);
}

function refuseWrite(): never {
  throw new TypeError('a snapshot cannot be written to');
}

function readingOnly(deps: TransactionDeps, session: ClientSession, refuse: () => never): Tx {
  return {
    now: deps.clock(),
    newId: deps.newId,
    insert: refuse,
    update: refuse,
    upsert: refuse,
    updateMany: refuse,
    remove: refuse,
    takesTogether: true,
    reading: async () => ({ db: deps.db, session }),
  };
}

function unitOfWork(deps: TransactionDeps, session: ClientSession): { tx: Tx; flushAll(): Promise<void> } {
  const pending = new Map<string, Pending>();
  const of = (collection: string): Pending => {
    let entry = pending.get(collection);
    if (entry === undefined) {
      entry = { strict: [], guards: [], loose: [] };
      pending.set(collection, entry);
    }
    return entry;
  };

  async function flush(collection: string): Promise<void> {
    const entry = pending.get(collection);
    if (entry === undefined) return;
    pending.delete(collection);
    const target = deps.db.collection(collection);
    try {
      if (entry.strict.length > 0 && (await writeStrict(target, entry.strict, session)) !== entry.strict.length)
        throw new ConflictError(collection, entry.guards);
      if (entry.loose.length > 0) await target.bulkWrite(entry.loose, { session, ordered: true });
    } catch (error) {
      throw translate(error, collection);
    }
  }

  const tx: Tx = {
    now: deps.clock(),
    newId: deps.newId,
    insert: (collection, document) => {
      of(collection).strict.push({ insertOne: { document } });
    },
    update: (collection, filter, update) => {
      const entry = of(collection);
      entry.strict.push({ updateOne: { filter, update } });
      entry.guards.push(...Object.keys(filter));
    },
    upsert: (collection, filter, update) => {
      of(collection).loose.push({ updateOne: { filter, update, upsert: true } });
    },
    updateMany: (collection, filter, update) => {
      of(collection).loose.push({ updateMany: { filter, update } });
    },
    remove: (collection, filter) => {
      of(collection).loose.push({ deleteMany: { filter } });
    },
    takesTogether: false,
    async reading(collection) {
      await flush(collection);
      return { db: deps.db, session };
    },
  };
  return {
    tx,
    async flushAll() {
      for (const collection of [...pending.keys()]) await flush(collection);
    },
  };
}

type Strict = { insertOne: { document: Document } } | { updateOne: { filter: Document; update: Document } };

/** Returns how many records were inserted or found for an update. One operation goes without the machinery of many. */
async function writeStrict(target: Collection, operations: readonly Strict[], session: ClientSession): Promise<number> {
  const [first] = operations;
  if (first !== undefined && operations.length === 1) {
    if ('updateOne' in first)
      return (await target.updateOne(first.updateOne.filter, first.updateOne.update, { session })).matchedCount;
    await target.insertOne(first.insertOne.document, { session });
    return 1;
  }
  const result = await target.bulkWrite(operations as AnyBulkWriteOperation[], { session, ordered: true });
  return result.insertedCount + result.matchedCount;
}

/** Duplicate keys become `ConflictError`; what a transaction may repeat stays as it is. */
function translate(error: unknown, collection: string): unknown {
  if (!(error instanceof MongoServerError) || error.hasErrorLabel('TransientTransactionError')) return error;
  if (error.code === 11000) {
    // a bulk write tells the index only in its message: `index: name_1_day_1 dup key: …`
    const index = /index: (\S+) dup key/.exec(error.message)?.[1] ?? '';
    return new ConflictError(
      collection,
      index.split(/_-?1(?:_|$)/).filter((k) => k !== ''),
      { cause: error },
    );
  }
  if (error.code === 121) return new DomainError('invalid_record', { collection }, { cause: error });
  return error;
}
