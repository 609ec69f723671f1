import { describe, expect, test } from '@jest/globals';
import { DEFAULT_QUIET_HOURS, quietUntil } from '../../../src/lib/quiet-hours.js';

const at = (text: string) => new Date(`${text}:00+08:00`);

describe('quietUntil', () => {
  test.each([
    ['2026-11-23T19:59', undefined],
    ['2026-11-23T20:00', '2026-11-24T08:00'],
    ['2026-11-23T23:59', '2026-11-24T08:00'],
    ['2026-11-24T00:00', '2026-11-24T08:00'],
    ['2026-11-24T07:59', '2026-11-24T08:00'],
    ['2026-11-24T08:00', undefined],
    ['2026-12-31T21:30', '2027-01-01T08:00'],
  ])('at %s: %s', (now, until) =>
    expect(quietUntil(at(now), DEFAULT_QUIET_HOURS)).toEqual(until === undefined ? undefined : at(until)),
  );

  test('hours within one day, and none at all', () => {
    const noon = { from: '12:00', to: '14:00' };
    expect(quietUntil(at('2026-11-23T13:00'), noon)).toEqual(at('2026-11-23T14:00'));
    expect(quietUntil(at('2026-11-23T14:00'), noon)).toBeUndefined();
    expect(quietUntil(at('2026-11-23T13:00'), { from: '00:00', to: '00:00' })).toBeUndefined();
  });
});
