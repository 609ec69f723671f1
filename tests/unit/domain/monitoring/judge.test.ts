import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALERT_LEVELS, MEASURES } from '../../../../schemas/alert.js';
import type { StoredLabourUse } from '../../../../schemas/stored-employer.js';
import { proposeGrade } from '../../../../src/domain/monitoring/grade.js';
import { loadMonitoringRules } from '../../../../src/domain/monitoring/index.js';
import { findingsOf, levelOf, measure, type Observed } from '../../../../src/domain/monitoring/judge.js';
import { instantAt } from '../../../../src/lib/day.js';

const rules = loadMonitoringRules(join(import.meta.dirname, '../../../../config/monitoring.yaml'));
const TODAY = '2026-11-24';

const row = (more: Partial<StoredLabourUse> = {}): StoredLabourUse => ({
  _id: 'r',
  version: 1,
  employerId: 'e',
  cellId: 'v11',
  gridPath: '/d/t1/v11/',
  asOf: '2026-11-20',
  total: 20,
  labourRelation: 20,
  shouldSign: 20,
  signed: 20,
  pension: 20,
  source: 'visit',
  collectedBy: 'x',
  collectedAt: instantAt('2026-11-20', '10:00'),
  confirmed: [],
  createdAt: instantAt('2026-11-20', '10:00'),
  updatedAt: instantAt('2026-11-20', '10:00'),
  ...more,
});
const level = (more: Partial<StoredLabourUse>, seen: Partial<Observed> = {}, ...earlier: StoredLabourUse[]) => {
  const employer = { status: 'normal' as const, refusals: 0, collectedAt: instantAt('2026-11-20') };
  const observed = { employer, rows: [row(more), ...earlier], matters: { count: 0, people: 0 }, today: TODAY, ...seen };
  return levelOf(rules, findingsOf(rules, measure(observed, rules.fewest)));
};
const employer = (more: Partial<Observed['employer']>) => ({
  employer: { status: 'normal' as const, refusals: 0, collectedAt: instantAt('2026-11-20'), ...more },
});

describe('the table of domain.md 7.3', () => {
  test.each([
    ['nothing wrong', {}, {}, 'none'],
    ['contracts 85 %', { signed: 17 }, {}, 'yellow'],
    ['contracts exactly 90 %', { signed: 18 }, {}, 'none'],
    ['contracts 65 %', { signed: 13 }, {}, 'orange'],
    ['contracts 45 %', { signed: 9 }, {}, 'red'],
    ['insured 75 %', { pension: 15 }, {}, 'yellow'],
    ['nobody insured', { pension: 0 }, {}, 'red'],
    ['nobody insured of four', { total: 4, labourRelation: 4, shouldSign: 4, signed: 4, pension: 0 }, {}, 'none'],
    ['two oranges', { signed: 13, pension: 11 }, {}, 'red'],
    ['owed for a month', { arrearsMonths: 1 }, {}, 'yellow'],
    ['owed for two months', { arrearsMonths: 2 }, {}, 'red'],
    ['ten workers and 40,000 yuan', { arrearsWorkers: 10, arrearsFen: 4_000_000 }, {}, 'red'],
    ['ten workers and less', { arrearsWorkers: 10, arrearsFen: 3_999_999 }, {}, 'none'],
    ['50 hours a week', { hoursWeek: 50 }, {}, 'yellow'],
    ['40 hours overtime', { overtimeMonth: 40 }, {}, 'orange'],
    ['a worker under 16', { under16: 1 }, {}, 'red'],
    ['gone with wages unpaid', { arrearsWorkers: 1 }, employer({ status: 'untraceable' }), 'red'],
    ['gone, all paid', {}, employer({ status: 'deregistered' }), 'none'],
    ['184 days old', {}, employer({ collectedAt: instantAt('2026-05-24') }), 'yellow'],
    ['refused twice', {}, employer({ refusals: 2 }), 'red'],
    ['two complaints', {}, { matters: { count: 2, people: 3 } }, 'yellow'],
    ['ten people', {}, { matters: { count: 1, people: 10 } }, 'red'],
    ['not found, nothing owed', {}, employer({ status: 'untraceable' }), 'red'],
    ['nobody met once', {}, { missed: 1 }, 'none'],
    ['nobody met on two days', {}, { missed: 2 }, 'yellow'],
    ['nobody met on three days', {}, { missed: 3 }, 'orange'],
    ['credit A', {}, { grade: 'A' }, 'none'],
    ['credit B', {}, { grade: 'B' }, 'yellow'],
    ['credit C', {}, { grade: 'C' }, 'orange'],
    ['on the list of those who owe wages', {}, { blacklisted: true }, 'red'],
  ] as const)('%s', (_what, more, seen, expected) => expect(level(more, seen)).toBe(expected));

  test('a drop in headcount is held against the row before', () => {
    expect(level({ total: 15 }, {}, row({ total: 20 }))).toBe('yellow');
    expect(level({ total: 12 }, {}, row({ total: 20 }))).toBe('orange');
    expect(level({ total: 30 }, {}, row({ total: 20 }))).toBe('none');
  });

  test('more of any finding never makes the level lighter', () => {
    const finding = fc.record({
      name: fc.constant('x'),
      measure: fc.constantFrom(...MEASURES),
      level: fc.constantFrom(...ALERT_LEVELS),
      value: fc.nat(),
    });
    const order = ['none', ...ALERT_LEVELS];
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 8 }), finding, (some, one) => {
        const [before, after] = [levelOf(rules, some), levelOf(rules, [...some, one])];
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }),
      { seed: 53 },
    );
  });
});

test.each([
  [{}, 'A', 'clean'],
  [{ handled: 1 }, 'B', 'handled'],
  [{ handled: 3 }, 'C', 'handled_three_times'],
  [{ handled: 1, mostPeople: 12 }, 'C', 'group_event'],
  [{ under16: true }, 'C', 'child_labour'],
  [{ refused: true }, 'C', 'refused'],
])('credit grade of %j: %s by %s', (more, grade, rule) => {
  expect(proposeGrade({ handled: 0, mostPeople: 0, under16: false, refused: false, ...more })).toEqual({ grade, rule });
});
