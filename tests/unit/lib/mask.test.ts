import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  maskAddress,
  maskBankCard,
  maskIdNumber,
  maskName,
  maskOwnerInName,
  maskPhone,
} from '../../../src/lib/mask.js';

describe('masks', () => {
  test.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳娜娜', '欧阳**'],
    ['欧阳', '欧*'],
    ['张', '*'],
    ['', '*'],
    ['阿依古丽买买提', '阿***'],
  ])('name %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  test('ID numbers: the handler of the case sees area and end, nobody the birth date', () => {
    expect(maskIdNumber('41010819000101001X', 'case_handler')).toBe('410108********001X');
    expect(maskIdNumber('41010819000101001X', 'other')).toBe('**************001X');
    expect(maskIdNumber('E12345678', 'case_handler')).toBe('*******78');
    expect(maskIdNumber('E123', 'other')).toBe('****');
  });

  test.each([
    ['13812345678', '138****5678'],
    ['0371-63631234', '0371-****34'],
    ['0371-63631234-12', '0371-****34'],
    ['400-123-4567', '**********67'],
    ['12345', '*****'],
  ])('phone %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  test('bank cards', () => {
    expect(maskBankCard('6217000000000006')).toBe('**** 0006');
    expect(maskBankCard('6789')).toBe('****');
  });

  test.each([
    ['惠济区古荥镇纪公庙村12号', '惠济区古荥镇纪公庙村**'],
    ['惠济区长兴路街道长兴路18号3单元', '惠济区长兴路街道**'],
    ['惠济区英才街8号', '惠济区**'],
    ['英才街8号', '**'],
  ])('address %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  test("an owner's name inside a shop's name", () => {
    expect(maskOwnerInName('惠济区张三丰小吃店', '张三丰')).toBe('惠济区张**小吃店');
    expect(maskOwnerInName('惠济区惠民快餐', '张三丰')).toBe('惠济区惠民快餐');
  });

  test('no mask ever shows more than its rule', () => {
    const shown = (masked: string) => masked.replaceAll(/[*\s-]/g, '').length;
    const digits = (min: number, max: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789X'), minLength: min, maxLength: max });
    fc.assert(
      fc.property(digits(0, 25), (text) => {
        expect(shown(maskIdNumber(text, 'other'))).toBeLessThanOrEqual(4);
        expect(shown(maskIdNumber(text, 'case_handler'))).toBeLessThanOrEqual(10);
        expect(shown(maskPhone(text))).toBeLessThanOrEqual(7);
        expect(shown(maskBankCard(text))).toBeLessThanOrEqual(4);
      }),
      { seed: 20100726 },
    );
  });
});
