// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is how forms name a field
/** Forms played by a program: what is asked, hidden, worked out, refused. Meanings are those of ODK XForms. */
import { describe, expect, test } from '@jest/globals';
import { answers, formOf, last, type Pairs, planOf, play, yamlPlan } from './sheets.js';

const PEOPLE = `type|name|label|relevant|constraint|required|calculation
  integer|age|年龄||. >= 0 and . <= 120|yes|
  text|school|学校|\${age} < 18||yes|
  text|job|工作|\${age} >= 18||no|
  calculate|group||||| if(\${age} < 18, 'young', 'old')
  calculate|next_year||||| \${age} + 1`;

describe('one answer after the other', () => {
  const plan = planOf(formOf(PEOPLE));

  test('a field that is hidden loses its value, and gets it back', () => {
    const lines = play(plan, answers(['age', 12], ['school', '一小'], ['age', 30], ['age', 13]));
    expect(lines.map(({ next, asked, hidden }) => ({ next, asked, hidden }))).toEqual([
      { next: 'school', asked: ['age', 'school'], hidden: ['job'] },
      { next: null, asked: ['age', 'school'], hidden: ['job'] },
      { next: 'job', asked: ['age', 'job'], hidden: ['school'] },
      { next: null, asked: ['age', 'school'], hidden: ['job'] },
    ]);
    expect(lines.map(({ values }) => values)).toEqual([
      { age: 12, group: 'young', next_year: 13 },
      { age: 12, school: '一小', group: 'young', next_year: 13 },
      { age: 30, group: 'old', next_year: 31 },
      { age: 13, school: '一小', group: 'young', next_year: 14 },
    ]);
  });

  test('what does not fit is refused, named, and changes nothing', () => {
    const lines = play(
      plan,
      answers(
        ['age', 'x'],
        ['age', 1.5],
        ['age', 200],
        ['age', 20],
        ['age', -1],
        ['school', 'a'],
        ['group', 'x'],
        ['nope', 1],
      ),
    );
    expect(
      lines.map(({ refused, violations, values }) => [
        refused?.why ?? null,
        violations.map((v) => `${v.field} ${v.kind}`),
        values.age,
      ]),
    ).toEqual([
      ['type', ['age type'], undefined],
      ['type', ['age type'], undefined],
      ['constraint', ['age constraint'], undefined],
      [null, [], 20],
      ['constraint', ['age constraint'], 20],
      ['hidden', [], 20],
      ['not_asked', [], 20],
      ['unknown', [], 20],
    ]);
  });

  test('null takes an answer back; an optional question is passed with it', () => {
    const lines = play(plan, answers(['age', 20], ['job', null], ['age', null]));
    expect(lines.map(({ next }) => next)).toEqual(['job', null, 'age']);
    expect(lines.at(-1)).toMatchObject({ violations: [{ field: 'age', kind: 'required' }], values: {} });
  });
});

test('a later change makes an earlier answer wrong, and right again', () => {
  const survey = `type|name|label|constraint|required
    integer|total|总数||yes
    integer|signed|签了|. <= \${total}|yes`;
  const lines = play(planOf(formOf(survey)), answers(['total', 10], ['signed', 8], ['total', 5], ['total', 9]));
  expect(lines.map(({ next, refused }) => [next, refused])).toEqual([
    ['signed', null],
    [null, null],
    ['signed', null],
    [null, null],
  ]);
  expect(lines[2]?.violations).toMatchObject([{ field: 'signed', kind: 'constraint' }]);
  expect(lines[2]?.values).toEqual({ total: 5, signed: 8 });
});

test('options follow earlier answers', () => {
  const survey = `type|name|label|required|choice_filter
    select_one state|state|省|yes|
    select_one town|town|镇|yes|state=\${state}
    select_multiple town|towns|镇|no|state = \${state}`;
  const choices = `list_name|name|label|state
    state|n|北|
    state|s|南|
    town|a|甲|n
    town|b|乙|s
    town|c|丙|s`;
  const lines = play(
    planOf(formOf(survey, choices)),
    answers(
      ['state', 's'],
      ['town', 'a'],
      ['town', 'b'],
      ['towns', 'b c'],
      ['towns', ['b', 'a']],
      ['state', 'n'],
      ['town', 'z'],
    ),
  );
  expect(lines.map(({ next, options, refused }) => [next, options, refused?.why ?? null])).toEqual([
    ['town', ['b', 'c'], null],
    ['town', ['b', 'c'], 'constraint'],
    ['towns', ['b', 'c'], null],
    [null, null, null],
    [null, null, 'constraint'],
    ['town', ['a'], null],
    ['town', ['a'], 'type'],
  ]);
  expect(lines[3]?.values.towns).toEqual(['b', 'c']);
  expect(lines[5]?.violations.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
    'town constraint',
    'towns constraint',
  ]);
});

