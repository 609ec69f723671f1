import { describe, expect, test } from '@jest/globals';
import {
  addItem,
  closeList,
  confirmAnswer,
  type Form,
  nextQuestion,
  openForm,
  optionsOf,
  removeItem,
  reportOf,
  setAnswer,
  skipAnswer,
} from '../../../../src/conversation/form/headless.js';
import { loadForm, saveForm } from '../../../../src/conversation/form/save.js';
import { smallPlan } from '../house.js';

const context = { today: '2010-08-10', me: {}, checkFacts: {} };

function take(form: Form, path: string, value: unknown): Form {
  const answered = setAnswer(form, path, value);
  if (!answered.taken) throw new Error(`${path}: ${answered.kind} ${answered.message}`);
  return answered.form;
}

/** The form after saving and loading must be the form. */
function again(form: Form): Form {
  const saved = JSON.parse(JSON.stringify(saveForm(form)));
  const loaded = loadForm(form.plan, context, saved);
  expect(reportOf(loaded)).toEqual(reportOf(form));
  expect(nextQuestion(loaded)).toEqual(nextQuestion(form));
  expect(saveForm(loaded)).toEqual(saved);
  return loaded;
}

const asked = (form: Form) => nextQuestion(form)?.path ?? null;

describe('relevance', () => {
  const plan = smallPlan(
    `a: { label: 甲, kind: integer }
b: { label: 乙, kind: integer }
c: { label: 丙, kind: integer }
d: { label: 丁, kind: integer }`,
    `- ask: a
- ask: b
  when: a > 1
- section: 段
  when: b > 1
  steps:
    - ask: c
    - ask: d
      when: c > a`,
  );

  test('what is not known is hidden, and the next question follows', () => {
    let form = openForm(plan, context);
    expect(asked(form)).toBe('a');
    expect(reportOf(form).hidden).toEqual(['b', 'c', 'd']);
    form = take(form, 'a', 1);
    expect(asked(form)).toBeNull();
    form = take(form, 'a', 2);
    expect(asked(form)).toBe('b');
    form = again(take(form, 'b', 2));
    expect(asked(form)).toBe('c');
    form = take(form, 'c', 3);
    expect(asked(form)).toBe('d');
  });

  test('turning round drops the values and turning back brings them back', () => {
    let form = openForm(plan, context);
    for (const [path, value] of [
      ['a', 2],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ] as const)
      form = take(form, path, value);
    const before = reportOf(form);
    form = again(take(form, 'a', 1));
    expect(reportOf(form).values).toEqual({ a: 1 });
    expect(reportOf(form).hidden).toEqual(['b', 'c', 'd']);
    form = take(form, 'a', 2);
    expect(reportOf(form)).toEqual(before);
    expect(asked(form)).toBeNull();
  });

  test('an earlier form is not touched by later answers', () => {
    const first = openForm(plan, context);
    const second = take(first, 'a', 2);
    const third = take(second, 'b', 5);
    expect(reportOf(first).values).toEqual({});
    expect(reportOf(second).values).toEqual({ a: 2 });
    expect(reportOf(third).values).toEqual({ a: 2, b: 5 });
  });
});

describe('computed and suggested values', () => {
  const plan = smallPlan(
    `total: { label: 总数, kind: integer }
men: { label: 男, kind: integer }
women: { label: 女, kind: integer }
share: { label: 比例, kind: decimal }
day: { label: 日, kind: integer, required: false }
pay: { label: 工资, kind: money }
year: { label: 年薪, kind: money }`,
    `- ask: total
- ask: men
- compute: women
  value: total - men
- compute: share
  value: women / total
- ask: day
  default: men + 1
- ask: pay
  default: 1900.5
  keep: true
- compute: year
  value: pay * 12`,
  );

  test('follow what they are made of, through each other', () => {
    let form = take(take(openForm(plan, context), 'total', 10), 'men', 4);
    expect(reportOf(form).values).toMatchObject({ women: 6, share: 0.6, pay: 190_050, year: 2_280_600 });
    form = again(take(form, 'total', 8));
    expect(reportOf(form).values).toMatchObject({ women: 4, share: 0.5 });
    form = take(form, 'total', null);
    expect(reportOf(form).values).not.toHaveProperty('women');
    expect(asked(form)).toBe('total');
  });

  test('a suggestion is asked for, follows until it is answered, and never overwrites', () => {
    let form = take(take(openForm(plan, context), 'total', 10), 'men', 4);
    expect(asked(form)).toBe('day');
    expect(reportOf(form).values).toMatchObject({ day: 5 });
    form = take(form, 'men', 5);
    expect(reportOf(form).values).toMatchObject({ day: 6 });
    form = take(form, 'day', 20);
    form = again(take(form, 'men', 6));
    expect(reportOf(form).values).toMatchObject({ day: 20 });
    expect(asked(form)).toBeNull();
  });

  test('a suggestion can be refused: nothing is nothing', () => {
    let form = take(take(openForm(plan, context), 'total', 10), 'men', 4);
    const skipped = skipAnswer(form, 'day');
    expect(skipped.taken).toBe(true);
    form = again(skipped.form);
    expect(reportOf(form).values).not.toHaveProperty('day');
  });

  test('what may be kept is not asked', () => {
    const form = take(take(take(openForm(plan, context), 'total', 10), 'men', 4), 'day', 1);
    expect(asked(form)).toBeNull();
  });
});

