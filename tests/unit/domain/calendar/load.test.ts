import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import { addDays } from '../../../../src/lib/day.js';
import { isWorkday } from '../../../../src/lib/workdays.js';

const chineseDays = createRequire(import.meta.url)('chinese-days') as { isWorkday(day: string): boolean };

describe('calendar/', () => {
  test('holds 2004 to 2026 and agrees with chinese-days on every day', () => {
    const folder = path.join(process.cwd(), 'calendar');
    const calendar = loadCalendar(folder);
    expect(readdirSync(folder)).toHaveLength(23);
    const differing: string[] = [];
    for (let day = '2004-01-01'; day <= '2026-12-31'; day = addDays(day, 1))
      if (isWorkday(calendar, day) !== chineseDays.isWorkday(day)) differing.push(day);
    expect(differing).toEqual([]);
    expect([...calendar.confirmedYears].sort().slice(-1)).toEqual(['2026']);
  });
});

describe('mistakes in a table are named with their file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'calendar-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const year = (holidays: string) => `year: 2027\nconfirmed: true\nholidays:\n${holidays}`;
  test.each([
    ['year: [', /2027\.yaml/],
    ['year: 2028\nconfirmed: true\nholidays: []', /2027\.yaml says it is the year 2028/],
    [year('  - { name: 元旦, off: [2027-02-30] }'), /"2027-02-30" is neither a day nor a span/],
    [year('  - { name: 元旦, off: [2027-01-03..2027-01-01] }'), /neither a day nor a span/],
    [year('  - { name: 元旦, off: [2026-12-31] }'), /2026-12-31 is not in 2027/],
    [year('  - { name: 元旦, off: [2027-01-01], work: [2027-01-01] }'), /2027-01-01 stands in the file twice/],
    [year('  - { name: 元旦, off: [2027-01-01], work: [2027-01-04] }'), /2027-01-04 is no weekend day/],
    ['year: 2027\nholidays: []', /confirmed/],
    ['year: 2027\nconfirmed: true\nholiday: []\nholidays: []', /Unrecognized key: "holiday"/],
  ])('%j', (text, message) => {
    writeFileSync(path.join(folder, '2027.yaml'), text);
    expect(() => loadCalendar(folder)).toThrow(message);
  });

  test('a good table is read, other files are left alone', () => {
    writeFileSync(path.join(folder, '2027.yaml'), year('  - { name: 元旦, off: [2027-01-01], work: [2027-01-02] }'));
    writeFileSync(path.join(folder, 'README.md'), 'year: [');
    const calendar = loadCalendar(folder);
    expect([isWorkday(calendar, '2027-01-01'), isWorkday(calendar, '2027-01-02')]).toEqual([false, true]);
  });
});
