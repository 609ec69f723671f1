import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  maskAddress,
  maskBankCard,
  maskIdNumber,
  maskName,
  maskNumbersIn,
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

describe('numbers inside a text', () => {
  test.each([
    ['我是甄有福，身份证41010819900101001X，欠我3500元', '我是甄有福，身份证**************001X，欠我3500元'],
    ['证 410108 19900101 001x 号', '证 **************001X 号'],
    ['４１０１０８１９９００１０１００１Ｘ', '**************001X'],
    ['410108900101001', '***********1001'],
    ['电话13800138000，老板139-0013-9000', '电话138****8000，老板139****9000'],
    ['+86 13800138000', '+138****8000'],
    ['8613800138000', '138****8000'],
    ['13800138000 13900139000', '138****8000 139****9000'],
    ['座机 0371-63630000', '座机 **********00'],
    ['卡号 6222 0212 3456 7890 123', '卡号 **** 0123'],
    ['欠 12 个人 36000 元，2025年8月到2026年1月', '欠 12 个人 36000 元，2025年8月到2026年1月'],
    ['编号 HJ261123-04170', '编号 HJ261123-04170'],
    ['惠济区长兴路18号附3', '惠济区长兴路18号附3'],
    ['', ''],
  ])('%s', (text, expected) => expect(maskNumbersIn(text)).toBe(expected));

  test('12,000 digits are read in a moment', () => {
    const start = process.hrtime.bigint();
    for (const text of ['1'.repeat(12_000), '1 '.repeat(6_000), '13 '.repeat(4_000), '41010819900101001 '.repeat(600)])
      maskNumbersIn(text);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(1_000);
  });
});
