import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatFen, formatFenRounded, parseFen } from '../../../src/lib/money.js';
import { formatCount, formatPercent, formatRate, percentOf } from '../../../src/lib/numbers.js';

const SEED = { seed: 20100726 };

describe('counts and rates', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1204, '1,204'],
    [24310, '24,310'],
    [1234567, '1,234,567'],
    [-1204, '-1,204'],
    [1234.5, '1,234.5'],
  ])('%d is written %s', (n, text) => {
    expect(formatCount(n)).toBe(text);
  });

  test.each([
    [1204, 1400, 86],
    [0, 10, 0],
    [1, 1000, 1], // some is not none
    [999, 1000, 99], // nearly all is not all
    [1000, 1000, 100],
    [12, 10, 120],
    [0, 0, undefined],
  ])('%d of %d is %s per cent', (part, whole, percent) => {
    expect(percentOf(part, whole)).toBe(percent);
  });

  test('rates show the numbers behind', () => {
    expect(formatRate(1204, 1400, '户')).toBe('86%，1,204/1,400 户');
    expect(formatRate(0, 0, '户')).toBe('0/0 户');
    expect(formatPercent(1204, 1400)).toBe('86%');
    expect(formatPercent(0, 0)).toBe('—');
  });

  test('100 % means all and 0 % means none', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 }), (a, b) => {
        const [part, whole] = [Math.min(a, b), b];
        expect(percentOf(part, whole) === 100).toBe(part === whole);
        expect(percentOf(part, whole) === 0).toBe(part === 0);
      }),
      SEED,
    );
  });
});

describe('money', () => {
  test.each([
    [0, '0元'],
    [5, '0.05元'],
    [350_000, '3,500元'],
    [350_005, '3,500.05元'],
    [9_999_900, '99,999元'],
    [10_000_000, '10万元'],
    [12_345_600, '12.3456万元'],
    [12_345_650, '123,456.50元'],
    [1_250_000_000, '1,250万元'],
    [-350_000, '-3,500元'],
  ])('%d fen is %s', (fen, text) => {
    expect(formatFen(fen)).toBe(text);
  });

  test('money that is not whole fen is a bug', () => {
    expect(() => formatFen(0.5)).toThrow(RangeError);
  });

  test.each([
    [542_149, '5,421元'],
    [9_999_949, '99,999元'],
    [9_999_950, '10万元'],
    [4_212_345_678, '4,212.3万元'],
  ])('%d fen in a digest is %s', (fen, text) => {
    expect(formatFenRounded(fen)).toBe(text);
  });

  test.each([
    ['3500', 350_000],
    ['3,500.50元', 350_050],
    ['￥3 500', 350_000],
    ['¥3500', 350_000],
    ['３５００元', 350_000],
    ['1.2万', 1_200_000],
    ['1.2万元', 1_200_000],
    ['0.000001万', 1],
    ['3500块', 350_000],
    ['3500元整', 350_000],
    ['-3500', -350_000],
    ['-0', 0],
  ])('%s is %d fen', (text, fen) => {
    expect(parseFen(text)).toBe(fen);
  });

  test.each(['', '元', '三千', '3500左右', '3.555', '1.2.3', '3-4千', '1e5', '99999999999999万', '0.0000001万'])(
    '%j is not an amount',
    (text) => {
      expect(parseFen(text)).toBeUndefined();
    },
  );

  test('what is shown is read back as the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e13, max: 1e13 }), (fen) => {
        expect(parseFen(formatFen(fen))).toBe(fen);
      }),
      SEED,
    );
  });
});
