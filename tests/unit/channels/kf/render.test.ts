import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Choice } from '../../../../schemas/message.js';
import { KfContent } from '../../../../src/channels/kf/content.js';
import { renderForCustomer } from '../../../../src/channels/kf/render.js';

const choices = (n: number): Choice[] =>
  Array.from({ length: n }, (_, i) => ({ id: `c${i + 1}`, label: `选项${i + 1}` }));
const question = (n: number, text = '请选择') => ({
  kind: 'question' as const,
  text,
  taskId: 't@1',
  choices: choices(n),
});
const kinds = (contents: readonly KfContent[]) => contents.map((c) => c.msgtype);

test('a question with up to ten choices is a menu, numbered as it may be typed', () => {
  expect(renderForCustomer(question(2))).toEqual([
    {
      msgtype: 'msgmenu',
      msgmenu: {
        head_content: '请选择',
        list: [
          { type: 'click', click: { id: 'q__t_401__c1', content: '1 选项1' } },
          { type: 'click', click: { id: 'q__t_401__c2', content: '2 选项2' } },
        ],
      },
    },
  ]);
  expect(kinds(renderForCustomer(question(10)))).toEqual(['msgmenu']);
});

test.each([
  ['eleven choices', question(11)],
  ['a long text', question(2, '长'.repeat(342))],
  ['several ticks', { ...question(3), multiple: true }],
  ['a long label', { ...question(1), choices: [{ id: 'a', label: '长'.repeat(43) }] }],
  ['a long id', { ...question(1), choices: [{ id: 'ä'.repeat(25), label: '短' }] }],
])('%s: numbered text', (_, body) => {
  expect(renderForCustomer(body)).toMatchObject([
    { msgtype: 'text', text: { content: expect.stringContaining('1 ') } },
  ]);
});

test('markdown without its marks; a card with its lines, buttons and address', () => {
  expect(
    renderForCustomer({
      kind: 'markdown',
      text: '# 进展\n> **已受理** [详情](https://a.example/) <font color="info">好</font>',
    }),
  ).toEqual([{ msgtype: 'text', text: { content: '进展\n已受理 详情 https://a.example/ 好' } }]);
  const card = {
    kind: 'card' as const,
    title: '回访',
    lines: [{ key: '编号', value: 'HJ1' }],
    taskId: 't',
    url: 'https://a.example/',
  };
  expect(renderForCustomer({ ...card, buttons: choices(1) })).toMatchObject([
    {
      msgmenu: {
        head_content: '回访\n编号：HJ1',
        list: [{ type: 'click' }, { type: 'view', view: { url: 'https://a.example/' } }],
      },
    },
  ]);
});

test('whatever is said fits the limits, in two messages at most, in one where a code allows one', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('长'.repeat(2000), '😀\n'.repeat(900)),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 12 }), fc.constantFrom(1, 2), (words, n, max) => {
      fc.pre(words.trim() !== '');
      for (const body of [{ kind: 'text' as const, text: words }, question(n, words)]) {
        const contents = renderForCustomer(body, max);
        expect(contents.length).toBeLessThanOrEqual(max);
        for (const content of contents) expect(KfContent.safeParse(content).success).toBe(true);
      }
    }),
    { seed: 20261123, numRuns: 300 },
  );
});
