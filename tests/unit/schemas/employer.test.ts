import { describe, expect, test } from '@jest/globals';
import { failedChecks, reading } from '../../../schemas/checks.js';
import { CollectedEmployer, collectedChecks } from '../../../schemas/collected-employer.js';
import { Employer, employerChecks, KnownEmployer } from '../../../schemas/employer.js';
import { kindOfUscc } from '../../../schemas/employer-checks.js';
import type { CheckContext } from '../../../schemas/field.js';
import { askedPaths, depthOf, missingPaths, requiredPaths } from '../../../schemas/needs.js';
import { FACTORY, FACTORY_USE, SHOP, SHOP_USE } from '../../fixtures/employers.js';

const TODAY = '2026-03-20';
const codes = (record: object, ctx: Partial<CheckContext> = {}) =>
  failedChecks(employerChecks, record, { today: TODAY, ...ctx }).map(({ code }) => code);
const { uscc: _, ...SHOP_WITHOUT_CODE } = SHOP;

describe('employer', () => {
  test('is written in one form', () => {
    const typed = {
      ...SHOP,
      name: ' 惠济区　惠民ＫＦＣ\u200b快餐店\n',
      uscc: '92410108ma0000023n',
      legalRepPhone: '138 0013 8001',
    };
    expect(Employer.parse(typed)).toEqual({ ...SHOP, name: '惠济区 惠民KFC快餐店' });
  });

  test.each([
    [{ name: '' }],
    [{ name: ' \u200b ' }],
    [{ name: '长'.repeat(101) }],
    [{ unitKind: 'shop' }],
    [{ uscc: '91410108MA0000016Y' }],
    [{ legalRepPhone: '123' }],
    [{ industry: 'Z' }],
    [{ location: { lat: 91, lng: 113 } }],
    [{ establishedOn: '2026-02-30' }],
  ])('%j is refused', (change) => {
    expect(Employer.safeParse({ ...SHOP, ...change }).success).toBe(false);
  });

  test('needs one code, unless unlicensed or refusing', () => {
    expect(codes(SHOP_WITHOUT_CODE)).toEqual(['code_missing']);
    expect(Employer.safeParse(SHOP_WITHOUT_CODE).success).toBe(false);
    for (const more of [
      { unitKind: 'unlicensed' },
      { refused: true },
      { orgCode: 'MA000002-3' },
      { regNo: '410108600000013' },
    ])
      expect(codes({ ...SHOP_WITHOUT_CODE, ...more })).toEqual([]);
  });

  test('needs a place', () => {
    const { road: _road, workAddress: _address, ...nowhere } = SHOP;
    expect(codes(nowhere)).toEqual(['place_missing']);
  });

  test('a known employer may lack all of it', () => {
    expect(KnownEmployer.parse({ unitKind: 'enterprise', name: '虚构商行' })).toEqual({
      unitKind: 'enterprise',
      name: '虚构商行',
    });
    expect(KnownEmployer.safeParse({ unitKind: 'enterprise', name: '虚构商行', uscc: '1' }).success).toBe(false);
  });

  test('refuses a founding day to come', () => {
    expect(codes({ ...SHOP, establishedOn: '2026-03-21' })).toEqual(['established_in_future']);
    expect(codes({ ...SHOP, establishedOn: TODAY })).toEqual([]);
  });

  const bounds = { south: 34.78, west: 113.45, north: 34.97, east: 113.73 };
  test.each<[string, object, Partial<CheckContext>?]>([
    ['uscc_of_other_kind', { unitKind: 'enterprise' }],
    ['uscc_of_other_kind', { uscc: '91410108MA0000015Y' }],
    ['org_code_differs', { orgCode: 'MA0000015' }],
    ['outside_district', { location: { lat: 34.7, lng: 113.6 } }, { bounds }],
    ['code_elsewhere', {}, { codeElsewhere: '古荥镇' }],
    ['phone_shared', {}, { phoneSharedBy: 4 }],
  ])('asks about %s', (code, change, ctx = {}) => {
    const record = { ...SHOP, ...change };
    expect(codes(record, ctx)).toEqual([code]);
    const check = employerChecks.find((c) => c.code === code);
    expect(check?.level).toBe('soft');
    expect(check?.say(reading(record), { today: TODAY, ...ctx })).toMatch(/\p{Script=Han}/u);
  });

  test('asks nothing at the border', () => {
    const record = { ...SHOP, orgCode: SHOP.uscc?.slice(8, 17), location: { lat: 34.88, lng: 113.6 } };
    expect(codes(record, { bounds, phoneSharedBy: 3 })).toEqual([]);
  });

  test('what a code says of its holder', () => {
    expect(kindOfUscc('92410108MA0000023N')).toBe('individual_business');
    expect(kindOfUscc('93410108MA00000661')).toBeUndefined();
  });
});

