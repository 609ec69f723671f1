/** Sessions that no person looks after any more: they are ended, so that the customer's next message reaches the bot. */
import type { KfCustomer } from '../../schemas/kf.js';
import { ChannelError } from '../errors.js';
import { findLeftAlone, setSession } from '../models/kf-customer.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { leftAloneText } from '../texts/kf.js';
import type { HandleDeps } from './handle.js';

/** How long a customer waits in the queue, and how long a person may be silent after the last word of either. */
export interface Patience {
  queueMs: number;
  personMs: number;
}

const AT_ONCE_MAX = 100;
const WRONG_TRANSITION = 95016;
/** Of the code of an ended session, less the time of the call (wecom.md 6.7). */
const CODE_MS = 19_000;

/** Only forward changes exist (wecom.md 6.8): the session cannot go back to the bot, but it can end. */
export async function endLeftAlone(
  deps: Pick<HandleDeps, 'client' | 'desk' | 'log'> & TransactionDeps & { wake(): void },
  patience: Patience,
): Promise<void> {
  const now = deps.clock().getTime();
  const found = await findLeftAlone(
    deps.db,
    { queuedBefore: new Date(now - patience.queueMs), quietBefore: new Date(now - patience.personMs) },
    AT_ONCE_MAX,
  );
  for (const customer of found) {
    try {
      await end(customer);
    } catch (err) {
      deps.log.warn({ err, customerId: customer._id }, 'a session was not taken back; it is tried again');
    }
  }
  if (found.length > 0) deps.wake();

  async function end({ _id: customerId, stateAt }: KfCustomer): Promise<void> {
    const route = await deps.desk.route(customerId);
    if (route === null) return;
    let code: string | null;
    try {
      code = await deps.client.transfer(route, 'ended');
    } catch (error) {
      if (!(error instanceof ChannelError) || error.code !== WRONG_TRANSITION) throw error;
      const { state, servicer } = await deps.client.session(route);
      await deps.desk.noteState(customerId, state, servicer ?? undefined);
      return;
    }
    await inTransaction(deps, async (tx) => {
      setSession(tx, customerId, 'ended', undefined);
      if (code === null) return;
      const until = new Date(tx.now.getTime() + CODE_MS);
      enqueue(tx, [
        {
          target: { kind: 'customer', customerId, code: { code, until } },
          body: { kind: 'text', text: leftAloneText() },
          effectKey: `left-alone:${customerId}:${stateAt.getTime()}`,
          urgent: true,
        },
      ]);
    });
  }
}
