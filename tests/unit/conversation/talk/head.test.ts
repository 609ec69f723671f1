/** What the head of a flow says about its place among others: `view`, `back`, `aside`. */
import { describe, expect, test } from '@jest/globals';
import { isCaption } from '../../../../src/conversation/index.js';
import { converse } from './converse.js';

const lastOf = ({ lines }: { lines: string[] }) =>
  lines.slice(lines.findLastIndex((line) => line.startsWith('< ')) + 1);

/** A case that shows how it stands, and a step of it. */
const CASE = `view: true
start: { say: [案件], match: { pattern: '^NO\\d', into: no, inside: true } }
takes: [no]
fields:
  no: { label: 编号, required: false }
  todo: { label: 要做什么, kind: choice, options: { step: 办一步, look: 看记录, leave: 先到这里 } }
steps:
  - ask: todo
    say: '{{has(no) ? no : "第一件"}}，要做什么？'
  - stop: 记录在这里。
    when: todo == "look"
  - go: step
    with: { no: 'has(no) ? no : "第一件"' }
    when: todo == "step"
  - stop: 好。
`;
const STEP = `flow: step
title: 一步
takes: [no]
back: { to: t, with: { no: no } }
fields: { no: { label: 编号 }, why: { label: 理由 }, who: { label: 谁 } }
steps:
  - ask: why
  - ask: who
  - submit: shops.refresh
    done: 办好了。
`;
const OTHER = `flow: other
title: 另一张
start: { say: [另一张] }
fields: { n: { label: 数, kind: integer } }
steps:
  - ask: n
  - submit: shops.refresh
    done: 交了。
`;
const talk = (...said: string[]) => converse(CASE, said, { more: { step: STEP, other: OTHER } });

describe('a view', () => {
  test('is over when another flow begins, and begins anew by its own words', () => {
    expect(talk('另一张', '3').lines.at(-2)).toBe('交了。');
    expect(talk('另一张', '3').talker.state()?.active).toBeUndefined();
    expect(lastOf(talk('案件'))).toEqual(['第一件，要做什么？ [办一步|看记录|先到这里]']);
    expect(lastOf(talk('NO7'))).toEqual(['NO7，要做什么？ [办一步|看记录|先到这里]']);
  });

  test('is not reminded of, and not kept', () => {
    const { talker } = talk();
    talker.wait(13 * 60);
    expect(talker.give({ kind: 'tick' }).says).toEqual([]);
    expect(talker.state()).not.toHaveProperty('active');
    expect(talker.state()?.drafts ?? []).toEqual([]);
    expect(lastOf(talk('暂停'))).toEqual(['先到这里。']);
    expect(lastOf(talk('取消'))).toEqual(['先到这里。', '! cancelled']);
  });

  test('leaves what it interrupted where it was', () => {
    const { lines } = talk('另一张', '案件', '看记录');
    expect(lines.slice(-3)).toEqual(['记录在这里。', '接着填“另一张”（0/1）。 / 数？', '! stopped']);
  });
});

test('a step leads back, done or cancelled; begun and interrupted it waits', () => {
  const shown = '第一件，要做什么？ [办一步|看记录|先到这里]';
  expect(talk('办一步', '理由一', '某人').lines.slice(-3)).toEqual(['办好了。', shown, '! submitted']);
  expect(lastOf(talk('办一步', '取消')).at(-2)).toBe(shown);
  const { lines } = talk('办一步', '理由一', '案件', '先到这里');
  expect(lines.slice(-2)).toEqual(['接着填“一步”（1/2）。 / 谁？', '! stopped']);
});

describe('what is said beside the question', () => {
  const yaml = `takes: [beside]
aside: beside
fields:
  beside: { label: 旁的话 }
  kind: { label: 类型, kind: choice, options: { a: 我的工资没给够, b: 别的事 } }
  sum: { label: 多少钱, kind: money }
  name: { label: 单位 }
  pics: { label: 证据, kind: photos, required: false }
  own: { label: 补充, required: false }
steps:
  - ask: kind
  - ask: sum
  - ask: name
  - ask: pics
    or: [none]
  - ask: own
  - submit: shops.refresh
    with: { beside: beside }
`;
  const submitted = (...said: string[]) => {
    const { lines } = converse(yaml, said);
    const call = lines.find((line) => line.startsWith('! shops.refresh')) ?? '{}';
    return { lines, args: JSON.parse(call.replace('! shops.refresh ', '')) as Record<string, unknown> };
  };

  test('is kept once at every question and the question waits', () => {
    const { lines, args } = submitted(
      '这些是欠条',
      '这些是欠条',
      '1',
      '工资条和工牌照片',
      '老板说下个月再给',
      '1.2万',
      '这是我的合同',
      '某店',
      '[photo p2]',
      '这是转账记录',
      '完成',
      '没有',
    );
    expect(args['beside']).toBe('这些是欠条\n工资条和工牌照片\n老板说下个月再给\n这是我的合同\n这是转账记录');
    expect(args['record']).toMatchObject({ kind: 'a', sum: 1_200_000, name: '某店' });
    expect(lines.slice(0, 3)).toEqual([
      '< 这些是欠条',
      '记下了：这些是欠条。 / 类型是哪一种？ [我的工资没给够|别的事]',
      '< 这些是欠条',
    ]);
  });

  test('more than a choice is a choice and a sentence; a guess is none', () => {
    expect(submitted('别的事，他们还扣了我的身份证', '100', '某店', '没有', '没有').args).toMatchObject({
      record: { kind: 'b' },
      beside: '别的事，他们还扣了我的身份证',
    });
    expect(submitted('工资的事我说不清楚', '2', '1', '某店', '没有', '没有').args).toMatchObject({
      record: { kind: 'b' },
      beside: '工资的事我说不清楚',
    });
  });

  test('photos are kept wherever they come, and words where any words are an answer', () => {
    const { args } = submitted('1', '[photo p1]', '1', '[photo p2]', '某店', '工资条');
    expect(args).toMatchObject({ record: { pics: ['p1', 'p2'], own: '工资条' } });
    expect(args).not.toHaveProperty('beside');
  });
});

test.each([
  ['这些是欠条', true],
  ['这是工资条/工牌照片', true],
  ['上面是老板给我打的欠条和聊天记录截图', true],
  ['工地现场照片', true],
  ['没有合同', false],
  ['欠我三个月工资', false],
  ['这个工地欠我钱', false],
  ['工地', false],
  ['甄有福', false],
])('%s names what a photo shows: %s', (text, expected) => {
  expect(isCaption(text)).toBe(expected);
});
