/** Customer service (微信客服): how far each account was read, its customers, and what was said (docs/adr/0031). */
import { z } from 'zod';
import { sealed } from './sealed.js';

/** How far an account was read; one process at a time reads it. */
export const KfCursor = z.strictObject({
  /** open_kfid. */
  _id: z.string().min(1),
  /** Of the platform; '' begins three days back. */
  cursor: z.string(),
  /** What was sent earlier is history: kept, not answered. */
  liveFrom: z.date(),
  /** Nudges that came, and how many of them a whole read has answered: content waits while the two differ. */
  nudges: z.int().min(0),
  answered: z.int().min(0),
  /** Of the newest nudge, good for ten minutes. */
  token: z.strictObject({ value: z.string(), at: z.date() }).optional(),
  lease: z.strictObject({ by: z.string(), until: z.date() }).optional(),
  readAt: z.date().optional(),
  /** After failures nothing is read before this. */
  retryAt: z.date().optional(),
  failures: z.int().min(0),
  /** Places given so far, one for each message that was taken; some stay empty. */
  taken: z.int().min(0),
});
export type KfCursor = z.infer<typeof KfCursor>;

/** Who answers a customer (wecom.md 6.8, in its order): nobody yet, the bot, the waiting pool, a person, nobody any more. */
export const KF_SESSION_STATES = ['new', 'bot', 'queue', 'person', 'ended'] as const;

/** A person at one account. The platform's id points to a person, so it rests sealed. */
export const KfCustomer = z.strictObject({
  _id: z.string().min(1).max(64),
  openKfId: z.string().min(1),
  /** Blind index of account and platform id. */
  index: z.string().min(1),
  external: sealed<'external'>(),
  firstSeenAt: z.date(),
  /** Who answers (wecom.md 6.8), as far as known. */
  state: z.enum(KF_SESSION_STATES),
  stateAt: z.date(),
  /** userid of the servicer who has the session. */
  servicer: z.string().optional(),
  /** Last message of the customer: 48 hours from here messages may be sent. */
  wroteAt: z.date().optional(),
  /** Last message of anybody. */
  heardAt: z.date().optional(),
  /** Our messages since the customer wrote, by the id the platform knows; at most five go (wecom.md 6.6). */
  sent: z.array(z.strictObject({ id: z.string(), at: z.date() })),
  /** He wrote and nothing has gone to him since. */
  owed: z.boolean(),
  /** The platform said that no more go until the customer writes. */
  closed: z.boolean(),
  /** A servicer refuses messages of this customer. */
  refused: z.boolean().optional(),
});
export type KfCustomer = z.infer<typeof KfCustomer>;

/**
 * `waiting` for the bot · `handled` by it · `history` from before the service began · `person`: said while a person had the
 * session.
 */
export const KF_MESSAGE_STATES = ['waiting', 'handled', 'history', 'person'] as const;

/** One message or event of a customer's session, kept before it is handled. What people wrote rests sealed. */
export const KfMessage = z.strictObject({
  /** `k:<open_kfid>:<msgid>`, the de-duplication key. */
  _id: z.string().min(1),
  openKfId: z.string().min(1),
  customerId: z.string().min(1),
  /** Place in the account's order of arrival. */
  place: z.int().min(0),
  from: z.enum(['customer', 'servicer', 'event']),
  servicer: z.string().optional(),
  /** Of its body. */
  kind: z.string().min(1),
  body: sealed<'body'>(),
  sentAt: z.date(),
  takenAt: z.date(),
  state: z.enum(KF_MESSAGE_STATES),
  /** The answer must go by this code. */
  code: z.strictObject({ code: z.string(), until: z.date() }).optional(),
  withdrawnAt: z.date().optional(),
});
export type KfMessage = z.infer<typeof KfMessage>;
