import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ClockTerm, MatterClock } from '../../../../schemas/matter-clock.js';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import { reckon, startedClock } from '../../../../src/domain/matters/clocks.js';
import { loadMatterRules } from '../../../../src/domain/matters/rules.js';
import { rungsOf } from '../../../../src/domain/matters/rungs.js';
import { addDays } from '../../../../src/lib/day.js';
import { isWorkday } from '../../../../src/lib/workdays.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const calendar = loadCalendar(path.join(root, 'calendar'));
const rules = loadMatterRules(path.join(root, 'config/matters.yaml'));
const clock = (startOn: string, length: number, unit: ClockTerm['unit'], more: Partial<MatterClock> = {}) =>
  reckon(
    calendar,
    { ...startedClock('investigate', startOn, [{ profile: 'NATIONAL', length, unit }]), ...more },
    rules,
  );
const ladder = (one: MatterClock) =>
  rungsOf(calendar, one, rules).map(({ name, on, to }) => `${name} ${on} ${to.join('+')}`);

describe('the ladder of nudges', () => {
  test('of a long clock', () => {
    expect(ladder(clock('2026-03-02', 60, 'workday'))).toEqual([
      '50% 2026-04-14 handler',
      '80% 2026-05-12 handler',
      '-3 2026-05-25 handler',
      '-1 2026-05-27 handler+squadron',
      '0 2026-05-28 handler+squadron',
      '+1 2026-05-29 handler+squadron+brigade',
      '+5 2026-06-04 handler+squadron+brigade+leader',
    ]);
  });

  test('of a short one: rungs on one day are one, with everybody', () => {
    expect(ladder(clock('2026-03-02', 5, 'workday'))).toEqual([
      '-3 2026-03-04 handler',
      '50% 2026-03-05 handler',
      '-1 2026-03-06 handler+squadron',
      '0 2026-03-09 handler+squadron',
      '+1 2026-03-10 handler+squadron+brigade',
      '+5 2026-03-16 handler+squadron+brigade+leader',
    ]);
  });

  test('across the holidays, shares of calendar days move to working days', () => {
    // 30 days from 2026-01-28 end on 02-27; half of them is 02-12, 80 % is 02-21, a day off: 02-24
    expect(ladder(clock('2026-01-28', 30, 'day')).slice(0, 2)).toEqual([
      '50% 2026-02-12 handler',
      '-3 2026-02-24 handler',
    ]);
  });

  test('a pause pushes the shares on; a paused or stopped clock has none', () => {
    const pauses = [{ from: '2026-03-04', to: '2026-03-13' }];
    expect(ladder(clock('2026-03-02', 10, 'workday', { pauses }))[0]).toBe('50% 2026-03-19 handler');
    expect(ladder(clock('2026-03-02', 10, 'workday', { pauses: [{ from: '2026-03-04' }] }))).toEqual([]);
    expect(ladder({ ...clock('2026-03-02', 10, 'workday'), stoppedOn: '2026-03-03' })).toEqual([]);
  });

  test('every rung is a working day after the start, and days rise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 90 }), fc.boolean(), (n, length, wd) => {
        const start = addDays('2024-06-01', n);
        const rungs = rungsOf(calendar, clock(start, length, wd ? 'workday' : 'day'), rules);
        expect(rungs.every(({ on }) => on > start && isWorkday(calendar, on))).toBe(true);
        expect(rungs.map(({ on }) => on)).toEqual([...new Set(rungs.map(({ on }) => on))].sort());
        expect(rungs.at(-1)?.to).toEqual(['handler', 'squadron', 'brigade', 'leader']);
      }),
      { seed: 20100726, numRuns: 300 },
    );
  });
});
