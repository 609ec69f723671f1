import { describe, expect, test } from '@jest/globals';
import { readCorrection, readDraft } from '../../../../src/domain/employers/file.js';
import {
  codesOf,
  completenessOf,
  fileNumber,
  freshnessBorders,
  freshnessOf,
  identityCodeOf,
  withImplied,
} from '../../../../src/domain/employers/rules.js';
import { addDays } from '../../../../src/lib/day.js';
import { FACTORY, SHOP, SHOP_USE, WORKER } from '../../../fixtures/employers.js';

const TODAY = '2026-03-20';

test.each([
  [undefined, 'never'],
  [0, 'fresh'],
  [150, 'fresh'],
  [151, 'due'],
  [183, 'due'],
  [184, 'stale'],
] as const)('collected %s days ago: %s', (days, freshness) => {
  const collectedOn = days === undefined ? undefined : addDays(TODAY, -days);
  expect(freshnessOf(collectedOn, TODAY)).toBe(freshness);
  const { due, stale } = freshnessBorders(TODAY);
  if (collectedOn !== undefined) {
    expect(collectedOn < due).toBe(freshness !== 'fresh');
    expect(collectedOn < stale).toBe(freshness === 'stale');
  }
});

test('file numbers', () => {
  expect(fileNumber('41010810020100', 12)).toBe('410108100201000012');
  expect(fileNumber('41010810020100', 12345)).toBe('4101081002010012345');
});

test('codes, and the one that only one file may have', () => {
  expect(codesOf(FACTORY)).toEqual(['91410108MA0000015Y', 'MA0000015']);
  expect(codesOf({ regNo: '410108000000012' })).toEqual(['410108000000012']);
  expect(identityCodeOf(FACTORY)).toBe('91410108MA0000015Y');
  expect(identityCodeOf({ unitKind: 'enterprise', regNo: '410108000000012' })).toBe('410108000000012');
  expect(identityCodeOf({ unitKind: 'unlicensed' })).toBeUndefined();
  expect(identityCodeOf({ ...FACTORY, unitKind: 'construction_project' })).toBeUndefined();
});

describe('implied values', () => {
  test('fill gaps only', () => {
    const { status: _, workAddress: __, ...shop } = SHOP;
    const { asOf: ___, ...use } = SHOP_USE;
    expect(withImplied({ ...shop, houseNo: '18号', labourUse: use }, TODAY)).toMatchObject({
      status: 'normal',
      regType: '400',
      ownership: 'individual',
      workAddress: '长兴路18号',
      labourUse: { asOf: TODAY, shouldSign: 4, total: 5 },
    });
    expect(withImplied(FACTORY, TODAY)).toEqual(FACTORY);
  });

  test('empty answers are gaps', () => {
    expect(withImplied({ name: '虚构商行', note: null, status: undefined }, TODAY)).toEqual({
      name: '虚构商行',
      status: 'normal',
    });
  });
});

describe('drafts', () => {
  test('a good one is read', () => {
    expect(readDraft({ ...SHOP, labourUse: SHOP_USE, workers: [WORKER] }, TODAY)).toMatchObject({
      name: SHOP.name,
      regType: '400',
      labourUse: { shouldSign: 4 },
      workers: [{ name: '甄勤快' }],
    });
  });

  test.each([
    [{ ...SHOP }, { field: 'unitKind', check: 'labour_use_missing' }],
    [
      { ...SHOP, name: undefined, labourUse: SHOP_USE },
      { field: 'name', check: 'invalid_type' },
    ],
    [
      { ...SHOP, labourUse: { ...SHOP_USE, total: 1 } },
      { field: 'labourUse.labourRelation', check: 'labour_relation_over_total' },
    ],
    [
      { ...SHOP, labourUse: { ...SHOP_USE, asOf: '2026-03-21' } },
      { field: 'labourUse.asOf', check: 'as_of_in_future' },
    ],
    [
      { ...SHOP, establishedOn: '2026-03-21', labourUse: SHOP_USE },
      { field: 'establishedOn', check: 'established_in_future' },
    ],
    [
      { ...SHOP, labourUse: SHOP_USE, workers: [{ ...WORKER, startOn: '2026-03-21', contractFrom: '2026-03-21' }] },
      { field: 'startOn', check: 'starts_in_future' },
    ],
  ])('%# is refused', (draft, facts) => {
    expect(() => readDraft(draft, TODAY)).toThrow(expect.objectContaining({ code: 'invalid_record', facts }));
  });

  test('errors carry no value of the record', () => {
    const draft = { ...SHOP, legalRepPhone: '138001380012345', labourUse: SHOP_USE };
    expect(() => readDraft(draft, TODAY)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('1380013') }),
    );
  });

  test('a correction needs no numbers', () => {
    expect(readCorrection(SHOP, TODAY)).toMatchObject(SHOP);
    expect(() => readCorrection({ ...SHOP, uscc: '1' }, TODAY)).toThrow('invalid_record');
  });
});

test('completeness', () => {
  expect(completenessOf({ ...SHOP, labourUse: SHOP_USE }, TODAY)).toEqual({ required: 18, filled: 18 });
  expect(completenessOf(SHOP, TODAY)).toEqual({ required: 18, filled: 8 });
});
