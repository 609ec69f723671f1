import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ITEMS } from '../../../../schemas/assessment.js';
import { loadAssessmentRules } from '../../../../src/domain/assessment/index.js';
import { type Bonus, type ItemShare, oneDecimal, scoreOf, weightsOf } from '../../../../src/domain/assessment/score.js';

const rules = loadAssessmentRules(join(import.meta.dirname, '../../../../config/assessment.yaml'));
const shares = (share: number | null, but: Partial<Record<string, number | null>> = {}): ItemShare[] =>
  ITEMS.map(({ value }) => ({
    item: value,
    share: value in but ? (but[value] ?? null) : share,
    parts: [],
    sources: [],
  }));
const gave = (...points: number[]): Bonus[] =>
  points.map((each, i) => ({ id: `b${i}`, on: '2010-08-20', points: each, reason: '试点经验' }));
const clean = { falseEntries: 0, overdue: 0, leaks: 0, bonuses: gave() };
const score = (given: ItemShare[], found: Partial<typeof clean> = {}, tried = {}) =>
  scoreOf(rules, weightsOf(rules, tried), given, { ...clean, ...found });

test('the weights of the table are 100 points', () => {
  expect(Object.values(rules.weights).reduce((a, b) => a + b, 0)).toBe(100);
  expect(Object.keys(rules.weights)).toEqual(ITEMS.map(({ value }) => value));
});

describe('the score', () => {
  test.each([
    ['all done', shares(1), {}, 100, 'A'],
    ['half of all', shares(0.5), {}, 50, 'C'],
    ['nothing to judge counts as full', shares(null), {}, 100, 'A'],
    ['coverage alone missing', shares(1, { coverage: 0 }), {}, 84, 'B'],
    ['exactly 90', shares(0.9), {}, 90, 'A'],
    ['a false entry takes five points', shares(1), { falseEntries: 2 }, 90, 'A'],
    ['overdue work takes 0.2 each', shares(1), { overdue: 3 }, 99.4, 'A'],
    ['… and five at most', shares(1), { overdue: 500 }, 95, 'A'],
    ['the bonus is capped', shares(0.8), { bonuses: gave(6, 3) }, 85, 'B'],
    ['a leak leaves nothing', shares(1), { leaks: 1, bonuses: gave(5) }, 0, 'C'],
    ['never below zero', shares(0), { falseEntries: 3 }, 0, 'C'],
  ] as const)('%s', (_what, given, found, total, grade) => {
    expect(score(given, found)).toMatchObject({ total, grade });
  });

  test('is acceptance only when items 1 to 7 reach 0.9 and coverage 95 %', () => {
    expect(score(shares(1, { coverage: 0.95, matters: 0 })).accepted).toBe(true);
    const missing = score(shares(1, { network: 0.5, coverage: 0.94 }));
    expect([missing.accepted, missing.lacking]).toEqual([false, ['network', 'coverage']]);
  });

  test('with other weights keeps its sum', () => {
    const weights = weightsOf(rules, { coverage: 40, funding: 0 });
    expect(Object.values(weights).reduce((a, b) => a + b, 0)).toBeCloseTo(100, 9);
    expect(score(shares(1), {}, { coverage: 40 }).total).toBe(100);
    expect(score(shares(1, { coverage: 0 }), {}, { coverage: 40 }).total).toBe(oneDecimal(100 - (40 * 100) / 124));
  });

  test('lies between 0 and 105, grows with every share, and is the sum of its parts', () => {
    const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
    const all = fc.tuple(...ITEMS.map(() => share));
    fc.assert(
      fc.property(all, fc.nat(3), fc.nat(40), fc.nat(8), (values, falseEntries, overdue, bonus) => {
        const given = ITEMS.map(({ value: item }, i) => ({ item, share: values[i] ?? null, parts: [], sources: [] }));
        const bonuses = gave(bonus);
        const one = score(given, { falseEntries, overdue, bonuses });
        const sum = one.items.reduce((total, { points }) => total + points, 0);
        const lost = one.deductions.reduce((total, { points }) => total + points, 0);
        expect(one.total).toBeGreaterThanOrEqual(0);
        expect(one.total).toBeLessThanOrEqual(105);
        expect(Math.abs(one.total - Math.max(0, sum - lost + one.bonus))).toBeLessThanOrEqual(0.0501);
        const better = given.map((each) => ({ ...each, share: Math.min(1, (each.share ?? 1) + 0.1) }));
        expect(score(better, { falseEntries, overdue, bonuses }).total).toBeGreaterThanOrEqual(one.total);
      }),
      { seed: 838, numRuns: 200 },
    );
  });

  test.each([
    [89.95, 90],
    [89.94999, 89.9],
    [0.05, 0.1],
    [99.9999999, 100],
  ])('%d is rounded half up to %d', (exact, shown) => expect(oneDecimal(exact)).toBe(shown));
});
