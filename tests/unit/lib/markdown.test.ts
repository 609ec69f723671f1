import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeMarkdown, splitMarkup } from '../../../src/lib/markdown.js';
import { byteLength } from '../../../src/lib/utf8.js';

describe('escapeMarkdown', () => {
  test.each([
    ['惠民*快餐*', '惠民＊快餐＊'],
    ['<@all> [点我](http://x)', '＜@all＞ ［点我］(http://x)'],
    ['# 一号\n ## 二号\n三#号', '＃ 一号\n ＃＃ 二号\n三#号'],
    ['> 引用 `码`', '＞ 引用 ｀码｀'],
    ['普通 1.5 元', '普通 1.5 元'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

describe('splitMarkup', () => {
  test('leaves a text that fits as it is', () => {
    expect(splitMarkup('**一**\n二', 64, 'markdown')).toEqual(['**一**\n二']);
  });

  test('cuts at line ends and drops that line end', () => {
    expect(splitMarkup(`${'一'.repeat(20)}\n${'二'.repeat(20)}`, 64, 'text')).toEqual([
      '一'.repeat(20),
      '二'.repeat(20),
    ]);
  });

  test('closes colour and bold before a cut and opens them after it', () => {
    const parts = splitMarkup(`<font color="warning">**${'逾期'.repeat(20)}**</font>`, 100, 'markdown');
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatch(/^<font color="warning">\*\*(逾期?|期)+.*\*\*<\/font>$/);
    expect(parts.join('').replace(/<[^>]*>|\*/g, '')).toBe('逾期'.repeat(20));
  });

  test('does not cut inside a link or a tag', () => {
    const link = '[台账](https://app.example.gov.cn/a-long-path)';
    const parts = splitMarkup(`${'字'.repeat(15)}${link}${'字'.repeat(15)}`, 80, 'markdown');
    expect(parts.some((part) => part.includes(link))).toBe(true);
    const anchor = splitMarkup(
      `${'字'.repeat(10)}<a href="https://app.example.gov.cn/1">看${'这里'.repeat(8)}</a>`,
      80,
      'text',
    );
    for (const part of anchor) expect(part.split('<a ').length).toBe(part.split('</a>').length);
  });

  test('a plain text keeps its stars: only markdown has bold', () => {
    expect(splitMarkup(`**${'字'.repeat(30)}`, 64, 'text').join('')).toBe(`**${'字'.repeat(30)}`);
  });

  test('a tag longer than the limit is cut like text', () => {
    const parts = splitMarkup(`[x](https://${'a'.repeat(200)})`, 64, 'markdown');
    expect(parts.join('')).toBe(`[x](https://${'a'.repeat(200)})`);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      '<font color="info">',
      '</font>',
      '**',
      '`',
      '\n',
      '[链接](https://a.example/b)',
      '<@zhang>',
      '👨‍👩‍👧‍👦',
      '中文',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const visible = (text: string) => text.replace(/<\/?font[^>]*>|\*\*|`|\n/g, '');

  test('every part fits, and nothing that is read is lost', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), fc.integer({ min: 64, max: 300 }), (pieces, maxBytes) => {
        const text = pieces.join('');
        const parts = splitMarkup(text, maxBytes, 'markdown');
        for (const part of parts) expect(byteLength(part)).toBeLessThanOrEqual(maxBytes);
        expect(visible(parts.join(''))).toBe(visible(text));
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
