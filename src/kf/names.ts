/** The ids of customers: ours everywhere, the platform's sealed in one place (docs/adr/0031). */
import type { KfCustomer } from '../../schemas/kf.js';
import { blindIndex, blindIndexes, type KeyRing, type Sealed, seal, unseal } from '../lib/seal.js';
import { KF_CUSTOMERS_NAME } from '../models/kf-customer.js';

const KIND = 'kf_customer';
const plain = (openKfId: string, externalUserId: string) => `${openKfId}\n${externalUserId}`;
const place = (id: string) => ({ collection: KF_CUSTOMERS_NAME, id, field: 'external' }) as const;

/** What to look a customer up by: one index for each key of the ring. */
export function indexesOf(ring: KeyRing, openKfId: string, externalUserId: string): string[] {
  return blindIndexes(ring, KIND, plain(openKfId, externalUserId));
}

/** A customer who was never heard of. */
export function newCustomer(
  ring: KeyRing,
  who: { id: string; openKfId: string; externalUserId: string; now: Date },
): KfCustomer {
  const { id, openKfId, externalUserId, now } = who;
  return {
    _id: id,
    openKfId,
    index: blindIndex(ring, KIND, plain(openKfId, externalUserId)),
    external: seal(ring, externalUserId, place(id)),
    firstSeenAt: now,
    state: 'new',
    stateAt: now,
    sent: [],
    owed: false,
    closed: false,
  };
}

/** The platform's id of a customer. */
export function externalUserIdOf(ring: KeyRing, { _id, external }: Pick<KfCustomer, '_id' | 'external'>): string {
  return unseal(ring, external as Sealed<'external'>, place(_id));
}
