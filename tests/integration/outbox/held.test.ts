import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OutboundMessage } from '../../../schemas/message.js';
import type { MovableClock } from '../../../src/lib/clock.js';
import { newId } from '../../../src/lib/ids.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { requeueRows } from '../../../src/models/outbox.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { gather, openBody, releaseHeld } from '../../../src/outbox/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { bench, frozenClock } from './support.js';

const RING = readKeyRing(newDataKey('test'));

let database: TestDatabase;
let clock: MovableClock;
let b: ReturnType<typeof bench>;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.collection('outbox').deleteMany({});
  clock = frozenClock();
  b = bench(database.db, clock);
});

const error = { code: 'used_up', klass: 'U', message: 'the customer must write first' };
const toCustomer = (words: string, more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  target: { kind: 'customer', customerId: 'c1' },
  body: { kind: 'text', text: words },
  effectKey: words,
  ...more,
});
const release = () =>
  inTransaction({ db: database.db, clock: clock.now, newId }, (tx) =>
    releaseHeld(RING, tx, ['customer:c1', 'customer:c2']),
  );
/** Puts messages one second apart, so that they keep their order. */
async function put(...messages: OutboundMessage[]) {
  for (const message of messages) {
    await b.put(message);
    clock.advance(1_000);
  }
}

test('what must wait is held without counting as dead, and the lane goes on', async () => {
  await put(toCustomer('1'), toCustomer('2'));
  const relay = b.relay({
    senders: { customer: b.notes((row) => (row.effectKey === '1' ? { kind: 'held', error } : { kind: 'sent' })) },
  });
  await relay.tick();
  await relay.tick();
  expect([(await b.row('1')).state, (await b.row('2')).state]).toEqual(['held', 'sent']);
  expect([b.alerts, b.events]).toEqual([[], ['held', 'sent']]);
});

test('released words go as one message, receipts and files as their own, in their order', async () => {
  await put(
    toCustomer('已受理'),
    toCustomer('编号 HJ1', { important: true }),
    toCustomer('照片', { body: { kind: 'image', fileId: 'f1' } }),
    toCustomer('已调查'),
    toCustomer('已办结'),
    toCustomer('另一位', { target: { kind: 'customer', customerId: 'c2' } }),
  );
  let open = false;
  const notes = b.notes(() => (open ? { kind: 'sent' } : { kind: 'held', error }));
  const relay = b.relay({ senders: { customer: (row) => notes(openBody(RING, row)) } });
  await relay.tick();
  await release();
  open = true;
  b.sent.length = 0;
  await relay.tick();
  expect(b.sent.filter((words) => words !== '另一位')).toEqual(['编号 HJ1', 'image', '已受理\n\n已调查\n\n已办结']);
  expect(b.sent).toContain('另一位');
  expect(await b.row('已受理')).toMatchObject({
    state: 'dropped',
    dropped: { why: expect.stringContaining('sent together as') },
  });
  expect(await b.row('编号 HJ1')).toMatchObject({ state: 'sent', round: 1 });
  expect(await b.row('另一位')).toMatchObject({ state: 'sent', round: 1 });
  await release();
  expect(await relay.tick()).toBeUndefined();
  expect(b.sent).toHaveLength(4);
});

test('older words give way to newer ones; a question at the end keeps its choices', async () => {
  const long = '长'.repeat(400);
  await put(
    toCustomer(`旧${long}`),
    toCustomer(`中${long}`),
    toCustomer('q', { body: { kind: 'question', text: '还在吗？', taskId: 't', choices: [{ id: 'y', label: '在' }] } }),
  );
  const relay = b.relay({ senders: { customer: b.notes(() => ({ kind: 'held', error })) } });
  await relay.tick();
  await release();
  const [row] = await b.rows.find({ state: 'queued' }).toArray();
  expect(row && openBody(RING, row).body).toEqual({
    kind: 'question',
    text: `中${long}\n\n还在吗？`,
    taskId: 't',
    choices: [{ id: 'y', label: '在' }],
  });
  expect((await b.row(`旧${long}`)).dropped?.why).toBe('overtaken by newer messages');
});

test('a notice with buttons keeps them, whatever comes after it', async () => {
  const rate = { kind: 'question' as const, text: '满意吗？', taskId: 'open@satisfaction@HJ1@rate' };
  const choices = [{ id: 'satisfied', label: '满意' }];
  await put(
    toCustomer('已办结'),
    toCustomer('rate', { body: { ...rate, choices } }),
    toCustomer('别的事'),
    toCustomer('又一件'),
  );
  let open = false;
  const notes = b.notes(() => (open ? { kind: 'sent' } : { kind: 'held', error }));
  const sent: unknown[] = [];
  const relay = b.relay({
    senders: {
      customer: async (claimed) => {
        const row = open ? await gather({ db: database.db, clock: clock.now, newId, ring: RING }, claimed) : claimed;
        if (open) sent.push(row.body);
        return notes(row);
      },
    },
  });
  await relay.tick();
  clock.advance(1_000);
  await release();
  clock.advance(1_000);
  await put(toCustomer('您好'));
  open = true;
  await relay.tick();
  expect(sent).toEqual([
    { ...rate, text: '已办结\n\n满意吗？', choices },
    { kind: 'text', text: '别的事\n\n又一件\n\n您好' },
  ]);
});

test('a message of which a part has gone goes on from there; sending anew counts rounds', async () => {
  await put(toCustomer('lang'), toCustomer('kurz'));
  let held = true;
  const relay = b.relay({
    senders: {
      customer: async (row) =>
        ['a', 'b'].map((part) => async () => {
          if (held && (part === 'b' || row.effectKey === 'kurz')) return { kind: 'held', error };
          b.sent.push(`${row.effectKey} ${part} ${row.round ?? 0}`);
          return { kind: 'sent' };
        }),
    },
  });
  await relay.tick();
  held = false;
  await release();
  await relay.tick();
  expect(b.sent).toEqual(['lang a 0', 'lang b 1', 'kurz a 1', 'kurz b 1']);
  const { _id } = await b.row('kurz');
  await b.rows.updateOne({ _id }, { $set: { state: 'dead' } });
  await requeueRows(database.db, [_id]);
  expect(await b.row('kurz')).toMatchObject({ state: 'queued', round: 2, attempts: 0 });
});
