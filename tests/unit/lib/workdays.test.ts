import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadCalendar } from '../../../src/domain/calendar/index.js';
import { addDays, daysBetween } from '../../../src/lib/day.js';
import {
  addCalendarDays,
  addWorkdays,
  dueOn,
  isConfirmed,
  isWorkday,
  makeCalendar,
  nextWorkday,
  previousWorkday,
  workdaysBetween,
} from '../../../src/lib/workdays.js';

const calendar = loadCalendar(path.join(process.cwd(), 'calendar'));
const SEED = { seed: 20100726 };
const anyDay = fc.integer({ min: 0, max: 8000 }).map((n) => addDays('2004-01-01', n));

describe('vectors of domain.md 6', () => {
  const rows = [
    ['2010-08-30', '2010-09-06', '2010-09-08', '2010-09-19', '2010-11-26', '2011-01-10', '2010-09-06', '2010-09-29'],
    ['2010-09-20', '2010-09-28', '2010-09-30', '2010-10-18', '2010-12-20', '2011-01-31', '2010-09-27', '2010-10-20'],
    ['2025-01-24', '2025-02-07', '2025-02-10', '2025-02-20', '2025-04-25', '2025-06-11', '2025-02-05', '2025-02-24'],
    ['2025-04-25', '2025-05-06', '2025-05-08', '2025-05-20', '2025-07-23', '2025-09-03', '2025-05-06', '2025-05-26'],
    ['2025-09-26', '2025-10-10', '2025-10-13', '2025-10-23', '2025-12-25', '2026-02-06', '2025-10-09', '2025-10-27'],
    ['2026-02-12', '2026-02-26', '2026-02-28', '2026-03-11', '2026-05-18', '2026-06-30', '2026-02-24', '2026-03-16'],
    ['2026-09-23', '2026-10-08', '2026-10-10', '2026-10-21', '2026-12-23', '2027-02-03', '2026-09-30', '2026-10-23'],
  ] as const;

  test.each(rows)('from %s', (start, wd5, wd7, wd15, wd60, wd90, d7, d30) => {
    for (const [n, day] of [
      [5, wd5],
      [7, wd7],
      [15, wd15],
      [60, wd60],
      [90, wd90],
    ] as const) {
      const provisional = day >= '2027-01-01';
      expect(addWorkdays(calendar, start, n)).toEqual({ day, provisional });
      expect(dueOn(calendar, { start, count: n, unit: 'workday' })).toEqual({ day, unmoved: day, provisional });
    }
    expect(addWorkdays(calendar, wd60, 30).day).toBe(wd90);
    for (const [n, day] of [
      [7, d7],
      [30, d30],
    ] as const) {
      const moved = { day, unmoved: addDays(start, n), provisional: false };
      expect(addCalendarDays(calendar, start, n)).toEqual(moved);
      expect(dueOn(calendar, { start, count: n, unit: 'day' })).toEqual(moved);
    }
  });

  test.each([
    [2010, 250],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, count) => {
    expect(workdaysBetween(calendar, `${year - 1}-12-31`, `${year}-12-31`)).toBe(count);
  });

  test.each([
    ['2010-09-19', true],
    ['2010-09-22', false],
    ['2010-07-25', false], // Sunday, the plan's first deadline
    ['2025-02-08', true],
    ['2026-02-14', true],
    ['2026-02-16', false],
    ['2026-10-10', true],
    ['2026-09-20', true],
  ])('%s is a working day: %s', (day, expected) => {
    expect(isWorkday(calendar, day)).toBe(expected);
  });

  test("Henan's extension runs from the unmoved end", () => {
    const first = dueOn(calendar, { start: '2026-01-20', count: 30, unit: 'day' });
    expect(first).toEqual({ day: '2026-02-24', unmoved: '2026-02-19', provisional: false });
    expect(addCalendarDays(calendar, first?.unmoved ?? '', 30).day).toBe('2026-03-23');
  });
});