describe('collected employer', () => {
  test('needs labour use unless it refuses', () => {
    expect(CollectedEmployer.safeParse(SHOP).success).toBe(false);
    expect(CollectedEmployer.safeParse({ ...SHOP, labourUse: SHOP_USE }).success).toBe(true);
    expect(CollectedEmployer.safeParse({ ...SHOP_WITHOUT_CODE, refused: true }).success).toBe(true);
  });

  test('paths of labour-use checks begin with its key', () => {
    const record = { ...FACTORY, labourUse: { ...FACTORY_USE, total: 1 } };
    const failed = failedChecks(collectedChecks, record, { today: TODAY });
    expect(failed.map(({ code }) => code)).toContain('labour_relation_over_total');
    expect(failed.flatMap(({ reads }) => reads)).toContain('labourUse.total');
  });
});

describe('needs by kind and size', () => {
  test.each([
    ['unlicensed', 80, 'light'],
    ['individual_business', 7, 'light'],
    ['individual_business', 8, 'standard'],
    ['individual_business', undefined, 'light'],
    ['enterprise', 3, 'standard'],
    ['enterprise', 49, 'standard'],
    ['enterprise', 50, 'full'],
    ['dispatch_agency', 3, 'full'],
    ['construction_project', 3, 'full'],
  ] as const)('%s with %s workers: %s', (kind, total, depth) => {
    expect(depthOf(kind, total)).toBe(depth);
  });

  test('a small shop is asked little, and the fixture has all of it', () => {
    const shop = { ...SHOP, labourUse: SHOP_USE };
    expect(requiredPaths(shop, TODAY)).toHaveLength(18);
    expect(askedPaths(shop, TODAY)).toEqual(requiredPaths(shop, TODAY));
    expect(missingPaths(shop, TODAY)).toEqual([]);
    expect(missingPaths(FACTORY, TODAY)).toEqual([]);
    expect(askedPaths(FACTORY, TODAY).length).toBeGreaterThan(requiredPaths(FACTORY, TODAY).length);
  });

  test.each([
    [{ unitKind: 'dispatch_agency' }, ['labourUse.agencyLicenceNo', 'labourUse.dispatchedOut']],
    [{ unitKind: 'state_organ' }, ['labourUse.staffQuota']],
    [{ unitKind: 'construction_project' }, ['labourUse.project.noticeBoard']],
    [{ unitKind: 'enterprise', labourUse: { dispatchedIn: 1 } }, ['labourUse.dispatchAgencies', 'regType']],
    [{ unitKind: 'enterprise', labourUse: { juvenile: 1 } }, ['labourUse.juvenileCheck']],
    [{ unitKind: 'enterprise', labourUse: { hoursSystem: 'flexible' } }, ['labourUse.hoursApprovalNo']],
    [{ unitKind: 'individual_business', labourUse: { lastPaidMonth: '2025-12' } }, ['labourUse.arrearsWorkers']],
  ])('%j needs %j', (record, paths) => {
    expect(requiredPaths(record, TODAY)).toEqual(expect.arrayContaining(paths));
    expect(requiredPaths({ unitKind: 'enterprise', labourUse: { lastPaidMonth: '2026-02' } }, TODAY)).not.toContain(
      paths[0],
    );
  });

  test('of a refusal only what is seen from the street', () => {
    expect(missingPaths({ ...SHOP_WITHOUT_CODE, refused: true }, TODAY)).toEqual(['refusedNote']);
  });
});
