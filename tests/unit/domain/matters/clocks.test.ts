import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ClockTerm, MatterClock } from '../../../../schemas/matter-clock.js';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import {
  changedClocks,
  dueOf,
  houseTerm,
  nextDue,
  reckon,
  startedClock,
  termsFor,
} from '../../../../src/domain/matters/clocks.js';
import { loadMatterRules } from '../../../../src/domain/matters/rules.js';
import { type Calendar, makeCalendar } from '../../../../src/lib/workdays.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const calendar = loadCalendar(path.join(root, 'calendar'));
const rules = loadMatterRules(path.join(root, 'config/matters.yaml'));
const wd = (length: number, extension?: number): ClockTerm => ({
  profile: 'NATIONAL',
  length,
  unit: 'workday',
  ...(extension && { extension: { length: extension, unit: 'workday', from: 'moved' } }),
});
const days = (length: number, from?: 'moved' | 'unmoved'): ClockTerm => ({
  profile: 'HENAN',
  length,
  unit: 'day',
  ...(from && { extension: { length: 30, unit: 'day', from } }),
});
const due = (term: ClockTerm, startOn: string, more: Partial<MatterClock> = {}, counting = rules.counting) =>
  dueOf(calendar, term, { startOn, pauses: [], ...more }, counting)?.day;

describe('the vectors of domain.md 6', () => {
  test.each([
    ['2010-08-30', '2010-09-06', '2010-09-08', '2010-09-19', '2010-11-26', '2011-01-10', '2010-09-06', '2010-09-29'],
    ['2010-09-20', '2010-09-28', '2010-09-30', '2010-10-18', '2010-12-20', '2011-01-31', '2010-09-27', '2010-10-20'],
    ['2025-01-24', '2025-02-07', '2025-02-10', '2025-02-20', '2025-04-25', '2025-06-11', '2025-02-05', '2025-02-24'],
    ['2025-04-25', '2025-05-06', '2025-05-08', '2025-05-20', '2025-07-23', '2025-09-03', '2025-05-06', '2025-05-26'],
    ['2025-09-26', '2025-10-10', '2025-10-13', '2025-10-23', '2025-12-25', '2026-02-06', '2025-10-09', '2025-10-27'],
    ['2026-02-12', '2026-02-26', '2026-02-28', '2026-03-11', '2026-05-18', '2026-06-30', '2026-02-24', '2026-03-16'],
    ['2026-09-23', '2026-10-08', '2026-10-10', '2026-10-21', '2026-12-23', '2027-02-03', '2026-09-30', '2026-10-23'],
  ])('from %s', (start, five, seven, fifteen, sixty, ninety, week, month) => {
    const extendedOn = start;
    expect([
      due(wd(5), start),
      due(wd(7), start),
      due(wd(15), start),
      due(wd(60, 30), start),
      due(wd(60, 30), start, { extendedOn }),
      due(days(7), start),
      due(days(30), start),
    ]).toEqual([five, seven, fifteen, sixty, ninety, week, month]);
  });

  test('a date that reaches into a year without a confirmed table is provisional', () => {
    const run = { startOn: '2026-09-23', pauses: [], extendedOn: '2026-12-01' };
    expect(dueOf(calendar, wd(60, 30), run, rules.counting)).toEqual({ day: '2027-02-03', provisional: true });
  });

  test("Henan's second 30 days run from the unmoved end of the first", () => {
    // the first 30 end on 2026-02-19, in the holiday, and move to 02-24
    expect(due(days(30, 'unmoved'), '2026-01-20')).toBe('2026-02-24');
    expect(due(days(30, 'unmoved'), '2026-01-20', { extendedOn: '2026-02-10' })).toBe('2026-03-23');
    expect(due(days(30, 'moved'), '2026-01-20', { extendedOn: '2026-02-10' })).toBe('2026-03-26');
  });
});

