import type { Db } from 'mongodb';
import type { OutboundMessage } from '../../../schemas/message.js';
import type { OutboxRow, Sender, SendOutcome } from '../../../schemas/outbox.js';
import { type MovableClock, movableClock } from '../../../src/lib/clock.js';
import { newId } from '../../../src/lib/ids.js';
import { makeLog } from '../../../src/lib/log.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { enqueue, makeRelay, PLATFORM_LIMITS, type RelayAlert, type RelayDeps } from '../../../src/outbox/index.js';

export const START = new Date('2010-07-20T08:00:00+08:00');

export function frozenClock(): MovableClock {
  const clock = movableClock(START, () => START);
  clock.set(START);
  clock.freeze(true);
  return clock;
}

/** Rows of an outbox and a platform that notes what reached it. */
export function bench(db: Db, clock: MovableClock) {
  const sent: string[] = [];
  const alerts: RelayAlert[] = [];
  const events: string[] = [];
  const rows = db.collection<OutboxRow>('outbox');
  return {
    sent,
    alerts,
    events,
    rows,
    put: (...messages: OutboundMessage[]) =>
      inTransaction({ db, clock: clock.now, newId }, async (tx) => enqueue(tx, messages)),
    /** A sender that notes the text, then answers what `outcome` says. */
    notes: (outcome: (row: OutboxRow) => SendOutcome = () => ({ kind: 'sent' })): Sender => {
      return async (row) => [
        async () => {
          sent.push(textOf(row));
          return outcome(row);
        },
      ];
    },
    relay: (more: Partial<RelayDeps> & Pick<RelayDeps, 'senders'>) =>
      makeRelay({
        db,
        limits: PLATFORM_LIMITS,
        clock: clock.now,
        log: makeLog('silent'),
        alert: (alert) => alerts.push(alert),
        count: (event) => events.push(event),
        random: () => 1,
        holder: newId(),
        leaseMs: 120_000,
        maxLanes: 8,
        pollMs: 20,
        ...more,
      }),
    row: async (effectKey: string) => {
      const row = await rows.findOne({ effectKey });
      if (row === null) throw new Error(`no row ${effectKey}`);
      return row;
    },
  };
}

export function textOf(row: OutboxRow): string {
  return row.body.kind === 'text' ? row.body.text : row.body.kind;
}

export function text(userid: string, words: string, more: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    target: { kind: 'member', userid },
    body: { kind: 'text', text: words },
    effectKey: `${userid}/${words}`,
    ...more,
  };
}

export const failure = { code: '-1', klass: 'R', message: 'busy' };
