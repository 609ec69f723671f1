import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numberText } from '../../../../src/domain/matters/numbers.js';
import {
  type KeyedBytes,
  newToken,
  readReceiptNumber,
  readToken,
  receiptNumber,
} from '../../../../src/domain/matters/receipt.js';
import { luhnHolds } from '../../../../src/lib/check-digits.js';

const keyed =
  (key: string): KeyedBytes =>
  (text) =>
    createHmac('sha256', key).update(text).digest();

describe('receipt numbers', () => {
  test('have the form, and the Luhn digit over day and number', () => {
    const no = receiptNumber('2026-11-23', 0, keyed('k'));
    expect(no).toMatch(/^HJ261123-\d{5}$/);
    expect(luhnHolds(no.replace(/\D/g, ''))).toBe(true);
    expect(readReceiptNumber(no)).toBe(no);
  });

  test('of a day are all different: a permutation of the 10,000', () => {
    const all = new Set(Array.from({ length: 10_000 }, (_, n) => receiptNumber('2026-11-23', n, keyed('k'))));
    expect(all.size).toBe(10_000);
    expect(() => receiptNumber('2026-11-23', 10_000, keyed('k'))).toThrow(RangeError);
  });

  test('tell neither how many there are nor what comes next', () => {
    const digits = (day: string, key: string) =>
      Array.from({ length: 200 }, (_, n) => Number(receiptNumber(day, n, keyed(key)).slice(9, 13)));
    const [one, otherDay, otherKey] = [digits('2026-11-23', 'k'), digits('2026-11-24', 'k'), digits('2026-11-23', 'l')];
    expect(one).not.toEqual(otherDay);
    expect(one).not.toEqual(otherKey);
    // spread over the whole range: about a tenth in each tenth, steps of both directions and all sizes
    const tenths = new Set(one.map((n) => Math.floor(n / 1_000)));
    expect(tenths.size).toBe(10);
    const steps = one.slice(1).map((n, i) => n - (one[i] ?? 0));
    expect(new Set(steps).size).toBeGreaterThan(150);
    expect(steps.filter((step) => step > 0).length).toBeGreaterThan(60);
    expect(steps.filter((step) => step < 0).length).toBeGreaterThan(60);
  });

  test.each([
    ['hj261123 - 0000', null],
    ['HJ261123-00000', null],
    ['261123', null],
    ['', null],
    ['编号', null],
  ])('%s is read as %s', (text, expected) => expect(readReceiptNumber(text)).toBe(expected));

  test('are read however people type them', () => {
    const no = receiptNumber('2026-11-23', 7, keyed('k'));
    const digits = no.replace(/\D/g, '');
    const wide = no.replace(/[\x21-\x7e]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0));
    for (const typed of [no.toLowerCase(), ` ${no} `, digits, wide, no.replace('-', ' '), no.replace('-', '－')])
      expect(readReceiptNumber(typed)).toBe(no);
  });

  test('a wrong digit, or two that were swapped, are no number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999 }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (n, at, by) => {
          const digits = [...receiptNumber('2026-11-23', n, keyed('k')).replace(/\D/g, '')];
          digits[at] = String((Number(digits[at]) + by) % 10);
          expect(readReceiptNumber(digits.join(''))).toBeNull();
        },
      ),
      { seed: 20100726, numRuns: 500 },
    );
  });
});

describe('tokens', () => {
  test('have eight letters that nobody misreads, and no bias', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 4_000; i++) {
      const token = newToken(randomBytes);
      expect(token).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
      for (const char of token.replace('-', '')) counts.set(char, (counts.get(char) ?? 0) + 1);
    }
    expect(counts.size).toBe(30);
    const expected = (4_000 * 8) / 30;
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected * 0.2);
  });

  test('come from the randomness that is handed in; bytes that would make letters likelier are passed over', () => {
    const bytes = [250, 255, 0, 1, 2, 3, 240, 4, 5, 6, 7, 29];
    expect(newToken(() => Uint8Array.from(bytes))).toBe('2345-6789');
  });

  test('are read however people type them, or not at all', () => {
    expect(readToken(' 7k2m 9qxp ')).toBe('7K2M-9QXP');
    expect(readToken('７K２M－９QXP')).toBe('7K2M-9QXP');
    for (const text of ['7K2M-9QX', '7K2M-9QXPP', '7K2M-9QX0', '', '查询码']) expect(readToken(text)).toBeNull();
  });
});

test.each([
  ['惠投〔{year}〕{seq:4}号', 1, '惠投〔2025〕0001号'],
  ['惠人社监立字〔{year}〕第{seq:3}号', 42, '惠人社监立字〔2025〕第042号'],
  ['惠人社监罚字〔{year}〕第{seq:3}号', 1234, '惠人社监罚字〔2025〕第1234号'],
])('register pattern %s', (pattern, sequence, text) => expect(numberText(pattern, 2025, sequence)).toBe(text));
