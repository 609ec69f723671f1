import { describe, expect, test } from '@jest/globals';
import { Employer } from '../../../../schemas/employer.js';
import { type FieldDef, fieldsOf } from '../../../../schemas/field.js';
import { LabourUse } from '../../../../schemas/labour-use.js';
import { Worker } from '../../../../schemas/worker.js';
import { type Reading, readAnswer, readCommand, readYesNo } from '../../../../src/conversation/understand/index.js';

const TODAY = '2026-11-23';
const all = [Employer, LabourUse, Worker].flatMap((schema) => fieldsOf(schema).fields);
const field = (path: string): FieldDef => {
  const found = all.find((one) => one.path === path);
  if (found === undefined) throw new Error(path);
  return found;
};
const read = (path: string, text: string): Reading => readAnswer(field(path), text, { today: TODAY });

describe('answers to the real fields', () => {
  test.each<[string, string, unknown]>([
    ['unitKind', '个体户', 'individual_business'],
    ['unitKind', '无照', 'unlicensed'],
    ['unitKind', '没有执照', 'unlicensed'],
    ['unitKind', '3', 'unlicensed'],
    ['unitKind', '13', 'other'],
    ['industry', 'H', 'H'],
    ['industry', '餐饮', 'H'],
    ['industry', 'ktv', 'R'],
    ['industry', 'jr', 'J'],
    ['industry', '网吧', 'R'],
    ['regType', '110', '110'],
    ['regType', '400', '400'],
    ['status', '搬走了', 'moved_out'],
    ['name', 'ＡＢＣ商贸', 'ABC商贸'],
    ['refused', '没有', false],
    ['regCapitalFen', '50万元', 50_000_000],
    ['legalRepPhone', '0371 6363 0000', '0371-63630000'],
    ['total', '三十二个人', 32],
    ['under16', '没有', 0],
    ['payDay', '每月15号', 15],
    ['payCycle', '月结', 'month'],
    ['lastPaidMonth', '上个月', '2026-10'],
    ['hoursDay', '每天8个半小时', 8.5],
    ['overtimeMonth', '36', 36],
    ['restDaysWeek', '一天', 1],
    ['wageAvgFen', '一个月三千五', 350_000],
    ['asOf', '上个月底', '2026-10-31'],
    ['idNo', '41010819000101001x', '41010819000101001X'],
    ['idNo', '护照E12345678', 'E12345678'],
    ['insurances', '养老和工伤', ['pension', 'injury']],
    ['bankLast4', '6789', '6789'],
  ])('%s: %s', (path, text, value) => {
    expect(read(path, text)).toMatchObject({ kind: 'value', value });
  });

  test('an example of a field is an answer to it', () => {
    const refused = all.flatMap((one) => {
      if (one.example === undefined) return [];
      const reading = readAnswer(one, one.example, { today: TODAY });
      return reading.kind === 'value' ? [] : [`${one.path} ${one.example}: ${reading.kind}`];
    });
    expect(refused).toEqual([]);
  });

  test('every label, synonym and number of every option is read as that option, or asked when it is not alone', () => {
    const wrong = all.flatMap((one) => {
      const options = one.kind === 'choice' ? (one.options ?? []) : [];
      return options.flatMap((option, i) =>
        [option.label, String(i + 1), ...(option.synonyms ?? [])].flatMap((text) => {
          const reading = readAnswer(one, text, { today: TODAY });
          const offered = reading.kind === 'pick' ? reading.among.map(({ value }) => value) : [];
          const fits = (reading.kind === 'value' && reading.value === option.value) || offered.includes(option.value);
          return fits ? [] : [`${one.path} ${text}: ${JSON.stringify(reading)}`];
        }),
      );
    });
    expect(wrong).toEqual([]);
  });
});

test.each([
  ['houseNo', '门牌号不知道', { kind: 'none' }],
  ['houseNo', '门牌：没有', { kind: 'none' }],
  ['houseNo', '门牌 12号', { kind: 'value' }],
  ['road', '不知道路', { kind: 'value' }],
] as const)('%s: %s, named or not', (path, text, reading) => {
  expect(readAnswer(field(path), text, { today: '2026-11-23' })).toMatchObject(reading);
});

