import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byteLength, cutUtf8, splitUtf8 } from '../../../src/lib/utf8.js';

const FAMILY = '👨‍👩‍👧‍👦';
const FLAG = '🇨🇳';
const THUMB = '👍🏽';
const E_ACUTE = 'e\u0301';

/** Texts in which every kind of sequence is frequent. */
const anyText = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(FAMILY, FLAG, THUMB, E_ACUTE, '中', 'a', '\n', '\r\n')),
  )
  .map((parts) => parts.join(''));

function boundaries(text: string): Set<number> {
  const found = new Set<number>([text.length]);
  for (const { index } of new Intl.Segmenter('zh').segment(text)) found.add(index);
  return found;
}

test('bytes of ASCII, Chinese and emoji', () => {
  expect(['', 'abc', '惠济区', '😀', FAMILY].map(byteLength)).toEqual([0, 3, 9, 4, 25]);
});

describe('cutUtf8', () => {
  test.each([
    ['惠济区', 9, '惠济区'],
    ['惠济区', 8, '惠济'],
    ['惠济区', 2, ''],
    ['a😀b', 4, 'a'],
    ['a😀b', 5, 'a😀'],
    [`好${FAMILY}`, 27, '好'],
    [`好${FAMILY}`, 28, `好${FAMILY}`],
    [`${FLAG}${FLAG}`, 12, FLAG],
    [`a${THUMB}`, 5, 'a'],
    [`x${E_ACUTE}`, 2, 'x'],
    ['abc', 0, ''],
    ['abc', -1, ''],
  ])('%j in %i bytes is %j', (text, maxBytes, cut) => {
    expect(cutUtf8(text, maxBytes)).toBe(cut);
  });

  test('one character longer than the limit is cut between code points', () => {
    expect(cutUtf8(`e${'\u0301'.repeat(50)}`, 10)).toBe(`e${'\u0301'.repeat(4)}`);
  });

  test('is the longest beginning that fits and ends between characters', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 30, max: 120 }), (text, maxBytes) => {
        const cut = cutUtf8(text, maxBytes);
        expect(text.startsWith(cut)).toBe(true);
        expect(byteLength(cut)).toBeLessThanOrEqual(maxBytes);
        const allowed = [...boundaries(text)].filter((at) => byteLength(text.slice(0, at)) <= maxBytes);
        expect(cut.length).toBe(Math.max(0, ...allowed));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('splitUtf8', () => {
  test.each([
    ['', 10, ['']],
    ['一行', 10, ['一行']],
    ['一行\n两行\n三行', 14, ['一行\n两行', '三行']],
    ['一行\n两行', 6, ['一行', '两行']],
    ['a\n一二三四五六', 12, ['a\n一二三', '四五六']],
    ['完整\n', 7, ['完整\n']],
    ['完整完整\n', 12, ['完整完整']],
  ])('%j at %i bytes', (text, maxBytes, parts) => {
    expect(splitUtf8(text, maxBytes)).toEqual(parts);
  });

  test('refuses a limit that may hold no character', () => {
    expect(() => splitUtf8('中文', 3)).toThrow(RangeError);
  });

  test('loses nothing but line ends, fits every part, splits no character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 30, max: 90 }), (text, maxBytes) => {
        const parts = splitUtf8(text, maxBytes);
        const starts = boundaries(text);
        let at = 0;
        for (const part of parts) {
          if (!text.startsWith(part, at)) at += 1;
          expect(text.startsWith(part, at)).toBe(true);
          expect(byteLength(part)).toBeLessThanOrEqual(maxBytes);
          // A line end after a carriage return belongs to the same character; it is the one that is dropped.
          expect(starts.has(at) || text[at - 1] === '\n').toBe(true);
          at += part.length;
        }
        expect(text.slice(at).replace('\n', '')).toBe('');
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('200 kB are split at once', () => {
    const text = '惠济区用人单位\n'.repeat(10_000);
    const parts = splitUtf8(text, 2048);
    expect(parts.join('\n')).toBe(text);
    expect(Math.max(...parts.map(byteLength))).toBeLessThanOrEqual(2048);
  });
});
