import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import { loadNudgeRules } from '../../../../src/domain/tasks/index.js';
import { givenRung, makeLadder, redRungs, rungsSince } from '../../../../src/domain/tasks/nudges/rungs.js';
import { slotAt } from '../../../../src/domain/tasks/nudges/slots.js';
import { addDays, instantAt } from '../../../../src/lib/day.js';
import { DEFAULT_QUIET_HOURS } from '../../../../src/lib/quiet-hours.js';
import { isWorkday, makeCalendar, workdaysBetween } from '../../../../src/lib/workdays.js';

const root = join(import.meta.dirname, '../../../..');
const calendar = loadCalendar(join(root, 'calendar'));
const rules = loadNudgeRules(join(root, 'config/nudges.yaml'));
const ladder = (dueOn: string, today: string) =>
  makeLadder(rules, calendar, today)(dueOn).map(({ name, on }) => `${name} ${on}`);

describe('the ladder of a due day', () => {
  test('goes from a week before it to weekly after it, on working days', () => {
    expect(ladder('2010-08-20', '2010-09-17')).toEqual([
      ...['-7 2010-08-13', '-3 2010-08-17', '-1 2010-08-19', '0 2010-08-20'],
      ...['+1 2010-08-23', '+2 2010-08-24', '+3 2010-08-25', '+4 2010-08-26', '+5 2010-08-27'],
      ...['+10 2010-09-03', '+15 2010-09-10', '+20 2010-09-17'],
    ]);
  });

  test('moves what falls on days of rest to the working day before, and tells rungs of one day once', () => {
    // due on Sunday 15 August: -1 and 0 both on Friday
    expect(ladder('2010-08-15', '2010-08-15')).toEqual(['-7 2010-08-06', '-3 2010-08-12', '0 2010-08-13']);
    // due in the week of the National Day
    expect(ladder('2010-10-05', '2010-10-08')).toEqual(['-7 2010-09-28', '0 2010-09-30', '+1 2010-10-08']);
    const [, , friday] = makeLadder(rules, calendar, '2010-08-15')('2010-08-15');
    expect(friday?.to).toEqual(['unit', 'person', 'parent']);
  });

  test('uses weekdays in a year without a table', () => {
    const bare = makeLadder(rules, makeCalendar([]), '2099-01-06')('2099-01-05');
    expect(bare.at(-1)).toMatchObject({ name: '+1', on: '2099-01-06' });
  });

  test('for any due day: in order, on working days, one a day, and none of tomorrow', () => {
    const day = fc.integer({ min: 0, max: 6_000 }).map((n) => addDays('2009-06-01', n));
    fc.assert(
      fc.property(day, fc.integer({ min: -20, max: 90 }), (dueOn, ahead) => {
        const today = addDays(dueOn, ahead);
        const rungs = makeLadder(rules, calendar, today)(dueOn);
        const days = rungs.map(({ on }) => on);
        expect([...new Set(days)].sort()).toEqual(days);
        for (const { on, name } of rungs) {
          expect(isWorkday(calendar, on)).toBe(true);
          expect(on <= today).toBe(true);
          if (name.startsWith('+')) expect(workdaysBetween(calendar, dueOn, on)).toBe(Number(name));
        }
        // overdue work never falls silent for more than a week of working days
        const late = today > dueOn ? workdaysBetween(calendar, dueOn, today) : 0;
        if (late > 0) expect(workdaysBetween(calendar, days.at(-1) ?? '', today)).toBeLessThan(5);
      }),
      { seed: 20100726, numRuns: 150 },
    );
  });
});

describe('rungs of a piece of work', () => {
  const rungs = makeLadder(rules, calendar, '2010-08-25')('2010-08-20');
  test('of before it stood as it stands are not made up', () => {
    const since = rungsSince(rungs, { since: '2010-08-19', dueOn: '2010-08-20' });
    expect(since.map(({ name }) => name)).toEqual(['-1', '0', '+1', '+2', '+3']);
  });

  test('of work that is overdue from the beginning: the newest', () => {
    const late = makeLadder(rules, calendar, '2010-09-01')('2010-07-25');
    expect(rungsSince(late, { since: '2010-09-01', dueOn: '2010-07-25' }).map(({ name }) => name)).toEqual(['+25']);
  });

  test('announce what was given, on the first working day', () => {
    expect(givenRung(rules, calendar, '2010-08-14', '2010-08-15')).toBeUndefined(); // a Saturday
    expect(givenRung(rules, calendar, '2010-08-14', '2010-08-16')).toMatchObject({ name: 'new', on: '2010-08-16' });
  });

  test('of urgent work come at once and every day, at any hour', () => {
    const at = instantAt('2010-08-14', '22:00');
    const names = (now: Date) => redRungs(rules, at, now).map(({ name }) => name);
    expect(names(at)).toEqual(['red0']);
    expect(names(instantAt('2010-08-15', '21:59'))).toEqual(['red0']);
    expect(names(instantAt('2010-08-15', '22:00'))).toEqual(['red0', 'red1']);
    expect(names(instantAt('2010-08-14', '21:00'))).toEqual([]); // the clock was set back
  });
});

describe('slots', () => {
  const slot = (day: string, time: string) => slotAt(rules.slots, calendar, DEFAULT_QUIET_HOURS, instantAt(day, time));
  test.each([
    ['2010-08-13', '09:59', null],
    ['2010-08-13', '10:00', '10:00'],
    ['2010-08-13', '15:59', '10:00'],
    ['2010-08-13', '19:59', '16:00'],
    ['2010-08-13', '20:00', null], // quiet hours
    ['2010-08-14', '10:00', null], // Saturday
    ['2010-09-19', '10:00', '10:00'], // a Sunday that is worked
    ['2010-09-22', '10:00', null], // Mid-Autumn
  ])('%s %s: %p', (day, time, expected) => {
    expect(slot(day, time)).toBe(expected);
  });

  test('must lie apart as far as messages must', () => {
    expect(() => loadNudgeRules(join(root, 'config/matters.yaml'))).toThrow('matters.yaml');
  });
});
