import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KfCustomer } from '../../../schemas/kf.js';
import type { KfEntry, KfEvent } from '../../../src/channels/kf/entry.js';
import { newCustomer } from '../../../src/kf/names.js';
import { hear } from '../../../src/kf/session.js';
import { readKeyRing } from '../../../src/lib/seal.js';

const ring = readKeyRing(`t1:${Buffer.alloc(32, 7).toString('base64')}`, 'identity');
const T0 = new Date('2026-11-23T08:00:00+08:00');
const minute = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);
const customer = (more: Partial<KfCustomer> = {}): KfCustomer => ({
  ...newCustomer(ring, { id: 'c1', openKfId: 'wk', externalUserId: 'wm', now: T0 }),
  ...more,
});
const said = (minutes: number, from: 'customer' | 'servicer' = 'customer'): KfEntry => ({
  kind: 'message',
  msgId: `m${minutes}`,
  externalUserId: 'wm',
  sentAt: minute(minutes),
  from,
  servicer: from === 'servicer' ? 'Li' : '',
  body: { kind: 'text', text: '1' },
});
const happened = (minutes: number, event: KfEvent): KfEntry => ({
  kind: 'event',
  msgId: `e${minutes}`,
  externalUserId: 'wm',
  sentAt: minute(minutes),
  event,
});
const change = (minutes: number, what: 'taken' | 'passed-on' | 'ended' | 'resumed', servicer = '') =>
  happened(minutes, { type: 'session', change: what, servicer, code: '' });

describe('who answers (wecom.md 6.8)', () => {
  test('the story of a session', () => {
    const story: [KfEntry, KfCustomer['state'], string][] = [
      [said(0), 'new', 'waiting'],
      [change(1, 'taken', 'Li'), 'person', 'handled'],
      [said(2), 'person', 'person'],
      [change(3, 'passed-on', 'wang'), 'person', 'handled'],
      [said(4, 'servicer'), 'person', 'person'],
      [change(5, 'ended'), 'ended', 'handled'],
      [said(6), 'new', 'waiting'],
      [said(7, 'servicer'), 'person', 'person'],
      [change(8, 'ended'), 'ended', 'handled'],
      [change(9, 'resumed', 'Li'), 'person', 'handled'],
    ];
    let now = customer();
    for (const [entry, state, message] of story) {
      const heard = hear(now, entry, true);
      now = heard.customer;
      expect([now.state, heard.state]).toEqual([state, message]);
    }
    expect(now.servicer).toBe('Li');
  });

  test('what was said before the service listened is history, unless a person answered it', () => {
    expect(hear(customer(), said(0), false).state).toBe('history');
    expect(hear(customer({ state: 'person' }), said(0), false).state).toBe('person');
    expect(hear(customer(), happened(0, { type: 'entered', scene: '', sceneParam: '', code: 'C' }), false).state).toBe(
      'handled',
    );
  });

  test('after 48 hours of silence the session is over, whoever had it', () => {
    const left = customer({ state: 'person', servicer: 'Li', heardAt: T0, wroteAt: T0 });
    expect(hear(left, said(48 * 60 - 1), true).customer.state).toBe('person');
    const back = hear(left, said(48 * 60), true);
    expect([back.customer.state, back.state, back.customer.servicer]).toEqual(['new', 'waiting', undefined]);
  });
});

describe('the budget (wecom.md 6.6)', () => {
  const sent = [0, 1, 2].map((n) => ({ id: `o${n}`, at: minute(n) }));

  test("a customer's message opens it; what went in the same second or later still counts", () => {
    const { customer: now } = hear(customer({ sent, closed: true }), said(2), true);
    expect(now).toMatchObject({
      sent: [{ id: 'o2' }],
      closed: false,
      owed: true,
      wroteAt: minute(2),
      heardAt: minute(2),
    });
  });

  test('servicers and events open nothing', () => {
    for (const entry of [said(9, 'servicer'), change(9, 'ended'), happened(9, { type: 'refusal', refused: true })]) {
      const { customer: now } = hear(customer({ sent, closed: true, wroteAt: T0 }), entry, true);
      expect(now).toMatchObject({ sent, closed: true, owed: false, wroteAt: T0 });
    }
  });

  test('messages that come out of order never turn the clock back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 20 }), (minutes) => {
        let now = customer();
        for (const m of minutes) now = hear(now, said(m), true).customer;
        expect(now.wroteAt).toEqual(minute(Math.max(...minutes)));
      }),
      { seed: 20261123 },
    );
  });
});
