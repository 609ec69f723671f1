import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deadLetters } from '../../../src/cli/dead-letters.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { bench, frozenClock, text } from './support.js';

let base: TestDatabase;
let on: ReturnType<typeof bench>;
let lines: string[];
beforeAll(async () => {
  base = await openTestDatabase();
});
afterAll(() => base.close());

const run = (...args: string[]) => deadLetters(base.db, args, (line) => lines.push(line));
const idOf = async (effectKey: string) => (await on.row(effectKey))._id;

beforeEach(async () => {
  await base.db.collection('outbox').deleteMany({});
  on = bench(base.db, frozenClock());
  lines = [];
  await on.put(text('PLANTED-li', '拖欠工资 PLANTED'), text('wang', '已发'), {
    target: { kind: 'group', nodeId: 'town-3' },
    body: { kind: 'text', text: '日报' },
    effectKey: 'digest',
  });
  const refuse = (code: string) =>
    on.notes(() => ({ kind: 'dead', alert: true, error: { code, klass: 'U', message: `${code} words` } }));
  await on.rows.updateOne({ effectKey: 'wang/已发' }, { $set: { state: 'sent' } });
  await on.relay({ senders: { member: refuse('81013'), group: refuse('no_group') } }).tick();
});

const REPORT = 'PLANTED-li/拖欠工资 PLANTED';

test('list: id, when, what and why, but no person and no text', async () => {
  expect(await run('list')).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(
      /^\w{24} {2}2010-07-20 08:00 {2}member #[0-9a-f]{6} {2,}text +1 tries {2,}81013 no receiver may get it$/,
    ),
    expect.stringMatching(/^\w{24} {2}2010-07-20 08:00 {2}group town-3 {2,}text +1 tries {2,}no_group$/),
  ]);
  expect(lines.join()).not.toMatch(/PLANTED|拖欠/);
});

test('show: the error with its remedy', async () => {
  expect(await run('show', await idOf(REPORT))).toBe(0);
  const shown = lines.join('\n');
  expect(shown).toMatch(/^state +dead$/m);
  expect(shown).toMatch(/^content +text, 12 characters$/m);
  expect(shown).toMatch(/^error +81013 words \(class U\)$/m);
  expect(shown).toMatch(/^remedy +add the person to the visible scope of the app$/m);
  expect(shown).not.toMatch(/PLANTED|拖欠/);
  expect(await run('show', 'nobody')).toBe(1);
});

describe('resend', () => {
  test('one: tries are counted anew and it goes, by whatever clock', async () => {
    expect(await run('resend', await idOf(REPORT))).toBe(0);
    expect(await on.row(REPORT)).toMatchObject({ state: 'queued', attempts: 0 });
    await on.relay({ senders: { member: on.notes() } }).tick();
    const row = await on.row(REPORT);
    expect(row).toMatchObject({ state: 'sent', attempts: 1 });
    expect(row).not.toHaveProperty('error');
  });

  test('all dead letters, nothing else', async () => {
    expect(await run('resend', '--all')).toBe(0);
    expect(lines).toEqual(['2 queued again.']);
    expect(await on.row('wang/已发')).toMatchObject({ state: 'sent' });
  });

  test('a sent message is not sent again', async () => {
    expect(await run('resend', await idOf('wang/已发'), await idOf('digest'))).toBe(1);
    expect(lines).toEqual(['1 queued again.', '1 of these ids are no dead letters.']);
    expect(await on.row('wang/已发')).toMatchObject({ state: 'sent' });
  });

  test('a held one is released', async () => {
    await on.rows.updateOne({ effectKey: 'digest' }, { $set: { state: 'held' } });
    expect(await run('resend', await idOf('digest'))).toBe(0);
    expect(await on.row('digest')).toMatchObject({ state: 'queued' });
  });
});

test('drop keeps the row, its reason as written, and its effect key', async () => {
  const why = '$群已解散';
  expect(await run('drop', await idOf('digest'), '--why', why)).toBe(0);
  expect(await on.row('digest')).toMatchObject({ state: 'dropped', dropped: { why, at: expect.any(Date) } });
  expect(await run('resend', '--all')).toBe(0);
  await on.put({
    target: { kind: 'group', nodeId: 'town-3' },
    body: { kind: 'text', text: '日报' },
    effectKey: 'digest',
  });
  expect(await on.row('digest')).toMatchObject({ state: 'dropped' });
  lines = [];
  await run('show', await idOf('digest'));
  expect(lines.join('\n')).toContain(why);
  expect(await run('drop', await idOf('digest'), '--why', 'again')).toBe(1);
});

test.each([
  [['--help'], 0],
  [[], 0],
  [['lisst'], 2],
  [['show'], 2],
  [['resend'], 2],
  [['resend', 'x', '--all'], 2],
  [['drop', 'x'], 2],
  [['drop', 'x', '--why', ' '], 2],
  [['list', '--what'], 2],
])('%j prints the help, exit code %i', async (args, code) => {
  expect(await run(...args)).toBe(code);
  expect(lines.join('\n')).toContain('dead-letters drop 4c4b');
  expect(await on.rows.countDocuments({ state: 'dead' })).toBe(2);
});
