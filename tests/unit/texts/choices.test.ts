import { expect, test } from '@jest/globals';
import { numberedText, partMark } from '../../../src/texts/choices.js';

const choices = (...labels: string[]) => labels.map((label, i) => ({ id: `c${i}`, label }));

test('short choices stand on one line, after the question', () => {
  expect(numberedText('这是哪一类？', choices('企业', '个体工商户', '工地'))).toBe(
    '这是哪一类？\n1 企业　2 个体工商户　3 工地',
  );
});

test('long choices stand one on a line', () => {
  expect(numberedText('选一项', choices('没有按月足额发工资的用人单位', '没有签书面劳动合同的用人单位', '其他'))).toBe(
    '选一项\n1 没有按月足额发工资的用人单位\n2 没有签书面劳动合同的用人单位\n3 其他',
  );
});

test.each([
  ['', choices('是', '不是'), '1 是　2 不是'],
  ['请写单位名称', [], '请写单位名称'],
])('text %j alone or choices alone have no empty line', (text, list, result) => {
  expect(numberedText(text, list)).toBe(result);
});

test('a part says which it is', () => {
  expect(partMark(2, 3)).toBe('（2/3）');
});