describe('rules', () => {
  const plan = smallPlan(
    `total: { label: 总数, kind: integer, min: 0, max: 500 }
signed: { label: 签订, kind: integer }
note: { label: 说明, required: false, maxLength: 5 }`,
    `- ask: total
- ask: signed
  constraint: signed <= total
  message: 签了 {{signed}}，总共才 {{total}}
  warnIf: signed < total / 2
  warn: 只签了 {{signed}}
- ask: note
  required: signed == 0`,
  );

  test('refuse the answer they belong to', () => {
    const form = take(openForm(plan, context), 'total', 10);
    const refused = setAnswer(form, 'signed', 11);
    expect(refused).toMatchObject({ taken: false, kind: 'constraint', message: '签了 11，总共才 10' });
    expect(refused.form).toBe(form);
  });

  test('an earlier answer is taken, and the later one is asked again', () => {
    let form = take(take(openForm(plan, context), 'total', 10), 'signed', 9);
    expect(asked(form)).toBe('note');
    form = again(take(form, 'total', 5));
    expect(asked(form)).toBe('signed');
    expect(reportOf(form).violations).toEqual([{ field: 'signed', kind: 'constraint', message: '签了 9，总共才 5' }]);
    form = take(form, 'signed', 5);
    expect(reportOf(form).violations).toEqual([]);
    expect(asked(form)).toBe('note');
  });

  test('doubts are confirmed, and doubted again when something they depend on changes', () => {
    let form = take(openForm(plan, context), 'total', 10);
    const doubted = setAnswer(form, 'signed', 2);
    expect(doubted).toMatchObject({ taken: true, doubted: true });
    expect(asked(doubted.form)).toBe('signed');
    form = again(confirmAnswer(doubted.form, 'signed'));
    expect(asked(form)).toBe('note');
    form = take(form, 'note', '忙');
    expect(asked(form)).toBeNull();
    form = take(form, 'total', 12);
    expect(asked(form)).toBe('signed');
    form = take(form, 'total', 3);
    expect(asked(form)).toBeNull();
  });

  test('required may depend on answers', () => {
    let form = take(take(openForm(plan, context), 'total', 0), 'signed', 0);
    expect(skipAnswer(form, 'note')).toMatchObject({ taken: false, kind: 'required' });
    form = take(form, 'total', 10);
    form = take(form, 'signed', 9);
    form = skipAnswer(form, 'note').form;
    expect(asked(form)).toBeNull();
    form = take(form, 'total', 0);
    form = take(form, 'signed', 0);
    expect(asked(form)).toBe('note');
  });

  test.each([
    ['total', 501, 'constraint'],
    ['total', -1, 'constraint'],
    ['total', 1.5, 'type'],
    ['total', '3', 'type'],
    ['note', '一二三四五六', 'constraint'],
    ['nothing', 1, 'unknown'],
  ])('%s = %p is refused: %s', (path, value, kind) => {
    expect(setAnswer(openForm(plan, context), path, value)).toMatchObject({ taken: false, kind });
  });
});

