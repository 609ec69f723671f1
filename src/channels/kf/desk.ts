/** What the sender must know and keep of customers; handed in, for channels have no database. */

import type { KfCustomer } from '../../../schemas/kf.js';
import type { OutboxRow } from '../../../schemas/outbox.js';

export type SessionState = KfCustomer['state'];

export interface CustomerRoute {
  openKfId: string;
  externalUserId: string;
  state: SessionState;
}

/** `used-up`: the messages until the customer writes again; `too-late`: 48 hours have passed, or he never wrote. */
export type Permit = 'granted' | 'used-up' | 'too-late';

export interface CustomerDesk {
  route(customerId: string): Promise<CustomerRoute | null>;
  /** The row with the words of those that wait behind it. */
  gather(row: OutboxRow): Promise<OutboxRow>;
  /** Counts a message against the budget; the same id counts once. Important ones may use what is kept for receipts. */
  take(customerId: string, msgId: string, important: boolean): Promise<Permit>;
  /** The platform did not take the message. */
  giveBack(customerId: string, msgId: string): Promise<void>;
  /** The platform takes nothing more before the customer writes. */
  close(customerId: string): Promise<void>;
  noteState(customerId: string, state: SessionState, servicer?: string): Promise<void>;
  /** The conversation is with the pool or a person now. */
  handedOver(customerId: string, to: 'queue' | 'person', servicer?: string): Promise<void>;
}
