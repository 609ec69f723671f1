/**
 * One page of an account's stream in one transaction: its messages are kept once, its customers change, the cursor moves.
 * Handling comes later, so neither a slow turn nor a crash loses or repeats anything (docs/adr/0031).
 */

import type { KfCursor, KfCustomer, KfMessage } from '../../schemas/kf.js';
import type { InboundBody, OutboundMessage } from '../../schemas/message.js';
import type { KfPage } from '../channels/kf/client.js';
import { type KfEntry, type KfEvent, readEntry } from '../channels/kf/entry.js';
import { type KeyRing, seal } from '../lib/seal.js';
import { type Holding, moveCursor } from '../models/kf-cursor.js';
import { findCustomersByIndex, insertCustomer, replaceCustomer } from '../models/kf-customer.js';
import { findTaken, insertMessage, KF_MESSAGES_NAME, markWithdrawn } from '../models/kf-message.js';
import { inTransaction, type TransactionDeps, type Tx } from '../models/transaction.js';
import { enqueue, laneOf, releaseHeld } from '../outbox/index.js';
import { endedText, takenText } from '../texts/kf.js';
import { settleFailedMessage } from './failed-message.js';
import { indexesOf, newCustomer } from './names.js';
import { hear } from './session.js';

/** After `enter_session` and after the end of a session (wecom.md 6.7), less the time of the call. */
const SHORT_CODE_MS = 19_000;
/** After a servicer took the session. */
const LONG_CODE_MS = 48 * 3_600_000;

export interface IntakeDeps extends TransactionDeps {
  ring: KeyRing;
}

export interface Taken {
  /** Entries without id or time: nothing can be done with them. */
  unreadable: number;
  /** Messages of ours that the platform gave up. */
  failed: { rowId: string; failType: number }[];
  queued: boolean;
}

/** @throws ConflictError when the account's lease was lost */
export async function takePage(deps: IntakeDeps, account: KfCursor, by: Holding, page: KfPage): Promise<Taken> {
  const openKfId = account._id;
  const read = page.entries.map(readEntry);
  const entries = new Map(read.filter((entry) => entry !== null).map((entry) => [keyOf(openKfId, entry.msgId), entry]));
  return await inTransaction(deps, async (tx) => {
    // the account's row first: nudges that come meanwhile wait for it, instead of breaking the transaction again and again
    await moveCursor(tx, by, { cursor: page.nextCursor, taken: account.taken + entries.size });
    const known = await findTaken(tx, [...entries.keys()]);
    const fresh = [...entries].filter(([key]) => !known.has(key));
    const customers = await openCustomers(
      deps,
      tx,
      openKfId,
      fresh.map(([, entry]) => entry.externalUserId),
    );
    const notices: OutboundMessage[] = [];
    const failed: Taken['failed'] = [];
    const wrote = new Set<string>();
    let place = account.taken;
    for (const [key, entry] of fresh) {
      const isLive = entry.sentAt >= account.liveFrom;
      if (entry.kind === 'event' && entry.event.type === 'send-failed') {
        const row = await settleFailedMessage(tx, entry.event);
        if (row !== null) failed.push(row);
      }
      const customer = customers.get(entry.externalUserId);
      if (customer === undefined) continue; // concerns no customer: a servicer going on or off duty
      const heard = hear(customer.now, entry, isLive);
      customer.now = heard.customer;
      insertMessage(tx, {
        ...messageOf(deps.ring, key, openKfId, entry),
        customerId: heard.customer._id,
        place: place++,
        takenAt: tx.now,
        state: heard.state,
      });
      if (heard.state === 'waiting' && entry.kind === 'message') wrote.add(heard.customer._id);
      if (entry.kind === 'event' && entry.event.type === 'recalled')
        markWithdrawn(tx, keyOf(openKfId, entry.event.msgId), entry.sentAt);
      if (isLive) notices.push(...noticesOf(tx, key, entry, heard.customer));
    }
    for (const { now, isNew } of customers.values()) {
      if (isNew) insertCustomer(tx, now);
      else replaceCustomer(tx, now);
    }
    enqueue(tx, notices);
    await releaseHeld(
      deps.ring,
      tx,
      [...wrote].map((customerId) => laneOf({ kind: 'customer', customerId })),
    );
    return {
      unreadable: read.length - read.filter((entry) => entry !== null).length,
      failed,
      queued: notices.length > 0 || wrote.size > 0,
    };
  });
}

