import type { InboundBody } from '../../schemas/message.js';
import { Confidential } from '../lib/confidential.js';
import { type KeyRing, unseal } from '../lib/seal.js';
import { findChat, KF_MESSAGES_NAME } from '../models/kf-message.js';
import type { Tx } from '../models/transaction.js';

/** One message of a customer or of the servicer who had the session. */
export interface ChatLine {
  at: Date;
  from: 'customer' | 'servicer';
  /** userid of the servicer. */
  servicer?: string;
  body: InboundBody;
  /** The customer took it back; it stays as evidence. */
  withdrawnAt?: Date;
  /** Said while a person had the session: the bot does not know of it. */
  withPerson: boolean;
}

/** The newest `limit` lines of a customer, in order. What the bot said stands in the outbox. */
export async function readChat(
  ring: KeyRing,
  tx: Tx,
  customerId: string,
  limit: number,
): Promise<Confidential<ChatLine[]>> {
  const rows = await findChat(tx, customerId, limit);
  const lines = rows.map(({ _id, body, from, servicer, sentAt, withdrawnAt, state }): ChatLine => {
    const plain = unseal(ring, body, { collection: KF_MESSAGES_NAME, id: _id, field: 'body' });
    return {
      at: sentAt,
      from: from === 'servicer' ? 'servicer' : 'customer',
      body: JSON.parse(plain) as InboundBody,
      withPerson: state === 'person',
      ...(servicer !== undefined && { servicer }),
      ...(withdrawnAt !== undefined && { withdrawnAt }),
    };
  });
  return new Confidential(lines);
}
