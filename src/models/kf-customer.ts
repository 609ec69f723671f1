/** Customers of customer service: who answers them, and how many messages may go to them (wecom.md 6.6, 6.8). */
import type { Db } from 'mongodb';
import { KfCustomer } from '../../schemas/kf.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const KF_CUSTOMERS = defineCollection({
  name: 'kf_customers',
  schema: KfCustomer,
  indexes: [
    { keys: { index: 1 }, unique: true },
    { keys: { state: 1, stateAt: 1 }, partialFilterExpression: { state: { $in: ['queue', 'person'] } } },
  ],
});
/** For sealing. */
export const KF_CUSTOMERS_NAME = KF_CUSTOMERS;

const rowsOf = (db: Db) => db.collection<KfCustomer>(KF_CUSTOMERS);

export async function findCustomer(db: Db, id: string): Promise<KfCustomer | null> {
  return await rowsOf(db).findOne({ _id: id });
}

/** Customers of the page in hand, by blind index. */
export async function findCustomersByIndex(tx: Tx, indexes: readonly string[]): Promise<KfCustomer[]> {
  const { db, session } = await tx.reading(KF_CUSTOMERS);
  return await rowsOf(db)
    .find({ index: { $in: [...indexes] } }, { session })
    .toArray();
}

export function insertCustomer(tx: Tx, customer: KfCustomer): void {
  tx.insert(KF_CUSTOMERS, KfCustomer.parse(customer));
}

/** Writes a customer whole, as it was read in this transaction and changed. */
export function replaceCustomer(tx: Tx, { _id, ...customer }: KfCustomer): void {
  const gone = (['servicer', 'refused'] as const).filter((field) => customer[field] === undefined);
  tx.update(
    KF_CUSTOMERS,
    { _id },
    { $set: customer, ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((field) => [field, true])) }) },
  );
}

/** Who answers the customer now. */
export function setSession(tx: Tx, id: string, state: KfCustomer['state'], servicer: string | undefined): void {
  tx.update(
    KF_CUSTOMERS,
    { _id: id },
    servicer === undefined
      ? { $set: { state, stateAt: tx.now }, $unset: { servicer: true } }
      : { $set: { state, stateAt: tx.now, servicer } },
  );
}

/**
 * Counts a message to the customer unless `max` have gone since he wrote (`maxOfAnswer` for the first after each of his
 * messages), he wrote before `since`, or the platform has closed the door. The same id is counted once.
 */
export async function takeMessage(
  db: Db,
  customerId: string,
  message: { id: string; at: Date },
  { max, maxOfAnswer, since }: { max: number; maxOfAnswer: number; since: Date },
): Promise<'granted' | 'used-up' | 'too-late'> {
  const rows = rowsOf(db);
  if ((await rows.countDocuments({ _id: customerId, 'sent.id': message.id }, { limit: 1 })) > 0) return 'granted';
  const counted = await rows.updateOne(
    {
      _id: customerId,
      closed: false,
      wroteAt: { $gt: since },
      $or: [
        { [`sent.${max - 1}`]: { $exists: false } },
        { owed: true, [`sent.${maxOfAnswer - 1}`]: { $exists: false } },
      ],
    },
    { $push: { sent: message }, $set: { owed: false } },
  );
  if (counted.modifiedCount === 1) return 'granted';
  const row = await findCustomer(db, customerId);
  return row?.wroteAt !== undefined && row.wroteAt > since ? 'used-up' : 'too-late';
}

/** The message was not taken after all. */
export async function uncountMessage(db: Db, customerId: string, messageId: string): Promise<void> {
  await rowsOf(db).updateOne({ _id: customerId }, { $pull: { sent: { id: messageId } } });
}

/** Nothing more goes until the customer writes. */
export async function closeCustomer(db: Db, customerId: string): Promise<void> {
  await rowsOf(db).updateOne({ _id: customerId }, { $set: { closed: true } });
}

/** Customers who wait for a person since before `queuedBefore`, or with whom a person has not spoken since `quietBefore`. */
export async function findLeftAlone(
  db: Db,
  { queuedBefore, quietBefore }: { queuedBefore: Date; quietBefore: Date },
  limit: number,
): Promise<KfCustomer[]> {
  return await rowsOf(db)
    .find({
      $or: [
        { state: 'queue', stateAt: { $lte: queuedBefore } },
        {
          state: 'person',
          stateAt: { $lte: quietBefore },
          $or: [{ heardAt: { $exists: false } }, { heardAt: { $lte: quietBefore } }],
        },
      ],
    })
    .sort({ stateAt: 1 })
    .limit(limit)
    .toArray();
}