function keyOf(openKfId: string, msgId: string): string {
  return `k:${openKfId}:${msgId}`;
}

type Draft = { now: KfCustomer; isNew: boolean };

/** The customers of these ids of the platform; who is not known gets an id of ours. */
async function openCustomers(
  { ring }: IntakeDeps,
  tx: Tx,
  openKfId: string,
  externalUserIds: readonly string[],
): Promise<Map<string, Draft>> {
  const wanted = [...new Set(externalUserIds)].filter((id) => id !== '');
  const indexes = new Map(wanted.flatMap((id) => indexesOf(ring, openKfId, id).map((index) => [index, id] as const)));
  const customers = new Map<string, Draft>();
  for (const row of await findCustomersByIndex(tx, [...indexes.keys()]))
    customers.set(indexes.get(row.index) ?? '', { now: row, isNew: false });
  for (const externalUserId of wanted) {
    if (customers.has(externalUserId)) continue;
    const now = newCustomer(ring, { id: tx.newId(), openKfId, externalUserId, now: tx.now });
    customers.set(externalUserId, { now, isNew: true });
  }
  return customers;
}

type Stored = Pick<KfMessage, '_id' | 'openKfId' | 'from' | 'kind' | 'body' | 'sentAt' | 'servicer' | 'code'>;

function messageOf(ring: KeyRing, key: string, openKfId: string, entry: KfEntry): Stored {
  const body = entry.kind === 'message' ? entry.body : eventBody(openKfId, entry.event);
  const stored = {
    _id: key,
    openKfId,
    kind: entry.kind === 'message' ? entry.body.kind : entry.event.type,
    body: seal(ring, JSON.stringify(body), { collection: KF_MESSAGES_NAME, id: key, field: 'body' }),
    sentAt: entry.sentAt,
  };
  if (entry.kind === 'message')
    return { ...stored, from: entry.from, ...(entry.servicer !== '' && { servicer: entry.servicer }) };
  const code = entry.event.type === 'entered' ? codeOf(entry.event.code, entry.sentAt, SHORT_CODE_MS) : undefined;
  return { ...stored, from: 'event', ...(code !== undefined && { code }) };
}

/** Events as a turn gets them; codes travel beside them. */
function eventBody(openKfId: string, event: KfEvent): InboundBody {
  switch (event.type) {
    case 'entered':
      return {
        kind: 'event',
        event: 'enter_session',
        key: event.scene,
        fields: { scene: event.scene, sceneParam: event.sceneParam },
      };
    case 'recalled':
      return { kind: 'event', event: 'user_recall_msg', key: keyOf(openKfId, event.msgId), fields: {} };
    default: {
      const { type, ...fields } = event;
      return { kind: 'event', event: type, key: '', fields };
    }
  }
}

function codeOf(code: string, issuedAt: Date, lifeMs: number): KfMessage['code'] {
  return code === '' ? undefined : { code, until: new Date(issuedAt.getTime() + lifeMs) };
}

/** The bot says when a person takes over and when he has gone: one message each by the code of the event. */
function noticesOf(tx: Tx, key: string, entry: KfEntry, { _id }: KfCustomer): OutboundMessage[] {
  if (entry.kind !== 'event' || entry.event.type !== 'session') return [];
  const { change } = entry.event;
  if (change !== 'taken' && change !== 'ended') return [];
  const code = codeOf(entry.event.code, entry.sentAt, change === 'taken' ? LONG_CODE_MS : SHORT_CODE_MS);
  if (code === undefined || code.until <= tx.now) return [];
  return [
    {
      target: { kind: 'customer', customerId: _id, code },
      body: { kind: 'text', text: change === 'taken' ? takenText() : endedText() },
      effectKey: `session:${key}`,
      urgent: true,
    },
  ];
}
