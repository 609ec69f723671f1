/** Messages on their way out: the row of one message, and what senders report back. */
import { z } from 'zod';
import type { OutboundBody, Target } from './message.js';

/**
 * queued → sending → sent | dead, or back to queued for another try. `held` rows wait for the customer to write again and
 * `dropped` ones were given up, or sent together with newer ones; the relay touches neither.
 */
const OUTBOX_STATES = ['queued', 'sending', 'sent', 'dead', 'held', 'dropped'] as const;

export const OutboxRow = z.strictObject({
  _id: z.string().min(1),
  /** Unique: same key, same message. */
  effectKey: z.string().min(1),
  target: z.custom<Target>(),
  /** The lane: rows of one lane leave in order, one at a time. */
  lane: z.string().min(1),
  body: z.custom<OutboundBody>(),
  /** The body, where it rests sealed; `body` is empty then. */
  sealed: z.string().optional(),
  state: z.enum(OUTBOX_STATES),
  urgent: z.boolean(),
  important: z.boolean().optional(),
  handOver: z.boolean().optional(),
  /** How often it was sent anew after it had failed: a customer message gets a new id then (wecom.md 6.6). */
  round: z.number().int().min(1).optional(),
  dueAt: z.date(),
  createdAt: z.date(),
  /** Tries begun, counted before the sending so that a crash counts too. */
  attempts: z.number().int().min(0),
  /** A long message leaves in parts: how many of them have gone. */
  partsSent: z.number().int().min(0),
  /** The process that sends it, for operators. */
  leaseBy: z.string().optional(),
  leaseUntil: z.date().optional(),
  sentAt: z.date().optional(),
  platformIds: z.array(z.string()),
  /** Once usable, 72 hours, to change the card for all who have it (wecom.md 3.5). */
  responseCode: z.string().optional(),
  /** Receivers whom the platform refused although it took the message. */
  failedReceivers: z.array(z.string()).optional(),
  /** Of the last try. */
  error: z
    .strictObject({
      code: z.string(),
      klass: z.string(),
      message: z.string(),
      times: z.number().int().min(2).optional(),
    })
    .optional(),
  dropped: z.strictObject({ at: z.date(), why: z.string().min(1) }).optional(),
});
export type OutboxRow = z.infer<typeof OutboxRow>;

/** Why a message did not go. `code` is an errcode or a word; `message` holds no secret and no person. */
export interface SendError {
  code: string;
  klass: string;
  message: string;
  /** So often in a row with this code, from the second time on. */
  times?: number;
}

/** What became of one message on the platform. */
export type SendOutcome =
  | { kind: 'sent'; platformId?: string; responseCode?: string; failedReceivers?: string[] }
  /** Try again after a growing pause, or after `afterMs`. */
  | { kind: 'retry'; error: SendError; afterMs?: number }
  /** Not before `until` (a window of the platform's limits). */
  | { kind: 'later'; error: SendError; until: Date }
  /** It cannot go before the customer writes again (wecom.md 6.6). */
  | { kind: 'held'; error: SendError }
  /** It will never go. */
  | { kind: 'dead'; error: SendError; alert: boolean }
  /** Nothing of this kind of target would go: stop all of them for a while and alert. */
  | { kind: 'stop'; error: SendError };

/** One message on the platform; takes one permit of the target's limits. */
export type SendPart = () => Promise<SendOutcome>;

/**
 * Turns a row into its messages on the platform, always the same ones in the same order, so that a resend goes on
 * where the last try ended. Expected failures are outcomes of a part; a throw is tried again.
 */
export type Sender = (row: OutboxRow) => Promise<readonly SendPart[]>;