describe('pauses', () => {
  const pauses = [{ from: '2026-03-04', to: '2026-03-06' }];
  test.each([
    ['neither border counts', { pauseStart: false, pauseEnd: false }, '2026-03-12'],
    ['the first day counts', { pauseStart: true, pauseEnd: false }, '2026-03-11'],
    ['the last day counts', { pauseStart: false, pauseEnd: true }, '2026-03-11'],
    ['both count', { pauseStart: true, pauseEnd: true }, '2026-03-10'],
  ])('%s', (_what, counting, expected) => {
    expect(due(wd(5), '2026-03-02', { pauses }, counting)).toBe(expected);
  });

  test('there is no due date while a pause lasts, unless the period ended before', () => {
    expect(due(wd(5), '2026-03-02', { pauses: [{ from: '2026-03-04' }] })).toBeUndefined();
    expect(due(wd(5), '2026-03-02', { pauses: [{ from: '2026-04-01' }] })).toBe('2026-03-09');
  });

  test('a pause in the extended part stops that part', () => {
    const extended = { extendedOn: '2026-03-20', pauses: [{ from: '2026-05-20', to: '2026-05-22' }] };
    expect(due(wd(60, 30), '2026-02-12', extended)).toBe('2026-07-03');
  });
});

describe('profiles', () => {
  const terms = (kind: 'accept' | 'investigate' | 'close' | 'answer', isWage = false, matter = 'complaint' as const) =>
    termsFor(rules, kind, { kind: matter, isWage }).map(({ profile }) => profile);

  test('each gives what it speaks of', () => {
    expect(terms('accept')).toEqual(['NATIONAL', 'HENAN']);
    expect(termsFor(rules, 'accept', { kind: 'report', isWage: false }).map((t) => t.profile)).toEqual(['HENAN']);
    expect(terms('investigate')).toEqual(['NATIONAL']);
    expect(terms('investigate', true)).toEqual(['NATIONAL', 'ARREARS_FAST']);
    expect(terms('close')).toEqual(['HENAN']);
    expect(terms('answer')).toEqual([]);
  });

  test('the legal date is the chosen profile’s, the internal one the earliest', () => {
    const clock = startedClock('accept', '2025-01-24', termsFor(rules, 'accept', { kind: 'complaint', isWage: false }));
    expect(reckon(calendar, clock, rules)).toMatchObject({ legalDue: '2025-02-07', internalDue: '2025-02-05' });
    expect(reckon(calendar, clock, { ...rules, profile: 'HENAN' })).toMatchObject({
      legalDue: '2025-02-05',
      internalDue: '2025-02-05',
    });
  });

  test('a clock that only other profiles know has no legal date; what a document sets is legal', () => {
    const close = startedClock('close', '2026-03-02', termsFor(rules, 'close', { kind: 'complaint', isWage: false }));
    expect(reckon(calendar, close, rules).legalDue).toBeUndefined();
    const order = reckon(calendar, startedClock('order', '2026-03-02', [houseTerm(10, 'day')]), rules);
    expect(order).toMatchObject({ legalDue: '2026-03-12', internalDue: '2026-03-12' });
  });

  test('a stopped clock keeps its dates whatever the calendar becomes', () => {
    const clock = reckon(calendar, startedClock('accept', '2026-09-28', [wd(5)]), rules);
    const [stopped] = changedClocks([clock], [{ do: 'stop', kinds: ['accept'] }], '2026-09-29');
    expect(reckon(makeCalendar([]), stopped as MatterClock, rules)).toEqual(stopped);
    expect(reckon(makeCalendar([]), clock, rules).internalDue).not.toBe(clock.internalDue);
  });

  test('what is due next is the earliest of the running clocks that matter', () => {
    const clocks = [
      startedClock('investigate', '2026-03-02', [wd(60)]),
      startedClock('close', '2026-03-02', [days(30)]),
      startedClock('penalty', '2026-03-02', [days(1)]),
      { ...startedClock('accept', '2026-02-02', [wd(5)]), stoppedOn: '2026-02-03' },
    ].map((clock) => reckon(calendar, clock, rules));
    expect(nextDue(clocks)).toEqual({ dueOn: '2026-04-01', legalDueOn: '2026-05-28' });
    expect(nextDue([])).toEqual({});
  });
});

