/** Customer service (微信客服): nudges and polls in, turns for each message, a sender out (docs/adr/0031). */
import type { InboundMessage, OutboundMessage } from '../../schemas/message.js';
import type { Sender } from '../../schemas/outbox.js';
import type { KfClient } from '../channels/kf/client.js';
import { type CustomerSenderDeps, makeCustomerSender } from '../channels/kf/customer-sender.js';
import type { Clock } from '../lib/clock.js';
import type { Confidential } from '../lib/confidential.js';
import { addAccounts, findAccountsToRead, noteNudge } from '../models/kf-cursor.js';
import type { Tx } from '../models/transaction.js';
import { queueText } from '../texts/kf.js';
import { type ChatLine, readChat } from './chat.js';
import { type HandedOver, makeDesk } from './desk.js';
import { HISTORY_MS, type ReadDeps, readAccount } from './read-account.js';
import { endLeftAlone, type Patience } from './take-back.js';

/** Without a nudge an account is read so often: nudges may be lost, and reading without token is limited (wecom.md 6.3 no. 5). */
const SAFETY_MS = 180_000;
const ACCOUNTS_MS = 3_600_000;

export interface KfDeps extends Omit<ReadDeps, 'desk' | 'isStopping'> {
  client: KfClient;
  clock: Clock;
  loadFile: CustomerSenderDeps['loadFile'];
  uploadMedia: CustomerSenderDeps['uploadMedia'];
  /** Whom to tell that a customer wants a person; rows go with the change of the session. */
  onHandOver(tx: Tx, handed: HandedOver): Promise<readonly OutboundMessage[]>;
  patience: Patience;
}

export interface KfChannel {
  /** Keeps a `kf-nudge` (durable when it resolves) and begins to read. The callback is answered after it. */
  onNudge(message: InboundMessage): Promise<void>;
  /** Reads what is due on all accounts and takes sessions back that persons have left alone; resolves when done. Every few seconds. */
  poll(): Promise<void>;
  /** For the relay, target `customer`. */
  sender: Sender;
  /** What was said in a customer's sessions, also while a person had them. For one reader at a time; the caller checks rights. */
  readChat(tx: Tx, customerId: string, limit: number): Promise<Confidential<ChatLine[]>>;
  /** Ends reading after the messages in hand. */
  stop(): Promise<void>;
}

export function makeKfChannel(deps: KfDeps): KfChannel {
  const { db, clock, client, log } = deps;
  const desk = makeDesk(deps);
  const reading = new Map<string, Promise<void>>();
  let stopping = false;
  let accountsAt: Date | null = null;
  const readDeps: ReadDeps = { ...deps, desk, isStopping: () => stopping };

  /** One reading of an account at a time in this process; nudges that come meanwhile are seen before it ends. */
  function read(openKfId: string): Promise<void> {
    const running = reading.get(openKfId);
    if (running !== undefined || stopping) return running ?? Promise.resolve();
    const run = readAccount(readDeps, openKfId)
      .catch((err: unknown) => log.error({ err, openKfId }, 'an account was left in the middle; it is read again'))
      .finally(() => reading.delete(openKfId));
    reading.set(openKfId, run);
    return run;
  }

  async function findAccounts(now: Date): Promise<void> {
    if (accountsAt !== null && now >= accountsAt && now.getTime() - accountsAt.getTime() < ACCOUNTS_MS) return;
    try {
      const accounts = await client.accounts();
      await addAccounts(
        db,
        accounts.map(({ openKfId }) => openKfId),
        new Date(now.getTime() - HISTORY_MS),
      );
      accountsAt = now;
    } catch (err) {
      log.warn({ err }, 'the accounts of customer service could not be listed; nudged ones are read');
    }
  }

  return {
    async onNudge({ body }) {
      if (body.kind !== 'kf-nudge') throw new Error(`not a nudge: ${body.kind}`);
      const { openKfId, token } = body;
      const at = clock();
      await noteNudge(db, { openKfId, token, at, liveFrom: new Date(at.getTime() - HISTORY_MS) });
      void read(openKfId);
    },
    async poll() {
      const now = clock();
      await findAccounts(now);
      const due = await findAccountsToRead(db, now, new Date(now.getTime() - SAFETY_MS), deps.leaseMs);
      await Promise.all(due.map(read));
      await Promise.all(reading.values());
      await endLeftAlone(readDeps, deps.patience);
    },
    sender: makeCustomerSender({ ...deps, desk, queueText: queueText() }),
    readChat: (tx, customerId, limit) => readChat(deps.ring, tx, customerId, limit),
    async stop() {
      stopping = true;
      await Promise.all(reading.values());
    },
  };
}
