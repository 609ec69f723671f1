import { Matter, MatterEvent, Recusal } from '../../schemas/matter.js';
import type { Scope } from '../../schemas/scope.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { below, within } from './scope.js';
import type { Tx } from './transaction.js';

export const MATTERS = defineCollection({
  name: 'matters',
  schema: Matter,
  indexes: [
    { keys: { receiptNo: 1 }, unique: true },
    { keys: { registerNo: 1 }, unique: true },
    { keys: { gridPath: 1, state: 1, dueOn: 1 } },
    { keys: { gridPath: 1, receivedOn: 1 } },
    { keys: { gridPath: 1, closedOn: 1 } },
    { keys: { 'handlers.userid': 1 } },
    { keys: { employerId: 1, receivedOn: 1 }, sparse: true },
    { keys: { employerKey: 1, receivedOn: 1 }, sparse: true },
    { keys: { state: 1, endedOnState: 1 } },
  ],
});

export const MATTER_EVENTS = defineCollection({
  name: 'matter_events',
  schema: MatterEvent,
  indexes: [{ keys: { matterId: 1, seq: 1 }, unique: true }],
});

const RECUSALS = defineCollection({
  name: 'recusals',
  schema: Recusal,
  indexes: [{ keys: { employerId: 1, userid: 1 }, unique: true }, { keys: { userid: 1 } }],
});

export function insertMatter(tx: Tx, matter: Matter): void {
  tx.insert(MATTERS, Matter.parse(matter));
}

/** Writes a changed matter back, whole, with the next version. `ConflictError` when somebody else was faster. */
export function replaceMatter(tx: Tx, before: Matter, after: Matter): void {
  replaceStored(tx, MATTERS, before, Matter.parse({ ...after, _id: before._id, version: before.version + 1 }));
}

/** What the person may reach: the records of his area, and matters that he handles today wherever they lie. */
function reachedBy(scope: Scope, filter: Record<string, unknown>): Record<string, unknown> {
  const own = { handlers: { $elemMatch: { userid: scope.userid, to: null } } };
  return { $and: [{ $or: [within(scope), own] }, filter] };
}

interface Reading {
  limit?: number;
  sort?: Record<string, 1 | -1>;
}

/** Matters that the person may reach and that match a filter. */
export async function findMatters(
  tx: Tx,
  scope: Scope,
  filter: Record<string, unknown>,
  { limit = 0, sort = { dueOn: 1, _id: 1 } }: Reading = {},
): Promise<Matter[]> {
  const { db, session } = await tx.reading(MATTERS);
  return db.collection<Matter>(MATTERS).find(reachedBy(scope, filter), { session }).sort(sort).limit(limit).toArray();
}

/** One matter by its id or one of its numbers, if it matches the filter too. */
export async function findMatter(
  tx: Tx,
  scope: Scope,
  key: string,
  filter: Record<string, unknown> = {},
): Promise<Matter | null> {
  const by = { $or: [{ _id: key }, { receiptNo: key }, { registerNo: key }] };
  return (await findMatters(tx, scope, { $and: [by, filter] }, { limit: 1 }))[0] ?? null;
}

/**
 * Matters by their ids, beyond any scope: for the house's own bookkeeping and for a person who has proved that they are his.
 * Callers show nothing of them to others.
 */
export async function findMattersById(tx: Tx, ids: readonly string[]): Promise<Matter[]> {
  if (ids.length === 0) return [];
  const { db, session } = await tx.reading(MATTERS);
  return db
    .collection<Matter>(MATTERS)
    .find({ _id: { $in: [...ids] } }, { session })
    .sort({ _id: 1 })
    .toArray();
}

/** By its receipt number, for a person who must still prove that it is his. */
export async function findMatterByReceipt(tx: Tx, receiptNo: string): Promise<Matter | null> {
  const { db, session } = await tx.reading(MATTERS);
  return db.collection<Matter>(MATTERS).findOne({ receiptNo }, { session });
}

/** Matters of one employer in the district since a day, the latest first: for duplicates, priority, escalation. */
export async function findMattersOfEmployer(
  tx: Tx,
  district: string,
  employer: { employerId?: string | undefined; employerKey?: string | undefined },
  since: string,
): Promise<Matter[]> {
  const any = Object.entries(employer).flatMap(([key, value]) => (value === undefined ? [] : [{ [key]: value }]));
  if (any.length === 0) return [];
  const { db, session } = await tx.reading(MATTERS);
  return db
    .collection<Matter>(MATTERS)
    .find({ gridPath: below(district), receivedOn: { $gte: since }, $or: any }, { session })
    .sort({ receivedOn: -1, _id: -1 })
    .limit(200)
    .toArray();
}

/** Matters in order of their ids, after one: for jobs that go through all of them a portion at a time. */
export async function matterBatch(
  tx: Tx,
  filter: Record<string, unknown>,
  after: string,
  limit: number,
): Promise<Matter[]> {
  const { db, session } = await tx.reading(MATTERS);
  return db
    .collection<Matter>(MATTERS)
    .find({ $and: [filter, { _id: { $gt: after } }] }, { session })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
}

export function insertMatterEvent(tx: Tx, event: MatterEvent): void {
  tx.insert(MATTER_EVENTS, MatterEvent.parse(event));
}

/** What happened to a matter, in order. */
export async function findMatterEvents(tx: Tx, matterId: string): Promise<MatterEvent[]> {
  const { db, session } = await tx.reading(MATTER_EVENTS);
  return db.collection<MatterEvent>(MATTER_EVENTS).find({ matterId }, { session }).sort({ seq: 1 }).toArray();
}

/** The words of the events go, the events stay. */
export function removeEventNotes(tx: Tx, matterId: string): void {
  tx.updateMany(MATTER_EVENTS, { matterId }, { $unset: { note: '' } });
}

export function saveEventNote(tx: Tx, event: MatterEvent): void {
  tx.update(MATTER_EVENTS, { _id: event._id }, { $set: { note: event.note } });
}

export function saveRecusal(tx: Tx, recusal: Recusal): void {
  const { employerId, userid, ...rest } = Recusal.parse(recusal);
  tx.upsert(RECUSALS, { employerId, userid }, { $setOnInsert: rest });
}

/** Who has declared relations to an employer. */
export async function findRecused(tx: Tx, employerId: string): Promise<string[]> {
  const { db, session } = await tx.reading(RECUSALS);
  const rows = await db.collection<Recusal>(RECUSALS).find({ employerId }, { session }).toArray();
  return rows.map(({ userid }) => userid);
}

/** The employers to which somebody has declared relations. */
export async function findRecusalsOf(tx: Tx, userid: string): Promise<string[]> {
  const { db, session } = await tx.reading(RECUSALS);
  const rows = await db.collection<Recusal>(RECUSALS).find({ userid }, { session }).toArray();
  return rows.map(({ employerId }) => employerId);
}
