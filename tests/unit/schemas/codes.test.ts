import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import {
  type CodeResult,
  formatOrgCode,
  GridCode,
  HmtPermit,
  Mobile,
  OrgCode,
  Phone,
  parseBankCard,
  parseGridCode,
  parseHmtPermit,
  parseMobile,
  parseOrgCode,
  parsePhone,
  parseRegNo,
  parseResidentId,
  parseUscc,
  RegNo,
  ResidentId,
  Uscc,
} from '../../../schemas/codes.js';
import {
  luhnHolds,
  orgCodeCheck,
  regNoCheck,
  residentIdCheck,
  USCC_ALPHABET,
  usccCheck,
} from '../../../src/lib/check-digits.js';

const SEED = { seed: 20100726 };
const reasonOf = (result: CodeResult) => (result.ok ? 'ok' : result.reason);

/** All codes that differ from `code` in exactly one character. */
function* neighbours(code: string, alphabet: string): Generator<{ at: number; code: string }> {
  for (let at = 0; at < code.length; at++)
    for (const char of alphabet)
      if (char !== code[at]) yield { at, code: code.slice(0, at) + char + code.slice(at + 1) };
}

describe('unified social credit code', () => {
  test.each([
    ['91410108MA0000015Y', '91'],
    ['92410108MA0000023N', '92'],
    ['52410108000000035Y', '52'],
    ['12410108000000043X', '12'],
    ['11410108000000051U', '11'],
    ['93410108MA00000661', '93'],
    ['91350100M000100Y43', '91'], // a published company's code, stack.md 13
  ])('%s is valid', (code, prefix) => {
    expect(parseUscc(code)).toMatchObject({ ok: true, value: code, prefix, knownPrefix: true });
  });

  test('carries the area and the organisation code', () => {
    expect(parseUscc('91410108MA0000015Y')).toMatchObject({ areaCode: '410108', orgCode: 'MA0000015' });
  });

  test('takes what people type: lower case, full width, spaces, hyphens, invisible characters', () => {
    for (const text of [' 91410108ma0000015y', '９１４１０１０８ＭＡ０００００１５Ｙ', '9141 0108-MA00\u200b0001 5Y'])
      expect(parseUscc(text)).toMatchObject({ ok: true, value: '91410108MA0000015Y' });
  });

  test('says which character is wrong and what was meant', () => {
    expect(parseUscc('91410108MAOOOO015Y')).toEqual({
      ok: false,
      reason: 'alphabet',
      length: 18,
      at: 11,
      found: 'O',
      suggestion: '91410108MA0000015Y',
    });
    expect(parseUscc('9I410108MA0000015Y')).toMatchObject({
      reason: 'alphabet',
      at: 2,
      suggestion: '91410108MA0000015Y',
    });
    expect(parseUscc('9141010ZMA0000015Y')).toMatchObject({ reason: 'alphabet', at: 8, found: 'Z' });
    expect(parseUscc('9141010AMA0000015Y')).toMatchObject({ reason: 'alphabet', at: 8, found: 'A' }); // area is digits
  });

  test('refuses wrong checks with the check that would fit', () => {
    expect(parseUscc('91410108MA0000016Y')).toMatchObject({ reason: 'check', at: 18, found: 'Y' });
    const body = '91410108MA0000016';
    expect(parseUscc(body + usccCheck(body))).toMatchObject({
      reason: 'inner_check',
      at: 17,
      found: '6',
      expected: '5',
    });
    expect(reasonOf(parseUscc('91410108MA0000015'))).toBe('length');
    expect(reasonOf(parseUscc(''))).toBe('length');
  });

  test('an unknown prefix is taken with a warning', () => {
    const body = '31410108MA0000015';
    expect(parseUscc(body + usccCheck(body))).toMatchObject({ ok: true, knownPrefix: false });
  });

  test('every single changed character and every swap of neighbours is found', () => {
    const subject = fc.array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(subject, fc.constantFrom('91', '92', 'Y1'), (chars, prefix) => {
        const inner = chars.join('');
        const body = `${prefix}410108${inner}${orgCodeCheck(inner)}`;
        const code = body + usccCheck(body);
        expect(parseUscc(code).ok).toBe(true);
        for (const { code: wrong } of neighbours(code, USCC_ALPHABET)) expect(parseUscc(wrong).ok).toBe(false);
        for (let i = 0; i < 17; i++) {
          const swapped = code.slice(0, i) + code.charAt(i + 1) + code.charAt(i) + code.slice(i + 2);
          if (swapped !== code) expect(parseUscc(swapped).ok).toBe(false);
        }
      }),
      { ...SEED, numRuns: 20 },
    );
  });
});

