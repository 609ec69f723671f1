/** What the sender knows and keeps of customers (`CustomerDesk`), over the database. */
import type { OutboundMessage } from '../../schemas/message.js';
import type { CustomerDesk } from '../channels/kf/desk.js';
import type { KeyRing } from '../lib/seal.js';
import { closeCustomer, findCustomer, setSession, takeMessage, uncountMessage } from '../models/kf-customer.js';
import { inTransaction, type TransactionDeps, type Tx } from '../models/transaction.js';
import { enqueue, gather } from '../outbox/index.js';
import { externalUserIdOf } from './names.js';
import { SESSION_MS } from './session.js';

/** Messages after each of the customer's (wecom.md 6.6). */
const MESSAGES_MAX = 5;
/** Of them kept for receipts and the way to a person. */
const RESERVE = 2;
/** 48 hours end a little earlier for us than for the platform. */
const MARGIN_MS = 60_000;

/** A conversation that went to a person, or into the queue for one. */
export interface HandedOver {
  customerId: string;
  openKfId: string;
  to: 'queue' | 'person';
  servicer?: string;
}

export interface DeskDeps extends TransactionDeps {
  ring: KeyRing;
  /** Whom to tell that a customer wants a person. */
  onHandOver(tx: Tx, handed: HandedOver): Promise<readonly OutboundMessage[]>;
}

export function makeDesk(deps: DeskDeps): CustomerDesk {
  const { db, clock } = deps;
  return {
    async route(customerId) {
      const row = await findCustomer(db, customerId);
      if (row === null) return null;
      return { openKfId: row.openKfId, externalUserId: externalUserIdOf(deps.ring, row), state: row.state };
    },
    take(customerId, msgId, important) {
      const at = clock();
      const since = new Date(at.getTime() - SESSION_MS + MARGIN_MS);
      return takeMessage(
        db,
        customerId,
        { id: msgId, at },
        { max: important ? MESSAGES_MAX : MESSAGES_MAX - RESERVE, maxOfAnswer: MESSAGES_MAX, since },
      );
    },
    gather: (row) => gather(deps, row),
    giveBack: (customerId, msgId) => uncountMessage(db, customerId, msgId),
    close: (customerId) => closeCustomer(db, customerId),
    noteState: (customerId, state, servicer) =>
      inTransaction(deps, async (tx) => setSession(tx, customerId, state, servicer)),
    handedOver: (customerId, to, servicer) =>
      inTransaction(deps, async (tx) => {
        const row = await findCustomer(db, customerId);
        if (row === null) return;
        setSession(tx, customerId, to, servicer);
        const { openKfId } = row;
        enqueue(
          tx,
          await deps.onHandOver(tx, { customerId, openKfId, to, ...(servicer !== undefined && { servicer }) }),
        );
      }),
  };
}
