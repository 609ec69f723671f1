/**
 * Files and their bytes. GridFS takes no part in transactions: bytes are stored first, under an id of their own, and the
 * record that names them makes them exist. Bytes that no record names (a crash between) do no harm. What is small lies in one
 * record instead, with one round trip each way.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Binary, type Db, GridFSBucket, MongoBulkWriteError, ObjectId } from 'mongodb';
import { z } from 'zod';
import { NAME_MAX, StoredFile, TYPE_MAX } from '../../schemas/file.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const FILES = defineCollection({
  name: 'files',
  schema: StoredFile,
  indexes: [{ keys: { state: 1, createdAt: 1 } }],
});
const BUCKET = 'file_content';
const SMALL = defineCollection({
  name: 'file_bytes',
  schema: z.strictObject({ _id: z.string(), bytes: z.instanceof(Binary) }),
  indexes: [],
});
const SMALL_BYTES = 1_000_000;

export interface FileContent {
  bytes: Uint8Array;
  name: string;
  contentType: string;
}

export type MadeFile = FileContent & Pick<StoredFile, 'kind' | 'cellId'>;

/**
 * Keeps files the service made and returns their ids, each a hash of all that is given: kept twice it is kept once. Call it
 * before the transaction that refers to the files.
 */
export async function saveFiles(db: Db, now: Date, made: readonly MadeFile[]): Promise<string[]> {
  if (made.length === 0) return [];
  const ids = made.map(hashOf);
  const files = db.collection<StoredFile>(FILES);
  const known = await files.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
  const there = new Set(known.map(({ _id }) => _id));
  const fresh = [...new Map(made.map((file, i) => [ids[i] ?? '', file]))].filter(([id]) => !there.has(id));
  if (fresh.length === 0) return ids;
  const contentIds = await upload(
    db,
    fresh.map(([, { bytes }]) => bytes),
  );
  const rows = fresh.map(([_id, { bytes, cellId, ...about }], i) =>
    StoredFile.parse({
      ...{ _id, ...about, state: 'kept', createdAt: now, size: bytes.length, contentId: contentIds[i] },
      ...(cellId !== undefined && { cellId }),
    }),
  );
  try {
    await files.insertMany(rows, { ordered: false });
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const faults = [error.writeErrors].flat();
    if (faults.some(({ code }) => code !== 11000)) throw error;
    // another process kept these meanwhile
    for (const { index } of faults) await removeBytes(db, contentIds[index] ?? '', rows[index]?.size ?? 0);
  }
  return ids;
}

function hashOf({ bytes, cellId, kind, name, contentType }: MadeFile): string {
  const about = JSON.stringify([kind, name, contentType, cellId ?? null]);
  return createHash('sha256').update(about).update(bytes).digest('hex');
}

/** Notes a file that a message named, in the transaction of the message; its bytes are fetched after the commit. */
export function expectFile(
  tx: Tx,
  file: Required<Pick<StoredFile, '_id' | 'kind' | 'mediaId'>> & Pick<StoredFile, 'name'>,
): void {
  tx.insert(FILES, StoredFile.parse({ ...file, state: 'expected', createdAt: tx.now }));
}

/** Files whose bytes are still to be fetched, the oldest first. */
export async function findExpectedFiles(db: Db, limit: number): Promise<StoredFile[]> {
  return db.collection<StoredFile>(FILES).find({ state: 'expected' }).sort({ createdAt: 1 }).limit(limit).toArray();
}

/** Stores the bytes of an expected file, or null when they can no longer be had. Of two fetchers the first wins. */
export async function settleFile(db: Db, id: string, content: FileContent | null): Promise<void> {
  const files = db.collection<StoredFile>(FILES);
  const expected = { _id: id, state: 'expected' as const };
  if (content === null) {
    await files.updateOne(expected, { $set: { state: 'lost' } });
    return;
  }
  const { bytes } = content;
  const [contentId = ''] = await upload(db, [bytes]);
  // both come from outside, of any length
  const about = { name: content.name.slice(0, NAME_MAX), contentType: content.contentType.slice(0, TYPE_MAX) };
  const kept = { state: 'kept' as const, ...about, size: bytes.length, contentId };
  if ((await files.updateOne(expected, { $set: kept })).modifiedCount === 0)
    await removeBytes(db, contentId, bytes.length);
}

/** A file with its bytes; null when there is none with this id, or its bytes are not there (yet). */
export async function loadFile(db: Db, id: string): Promise<FileContent | null> {
  const file = await db.collection<StoredFile>(FILES).findOne({ _id: id, state: 'kept' });
  if (file?.contentId === undefined) return null;
  return {
    bytes: await download(db, file.contentId),
    name: file.name ?? id,
    contentType: file.contentType ?? 'application/octet-stream',
  };
}

/** Which of these files have their bytes, in the order given. */
export async function keptFiles(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { db, session } = await tx.reading(FILES);
  const kept = await db
    .collection<StoredFile>(FILES)
    .find({ _id: { $in: [...ids] }, state: 'kept' }, { session, projection: { _id: 1 } })
    .toArray();
  return ids.filter((id) => kept.some(({ _id }) => _id === id));
}

function bucketOf(db: Db): GridFSBucket {
  return new GridFSBucket(db, { bucketName: BUCKET });
}

const smallOf = (db: Db) => db.collection<{ _id: string; bytes: Binary }>(SMALL);

/** The ids of these bytes, in their order. */
async function upload(db: Db, all: readonly Uint8Array[]): Promise<string[]> {
  const kept = all.map((bytes) => ({ id: new ObjectId(), bytes }));
  const small = kept.filter(({ bytes }) => bytes.length <= SMALL_BYTES);
  if (small.length > 0)
    await smallOf(db).insertMany(small.map(({ id, bytes }) => ({ _id: id.toHexString(), bytes: new Binary(bytes) })));
  for (const { id, bytes } of kept)
    if (bytes.length > SMALL_BYTES)
      await pipeline(Readable.from([bytes]), bucketOf(db).openUploadStreamWithId(id, id.toHexString()));
  return kept.map(({ id }) => id.toHexString());
}

async function download(db: Db, contentId: string): Promise<Buffer> {
  const small = await smallOf(db).findOne({ _id: contentId });
  if (small !== null) return Buffer.from(small.bytes.buffer);
  const chunks: Buffer[] = [];
  for await (const chunk of bucketOf(db).openDownloadStream(new ObjectId(contentId))) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function removeBytes(db: Db, contentId: string, size: number): Promise<void> {
  if (size <= SMALL_BYTES) await smallOf(db).deleteOne({ _id: contentId });
  else await bucketOf(db).delete(new ObjectId(contentId));
}
