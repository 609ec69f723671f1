import { expect, test } from '@jest/globals';
import { formatDay, formatDeadline, formatMonth, weekdayName } from '../../../src/lib/day-text.js';

test.each([
  ['2010-08-10', '2010-08-02', '8月10日 周二'],
  ['2010-08-10', '2010-08-10', '8月10日 周二'],
  ['2010-08-16', '2010-08-02', '8月16日 周一'],
  ['2010-08-17', '2010-08-02', '8月17日'],
  ['2010-07-25', '2010-08-02', '7月25日 周日'],
  ['2027-01-05', '2026-12-30', '2027年1月5日 周二'],
  ['2027-02-03', '2026-12-23', '2027年2月3日'],
])('%s said on %s', (day, today, text) => {
  expect(formatDay(day, today)).toBe(text);
  expect(formatDeadline(day, today)).toBe(`${text}前`);
});

test('weekdays and months', () => {
  expect(weekdayName('2010-09-19')).toBe('周日');
  expect(formatMonth('2026-03')).toBe('2026年3月');
});
