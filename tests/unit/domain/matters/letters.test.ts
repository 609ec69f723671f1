import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LETTER_KINDS } from '../../../../schemas/matter-document.js';
import { loadLetters } from '../../../../src/domain/matters/letters.js';
import { LETTERS, ROOT } from '../../../support/matters.js';

describe('the letters that ship', () => {
  test('fill in, and leave out the lines that have nothing to say', () => {
    const slots = { no: 'HJ261123-04170', employer: '惠民快餐', kind: '投诉', date: '2026年11月23日', bureau: '某局' };
    expect(
      LETTERS.render('supplement', { ...slots, name: '甄有福', items: '事情经过、金额', until: '2026年12月8日' }),
    ).toBe(
      `补正通知

甄有福：

您反映惠民快餐的投诉（编号 HJ261123-04170）还缺：事情经过、金额。
补齐后继续计时，请于 2026年12月8日前发来。到时没有补齐，我们可能无法受理。

某局
2026年11月23日`,
    );
    const guide = LETTERS.render('guide', {
      ...slots,
      office: '仲裁委',
      officePhone: '12333',
      advice: LETTERS.advice('arbitration'),
    });
    expect(guide).toContain('电话：12333');
    expect(guide).not.toContain('地址');
    expect(guide).toContain('仲裁时效一般为一年');
  });

  test('have a sentence for every reason to refuse', () => {
    for (const reason of [
      'too_old',
      'employer_unclear',
      'no_answer',
      'not_inspection',
      'other_procedure',
      'already_handled',
    ] as const)
      expect(LETTERS.reason(reason)).toMatch(/。$/);
  });

  test('no slot is filled by what is inside another', () => {
    const text = LETTERS.render('refuse', {
      no: 'HJ1',
      reason: '{{bureau}}',
      employer: '',
      kind: '',
      bureau: '某局',
      date: 'd',
    });
    expect(text).toContain('原因：{{bureau}}');
  });
});

describe('letters that the bureau has edited', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'letters-'));
    cpSync(path.join(ROOT, 'templates/letters'), folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(path.join(folder, file), change(readFileSync(path.join(folder, file), 'utf8')));

  test.each([
    [
      'refuse.md',
      (t: string) => t.replace('{{reason}}', '{{resaon}}'),
      /refuse\.md: unknown slot \{\{resaon\}\}[\s\S]*slot \{\{reason\}\} must be in it/,
    ],
    ['accept.md', (t: string) => t.replace('{{due}}', ''), /accept\.md: the slot \{\{due\}\} must be in it/],
    ['guide.md', (t: string) => t.replace('{{office}}', '{{office}'), /guide\.md: [\s\S]*braces/],
    ['closing.md', (t: string) => `${t}{{name}`, /closing\.md: braces/],
    ['sentences.yaml', () => 'reasons:\n  too_young: 太早。\n', /sentences\.yaml: reasons\.too_young/],
    ['sentences.yaml', () => 'reasons: [', /sentences\.yaml: /],
  ])('%s with a mistake stops the start and says which', (file, change, message) => {
    edit(file, change);
    expect(() => loadLetters(folder)).toThrow(message);
  });

  test('a missing letter is named, and all problems come at once', () => {
    rmSync(path.join(folder, 'transfer.md'));
    edit('accept.md', () => '空');
    expect(() => loadLetters(folder)).toThrow(/accept\.md[\s\S]*transfer\.md: is missing/);
  });

  test('other words and windows line ends are fine', () => {
    edit('accept.md', () => '尊敬的{{name}}：\r\n编号{{no}}，{{due}}前办。\r\n');
    expect(loadLetters(folder).render('accept', { no: 'HJ1', due: '明天' })).toBe('编号HJ1，明天前办。');
  });

  test('there is a file for each kind', () => expect(LETTER_KINDS).toHaveLength(7));
});
