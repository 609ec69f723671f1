// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is how forms name a field
/** Corners of forms in which the engines of ODK say what is right. */
import { expect, test } from '@jest/globals';
import { answers, formOf, last, planOf, play } from './sheets.js';

test('a form that counts its options, and moments of a day', () => {
  const survey = `type|name|label
    select_one l|a|甲
    select_multiple l|b|乙
    dateTime|c|丙
    time|d|丁`;
  const line = last(
    survey,
    'list_name|name|label\n  l|1|一\n  l|2|二',
    ['a', 2],
    ['b', [1, '2']],
    ['c', '2010-08-10T09:30:00.000+08:00'],
    ['d', '09:30:00.000+08:00'],
  );
  expect(line.values).toEqual({ a: '2', b: ['1', '2'], c: '2010-08-10', d: '09:30' });
});

test('what is read only holds its default and is never asked', () => {
  const survey = `type|name|label|read_only|default|calculation
    text|a|甲|yes|x|
    integer|b|乙|yes||
    integer|c|丙|no|3|
    calculate|all||||concat(\${a}, \${b}, \${c})`;
  expect(last(survey, '', ['a', 'y'])).toMatchObject({
    asked: ['c'],
    values: { a: 'x', c: 3, all: 'x3' },
    refused: { why: 'not_asked' },
  });
});

test('a choice that is compared with what it can never be is told of and never so', () => {
  const imported = formOf(
    `type|name|label|relevant
    select_one l|a|甲|
    text|b|乙|\${a} = 'z'
    text|c|丙|\${a} != 'z'
    text|d|丁|selected(\${a}, 'z') or selected(\${a}, 'x')`,
    'list_name|name|label\n  l|x|乙',
  );
  expect(imported.findings.map(({ row, column, code }) => `${row} ${column} ${code}`)).toContain(
    '3 relevant xpath_option',
  );
  expect(play(planOf(imported), answers(['a', 'x'])).at(-1)?.asked).toEqual(['a', 'c', 'd']);
});
