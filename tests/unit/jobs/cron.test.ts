import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCron, slotsBetween } from '../../../src/jobs/cron.js';
import { dayOf, timeOf } from '../../../src/lib/day.js';

describe('parseCron', () => {
  test.each([
    ['30 8 * * *', ['08:30']],
    ['0,30 9,17 * * *', ['09:00', '09:30', '17:00', '17:30']],
    ['0 8-10 * * *', ['08:00', '09:00', '10:00']],
    ['*/20 23 * * *', ['23:00', '23:20', '23:40']],
    ['2-59/29 0 * * *', ['00:02', '00:31']],
  ])('reads %s', (cron, slots) => expect(parseCron(cron)).toEqual(slots));

  test.each([
    'nonsense',
    '',
    '60 8 * * *',
    '30 24 * * *',
    '30 8 * * 1-5',
    '30 8 1 * *',
    '30 8 * *',
    '0 30 8 * * *',
    '30-10 8 * * *',
    '*/0 8 * * *',
    '5/10 8 * * *',
    'tomorrow at noon',
    '5 minutes',
    '早上八点半',
  ])('refuses "%s"', (cron) => expect(() => parseCron(cron)).toThrow(`cron "${cron}"`));
});

describe('slotsBetween', () => {
  test('leaves out the beginning, takes the end, and reads the times in Shanghai', () => {
    const from = new Date('2026-11-23T08:30:00+08:00');
    const to = new Date('2026-11-25T08:30:00+08:00');
    expect(slotsBetween(['08:30', '20:00'], from, to).map((at) => at.toISOString())).toEqual([
      '2026-11-23T12:00:00.000Z',
      '2026-11-24T00:30:00.000Z',
      '2026-11-24T12:00:00.000Z',
      '2026-11-25T00:30:00.000Z',
    ]);
  });

  test('a span cut in two has the same slots as the whole', () => {
    const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-01-09'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, instant, instant, (...three) => {
        const [a, b, c] = three.sort((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        const slots = parseCron('*/25 0,8,23 * * *');
        const whole = slotsBetween(slots, a, c);
        expect([...slotsBetween(slots, a, b), ...slotsBetween(slots, b, c)]).toEqual(whole);
        for (const at of whole) expect(slots).toContain(timeOf(at));
        expect(new Set(whole.map((at) => `${dayOf(at)} ${timeOf(at)}`)).size).toBe(whole.length);
      }),
      { seed: 830, numRuns: 100 },
    );
  });
});
