import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  compareHouseNo,
  houseKeyOf,
  nameKeysOf,
  nameLikeness,
  plainEmployerName,
  roadKeyOf,
} from '../../../../src/domain/employers/names.js';

const SEED = { seed: 20100726 };

describe('the core of a name', () => {
  test.each([
    ['郑州市惠济区惠民快餐店（个体工商户）', '惠民快餐'],
    ['惠济区惠民快餐店', '惠民快餐'],
    ['惠民快餐', '惠民快餐'],
    ['河南省虚构机械有限公司', '虚构机械'],
    ['河南虚构机械有限责任公司郑州分公司', '虚构机械有限责任公司郑州'],
    ['郑州惠济虚构商贸有限公司', '虚构商贸'],
    ['虚构·ＫＦＣ（惠济店）', '虚构kfc惠济'],
    ['郑州公司', '郑州'], // nothing would be left
    ['郑州', '郑州'],
    ['（）', ''],
  ])('%s → %s', (name, core) => {
    expect(plainEmployerName(name)).toBe(core);
  });

  test('short names are searched too, each once', () => {
    expect(nameKeysOf('惠济区惠民快餐店', '惠民快餐、惠民小饭桌')).toEqual(['惠民快餐', '惠民小饭桌']);
  });

  test('taking the core twice changes nothing', () => {
    const name = fc
      .array(fc.constantFrom('郑州', '惠济区', '河南省', '惠民', '快餐', '机械', '有限公司', '店', '厂', '（', '）'), {
        maxLength: 6,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(name, (text) => {
        expect(plainEmployerName(plainEmployerName(text))).toBe(plainEmployerName(text));
      }),
      SEED,
    );
  });
});

describe('likeness of names', () => {
  test.each([
    ['惠民快餐', '惠民快餐', 1, 1],
    ['惠民快餐', '惠民快餐长兴路', 0.8, 1],
    ['惠民快餐', '惠民餐饮', 0.2, 0.5],
    ['惠民快餐', '福来五金', 0, 0],
    ['惠民', '惠民快餐', 0.4, 0.6], // two characters are too common to count as contained
  ])('%s, %s', (a, b, from, to) => {
    expect(nameLikeness(a, b)).toBeGreaterThanOrEqual(from);
    expect(nameLikeness(a, b)).toBeLessThanOrEqual(to);
  });

  test('is symmetric and lies in 0…1', () => {
    const name = fc.string({ unit: fc.constantFrom(...'惠民快餐机械商贸'), maxLength: 8 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const likeness = nameLikeness(a, b);
        expect(nameLikeness(b, a)).toBe(likeness);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
      }),
      SEED,
    );
  });
});

describe('roads and doors', () => {
  test('a road is one however it is written', () => {
    for (const road of ['长兴路', ' 长兴 路 ', '惠济区长兴路', '郑州市惠济区长兴路。'])
      expect(roadKeyOf(road)).toBe('长兴路');
    expect(roadKeyOf('惠济')).toBe('惠济');
  });

  test('a door is one however it is written', () => {
    for (const no of ['18号附3', '18号 附3', '18 号院附3', '１８号附３']) expect(houseKeyOf(no)).toBe('18 附3');
    expect(houseKeyOf('18号')).not.toBe(houseKeyOf('18号附3'));
  });

  test('doors are sorted as one walks', () => {
    const doors = ['102号', '18号附12', undefined, '8号', '18号', '18号附3'];
    expect(doors.sort(compareHouseNo)).toEqual(['8号', '18号', '18号附3', '18号附12', '102号', undefined]);
    expect(compareHouseNo(undefined, undefined)).toBe(0);
    // Array.sort keeps undefined last by itself
    expect(compareHouseNo(undefined, '8号')).toBe(1);
    expect(compareHouseNo('8号', undefined)).toBe(-1);
  });
});
