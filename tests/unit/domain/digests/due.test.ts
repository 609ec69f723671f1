import { describe, expect, test } from '@jest/globals';
import { dailyDueOn, isSpanBefore, missedDays, sinceDay } from '../../../../src/domain/digests/due.js';
import { isSilent } from '../../../../src/domain/digests/silent.js';
import { instantAt } from '../../../../src/lib/day.js';
import { makeCalendar } from '../../../../src/lib/workdays.js';

/** 2026: 1–7 October off, 10 October (a Saturday) worked. */
const calendar = makeCalendar([
  {
    year: 2026,
    confirmed: true,
    holidays: [
      {
        name: '国庆节',
        off: Array.from({ length: 7 }, (_, i) => `2026-10-0${i + 1}`),
        work: ['2026-10-10'],
      },
    ],
  },
]);
const at = (text: string) => new Date(`${text}:00+08:00`);

describe('when a daily digest is due', () => {
  test.each([
    ['2026-11-23T08:29', null],
    ['2026-11-23T08:30', '2026-11-23'],
    ['2026-11-23T23:59', '2026-11-23'],
    ['2026-11-24T00:00', null],
    ['2026-11-22T09:00', null], // Sunday
    ['2026-10-01T09:00', null], // Thursday, holiday
    ['2026-10-10T09:00', '2026-10-10'], // Saturday, worked
  ])('at %s: %s', (now, day) => expect(dailyDueOn(calendar, at(now), '08:30')).toBe(day));

  test.each([
    [null, '2026-11-23', []],
    ['2026-11-20', '2026-11-23', []],
    ['2026-11-18', '2026-11-23', ['2026-11-19', '2026-11-20']],
    ['2026-09-29', '2026-10-09', ['2026-09-30', '2026-10-08']],
  ])('after %s, at %s, %j are not sent any more', (last, day, missed) =>
    expect(missedDays(calendar, last, day)).toEqual(missed),
  );

  test.each([
    [null, '2026-11-24', '2026-11-23'],
    [null, '2026-11-23', '2026-11-20'],
    ['2026-11-20', '2026-11-23', '2026-11-20'],
    ['2026-11-17', '2026-11-23', '2026-11-17'],
    ['2026-11-22', '2026-11-23', '2026-11-20'],
    ['2026-09-30', '2026-10-08', '2026-09-30'],
  ])('after %s the digest of %s tells of the work from %s on', (last, day, since) =>
    expect(sinceDay(calendar, last, day)).toBe(since),
  );
});

describe('a silent cell', () => {
  const rule = { calendar, workdays: 5 };
  const work = { known: 10, collected: 4, due: 0, stale: 0, lastCollectedAt: null };
  const reported = (day: string) => ({ ...work, lastCollectedAt: instantAt(day, '16:00') });

  test.each([
    ['2026-11-16', '2026-11-23', false], // five working days are over only at the end of the 23rd
    ['2026-11-16', '2026-11-24', true],
    ['2026-11-14', '2026-11-23', true], // a Saturday: five full working days have passed
    ['2026-09-30', '2026-10-14', true], // seven days of rest do not count, a worked Saturday does
    ['2026-09-30', '2026-10-13', false],
  ])('last report on %s, asked on %s: %s', (last, today, silent) =>
    expect(isSilent(rule, reported(last), '2026-01-01', today)).toBe(silent),
  );

  test('who has nothing left to do may be silent; who knows of no employer may not', () => {
    const old = { lastCollectedAt: instantAt('2026-06-01') };
    const silent = (cell: Omit<typeof work, 'lastCollectedAt'>) =>
      isSilent(rule, { ...cell, ...old }, '2026-01-01', '2026-11-24');
    expect(silent({ known: 10, collected: 10, due: 0, stale: 0 })).toBe(false);
    expect(silent({ known: 10, collected: 10, due: 1, stale: 0 })).toBe(true);
    expect(silent({ known: 10, collected: 10, due: 0, stale: 1 })).toBe(true);
    expect(silent({ known: 0, collected: 0, due: 0, stale: 0 })).toBe(true);
  });

  test('a new cell is given its days from the first one on', () => {
    expect(isSilent(rule, work, '2026-11-16', '2026-11-23')).toBe(false);
    expect(isSilent(rule, work, '2026-11-16', '2026-11-24')).toBe(true);
  });
});

test.each([
  ['weekly', '2026-11-16', '2026-11-23', true],
  ['weekly', '2026-11-09', '2026-11-23', true], // the one between was the month's
  ['weekly', '2026-11-02', '2026-11-23', false],
  ['monthly', '2026-02-01', '2026-03-01', true],
  ['monthly', '2026-01-01', '2026-03-01', false],
  ['daily', '2026-11-22', '2026-11-23', false],
] as const)('%s of %s comes right before that of %s: %s', (kind, then, day, before) =>
  expect(isSpanBefore(kind, then, day)).toBe(before),
);