describe('repeats', () => {
  const survey = `type|name|label|required|relevant|calculation|constraint
    begin_repeat|workers|工人||||
    text|first-name|名|yes|||
    decimal|pay|工资|yes|||. > 0
    text|why|为什么|yes|\${pay} < 10||
    calculate|no||||position(..)|
    calculate|before||||if(position(..) > 1, indexed-repeat(\${pay}, \${workers}, position(..) - 1), 0)|
    end_repeat|||||
    calculate|n||||count(\${workers})|
    calculate|all||||sum(\${pay})|
    calculate|most||||max(\${pay})|
    calculate|names||||join(', ', \${first-name})|`;

  test.each([0, 1])('entries count from %i, by the answers', (base) => {
    const imported = formOf(survey);
    const at = (i: number, name: string) => `workers[${i + base}].${name}`;
    const lines = play(
      planOf(imported),
      answers(
        [at(0, 'first-name'), 'A'],
        [at(0, 'pay'), 5],
        [at(0, 'why'), '试用'],
        [at(1, 'pay'), 20],
        [at(3, 'pay'), 1],
        [at(0, 'pay'), 12],
      ),
      new Map(imported.outer),
    );
    expect(lines.map(({ next, refused }) => [next, refused?.why ?? null])).toEqual([
      [at(0, 'pay'), null],
      [at(0, 'why'), null],
      [null, null],
      [at(1, 'first-name'), null],
      [at(1, 'first-name'), 'entry'],
      [at(1, 'first-name'), null],
    ]);
    expect(lines.at(-1)?.values).toEqual({
      [at(0, 'first-name')]: 'A',
      [at(0, 'pay')]: 12,
      [at(0, 'no')]: 1,
      [at(0, 'before')]: 0,
      [at(1, 'pay')]: 20,
      [at(1, 'no')]: 2,
      [at(1, 'before')]: 12,
      n: 2,
      all: 32,
      most: 20,
      names: 'A',
    });
    expect(lines.at(-1)?.hidden).toEqual([at(0, 'why'), at(1, 'why')]);
  });

  test('a list begins with one entry, as in the engines of forms', () => {
    const line = last(survey, '', ['workers[1].pay', -3]);
    expect(line).toMatchObject({ values: { n: 1, all: 0 }, refused: { why: 'constraint' } });
    expect(line.asked).toContain('workers[1].first-name');
  });

  test('a refused first answer begins no entry', () => {
    const line = last(survey, '', ['workers[2].pay', -3]);
    expect(line).toMatchObject({ values: { n: 1, all: 0 }, refused: { why: 'constraint' } });
  });

  test('position(..) counts entries, not the groups in them', () => {
    const grouped = `type|name|label|calculation
      begin_repeat|r|次|
      begin_group|g|组|
      text|a|甲|
      calculate|of_group||position(..)
      calculate|of_entry||position(../..)
      end_group|||
      end_repeat|||`;
    const { values } = last(grouped, '', ['r[1].a', 'x'], ['r[2].a', 'y']);
    expect(values).toMatchObject({ 'r[2].of_group': 1, 'r[2].of_entry': 2 });
  });

  test('a fixed number of entries follows its count', () => {
    const counted = `type|name|label|required|repeat_count
      integer|n|几个|yes|
      begin_repeat|kids|孩子||\${n}
      text|name|名|yes|
      end_repeat|||`;
    const lines = play(
      planOf(formOf(counted)),
      answers(['n', 2], ['kids[1].name', 'a'], ['kids[2].name', 'b'], ['n', 1], ['n', 2]),
    );
    expect(lines.map(({ next, asked }) => [next, asked.length])).toEqual([
      ['kids[1].name', 3],
      ['kids[2].name', 3],
      [null, 3],
      [null, 2],
      [null, 3],
    ]);
    expect(lines.at(-1)?.values['kids[2].name']).toBe('b');
    expect(last(counted, '', ['n', 1], ['kids[2].name', 'b']).refused).toEqual({ why: 'entry' });
  });
});