describe('unknown and unconfirmed years', () => {
  test('years without a table, or not confirmed, make a date provisional', () => {
    const draft = makeCalendar([
      {
        year: 2026,
        confirmed: true,
        holidays: [],
      },
      { year: 2027, confirmed: false, holidays: [{ name: '元旦', off: ['2027-01-01'] }] },
    ]);
    expect(addWorkdays(draft, '2026-12-30', 1)).toEqual({ day: '2026-12-31', provisional: false });
    expect(addWorkdays(draft, '2026-12-31', 1)).toEqual({ day: '2027-01-04', provisional: true });
    expect(addCalendarDays(draft, '2026-12-28', 4)).toEqual({
      day: '2027-01-04',
      unmoved: '2027-01-01',
      provisional: true,
    });
    expect(isConfirmed(draft, '2026-06-01')).toBe(true);
    expect(isConfirmed(draft, '2027-06-01')).toBe(false);
    expect(isConfirmed(draft, '2028-06-01')).toBe(false);
  });

  test('a later table for the same year replaces the earlier', () => {
    const year = { year: 2026, confirmed: true };
    const changed = makeCalendar([
      { ...year, holidays: [{ name: '元旦', off: ['2026-01-01'], work: ['2026-01-04'] }] },
      { ...year, holidays: [{ name: '元旦', off: ['2026-01-02'] }] },
    ]);
    expect(['2026-01-01', '2026-01-02', '2026-01-04'].map((day) => isWorkday(changed, day))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('pauses', () => {
  const start = '2026-03-02'; // Monday; no holiday until Qingming
  const due = (pauses: { from: string; to?: string }[], more = {}) =>
    dueOn(calendar, { start, count: 5, unit: 'workday', pauses, ...more })?.day;

  test.each([
    [[], '2026-03-09'],
    [[{ from: '2026-03-04', to: '2026-03-05' }], '2026-03-11'],
    [[{ from: '2026-03-04', to: '2026-03-04' }], '2026-03-10'],
    [[{ from: '2026-03-07', to: '2026-03-08' }], '2026-03-09'], // a weekend costs nothing
    [[{ from: '2026-02-20', to: '2026-03-01' }], '2026-03-09'], // over before the start
    [[{ from: '2026-03-10', to: '2026-03-20' }], '2026-03-09'], // begins after the end
    [
      [
        { from: '2026-03-03', to: '2026-03-04' },
        { from: '2026-03-04', to: '2026-03-05' },
      ],
      '2026-03-12',
    ], // overlapping days count once
  ])('%j ends %s', (pauses, expected) => {
    expect(due(pauses)).toBe(expected);
  });

  test('whether the first and last day of a pause count can be configured', () => {
    const pauses = [{ from: '2026-03-04', to: '2026-03-06' }];
    expect(due(pauses)).toBe('2026-03-12');
    expect(due(pauses, { countPauseStart: true })).toBe('2026-03-11');
    expect(due(pauses, { countPauseStart: true, countPauseEnd: true })).toBe('2026-03-10');
  });

  test('a pause that lasts has no due day, unless the period ended before it', () => {
    expect(due([{ from: '2026-03-04' }])).toBeUndefined();
    expect(due([{ from: '2026-03-10' }])).toBe('2026-03-09');
  });

  test('calendar days pause too, and the end moves to a working day', () => {
    const pauses = [{ from: '2026-03-03', to: '2026-03-05' }];
    expect(dueOn(calendar, { start, count: 9, unit: 'day', pauses })).toEqual({
      day: '2026-03-16',
      unmoved: '2026-03-14',
      provisional: false,
    });
  });
});

describe('properties', () => {
  test('addWorkdays lands on a working day and workdaysBetween turns it round', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 90 }), (day, n) => {
        const end = addWorkdays(calendar, day, n).day;
        expect(isWorkday(calendar, end)).toBe(true);
        expect(workdaysBetween(calendar, day, end)).toBe(n);
        expect(workdaysBetween(calendar, end, day)).toBe(-n);
        expect(addWorkdays(calendar, day, n + 1).day > end).toBe(true);
        expect(nextWorkday(calendar, previousWorkday(calendar, end))).toBe(end);
      }),
      SEED,
    );
  });

  test('steps add up', () => {
    const step = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(anyDay, step, step, (day, a, b) => {
        const half = addWorkdays(calendar, day, a).day;
        expect(addWorkdays(calendar, half, b).day).toBe(addWorkdays(calendar, day, a + b).day);
      }),
      SEED,
    );
  });

  test('calendar days move forward only, over days of rest only, ten at most', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 90 }), (day, n) => {
        const end = addCalendarDays(calendar, day, n);
        expect(isWorkday(calendar, end.day)).toBe(true);
        expect(daysBetween(end.unmoved, end.day)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(end.unmoved, end.day)).toBeLessThanOrEqual(10);
        for (let rest = end.unmoved; rest < end.day; rest = addDays(rest, 1))
          expect(isWorkday(calendar, rest)).toBe(false);
      }),
      SEED,
    );
  });

  test('a pause inside the period delays it by exactly its working days', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 15 }), (start, after, length) => {
        const plain = addWorkdays(calendar, start, 30).day;
        const from = addDays(start, after);
        const to = addDays(from, length);
        const lost = workdaysBetween(calendar, addDays(from, -1), to);
        const paused = dueOn(calendar, { start, count: 30, unit: 'workday', pauses: [{ from, to }] });
        expect(paused?.day).toBe(addWorkdays(calendar, plain, lost).day);
      }),
      SEED,
    );
  });
});
