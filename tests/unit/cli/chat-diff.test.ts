import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from '../../../src/cli/chat/diff.js';

const marked = (before: string, after: string) =>
  diffLines(before.split(''), after.split('')).map(({ mark, line }) => mark + line);

describe('two texts side by side', () => {
  test('what stayed, what went, what came', () => {
    expect(marked('abcd', 'axcd')).toEqual([' a', '-b', '+x', ' c', ' d']);
    expect(marked('ab', 'ab')).toEqual([' a', ' b']);
    expect(diffLines([], ['new'])).toEqual([{ mark: '+', line: 'new' }]);
  });

  test('both texts can be read off it, and nothing that could stay is told as changed twice', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = diffLines(before, after);
        const side = (out: string) => diff.filter(({ mark }) => mark !== out).map(({ line }) => line);
        expect(side('+')).toEqual(before);
        expect(side('-')).toEqual(after);
        expect(diff.filter(({ mark }) => mark === ' ').length).toBeGreaterThanOrEqual(
          before.length === 0 || !before.some((line) => after.includes(line)) ? 0 : 1,
        );
      }),
      { seed: 20100726, numRuns: 500 },
    );
  });
});
