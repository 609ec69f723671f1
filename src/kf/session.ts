/** What an entry of the account's stream means for its customer; pure (wecom.md 6.5, 6.6, 6.8). */
import type { KfCustomer, KfMessage } from '../../schemas/kf.js';
import type { KfEntry } from '../channels/kf/entry.js';

/** A session ends by itself after this, and messages may go for so long after the customer wrote (wecom.md 6.6, 6.8). */
export const SESSION_MS = 48 * 3_600_000;

export interface Heard {
  customer: KfCustomer;
  state: KfMessage['state'];
}

/** @param isLive false: it happened before the service listened; it is kept and not answered */
export function hear(customer: KfCustomer, entry: KfEntry, isLive: boolean): Heard {
  if (entry.kind === 'event') return hearEvent(customer, entry, isLive);
  return entry.from === 'servicer' ? hearServicer(customer, entry) : hearCustomer(customer, entry.sentAt, isLive);
}

/** Out of an ended session the customer's message begins a new one. */
function hearCustomer(before: KfCustomer, at: Date, isLive: boolean): Heard {
  const isOver = before.heardAt !== undefined && at.getTime() - before.heardAt.getTime() >= SESSION_MS;
  const customer: KfCustomer = {
    ...(before.state === 'ended' || isOver ? enter(before, 'new', at) : before),
    heardAt: later(before.heardAt, at),
    wroteAt: later(before.wroteAt, at),
    // the platform tells seconds: what went in the same one counts, perhaps once too often
    sent: before.sent.filter((message) => message.at >= at),
    owed: true,
    closed: false,
  };
  return { customer, state: hasPerson(customer) ? 'person' : isLive ? 'waiting' : 'history' };
}

/** Whoever writes has the session, also when the event that said so was lost. */
function hearServicer(before: KfCustomer, { sentAt, servicer }: Extract<KfEntry, { kind: 'message' }>): Heard {
  return {
    customer: { ...enter(before, 'person', sentAt, servicer), heardAt: later(before.heardAt, sentAt) },
    state: 'person',
  };
}

function hearEvent(before: KfCustomer, { event, sentAt }: Extract<KfEntry, { kind: 'event' }>, isLive: boolean): Heard {
  switch (event.type) {
    case 'session':
      return {
        customer:
          event.change === 'ended' ? enter(before, 'ended', sentAt) : enter(before, 'person', sentAt, event.servicer),
        state: 'handled',
      };
    case 'refusal': {
      const { refused: _refused, ...rest } = before;
      return { customer: event.refused ? { ...rest, refused: true } : rest, state: 'handled' };
    }
    case 'entered':
    case 'recalled':
      return { customer: before, state: isLive && !hasPerson(before) ? 'waiting' : 'handled' };
    default:
      return { customer: before, state: 'handled' };
  }
}

function enter(before: KfCustomer, state: KfCustomer['state'], stateAt: Date, servicer = ''): KfCustomer {
  const { servicer: _servicer, ...rest } = before;
  return { ...rest, state, stateAt, ...(servicer !== '' && { servicer }) };
}

/** The bot is silent: somebody else has the session, or soon will. */
export function hasPerson({ state }: Pick<KfCustomer, 'state'>): boolean {
  return state === 'queue' || state === 'person';
}

function later(a: Date | undefined, b: Date): Date {
  return a !== undefined && a > b ? a : b;
}