/** Expression, values of a (integer), b (integer), t (text), m (several), d (date); what it makes. */
const CALCULATIONS: [string, Pairs, unknown][] = [
  ['${a} + ${b}', [['a', 1]], undefined],
  ['coalesce(${a}, 0) + coalesce(${b}, 0)', [['a', 1]], 1],
  ['7 div 2 - 7 mod 2 * 2', [], 1.5],
  ['-${a} * 2', [['a', 3]], -6],
  ['round(-${a} div 2, 0)', [['a', 5]], -2],
  ["if(${a} = ${b}, 'same', 'not')", [], 'same'],
  ["if(${a} != ${b}, 'differ', 'same')", [], 'same'],
  ["if(${a} != ${b}, 'differ', 'same')", [['a', 0]], 'differ'],
  ['${m}', [['m', ['x', 'y']]], 'x y'],
  [
    '${a} div ${b}',
    [
      ['a', 3],
      ['b', 0],
    ],
    undefined,
  ],
  ["concat('<', ${t}, '>', ${a}, '|')", [['a', 1234]], '<>1234|'],
  ["if(${t} = '', 'none', ${t})", [], 'none'],
  ["if(${a} != 3, 'other', 'three')", [], 'other'],
  ["if(not(${a} > 3), 'small', 'big')", [], 'small'],
  ['if(${a} > 3 or ${b} > 3, 1, 0)', [['b', 9]], 1],
  ["if(selected(${m}, 'x') and not(selected(${m}, 'y')), 'only x', '')", [['m', ['x']]], 'only x'],
  ['count-selected(${m})', [['m', ['x', 'y']]], 2],
  ['selected-at(${m}, 1)', [['m', ['x', 'y']]], 'y'],
  ["string-length(${t}) + string-length('字')", [['t', 'abc']], 4],
  ['substr(${t}, 1, 3)', [['t', 'abcd']], 'bc'],
  ["substring-after(${t}, '-')", [['t', 'ab-cd']], 'cd'],
  ["contains(${t}, 'b') = true()", [['t', 'abc']], true],
  ["starts-with(${t}, 'b')", [['t', 'abc']], false],
  ["regex(${t}, '[0-9]{3}')", [['t', '1234']], false],
  ['int(7.9) + int(-7.9) + round(2.456, 2)', [], 2.46],
  ['max(${a}, ${b}, 4)', [['a', 9]], 9],
  ['pow(2, 3) + abs(-1)', [], 9],
  ['today() - ${d}', [['d', '2010-08-01']], 9],
  ['${d} + 31', [['d', '2010-08-01']], '2010-09-01'],
  ['date(${d} + 31)', [['d', '2010-08-01']], '2010-09-01'],
  ['int((today() - ${d}) div 365.25)', [['d', '1990-08-11']], 19],
  ["format-date(${d}, '%Y-%m')", [['d', '2010-08-01']], '2010-08'],
  ["if(${d} < date('2010-09-01'), 'before', 'after')", [['d', '2010-08-01']], 'before'],
  ["jr:choice-name(${o}, '${o}')", [['o', 'y']], '乙'],
  ['number(${t}) * 2', [['t', '21']], 42],
  ["if(${o} = ${t}, 'same', 'other')", [], 'same'],
  ['normalize-space(${t})', [['t', ' a  b ']], 'a b'],
  ["${t} = 'q' and 1", [['t', 'q']], true],
];

describe('calculations', () => {
  const survey = (calculation: string) => `type|name|label|calculation
    integer|a|甲|
    integer|b|乙|
    text|t|字|
    select_multiple l|m|几个|
    select_one l|o|一个|
    date|d|日|
    calculate|out||${calculation.replaceAll('|', '¦')}`;
  const choices = `list_name|name|label
    l|x|甲
    l|y|乙`;

  test.each(CALCULATIONS)('%s with %j', (calculation, pairs, expected) => {
    const line = last(survey(calculation), choices, ...pairs, [
      'b',
      pairs.find(([field]) => field === 'b')?.[1] ?? null,
    ]);
    if (typeof expected === 'number') expect(line.values.out).toBeCloseTo(expected, 9);
    else expect(line.values.out).toEqual(expected);
  });
});

describe('flows', () => {
  const plan = yamlPlan(`flow: shop
title: 门店
fields:
  total: { label: 人数, kind: integer, max: 500 }
  signed: { label: 签了, kind: integer }
  note: { label: 说明, required: false }
  share: { label: 比例, kind: decimal }
steps:
  - ask: total
  - ask: signed
    default: total
    warnIf: signed < total * 0.8
    warn: 签得少
  - ask: note
  - compute: share
    value: signed / total
  - review
  - stop: 完
`);

  test('a doubted answer is taken, and confirmed by giving it again', () => {
    const lines = play(plan, answers(['total', 501], ['total', 10], ['signed', 5], ['signed', 5], ['note', null]));
    expect(lines.map(({ next, doubted, refused }) => [next, doubted ?? false, refused?.why ?? null])).toEqual([
      ['total', false, 'constraint'],
      ['signed', false, null],
      ['signed', true, null],
      ['note', false, null],
      [null, false, null],
    ]);
    expect(lines[1]?.values).toEqual({ total: 10, signed: 10, share: 1 });
    expect(lines.at(-1)?.values).toEqual({ total: 10, signed: 5, share: 0.5 });
  });
});
