/** Hands waiting messages to the turn: each customer's in order, customers side by side. */
import type { KfMessage } from '../../schemas/kf.js';
import type { InboundBody, InboundMessage, Receipt } from '../../schemas/message.js';
import type { KfClient } from '../channels/kf/client.js';
import type { CustomerDesk } from '../channels/kf/desk.js';
import { ChannelError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import { groupBy } from '../lib/group-by.js';
import type { Log } from '../lib/log.js';
import { type KeyRing, unseal } from '../lib/seal.js';
import { findWaiting, KF_MESSAGES_NAME, settleMessages } from '../models/kf-message.js';
import type { TransactionDeps } from '../models/transaction.js';
import { hasPerson } from './session.js';

const ROUND_MESSAGES = 200;
const SIDE_BY_SIDE = 16;
const WRONG_TRANSITION = 95016;

export interface HandleDeps {
  db: TransactionDeps['db'];
  clock: Clock;
  log: Log;
  ring: KeyRing;
  client: KfClient;
  desk: CustomerDesk;
  /** Plays a message in a transaction of its own, once for each key. */
  receive(message: InboundMessage): Promise<Receipt>;
}

/**
 * One round. Messages of customers with whom it failed stay waiting; they are named in `failed` and left out of the rounds
 * that follow, so that theirs keep their order and others go on.
 */
export async function handleRound(deps: HandleDeps, openKfId: string, failed: Set<string>): Promise<number> {
  const ask = { openKfId, now: deps.clock(), without: [...failed], limit: ROUND_MESSAGES };
  const waiting = await findWaiting(deps.db, ask);
  const groups = [...groupBy(waiting, (row) => row.customerId)].values();
  // one iterator for all: whoever is free takes the next customer
  const worker = async () => {
    for (const [customerId, rows] of groups)
      if (!(await handleCustomer(deps, customerId, rows))) failed.add(customerId);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return waiting.length;
}

/** False when one of them failed; it and the later ones stay. */
async function handleCustomer(deps: HandleDeps, customerId: string, rows: readonly KfMessage[]): Promise<boolean> {
  const done: string[] = [];
  try {
    if (rows.some((row) => row.from === 'customer') && !(await isBots(deps, customerId))) {
      await settleMessages(
        deps.db,
        rows.map((row) => row._id),
        'person',
      );
      return true;
    }
    for (const row of rows) {
      // what was taken back before anybody read it stays unanswered
      if (row.withdrawnAt === undefined) await handleMessage(deps, row);
      done.push(row._id);
    }
    return true;
  } catch (err) {
    deps.log.error({ err, customerId }, 'messages of a customer were not handled; they are tried again');
    return false;
  } finally {
    if (done.length > 0) await settleMessages(deps.db, done, 'handled');
  }
}

async function handleMessage(deps: HandleDeps, row: KfMessage): Promise<void> {
  const body = unseal(deps.ring, row.body, { collection: KF_MESSAGES_NAME, id: row._id, field: 'body' });
  const isAnswerable = row.code !== undefined && row.code.until > deps.clock();
  const receipt = await deps.receive({
    key: row._id,
    channel: 'kf',
    sender: row.customerId,
    account: row.openKfId,
    sentAt: row.sentAt,
    body: JSON.parse(body) as InboundBody,
    ...(isAnswerable && row.code !== undefined && { code: row.code }),
  });
  // nothing goes out passively here: what stands in the receipt is sent as a lost reply
  receipt.settled('lost');
}

/** Takes a new session for the bot (0 → 1, wecom.md 6.8). False when a person turns out to have it. */
async function isBots(deps: HandleDeps, customerId: string): Promise<boolean> {
  const { client, desk } = deps;
  const route = await desk.route(customerId);
  if (route === null || route.state !== 'new') return route === null || !hasPerson(route);
  try {
    await client.transfer(route, 'bot');
    await desk.noteState(customerId, 'bot');
    return true;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    if (error.code !== WRONG_TRANSITION) {
      // a session without an owner may be answered as well; the next message tries again
      deps.log.warn({ err: error }, 'a session was not taken for the bot');
      return true;
    }
  }
  const { state, servicer } = await client.session(route);
  await desk.noteState(customerId, state, servicer ?? undefined);
  return !hasPerson({ state });
}