describe('options handed in', () => {
  const road: FieldDef = { path: 'road', label: '所在道路', kind: 'choice', required: true, privacy: 'open' };
  const roads = (count: number) => Array.from({ length: count }, (_, i) => ({ value: `r${i}`, label: `第${i}大街` }));

  test('override those of the field', () => {
    const options = [{ value: 'r7', label: '长兴路' }];
    expect(readAnswer({ ...road, options: roads(3) }, '长兴路', { today: TODAY }, options)).toEqual({
      kind: 'value',
      value: 'r7',
    });
  });

  test('a word that fits very many of them is not turned into a list', () => {
    expect(readAnswer(road, '大街', { today: TODAY }, roads(30))).toMatchObject({
      kind: 'unclear',
      code: 'too_many_fit',
    });
  });

  test('the same text means another option in another list', () => {
    const [a, b] = [
      { value: 'a', label: '长兴路' },
      { value: 'b', label: '江山路' },
    ];
    expect(readAnswer(road, '1', { today: TODAY }, [a, b])).toMatchObject({ value: 'a' });
    expect(readAnswer(road, '1', { today: TODAY }, [b, a])).toMatchObject({ value: 'b' });
  });
});

describe('bounds and the word of the schema', () => {
  const count: FieldDef = { path: 'n', label: '人数', kind: 'integer', unit: '人', required: true, privacy: 'open' };

  test('facts of what is out of bounds are in the unit people use', () => {
    const money: FieldDef = { ...count, kind: 'money', min: 100_000, max: 1_000_000 };
    expect(readAnswer(money, '5毛', { today: TODAY })).toEqual({
      kind: 'unclear',
      code: 'too_small',
      facts: { read: 0.5, min: 1000 },
    });
    expect(readAnswer(money, '2万', { today: TODAY })).toEqual({
      kind: 'unclear',
      code: 'too_large',
      facts: { read: 20_000, max: 10_000 },
    });
  });

  test('the schema may refuse with its sentence and rewrite what it takes', () => {
    const even = {
      ...count,
      check: (value: unknown) =>
        Number(value) % 2 === 0 ? { ok: true as const, value } : { ok: false as const, message: '要双数' },
    };
    expect(readAnswer(even, '3', { today: TODAY })).toEqual({
      kind: 'unclear',
      code: 'rejected',
      facts: { message: '要双数', read: '3 人' },
    });
    expect(readAnswer(even, '4', { today: TODAY })).toEqual({ kind: 'value', value: 4 });
    const upper: FieldDef = {
      ...count,
      kind: 'text',
      check: (value) => ({ ok: true, value: String(value).toUpperCase() }),
    };
    expect(readAnswer(upper, 'abc', { today: TODAY })).toEqual({ kind: 'value', value: 'ABC', as: 'ABC' });
  });

  test('a value that was typed just so is not shown back, another one is', () => {
    expect(readAnswer(count, '32', { today: TODAY })).toEqual({ kind: 'value', value: 32 });
    expect(readAnswer(count, '1.2万', { today: TODAY })).toEqual({ kind: 'value', value: 12_000, as: '12,000 人' });
  });
});

describe('commands know the labels they are given', () => {
  test.each<[string, string[] | undefined, unknown]>([
    ['人数改成32', ['人数'], { kind: 'correct', target: '人数', answer: '32' }],
    ['人数改成32', ['手机'], null],
    ['人数改成32', undefined, null],
    ['改 人数', undefined, { kind: 'correct', target: '人数' }],
    ['改人数为32', undefined, { kind: 'correct', target: '人数', answer: '32' }],
    ['改革路3号', undefined, null],
    ['改名称：ＡＢＣ商贸', ['名称'], { kind: 'correct', target: '名称', answer: 'ＡＢＣ商贸' }],
  ])('%s with %j', (text, labels, command) => {
    expect(readCommand(text, labels)).toEqual(command);
  });
});

test('yes and no are null when hedged, asked or both', () => {
  expect(['应该是', '是吗', '是不是', '对，没有', '', '是'.repeat(50), '好再来饭店'].map(readYesNo)).toEqual(
    Array(7).fill(null),
  );
  expect(['是', '不是'].map(readYesNo)).toEqual(['yes', 'no']);
});

test('no label or synonym of an option, and no field, is swallowed as a command', () => {
  const words = all.flatMap((one) => [
    one.label,
    ...(one.synonyms ?? []),
    ...(one.options ?? []).flatMap((option) => [option.label, ...(option.synonyms ?? [])]),
  ]);
  expect(words.length).toBeGreaterThan(300);
  expect(words.filter((word) => readCommand(word, ['人数']) !== null)).toEqual([]);
  expect(
    ['是', '不是', '有', '没有', '会', '不会', '算了', '不用', '没了', '中', '1', '2'].filter(
      (word) => readCommand(word, ['人数']) !== null,
    ),
  ).toEqual([]);
});