describe('choices', () => {
  const plan = smallPlan(
    `town: { label: 镇, kind: choice, options: { a: 甲镇, b: 乙镇 } }
village:
  label: 村
  kind: choice
  options:
    - { value: a1, label: 甲一, town: a }
    - { value: a2, label: 甲二, town: a }
    - { value: b1, label: 乙一, town: b }`,
    `- ask: town
- ask: village
  choices: { filter: option.town == town }`,
  );

  test('are narrowed by earlier answers; a choice that is gone is asked again', () => {
    let form = take(openForm(plan, context), 'town', 'a');
    expect(optionsOf(form, 'village').map(({ value }) => value)).toEqual(['a1', 'a2']);
    form = take(form, 'village', 'a2');
    expect(asked(form)).toBeNull();
    form = again(take(form, 'town', 'b'));
    expect(asked(form)).toBe('village');
    expect(reportOf(form).violations).toMatchObject([{ field: 'village', kind: 'constraint' }]);
    expect(setAnswer(form, 'village', 'a1')).toMatchObject({ taken: false, kind: 'constraint' });
    expect(setAnswer(form, 'village', 'x')).toMatchObject({ taken: false, kind: 'type' });
  });
});

describe('repeats', () => {
  const plan = smallPlan(
    `limit: { label: 上限, kind: money }
people[].name: { label: 姓名 }
people[].pay: { label: 工资, kind: money }
people[].note: { label: 说明 }
total: { label: 合计, kind: money }
many: { label: 多, kind: yes_no }`,
    `- ask: limit
- repeat: people
  max: 3
  each:
    - ask: name
    - ask: pay
    - ask: note
      when: pay > limit
- compute: total
  value: sum(people.map(p, p.pay))
- ask: many
  when: people.exists(p, p.pay > limit)`,
    'repeats: { people: { label: 人 } }',
  );

  function withTwo(): Form {
    let form = take(openForm(plan, context), 'limit', 100_00);
    expect(nextQuestion(form)).toMatchObject({ kind: 'list', path: 'people' });
    form = addItem(form, 'people') as Form;
    expect(asked(form)).toBe('people[0].name');
    form = take(take(form, 'people[0].name', '甲'), 'people[0].pay', 50_00);
    form = addItem(form, 'people') as Form;
    form = take(take(form, 'people[1].name', '乙'), 'people[1].pay', 80_00);
    expect(asked(form)).toBe('people');
    return closeList(form, 'people');
  }

  test('add up, and outer answers reach into entries', () => {
    let form = again(withTwo());
    expect(reportOf(form).values).toMatchObject({ total: 130_00 });
    expect(asked(form)).toBeNull();
    form = take(form, 'limit', 60_00);
    expect(asked(form)).toBe('people[1].note');
    form = again(take(form, 'people[1].note', '加班'));
    expect(asked(form)).toBe('many');
    form = take(form, 'people[1].pay', 10_00);
    expect(reportOf(form).hidden).toEqual(['people[0].note', 'people[1].note', 'many']);
    form = take(form, 'people[1].pay', 90_00);
    expect(reportOf(form).values).toMatchObject({
      'people[0].name': '甲',
      'people[1].name': '乙',
      'people[1].note': '加班',
    });
  });

  test('removing one moves no answer of another', () => {
    let form = take(withTwo(), 'limit', 60_00);
    form = take(form, 'people[1].note', '加班');
    form = again(removeItem(form, 'people', 0));
    expect(reportOf(form).values).toMatchObject({
      'people[0].name': '乙',
      'people[0].pay': 80_00,
      'people[0].note': '加班',
      total: 80_00,
    });
    form = addItem(form, 'people') as Form;
    expect(asked(form)).toBe('people[1].name');
    expect(saveForm(form).l?.people?.i.map(({ k }) => k)).toEqual([2, 3]);
  });

  test('are full at their maximum', () => {
    const three = addItem(withTwo(), 'people') as Form;
    expect(addItem(three, 'people')).toBeUndefined();
  });
});

test('a fixed number of entries follows the answer that gives it', () => {
  const plan = smallPlan(
    'n: { label: 个数, kind: integer }\nrooms[].size: { label: 面积, kind: integer }\nall: { label: 合计, kind: integer }',
    `- ask: n
- repeat: rooms
  count: n
  each: { ask: size }
- compute: all
  value: sum(rooms.map(r, r.size))`,
    'repeats: { rooms: { label: 房间 } }',
  );
  let form = take(openForm(plan, context), 'n', 2);
  form = take(form, 'rooms[0].size', 10);
  expect(asked(form)).toBe('rooms[1].size');
  form = again(take(form, 'rooms[1].size', 20));
  expect(asked(form)).toBeNull();
  form = again(take(form, 'n', 1));
  expect(reportOf(form).values).toEqual({ n: 1, 'rooms[0].size': 10, all: 10 });
  form = take(form, 'n', 3);
  expect(asked(form)).toBe('rooms[2].size');
  expect(reportOf(form).values).toMatchObject({ all: 30 });
});
