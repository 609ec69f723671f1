import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failedChecks, reading } from '../../../schemas/checks.js';
import { CollectedEmployer, collectedChecks } from '../../../schemas/collected-employer.js';
import type { CheckContext } from '../../../schemas/field.js';
import { LabourUse, labourUseChecks } from '../../../schemas/labour-use.js';
import { monthsBehind } from '../../../schemas/labour-use-doubts.js';
import { FACTORY, FACTORY_USE, SHOP_USE } from '../../fixtures/employers.js';

const CTX: CheckContext = { today: '2026-03-20' };
const codes = (record: object, ctx: Partial<CheckContext> = {}) =>
  failedChecks(labourUseChecks, record, { ...CTX, ...ctx }).map(({ code }) => code);
const said = (code: string, record: object, ctx: Partial<CheckContext> = {}) =>
  failedChecks(labourUseChecks, record, { ...CTX, ...ctx })
    .find((check) => check.code === code)
    ?.say(reading(record), { ...CTX, ...ctx });

test('good records pass everything', () => {
  expect(codes(SHOP_USE)).toEqual([]);
  expect(codes(FACTORY_USE)).toEqual([]);
  expect(CollectedEmployer.parse(FACTORY)).toEqual(FACTORY);
  expect(LabourUse.parse(SHOP_USE)).toEqual(SHOP_USE);
});

describe('hard checks refuse the record', () => {
  test.each<[string, object]>([
    ['total_is_sum', { total: 121 }],
    ['total_is_sum', { students: 1, total: 122 }],
    ['labour_relation_over_total', { total: 99 }],
    ['dispatched_in_over_total', { total: 119 }],
    ['students_over_total', { students: 1 }],
    ['agencies_are_sum', { dispatchAgencies: [{ name: '虚构人力', count: 19 }] }],
    ['sexes_are_sum', { male: 61 }],
    ['posts_are_sum', { offPost: 6 }],
    ['bands_are_sum', { signedTask: 4 }],
    ['migrant_over_on_post', { migrant: 96 }],
    ['migrant_over_total', { migrant: 121, onPost: undefined }],
    ['should_sign_over_labour_relation', { shouldSign: 101 }],
    ['signed_over_should_sign', { signed: 101 }],
    ['pension_over_labour_relation', { pension: 101 }],
    ['maternity_over_labour_relation', { maternity: 101 }],
    ['arrears_workers_over_total', { arrearsWorkers: 121 }],
    ['maternity_protected_over_female', { maternityProtected: 41 }],
    ['skill_certified_over_skill_jobs', { skillJobs: 3, skillCertified: 4 }],
    ['lowest_wage_over_average', { wageMinFen: 520_001 }],
    ['juvenile_check_missing', { juvenile: 1 }],
  ])('%s', (code, change) => {
    const record = { ...FACTORY_USE, ...change };
    expect(codes(record)).toContain(code);
    const parsed = LabourUse.safeParse(record);
    expect(parsed.error?.issues.map((issue) => issue.code === 'custom' && issue.params?.check)).toContain(code);
    expect(CollectedEmployer.safeParse({ ...FACTORY, labourUse: record }).success).toBe(false);
  });

  test.each([
    [{ total: -1 }],
    [{ total: 1.5 }],
    [{ asOf: '2026-02-30' }],
    [{ payDay: 0 }],
    [{ payDay: 32 }],
    [{ payCycle: 'never' }],
    [{ lastPaidMonth: '2026-13' }],
    [{ hoursDay: 25 }],
  ])('%j does not parse', (change) => {
    expect(LabourUse.safeParse({ ...FACTORY_USE, ...change }).success).toBe(false);
  });

  test('dates in the future are refused by whoever knows the day', () => {
    const record = { ...SHOP_USE, asOf: '2026-03-21', lastPaidMonth: '2026-04' };
    expect(codes(record)).toEqual(['as_of_in_future', 'paid_in_future']);
    expect(LabourUse.safeParse(record).success).toBe(true);
  });

  test('a small shop need not split its total', () => {
    expect(codes({ ...SHOP_USE, total: 9 })).toEqual([]);
    expect(codes({ ...SHOP_USE, labourRelation: 6 })).toEqual(['labour_relation_over_total']);
  });
});

