import { expect, test } from '@jest/globals';
import { pauseMs } from '../../../src/outbox/backoff.js';

const backoff = { firstMs: 2_000, longestMs: 60_000 };

test.each([
  [1, 2_000],
  [2, 4_000],
  [5, 32_000],
  [6, 60_000],
  [2_000, 60_000],
])('after %i failures between half of %i ms and all of it', (tries, whole) => {
  expect(pauseMs(backoff, tries, 0)).toBe(whole / 2);
  expect(pauseMs(backoff, tries, 0.5)).toBe(whole * 0.75);
  expect(pauseMs(backoff, tries, 1)).toBe(whole);
});
