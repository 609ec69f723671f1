import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboundMessage } from '../../../schemas/message.js';
import type { OutboxRow, Sender, SendOutcome } from '../../../schemas/outbox.js';
import type { MovableClock } from '../../../src/lib/clock.js';
import { newId } from '../../../src/lib/ids.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { enqueue } from '../../../src/outbox/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { bench, failure, frozenClock, START, text, textOf } from './support.js';

let base: TestDatabase;
let clock: MovableClock;
let on: ReturnType<typeof bench>;
beforeAll(async () => {
  base = await openTestDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.db.collection('outbox').deleteMany({});
  await base.db.collection('send_log').deleteMany({});
  clock = frozenClock();
  on = bench(base.db, clock);
});

describe('enqueue', () => {
  test('a known effect key neither writes again nor fails the business transaction', async () => {
    await on.put(text('li', '一'));
    await inTransaction({ db: base.db, clock: clock.now, newId }, async (tx) => {
      enqueue(tx, [text('li', '一', { body: { kind: 'text', text: '别的' } }), text('li', '二'), text('li', '二')]);
    });
    const rows = await on.rows.find().sort({ _id: 1 }).toArray();
    expect(rows.map(textOf)).toEqual(['一', '二']);
    expect(rows[0]).toMatchObject({ state: 'queued', lane: 'member:li', createdAt: START, dueAt: START, attempts: 0 });
  });

  test('the same key in transactions at the same time: one row, all commit', async () => {
    const commits = Array.from({ length: 6 }, (_, i) =>
      inTransaction({ db: base.db, clock: clock.now, newId }, async (tx) => {
        enqueue(tx, [text('li', '同一件'), text('li', `自己的${i}`)]);
      }),
    );
    await Promise.all(commits);
    expect(await on.rows.countDocuments({ effectKey: 'li/同一件' })).toBe(1);
    expect(await on.rows.countDocuments()).toBe(7);
  });

  test('what is rolled back is not sent', async () => {
    const failed = inTransaction({ db: base.db, clock: clock.now, newId }, async (tx) => {
      enqueue(tx, [text('li', '一')]);
      await tx.reading('outbox');
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await on.relay({ senders: { member: on.notes() } }).tick();
    expect(on.sent).toEqual([]);
  });

  test('userids that differ in case share a lane', async () => {
    await on.put(text('LiSi', '一'), text('lisi', '二'));
    expect(await on.rows.distinct('lane')).toEqual(['member:lisi']);
  });
});

describe('order', () => {
  test('urgent first, then as queued; not before its time', async () => {
    await on.put(text('li', '一'), text('li', '二'), text('li', '急', { urgent: true }));
    await on.put(text('li', '明早', { notBefore: new Date(START.getTime() + 60_000) }), text('li', '三'));
    const relay = on.relay({ senders: { member: on.notes() } });
    await relay.tick();
    expect(on.sent).toEqual(['急', '一', '二', '三']);
    clock.advance(60_000);
    await relay.tick();
    expect(on.sent.at(-1)).toBe('明早');
    expect(await on.row('li/急')).toMatchObject({ state: 'sent', sentAt: START, attempts: 1 });
  });

  test('a row between two tries keeps later ones of its target waiting, not urgent ones and not other targets', async () => {
    await on.put(text('li', '一'), text('li', '二'), text('wang', '甲'));
    let fails = 2;
    const member = on.notes((row) =>
      textOf(row) === '一' && fails-- > 0 ? { kind: 'retry', error: failure } : { kind: 'sent' },
    );
    const relay = on.relay({ senders: { member } });
    await relay.tick();
    expect(on.sent.toSorted()).toEqual(['一', '甲']);
    await on.put(text('li', '急', { urgent: true }));
    clock.advance(2_000);
    await relay.tick();
    expect(on.sent.slice(2)).toEqual(['急', '一']);
    clock.advance(4_000);
    await relay.tick();
    expect(on.sent.slice(4)).toEqual(['一', '二']);
  });

  test('lanes run side by side', async () => {
    await on.put(text('li', '一'), text('wang', '甲'), text('zhao', '子'));
    let inside = 0;
    let together = 0;
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const member: Sender = async () => [
      async () => {
        together = Math.max(together, ++inside);
        if (inside === 3) open();
        await gate;
        return { kind: 'sent' };
      },
    ];
    await on.relay({ senders: { member } }).tick();
    expect(together).toBe(3);
  });
});

describe('several processes', () => {
  test('MongoDB itself refuses a second sender in a lane', async () => {
    await on.put(text('li', '一'), text('li', '二'), text('wang', '甲'));
    const sending = (effectKey: string) => on.rows.updateOne({ effectKey }, { $set: { state: 'sending' } });
    await sending('li/一');
    await sending('wang/甲');
    await expect(sending('li/二')).rejects.toMatchObject({ code: 11000 });
  });

  test('two relays never send the same row and keep the order of each target', async () => {
    const people = ['li', 'wang', 'zhao', 'qian'];
    for (let i = 0; i < 12; i++) await on.put(...people.map((p) => text(p, `${p}${i}`)));
    const limits = { member: [], group: [], customer: [] };
    const relays = [1, 2].map(() => on.relay({ senders: { member: on.notes() }, limits }));
    while ((await on.rows.countDocuments({ state: { $ne: 'sent' } })) > 0) {
      await Promise.all(relays.map((relay) => relay.tick()));
      clock.advance(2_000);
    }
    expect(on.sent.length).toBe(48);
    for (const p of people)
      expect(on.sent.filter((t) => t.startsWith(p))).toEqual(Array.from({ length: 12 }, (_, i) => `${p}${i}`));
    expect(on.events).not.toContain('lease_lost');
  });

  test('the limit of a member counts for both, and follows the clock', async () => {
    for (let i = 0; i < 70; i++) await on.put(text('li', String(i)));
    const relays = [1, 2].map(() => on.relay({ senders: { member: on.notes() } }));
    const minute = async () => {
      for (const relay of relays) await relay.tick();
      return on.sent.length;
    };
    expect(await minute()).toBe(30);
    clock.advance(59_999);
    expect(await minute()).toBe(30);
    clock.advance(1);
    expect(await minute()).toBe(60);
    clock.advance(60_000);
    expect(await minute()).toBe(70);
    expect((await on.rows.distinct('attempts')).sort()).toEqual([1]);
  });
});

describe('crashes', () => {
  test('a sender that throws after its effect: the row is sent again, with the same identity', async () => {
    await on.put(text('li', '一'));
    const seen: string[] = [];
    const member: Sender = async (row) => [
      async () => {
        seen.push(row.effectKey);
        if (row.attempts === 1) throw new Error('cut off');
        return { kind: 'sent', platformId: 'msg-1' };
      },
    ];
    const relay = on.relay({ senders: { member } });
    await relay.tick();
    expect(await on.row('li/一')).toMatchObject({ state: 'queued', error: { code: 'unexpected' } });
    clock.advance(2_000);
    await relay.tick();
    expect(seen).toEqual(['li/一', 'li/一']);
    expect(await on.row('li/一')).toMatchObject({ state: 'sent', attempts: 2, platformIds: ['msg-1'] });
  });

  test('a process that dies between sending and marking: another one sends again when the lease is over, in order', async () => {
    await on.put(text('li', '一'), text('li', '二'));
    const never: Sender = async (row) => [
      () => {
        on.sent.push(textOf(row));
        return new Promise<SendOutcome>(() => {});
      },
    ];
    void on.relay({ senders: { member: never } }).tick();
    while (on.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const other = on.relay({ senders: { member: on.notes() } });
    clock.advance(119_999);
    await other.tick();
    expect(on.sent).toEqual(['一']);
    clock.advance(2_000);
    await other.tick();
    expect(on.sent).toEqual(['一', '一', '二']);
    expect(await on.row('li/一')).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test('a sender that comes back after its lease changes nothing, while the next one sends and later', async () => {
    await on.put(text('li', '一'));
    const answers: ((outcome: SendOutcome) => void)[] = [];
    const slow: Sender = async () => [() => new Promise((resolve) => answers.push(resolve))];
    const asked = async (n: number) => {
      while (answers.length < n) await new Promise((resolve) => setImmediate(resolve));
    };
    const first = on.relay({ senders: { member: slow } }).tick();
    await asked(1);
    clock.advance(120_000);
    const second = on.relay({ senders: { member: slow } }).tick();
    await asked(2);
    answers[0]?.({ kind: 'dead', error: failure, alert: true });
    await first;
    expect(await on.row('li/一')).toMatchObject({ state: 'sending', attempts: 2 });
    answers[1]?.({ kind: 'sent', platformId: 'second' });
    await second;
    expect(await on.row('li/一')).toMatchObject({ state: 'sent', platformIds: ['second'] });
    expect(on.events).toEqual(['lease_lost', 'sent']);
    expect(on.alerts).toEqual([]);
  });

  test('parts that went are not sent again', async () => {
    await on.put(text('li', '长'));
    let fails = 1;
    const member: Sender = async () =>
      ['a', 'b', 'c'].map((part) => async () => {
        on.sent.push(part);
        return part === 'b' && fails-- > 0 ? { kind: 'retry', error: failure } : { kind: 'sent', platformId: part };
      });
    const relay = on.relay({ senders: { member } });
    await relay.tick();
    clock.advance(2_000);
    await relay.tick();
    expect(on.sent).toEqual(['a', 'b', 'b', 'c']);
    expect(await on.row('li/长')).toMatchObject({ state: 'sent', partsSent: 3, platformIds: ['a', 'b', 'c'] });
  });

  test('a clock that is set back does not strand a row under a lease far ahead', async () => {
    await on.put(text('li', '一'));
    await on.rows.updateOne(
      { effectKey: 'li/一' },
      { $set: { state: 'sending', leaseBy: 'gone', leaseUntil: new Date('2026-01-01'), attempts: 1 } },
    );
    await on.relay({ senders: { member: on.notes() } }).tick();
    expect(on.sent).toEqual(['一']);
  });
});

describe('failures', () => {
  test('pauses double, then the row is a dead letter and somebody is told', async () => {
    await on.put(text('li', '一'), text('li', '二'));
    const member = on.notes((row) => (textOf(row) === '一' ? { kind: 'retry', error: failure } : { kind: 'sent' }));
    const relay = on.relay({ senders: { member }, limits: { member: [], group: [], customer: [] } });
    const pauses: number[] = [];
    for (let row: OutboxRow; ; ) {
      await relay.tick();
      row = await on.row('li/一');
      if (row.state === 'dead') break;
      pauses.push((row.dueAt.getTime() - clock.now().getTime()) / 1000);
      clock.set(row.dueAt);
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1800]);
    expect(on.sent.at(-1)).toBe('二');
    const { _id } = await on.row('li/一');
    expect(on.alerts).toEqual([{ kind: 'dead_letter', target: 'member', rowId: _id, code: '-1', message: 'busy' }]);
  });

  test('a pause asked for by the platform is kept when it is longer', async () => {
    await on.put(text('li', '一'));
    const member = on.notes(() => ({ kind: 'retry', error: failure, afterMs: 30_000 }));
    await on.relay({ senders: { member } }).tick();
    expect((await on.row('li/一')).dueAt).toEqual(new Date(START.getTime() + 30_000));
  });

  test('a used-up window: not before its end', async () => {
    await on.put(text('li', '一'));
    const until = new Date(START.getTime() + 45_000);
    const member = on.notes((row) =>
      row.attempts === 1 ? { kind: 'later', error: failure, until } : { kind: 'sent' },
    );
    const relay = on.relay({ senders: { member } });
    await relay.tick();
    clock.set(new Date(until.getTime() - 1));
    await relay.tick();
    expect(on.sent.length).toBe(1);
    clock.set(until);
    await relay.tick();
    expect(await on.row('li/一')).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test.each([
    [true, 1],
    [false, 0],
  ])('dead at once; alert %s', async (alert, alerts) => {
    await on.put(text('li', '一'), text('li', '二'));
    const member = on.notes((row) =>
      textOf(row) === '一' ? { kind: 'dead', error: failure, alert } : { kind: 'sent' },
    );
    await on.relay({ senders: { member } }).tick();
    expect(on.sent).toEqual(['一', '二']);
    expect(await on.row('li/一')).toMatchObject({ state: 'dead', error: failure });
    expect(on.alerts.length).toBe(alerts);
  });

  describe('a fault of all calls', () => {
    const error = { code: '60020', klass: 'A', message: 'not allowed from ip' };
    const group: OutboundMessage = {
      target: { kind: 'group', nodeId: 'n1' },
      body: { kind: 'text', text: '群' },
      effectKey: 'g',
    };

    test('stops this kind of target only, tells once, counts no try', async () => {
      await on.put(text('li', '一'), text('li', '二'), text('wang', '甲'), group);
      const stop: SendOutcome = { kind: 'stop', error };
      await on.relay({ senders: { member: on.notes(() => stop), group: on.notes() } }).tick();
      expect(on.sent.toSorted()).toEqual(['一', '甲', '群'].toSorted());
      expect(on.alerts.map((a) => [a.kind, a.target, a.code])).toEqual([['stopped', 'member', '60020']]);
      expect(await on.row('li/一')).toMatchObject({ state: 'queued', attempts: 0, error, dueAt: START });
    });

    test('is tried again by one row after a pause that doubles, and from the beginning once a message went', async () => {
      await on.put(...Array.from({ length: 5 }, (_, i) => text('li', String(i))));
      const instants: number[] = [];
      let broken = true;
      const member: Sender = async () => [
        async () => {
          instants.push((clock.now().getTime() - START.getTime()) / 1000);
          return broken ? { kind: 'stop', error } : { kind: 'sent' };
        },
      ];
      const relay = on.relay({ senders: { member } });
      for (let second = 0; second <= 420; second += 30) {
        broken = second < 400;
        await relay.tick();
        clock.advance(30_000);
      }
      expect(instants).toEqual([0, 60, 180, 420, 420, 420, 420, 420]);
      broken = true;
      await on.put(text('li', '又'));
      for (let second = 0; second <= 90; second += 30) {
        await relay.tick();
        clock.advance(30_000);
      }
      expect(instants.slice(8)).toEqual([450, 510]);
    });
  });

  test('receivers that were refused are kept and told', async () => {
    await on.put(text('li', '一'));
    const member = on.notes(() => ({ kind: 'sent', failedReceivers: ['gone'], responseCode: 'rc' }));
    await on.relay({ senders: { member } }).tick();
    expect(await on.row('li/一')).toMatchObject({ state: 'sent', failedReceivers: ['gone'], responseCode: 'rc' });
    expect(on.alerts).toMatchObject([{ kind: 'partial', message: '1 receivers were refused' }]);
  });

  test('held and dropped rows, and kinds without a sender, are left alone', async () => {
    await on.put(text('li', '一'), text('li', '二'), text('li', '三', { target: { kind: 'group', nodeId: 'n' } }));
    await on.rows.updateOne({ effectKey: 'li/一' }, { $set: { state: 'held' } });
    await on.rows.updateOne({ effectKey: 'li/二' }, { $set: { state: 'dropped' } });
    await on.relay({ senders: { member: on.notes() } }).tick();
    expect(on.sent).toEqual([]);
    expect(on.alerts).toEqual([]);
  });
});

describe('run', () => {
  test('sends what is there and what comes, and lets the last one end at stop', async () => {
    let noticed = () => {};
    const member: Sender = async (row) => [
      async () => {
        on.sent.push(textOf(row));
        noticed();
        await new Promise((resolve) => setImmediate(resolve));
        return { kind: 'sent' };
      },
    ];
    const next = () =>
      new Promise<void>((resolve) => {
        noticed = resolve;
      });
    await on.put(text('li', '一'));
    const relay = on.relay({ senders: { member }, pollMs: 60_000 });
    const first = next();
    relay.run();
    await first;
    const second = next();
    await on.put(text('wang', '甲'));
    relay.wake();
    await second;
    await relay.stop();
    expect(on.sent).toEqual(['一', '甲']);
    expect(await on.rows.distinct('state')).toEqual(['sent']);
  });
});