describe('organisation code', () => {
  test.each(['MA000001-5', '00000001-9', 'A0000000-3', '12345678-8', 'D2143569-X'])('%s is valid', (printed) => {
    const result = parseOrgCode(printed);
    expect(result).toMatchObject({ ok: true, value: printed.replace('-', '') });
    expect(result.ok && formatOrgCode(result.value)).toBe(printed);
  });

  test.each([
    ['MA000001-6', 'check'],
    ['MA00001-5', 'length'],
    ['MA0000甲1-5', 'alphabet'],
  ])('%s is refused: %s', (code, reason) => {
    expect(reasonOf(parseOrgCode(code))).toBe(reason);
  });

  test('a changed character is found unless its value differs by a multiple of 11', () => {
    const base36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    for (const body of ['MA000001', '12345678', 'D2143569']) {
      const code = body + orgCodeCheck(body);
      for (const { at, code: wrong } of neighbours(body, base36)) {
        const apart = base36.indexOf(wrong.charAt(at)) - base36.indexOf(body.charAt(at));
        expect(parseOrgCode(wrong + code.charAt(8)).ok).toBe(apart % 11 === 0);
      }
    }
  });
});

describe('old registration number', () => {
  test.each([
    ['410108000000012', 'domestic'],
    ['410108600000013', 'individual'],
    ['410108400000011', 'foreign'],
    ['110108000000016', 'domestic'],
  ])('%s is valid, %s', (code, kind) => {
    expect(parseRegNo(code)).toEqual({ ok: true, value: code, kind });
  });

  test('every single changed digit is found', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 14, maxLength: 14 });
    fc.assert(
      fc.property(digits, (chars) => {
        const body = chars.join('');
        const code = body + regNoCheck(body);
        expect(parseRegNo(code).ok).toBe(true);
        for (const { code: wrong } of neighbours(code, '0123456789')) expect(reasonOf(parseRegNo(wrong))).toBe('check');
      }),
      { ...SEED, numRuns: 50 },
    );
  });

  test('refuses other lengths and letters', () => {
    expect(reasonOf(parseRegNo('41010800000001'))).toBe('length');
    expect(parseRegNo('41010800000001O')).toMatchObject({ reason: 'alphabet', at: 15, found: 'O' });
  });
});

