import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import { dealWeek, shareOfToday } from '../../../../src/domain/employers/index.js';
import { addDays } from '../../../../src/lib/day.js';
import { isWorkday } from '../../../../src/lib/workdays.js';

const calendar = loadCalendar(join(import.meta.dirname, '../../../../calendar'));
const MONDAY = '2026-11-23';
const week = (n: number) => ({ from: addDays(MONDAY, 7 * n), to: addDays(MONDAY, 7 * n + 6) });
const employer = (i: number, collectedOn: string, road = '古荥大街') => ({
  employerId: `e${i}`,
  road,
  houseNo: `${i}号`,
  collectedOn,
});

describe('the refresh of a cell', () => {
  test('of two hundred files of one day is spread evenly over the weeks before that day is half a year ago', () => {
    const collectedOn = addDays(MONDAY, -147);
    let left = Array.from({ length: 200 }, (_, i) => employer(i, collectedOn));
    const weeks: number[] = [];
    for (let n = 0; left.length > 0; n++) {
      const portions = dealWeek(left, 2, week(n), calendar);
      const dealt = new Set(portions.flat());
      expect(Math.abs((portions[0] ?? []).length - (portions[1] ?? []).length)).toBeLessThanOrEqual(1);
      left = left.filter(({ employerId }) => !dealt.has(employerId));
      weeks.push(dealt.size);
      expect(n).toBeLessThan(6);
    }
    expect(weeks).toEqual([40, 40, 40, 40, 40]);
  });

  test('that nobody has done for long is made up over four weeks, never more than a day can hold', () => {
    const old = Array.from({ length: 100 }, (_, i) => employer(i, '2026-01-05'));
    expect(dealWeek(old, 1, week(0), calendar).flat()).toHaveLength(25);
    const flood = Array.from({ length: 2_000 }, (_, i) => employer(i, '2026-01-05'));
    expect(dealWeek(flood, 1, week(0), calendar).flat()).toHaveLength(60);
  });

  test('goes along the road, the most urgent one first, each collector a stretch of it', () => {
    const stops = [
      employer(30, addDays(MONDAY, -180), '汉城路'),
      employer(2, addDays(MONDAY, -181), '古荥大街'),
      employer(10, addDays(MONDAY, -179), '古荥大街'),
      employer(4, addDays(MONDAY, -180), '汉城路'),
    ];
    expect(dealWeek(stops, 2, week(0), calendar)).toEqual([
      ['e2', 'e10'],
      ['e4', 'e30'],
    ]);
  });

  test('deals nobody twice and leaves nobody over his half year while a day can hold it', () => {
    const age = fc.integer({ min: 140, max: 400 });
    fc.assert(
      fc.property(fc.array(age, { maxLength: 60 }), fc.integer({ min: 0, max: 3 }), (ages, collectors) => {
        const stops = ages.map((days, i) => employer(i, addDays(MONDAY, -days)));
        const portions = dealWeek(stops, collectors, week(0), calendar);
        const dealt = portions.flat();
        expect(portions).toHaveLength(Math.max(collectors, 1));
        expect(new Set(dealt).size).toBe(dealt.length);
        const late = stops.filter(({ collectedOn }) => {
          const deadline = addDays(collectedOn, 183);
          return deadline >= MONDAY && deadline <= week(0).to;
        });
        if (ages.every((days) => days <= 183))
          expect(late.filter(({ employerId }) => !dealt.includes(employerId))).toEqual([]);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

test('a portion falls on the working days that are left, however many were done this morning', () => {
  const of = (left: number, doneToday: number, today = MONDAY) =>
    shareOfToday({ left, doneToday }, { today, to: addDays(MONDAY, 4) }, calendar);
  expect(isWorkday(calendar, MONDAY)).toBe(true);
  expect(of(10, 0)).toBe(2);
  expect(of(9, 1)).toBe(1);
  expect(of(8, 2)).toBe(0);
  expect(of(5, 0, addDays(MONDAY, 4))).toBe(5);
  expect(of(5, 0, addDays(MONDAY, 7))).toBe(5);
});
