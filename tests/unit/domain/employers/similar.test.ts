import { describe, expect, test } from '@jest/globals';
import { judgeLikeness, judgeSimilar, type Traits } from '../../../../src/domain/employers/similar.js';
import { distanceM, geoCellOf, geoCellsAround } from '../../../../src/lib/geo.js';

const HERE = { lat: 34.88, lng: 113.6 };
const north = (metres: number) => ({ lat: HERE.lat + metres / 111_320, lng: HERE.lng });
const SHOP: Traits = {
  unitKind: 'individual_business',
  codes: ['92410108MA0000023N', 'MA0000023'],
  nameKeys: ['惠民快餐'],
  phoneIndex: ['k.1'],
  road: '长兴路',
  houseNo: '18号',
  location: HERE,
};
const NOBODY: Traits = { codes: [], nameKeys: [], phoneIndex: [] };

describe('one file per employer', () => {
  test.each<[string, Partial<Traits>, string[]]>([
    ['the same code', { codes: ['92410108MA0000023N'] }, ['code']],
    ['the organisation code inside', { codes: ['MA0000023'] }, ['code']],
    ['the same name', { nameKeys: ['惠民快餐'] }, ['name']],
    ['a short name', { nameKeys: ['别名', '惠民快餐'] }, ['name']],
    ['a longer name nearby', { nameKeys: ['惠民快餐长兴路'], location: north(50) }, ['name', 'near']],
    ['phone and door', { phoneIndex: ['k.1'], road: '惠济区长兴路', houseNo: '１８号' }, ['door', 'phone']],
    ['phone next door', { phoneIndex: ['k.1'], location: north(10) }, ['phone', 'near']],
  ])('%s is asked about', (_what, traits, reasons) => {
    expect(judgeLikeness({ ...NOBODY, ...traits }, SHOP)?.reasons).toEqual(reasons);
  });

  test.each<[string, Partial<Traits>]>([
    ['nothing', {}],
    ['a neighbour', { location: north(5) }],
    ['a market stall behind the same door', { road: '长兴路', houseNo: '18号', nameKeys: ['福来五金'] }],
    ["a book-keeper's phone", { phoneIndex: ['k.1'], nameKeys: ['福来五金'] }],
    ['a name that is only partly like', { nameKeys: ['惠民餐饮'] }],
    ['the same name under another code', { nameKeys: ['惠民快餐'], codes: ['92410108MA0000031X'] }],
  ])('%s is not', (_what, traits) => {
    expect(judgeLikeness({ ...NOBODY, ...traits }, SHOP)).toBeUndefined();
  });

  test('a reissued licence: other code, but name, phone and door are the same', () => {
    const reissued = { ...SHOP, codes: ['91410108MA0000015Y'] };
    expect(judgeLikeness(reissued, SHOP)?.reasons).toEqual(['name', 'door', 'phone', 'near']);
  });

  test('sites of one builder are several files', () => {
    const site: Traits = { ...NOBODY, unitKind: 'construction_project', codes: ['91410108MA0000015Y'] };
    expect(judgeLikeness(site, { ...site, unitKind: 'enterprise' })).toBeUndefined();
    expect(judgeLikeness({ ...site, nameKeys: ['绿地工地'] }, { ...site, nameKeys: ['绿地工地'] })?.reasons).toEqual([
      'name',
    ]);
  });

  test('the likeliest comes first, with its distance', () => {
    const similar = judgeSimilar(SHOP, [
      { ...NOBODY, nameKeys: ['惠民快餐'], location: north(300) },
      { ...SHOP, location: north(20) },
      NOBODY,
    ]);
    expect(similar.map(({ reasons, metres }) => [reasons[0], metres])).toEqual([
      ['code', 20],
      ['name', 300],
    ]);
    expect(similar[0]?.score).toBe(1);
  });

  test('60 metres are far enough', () => {
    const probe = { ...NOBODY, phoneIndex: ['k.1'] };
    expect(judgeLikeness({ ...probe, location: north(59) }, SHOP)).toBeDefined();
    expect(judgeLikeness({ ...probe, location: north(61) }, SHOP)).toBeUndefined();
    expect(judgeLikeness({ ...probe, location: { ...north(10), coordSys: 'wgs84' } }, SHOP)).toBeUndefined();
  });
});

describe('distances and squares', () => {
  test('metres', () => {
    expect(distanceM(HERE, north(60))).toBeCloseTo(60, 3);
    expect(distanceM(HERE, { ...HERE, lng: HERE.lng + 0.001 })).toBeCloseTo(91.3, 1);
    expect(distanceM(HERE, { ...HERE, coordSys: 'gcj02' })).toBe(0);
    expect(distanceM(HERE, { ...HERE, coordSys: 'wgs84' })).toBeUndefined();
  });

  test('whatever is nearer than 90 m lies in the squares around', () => {
    for (let angle = 0; angle < 360; angle += 7) {
      const [dy, dx] = [Math.sin(angle), Math.cos(angle)].map((part) => (part * 89) / 111_320) as [number, number];
      const there = { lat: HERE.lat + dy, lng: HERE.lng + dx / Math.cos((HERE.lat * Math.PI) / 180) };
      expect(geoCellsAround(HERE)).toContain(geoCellOf(there));
    }
    expect(geoCellsAround(HERE)).toHaveLength(9);
    expect(geoCellsAround({ ...HERE, coordSys: 'wgs84' })).not.toContain(geoCellOf(HERE));
  });
});
