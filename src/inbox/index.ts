/** Makes delivery once-only: a taken key returns the stored reply; a reply that may be lost is sent by the relay later. */
import { type InboxRow, StoredReply } from '../../schemas/machinery.js';
import type { Channel, InboundMessage, PassiveReply, Receipt } from '../../schemas/message.js';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import {
  countFailure,
  findInboxRow,
  findPendingReplies,
  INBOX_COLLECTION,
  insertInboxRow,
  markRepliesSent,
  markReplyQueued,
  removeInboxRowsBefore,
} from '../models/inbox.js';
import { ConflictError, type TransactionDeps, type Tx } from '../models/transaction.js';

/** After this a reply whose HTTP response is not known to have gone out is sent by the API. */
const REPLY_PATIENCE_MS = 15_000;
/** kf replays three days; keys are kept for a week. */
const KEEP_MS = 7 * 86_400_000;
/** A crash says again what was said in this time. */
const MARK_EVERY_MS = 250;

export interface Inbox {
  /** Writes the message's row: a second one with the same key fails the transaction (`isRepeat`). */
  claim(tx: Tx, message: InboundMessage, reply: PassiveReply | null): void;
  /** Like `claim`, for a message that cannot be handled: its sealed body waits for repair. */
  setAside(tx: Tx, message: InboundMessage, reply: PassiveReply, problem: string): void;
  storedReply(key: string): Promise<PassiveReply | null>;
  receipt(key: string, reply: PassiveReply | null): Receipt;
  countFailure(key: string): Promise<number>;
  /** Hands every overdue reply to `send` (in a transaction of its own). Returns how many. */
  sendLostReplies(
    send: (
      row: { key: string; channel: Channel; sender: string; reply: PassiveReply },
      mark: (tx: Tx) => void,
    ) => Promise<void>,
  ): Promise<number>;
  /** Removes old keys. */
  tidy(): Promise<number>;
  /** Writes marks that still wait. */
  flush(): Promise<void>;
}

/** True when a transaction failed because the message was handled before, or is being handled elsewhere and got through. */
export function isRepeat(error: unknown): boolean {
  return error instanceof ConflictError && error.collection === INBOX_COLLECTION;
}

export function makeInbox(deps: {
  db: TransactionDeps['db'];
  clock: Clock;
  seal: { close(text: string, about: string): string; open(sealed: string, about: string): string };
  log: Log;
}): Inbox {
  let marks: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const keys = marks;
    marks = [];
    if (keys.length > 0)
      writing = writing
        .then(() => markRepliesSent(deps.db, keys))
        // a lost mark costs one repeated reply; the sweep finds the row
        .catch((err: unknown) => deps.log.warn({ err, keys: keys.length }, 'reply marks not written'));
    return writing;
  }

  function rowOf(tx: Tx, message: InboundMessage) {
    return { _id: message.key, channel: message.channel, sender: message.sender, kind: message.body.kind, at: tx.now };
  }

  function replyPart(tx: Tx, key: string, reply: PassiveReply | null) {
    if (reply === null) return { replyState: 'none' as const };
    const sealedReply = deps.seal.close(JSON.stringify(reply), key);
    return {
      sealedReply,
      replyState: 'pending' as const,
      replyDueAt: new Date(tx.now.getTime() + REPLY_PATIENCE_MS),
    };
  }

  function replyOf(row: InboxRow | null): PassiveReply | null {
    if (row?.sealedReply === undefined) return null;
    return StoredReply.parse(JSON.parse(deps.seal.open(row.sealedReply, row._id)));
  }

  return {
    claim(tx, message, reply) {
      insertInboxRow(tx, { ...rowOf(tx, message), state: 'done', ...replyPart(tx, message.key, reply) });
    },
    setAside(tx, message, reply, problem) {
      const sealedBody = deps.seal.close(JSON.stringify(message.body), message.key);
      insertInboxRow(tx, {
        ...rowOf(tx, message),
        state: 'failed',
        sealedBody,
        problem,
        ...replyPart(tx, message.key, reply),
      });
    },
    async storedReply(key) {
      return replyOf(await findInboxRow(deps.db, key));
    },
    receipt(key, reply) {
      return {
        reply,
        settled(outcome) {
          if (outcome !== 'sent' || reply === null) return;
          marks.push(key);
          timer ??= setTimeout(() => void flush(), MARK_EVERY_MS);
        },
      };
    },
    countFailure: (key) => countFailure(deps.db, key, deps.clock()),
    async sendLostReplies(send) {
      await flush();
      const rows = await findPendingReplies(deps.db, deps.clock(), 200);
      for (const row of rows) {
        const reply = replyOf(row);
        if (reply === null) continue;
        const { _id: key, channel, sender } = row;
        await send({ key, channel, sender, reply }, (tx) => markReplyQueued(tx, key));
      }
      return rows.length;
    },
    tidy: () => removeInboxRowsBefore(deps.db, new Date(deps.clock().getTime() - KEEP_MS)),
    flush,
  };
}