/** Days of the differential test by number: 0 is 2024-01-01, a Monday. */
const dayAt = (n: number) => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
interface RandomCase {
  length: number;
  unit: 'workday' | 'day';
  extension?: { length: number; unit: 'workday' | 'day'; from: 'moved' | 'unmoved' } | undefined;
  start: number;
  pauses: { from: number; days?: number | undefined }[];
  counting: { pauseStart: boolean; pauseEnd: boolean };
}

/**
 * The same rule told another way: mark every day as working and as paused, then number the days that count and look one up.
 * Days are numbers here; nothing of the product's arithmetic is used.
 */
function slowDue(exceptions: ReadonlyMap<number, boolean>, one: RandomCase): number | undefined {
  const SPAN = 1_200;
  const paused = new Uint8Array(SPAN);
  let stuck = SPAN;
  for (const { from, days: length } of one.pauses) {
    const first = one.counting.pauseStart ? from + 1 : from;
    const last = length === undefined ? SPAN - 1 : from + length - (one.counting.pauseEnd ? 1 : 0);
    if (length === undefined) stuck = Math.min(stuck, Math.max(first, one.start + 1));
    for (let n = first; n <= last; n++) paused[n] = 1;
  }
  const works = (n: number) => exceptions.get(n) ?? n % 7 < 5;
  const after = (start: number, length: number, unit: 'workday' | 'day') => {
    const counted = [start];
    for (let n = start + 1; n < SPAN && counted.length <= length; n++)
      if (paused[n] === 0 && (unit === 'day' || works(n))) counted.push(n);
    const end = counted[length];
    if (end === undefined || (length > 0 && end > stuck && stuck > start)) return undefined;
    let moved = end;
    while (unit === 'day' && !works(moved)) moved++;
    return { end, moved };
  };
  const first = after(one.start, one.length, one.unit);
  if (first === undefined || one.extension === undefined) return first?.moved;
  const { length, unit, from } = one.extension;
  return after(from === 'unmoved' ? first.end : first.moved, length, unit)?.moved;
}

test('10,000 random clocks agree with a slow reckoning, before and after a change of the calendar', () => {
  const unit = fc.constantFrom('workday' as const, 'day' as const);
  const anyCase: fc.Arbitrary<RandomCase> = fc.record({
    length: fc.integer({ min: 0, max: 95 }),
    unit,
    extension: fc.option(
      fc.record({ length: fc.integer({ min: 1, max: 60 }), unit, from: fc.constantFrom('moved', 'unmoved') }),
      { nil: undefined },
    ),
    start: fc.integer({ min: 0, max: 400 }),
    pauses: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 500 }),
        days: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 8 }),
      }),
      { maxLength: 4 },
    ),
    counting: fc.record({ pauseStart: fc.boolean(), pauseEnd: fc.boolean() }),
  });
  const anyTable = fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.boolean()), { maxLength: 60 });
  const calendarOf = (table: readonly [number, boolean][]): Calendar => ({
    exceptions: new Map(table.map(([n, works]) => [dayAt(n), works ? 'work' : 'off'])),
    confirmedYears: new Set(),
  });
  let compared = 0;
  let undecided = 0;
  fc.assert(
    fc.property(anyCase, anyTable, anyTable, (one, before, after) => {
      const { length, extension, counting } = one;
      const term: ClockTerm = { profile: 'P', length, unit: one.unit, ...(extension !== undefined && { extension }) };
      let clock: MatterClock = {
        ...startedClock('investigate', dayAt(one.start), [term]),
        pauses: one.pauses.map(({ from, days: n }) => ({
          from: dayAt(from),
          ...(n !== undefined && { to: dayAt(from + n) }),
        })),
        ...(extension !== undefined && { extendedOn: dayAt(one.start) }),
      };
      for (const table of [before, after]) {
        clock = reckon(calendarOf(table), clock, { profile: 'P', counting });
        const slow = slowDue(new Map(table), one);
        const expected = slow === undefined ? undefined : dayAt(slow);
        if (clock.internalDue !== expected || clock.legalDue !== expected)
          throw new Error(`${clock.internalDue} where ${expected} was expected`);
        compared++;
        if (expected === undefined) undecided++;
      }
    }),
    { seed: 20100726, numRuns: 10_000 },
  );
  expect(compared).toBe(20_000);
  expect(undecided).toBeGreaterThan(500);
});
