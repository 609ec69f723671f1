import { expect, test } from '@jest/globals';
import { slidingWindow } from '../../../src/sandbox/sliding-window.js';

test('counts per key over the last minute', () => {
  const window = slidingWindow(2, 60_000);
  expect([window.take('a', 0), window.take('a', 1), window.take('a', 2), window.take('b', 2)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(window.isFull('a', 59_999)).toBe(true);
  expect([window.take('a', 60_000), window.take('a', 60_000), window.take('a', 60_001)]).toEqual([true, false, true]);
});

test('what was refused does not count', () => {
  const window = slidingWindow(1, 1_000);
  window.take('a', 0);
  window.take('a', 999);
  expect(window.take('a', 1_000)).toBe(true);
});

test('a clock that is moved back does not keep a window shut', () => {
  const window = slidingWindow(1, 1_000);
  window.take('a', 10_000);
  expect(window.take('a', 5_000)).toBe(true);
});
