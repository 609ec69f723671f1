/** Records of the machinery: inbox, conversation sessions, flow versions. No domain in them. */
import { z } from 'zod';

/** The stored answer of one inbound message, given again to every repeated delivery. */
export const StoredReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('update-button'), replaceName: z.string() }),
]);

export const InboxRow = z.strictObject({
  /** De-duplication key (wecom.md 1.7). */
  _id: z.string(),
  channel: z.enum(['wecom', 'kf']),
  sender: z.string(),
  kind: z.string(),
  at: z.date(),
  /** `failed`: set aside after three tries; the sealed body waits for repair. */
  state: z.enum(['done', 'failed']),
  /** A `StoredReply`, sealed: what a person wrote of somebody may be said back to him. */
  sealedReply: z.string().optional(),
  /** `pending` until the HTTP response is known to have gone out; the relay sends what stays pending. */
  replyState: z.enum(['none', 'pending', 'sent', 'queued']),
  replyDueAt: z.date().optional(),
  sealedBody: z.string().optional(),
  problem: z.string().optional(),
});
export type InboxRow = z.infer<typeof InboxRow>;

/** Tries of a message that could not be handled, counted outside the failed transactions. */
export const InboxFailure = z.strictObject({ _id: z.string(), attempts: z.number().int(), at: z.date() });

/** One person's conversation in one channel; `_id` is `<channel>:<sender>`. */
export const SessionRow = z.strictObject({
  _id: z.string(),
  /** Counts the turns; guards against two turns of one person at once. */
  seq: z.number().int().min(1),
  /** The state as sealed JSON: an open form holds phones and ID numbers. */
  sealed: z.string(),
  /** `<flow>@<hash>` of every version it stands on. */
  versions: z.array(z.string()),
  /** When a tick is due. */
  timerAt: z.date().optional(),
  updatedAt: z.date(),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** Every version of a flow that a session may still stand on; `_id` is `<flow>@<hash>`. */
export const FlowVersion = z.strictObject({
  _id: z.string(),
  flow: z.string(),
  version: z.string(),
  sources: z.record(z.string(), z.string()),
  firstSeenAt: z.date(),
});
export type FlowVersion = z.infer<typeof FlowVersion>;
