import { describe, expect, test } from '@jest/globals';
import type { FieldDef } from '../../../schemas/field.js';
import { readAnswer } from '../../../src/conversation/understand/index.js';
import { sayConfirm, sayPick, sayUnclear } from '../../../src/texts/understand.js';
import { loadUtterances } from '../conversation/understand/corpus.js';

function reply(field: FieldDef, text: string, today = '2026-11-23'): string {
  const reading = readAnswer(field, text, { today });
  if (reading.kind === 'unclear') return sayUnclear(reading, field);
  if (reading.kind === 'confirm') return sayConfirm(reading, field);
  return reading.kind === 'pick' ? sayPick(field) : '';
}
const field = (kind: FieldDef['kind'], more: Partial<FieldDef> = {}): FieldDef => ({
  path: 'f',
  label: '人数',
  kind,
  required: true,
  privacy: 'open',
  ...more,
});

describe('sentences about answers', () => {
  test.each<[FieldDef, string, string]>([
    [
      field('date', { label: '成立日期', example: '3月31日' }),
      '3月31前后',
      '“3月31前后”我分不清是哪天。请写一个日期，如 3月31日。',
    ],
    [
      field('uscc', { label: '统一社会信用代码' }),
      '9141O108MA0000015Y',
      '第 5 位像是字母 O，统一社会信用代码里只有数字 0。改成 91410108MA0000015Y 对吗？',
    ],
    [
      field('uscc', { label: '统一社会信用代码' }),
      '91410108AM0000015Y',
      '像是有相邻两位写反了。改成 91410108MA0000015Y 对吗？',
    ],
    [field('integer', { unit: '人' }), '大概20来个', '“大概20来个”记作 20 人，对吗？'],
    [field('integer', { unit: '人' }), '十几个', '“十几个”不是一个确定的数，记不进档案。请写一个数，如 12。'],
    [field('integer', { unit: '人', max: 100 }), '1000', '读到 1,000 人，人数不超过 100 人。请核对后再写。'],
    [field('money', { label: '月人均工资', unit: '元' }), '3000到4000', '月人均工资记哪个数？也可以另写一个。'],
    [
      field('choice', {
        options: [
          { value: 'a', label: '企业' },
          { value: 'b', label: '工地' },
        ],
      }),
      '9',
      '“9”不在选项里。请回编号 1–2，或写选项的名字，如 企业。',
    ],
    [field('photo', { label: '门头照' }), '拍不了', '这里要一张照片（门头照）。请直接拍照，或从相册发图。'],
  ])('%#', (asked, text, sentence) => {
    expect(reply(asked, text)).toBe(sentence);
  });

  const told = loadUtterances()
    .filter(({ kind }) => kind !== 'command' && kind !== 'slots')
    .map(({ kind, field: asked, text, today }) => ({ kind, text, sentence: reply(asked, text, today) }))
    .filter(({ sentence }) => sentence !== '');

  test('all of the corpus are whole, short, and end as a sentence', () => {
    expect(told.length).toBeGreaterThan(600);
    expect(
      told.filter(
        ({ sentence }) =>
          /undefined|NaN|null|\[object/.test(sentence) || !/[。？]$/.test(sentence) || sentence.length > 110,
      ),
    ).toEqual([]);
  });

  test('no phone or identity number that does not fit is repeated', () => {
    const repeated = told.filter(({ kind, text, sentence }) => {
      const number = text
        .normalize('NFKC')
        .replace(/[\s-]/g, '')
        .match(/\d{9,}/)?.[0];
      return (
        ['mobile', 'phone', 'id_number'].includes(kind) &&
        !/对吗？$|是指/.test(sentence) &&
        number !== undefined &&
        sentence.replace(/13800138000|41010819000101001X/g, '').includes(number)
      );
    });
    expect(repeated).toEqual([]);
  });
});
