/** Gives a session to a person: a servicer on duty, else the waiting pool (wecom.md 6.8). */
import { createHash } from 'node:crypto';
import type { OutboxRow, SendOutcome } from '../../../schemas/outbox.js';
import { ChannelError } from '../../errors.js';
import type { Clock } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';
import { failureOf } from '../common/outcome.js';
import type { KfClient } from './client.js';
import type { CustomerDesk, CustomerRoute } from './desk.js';

/** Not a servicer, not in scope, off duty meanwhile or full: the next one is asked. */
const NOT_THIS_ONE: readonly unknown[] = [95003, 95014, 60030, 60031, 40003];
const WRONG_TRANSITION = 95016;

export interface HandOverDeps {
  client: KfClient;
  desk: CustomerDesk;
  clock: Clock;
  log: Log;
  /** For a customer who must wait for a person. */
  queueText: string;
}

/** Null when a person or the pool has the session, perhaps had it before. */
export async function handOver(
  deps: HandOverDeps,
  customerId: string,
  route: CustomerRoute,
  row: Pick<OutboxRow, 'error'>,
): Promise<Exclude<SendOutcome, { kind: 'sent' }> | null> {
  const { client, desk } = deps;
  if (route.state === 'queue' || route.state === 'person') return null;
  try {
    const onDuty = turned(await client.servicersOnDuty(route.openKfId), customerId);
    for (const servicer of onDuty) {
      if (!(await isTaken(servicer))) continue;
      await desk.handedOver(customerId, 'person', servicer);
      return null;
    }
    const code = await client.transfer(route, 'queue');
    await desk.handedOver(customerId, 'queue');
    if (code !== null) await tellToWait(code);
    return null;
  } catch (error) {
    if (!(error instanceof ChannelError) || error.code !== WRONG_TRANSITION) return failureOf(error, row, deps.clock());
  }
  // somebody was faster
  try {
    const { state, servicer } = await client.session(route);
    await desk.noteState(customerId, state, servicer ?? undefined);
    return null;
  } catch (error) {
    return failureOf(error, row, deps.clock());
  }

  async function isTaken(servicer: string): Promise<boolean> {
    try {
      await client.transfer(route, 'person', servicer);
      return true;
    } catch (error) {
      if (error instanceof ChannelError && NOT_THIS_ONE.includes(error.code)) return false;
      throw error;
    }
  }

  async function tellToWait(code: string): Promise<void> {
    try {
      await client.sendByCode(code, { msgtype: 'text', text: { content: deps.queueText } });
    } catch (err) {
      deps.log.warn({ err }, 'a customer was not told to wait');
    }
  }
}

/** The same order for one customer, another one for others, so that not all go to the first in the list. */
function turned(servicers: readonly string[], customerId: string): string[] {
  const sorted = [...servicers].sort();
  const start =
    sorted.length === 0 ? 0 : createHash('sha256').update(customerId).digest().readUInt32BE(0) % sorted.length;
  return [...sorted.slice(start), ...sorted.slice(0, start)];
}