describe('soft checks ask', () => {
  test.each<[string, object, Partial<CheckContext>?]>([
    ['total_changed_much', {}, { lastTotal: 79 }],
    ['total_changed_much', {}, { lastTotal: 241 }],
    ['few_signed', { signed: 79 }],
    ['few_with_pension', { pension: 59 }],
    ['few_with_injury', { injury: 0 }],
    ['injury_over_labour_relation', { injury: 130 }],
    ['lowest_wage_below_minimum', {}, { minimumWageFen: 300_001 }],
    ['average_wage_below_minimum', {}, { minimumWageFen: 520_001 }],
    ['has_under16', { under16: 1 }],
    ['week_over_60_hours', { hoursWeek: 61 }],
    ['week_over_44_hours', { hoursWeek: 45 }],
    ['day_over_8_hours', { hoursDay: 9 }],
    ['overtime_over_36_hours', { overtimeMonth: 37 }],
    ['rest_under_1_day', { restDaysWeek: 0.5 }],
    ['paid_late', { lastPaidMonth: '2026-01' }],
    ['paid_less_than_monthly', { payCycle: 'longer' }],
    ['deposit_or_id_held', { depositOrIdHeld: true }],
  ])('%s', (code, change, ctx = {}) => {
    const record = { ...FACTORY_USE, signedTask: undefined, ...change };
    expect(codes(record, ctx)).toContain(code);
    expect(LabourUse.safeParse(record).success).toBe(true);
  });

  test('at the border nothing is asked', () => {
    const border = {
      ...FACTORY_USE,
      signed: 80,
      signedTask: undefined,
      pension: 60,
      hoursWeek: 44,
      overtimeMonth: 36,
      restDaysWeek: 1,
      onPost: undefined,
    };
    expect(codes(border, { lastTotal: 80, minimumWageFen: 300_000 })).toEqual([]);
    expect(codes(border, { lastTotal: 240 })).toEqual([]);
    expect(codes(border, { lastTotal: 0 })).toEqual([]);
  });

  test('approved systems may go past the standard day and week, 60 hours are asked anyway', () => {
    const record = { ...FACTORY_USE, hoursSystem: 'comprehensive', hoursDay: 12, hoursWeek: 60 };
    expect(codes(record)).toEqual([]);
    expect(codes({ ...record, hoursWeek: 61 })).toEqual(['week_over_60_hours']);
  });

  test('late wages are not asked about when the arrears are filled in', () => {
    expect(codes({ ...FACTORY_USE, lastPaidMonth: '2026-01', arrearsWorkers: 12 })).toEqual([]);
  });

  test('an organ whose people are all migrant workers', () => {
    const organ = { ...FACTORY, unitKind: 'state_organ', labourUse: { ...SHOP_USE, migrant: 5 } };
    expect(failedChecks(collectedChecks, organ, CTX).map(({ code }) => code)).toContain('all_migrant_in_organ');
  });
});

describe('sentences carry the numbers', () => {
  test.each<[string, object, string, Partial<CheckContext>?]>([
    ['few_signed', { shouldSign: 32, signed: 12 }, '合同只签了 12/32 人'],
    [
      'total_is_sum',
      { total: 32, labourRelation: 28, dispatchedIn: 2 },
      '总人数 32 人，各项合起来是 30 人（劳动关系 28＋派遣 2）',
    ],
    [
      'labour_relation_over_total',
      { total: 5, labourRelation: 6, students: 1 },
      '各项合起来 7 人（劳动关系 6＋学生 1），多过总人数 5 人',
    ],
    ['sexes_are_sum', { male: 3, female: 3, labourRelation: 5 }, '男 3＋女 3 是 6 人，劳动关系填的是 5 人'],
    ['few_with_pension', { pension: 5, labourRelation: 28 }, '养老保险只有 5/28 人（18%）'],
    ['total_changed_much', { total: 5 }, '上次 32 人，这次 5 人，变化超过一半', { lastTotal: 32 }],
    [
      'lowest_wage_below_minimum',
      { wageMinFen: 180_000 },
      '最低月工资 1,800元，低于最低工资标准 2,100元',
      { minimumWageFen: 210_000 },
    ],
  ])('%s', (code, record, sentence, ctx = {}) => {
    expect(said(code, record, ctx)).toBe(sentence);
  });

  test('every sentence is Chinese, short and without full stop', () => {
    const full = { ...FACTORY, labourUse: FACTORY_USE };
    for (const { code, say } of collectedChecks) {
      const sentence = say(reading(full), {
        today: '2026-03-20',
        lastTotal: 3,
        minimumWageFen: 210_000,
        phoneSharedBy: 4,
      });
      expect([code, sentence]).toEqual([code, expect.stringMatching(/\p{Script=Han}.*[^。]$/u)]);
      expect([...sentence].length).toBeLessThanOrEqual(60);
    }
  });
});

test.each([
  ['2026-02', '2026-03-20', 15, 0],
  ['2026-01', '2026-03-20', 15, 1],
  ['2026-01', '2026-03-10', 15, 0],
  ['2026-01', '2026-03-20', undefined, 0],
  ['2025-12', '2026-03-20', undefined, 1],
  ['2025-11', '2026-01-31', 10, 1],
  ['2026-03', '2026-03-20', 15, -1],
])('paid to %s, on %s with pay day %s: %i months behind', (paid, today, payDay, months) => {
  expect(monthsBehind(paid, today, payDay)).toBe(months);
});

test('parts that make up the total pass, and any other total is refused', () => {
  const n = fc.nat(500);
  fc.assert(
    fc.property(n, n, n, n, fc.integer({ min: -3, max: 3 }), (male, female, dispatchedIn, students, off) => {
      const labourRelation = male + female;
      const total = labourRelation + dispatchedIn + students;
      const record = { asOf: '2026-02-28', total, labourRelation, male, female, dispatchedIn, students };
      expect(LabourUse.safeParse(record).success).toBe(true);
      expect(LabourUse.safeParse({ ...record, total: total + off }).success).toBe(off === 0);
    }),
    { seed: 20100726 },
  );
});