describe('resident identity number', () => {
  test.each([
    ['41010819000101001X', 'male', '1900-01-01'],
    ['410108190402290120', 'female', '1904-02-29'],
    ['410108191507010038', 'male', '1915-07-01'],
    ['410108190808088889', 'female', '1908-08-08'],
    ['41010819020202002X', 'female', '1902-02-02'],
  ])('%s is valid: %s, %s', (code, sex, birthDate) => {
    expect(parseResidentId(code.toLowerCase())).toEqual({ ok: true, value: code, sex, birthDate });
  });

  test.each([
    ['410108190001010010', 'check'],
    ['410108190302290127', 'birth_date'], // 1903 has no 29 February
    ['410108190013010010', 'birth_date'],
    ['99010819000101001X', 'province'],
    ['41010819000101001', 'length'],
    ['4101081900010100XX', 'alphabet'],
  ])('%s is refused: %s', (code, reason) => {
    expect(reasonOf(parseResidentId(code))).toBe(reason);
  });

  test('a birth date in the future is refused when today is known', () => {
    const body = '41010820300101001';
    const code = body + residentIdCheck(body);
    expect(parseResidentId(code).ok).toBe(true);
    expect(reasonOf(parseResidentId(code, '2029-12-31'))).toBe('birth_date');
    expect(parseResidentId(code, '2030-01-01').ok).toBe(true);
  });

  test('an old 15-digit number is refused, with its new form proposed', () => {
    expect(parseResidentId('410108000101001')).toEqual({
      ok: false,
      reason: 'length',
      length: 15,
      suggestion: '41010819000101001X',
    });
    expect(parseResidentId('410108009901001')).toEqual({ ok: false, reason: 'length', length: 15 });
  });

  test('every single changed character is refused', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('1949-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 999 }), (birth, sequence) => {
        const body = `410108${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
        const code = body + residentIdCheck(body);
        expect(parseResidentId(code).ok).toBe(true);
        for (const { code: wrong } of neighbours(code, '0123456789X')) expect(parseResidentId(wrong).ok).toBe(false);
      }),
      { ...SEED, numRuns: 30 },
    );
  });

  test('residence permits of Hong Kong, Macao and Taiwan begin with 81, 82, 83', () => {
    for (const area of ['810000', '820000', '830000']) {
      const body = `${area}19000101001`;
      const code = body + residentIdCheck(body);
      expect(parseHmtPermit(code)).toMatchObject({ ok: true, sex: 'male' });
      expect(HmtPermit.safeParse(code).success).toBe(true);
    }
    expect(reasonOf(parseHmtPermit('41010819000101001X'))).toBe('province');
  });
});

describe('phones and bank cards', () => {
  test.each([
    ['13800138000', '13800138000'],
    ['138 0013 8000', '13800138000'],
    ['+86 138-0013-8000', '13800138000'],
    ['008613800138000', '13800138000'],
    ['１３８００１３８０００', '13800138000'],
    ['138.0013.8000', '13800138000'],
  ])('mobile %s', (text, value) => {
    expect(parseMobile(text)).toEqual({ ok: true, value });
    expect(parsePhone(text)).toEqual({ ok: true, value, kind: 'mobile' });
  });

  test.each([
    ['12800138000', 'format'],
    ['1380013800', 'length'],
    ['138001380000', 'length'],
    ['1380013800O', 'alphabet'],
    ['', 'length'],
  ])('mobile %s is refused: %s', (text, reason) => {
    expect(reasonOf(parseMobile(text))).toBe(reason);
  });

  test.each([
    ['0371-63630000', '0371-63630000', 'landline'],
    ['037163630000', '0371-63630000', 'landline'],
    ['(0371) 6363 0000 转 12', '0371-63630000-12', 'landline'],
    ['010-6363000', '010-6363000', 'landline'],
    ['+86 371 63630000', '0371-63630000', 'landline'],
    ['02163630000', '021-63630000', 'landline'],
    ['400-100-2000', '400-100-2000', 'service'],
    ['8001002000', '800-100-2000', 'service'],
  ])('telephone %s is %s (%s)', (text, value, kind) => {
    expect(parsePhone(text)).toEqual({ ok: true, value, kind });
    expect(parsePhone(value)).toEqual({ ok: true, value, kind });
  });

  test('a number without area code is no telephone for the file', () => {
    expect(reasonOf(parsePhone('63630000'))).toBe('length');
  });

  test('bank cards: Luhn is a hint', () => {
    for (const card of ['6217000000000006', '6228480000000000000'])
      expect(parseBankCard(card)).toEqual({ ok: true, value: card, luhn: true });
    expect(parseBankCard('6217 0000 0000 0007')).toMatchObject({ ok: true, luhn: false });
    expect(reasonOf(parseBankCard('621700000000000'))).toBe('length');
  });

  test('Luhn finds every single changed digit', () => {
    for (const { code } of neighbours('6217000000000006', '0123456789')) expect(luhnHolds(code)).toBe(false);
  });
});

describe('grid codes', () => {
  test.each([
    ['410108000000', { level: 1 }],
    ['410108100000', { level: 2, parent: '410108000000' }],
    ['41010810020100', { level: 3, parent: '410108100000', sequence: '00' }],
    ['41010810020107', { level: 3, parent: '410108100000', sequence: '07' }],
  ])('%s', (code, facts) => {
    expect(parseGridCode(code)).toEqual({ ok: true, value: code, scheme: 'TWO_NET_2010', ...facts });
  });

  test("a village's area code is its only cell's code", () => {
    expect(parseGridCode('410108100201')).toMatchObject({ value: '41010810020100', level: 3, sequence: '00' });
  });

  test.each([
    ['4101080000', 'length'],
    ['41010810000001', 'format'], // a cell directly in a town
    ['41010800000001', 'format'], // … or in a district
    ['410108000201', 'format'], // a village without town
    ['990108000000', 'province'],
    ['41010810020I', 'alphabet'],
  ])('%s is refused: %s', (code, reason) => {
    expect(reasonOf(parseGridCode(code))).toBe(reason);
  });

  test('the parent of a valid code is a valid code one level up', () => {
    const part = fc.integer({ min: 1, max: 999 }).map((n) => String(n).padStart(3, '0'));
    fc.assert(
      fc.property(part, part, fc.integer({ min: 0, max: 99 }), (town, village, n) => {
        const cell = parseGridCode(`410108${town}${village}${String(n).padStart(2, '0')}`);
        const above = cell.ok ? parseGridCode(cell.parent ?? '') : cell;
        expect(above).toMatchObject({ ok: true, level: 2 });
        expect(above.ok && parseGridCode(above.parent ?? '')).toMatchObject({ ok: true, level: 1 });
      }),
      SEED,
    );
  });
});

describe('zod types', () => {
  test.each([
    [Uscc, ' 91410108ma0000015y ', '91410108MA0000015Y'],
    [OrgCode, 'ma000001-5', 'MA0000015'],
    [RegNo, '4101 0800 0000 012', '410108000000012'],
    [ResidentId, '41010819000101001x', '41010819000101001X'],
    [Mobile, '138 0013 8000', '13800138000'],
    [Phone, '037163630000', '0371-63630000'],
    [GridCode, '410108100201', '41010810020100'],
  ])('reads and writes the one form (%#)', (type, typed, written) => {
    expect(type.parse(typed)).toBe(written);
    const { pattern } = z.toJSONSchema(type, { io: 'output' });
    expect(written).toMatch(new RegExp(pattern as string, 'u'));
  });

  test('a refusal is one issue with a Chinese sentence and the fault', () => {
    const parsed = Uscc.safeParse('91410108MAOOOO015Y');
    expect(parsed.error?.issues).toHaveLength(1);
    expect(parsed.error?.issues[0]).toMatchObject({
      code: 'custom',
      message: '第 11 位像是字母 O，统一社会信用代码里只有数字 0。',
      params: { kind: 'uscc', fault: { suggestion: '91410108MA0000015Y' } },
    });
  });

  test("sentences on a person's number never repeat it", () => {
    for (const [type, text] of [
      [ResidentId, '410108190001010010'],
      [ResidentId, '990108190001010010'],
      [ResidentId, '410108190302290127'],
      [Mobile, '12711112222'],
      [Phone, '0371-123'],
    ] as const) {
      const message = type.safeParse(text).error?.issues[0]?.message ?? '';
      expect(message).toMatch(/\p{Script=Han}/u);
      expect(message).not.toContain(text.slice(4, 12));
    }
  });
});
