import { expect, test } from '@jest/globals';
import { fieldsOf } from '../../../../schemas/field.js';
import { MatterRecord } from '../../../../schemas/matter-record.js';
import { shareOut } from '../../../../src/conversation/understand/index.js';

const { fields } = fieldsOf(MatterRecord);
const field = (path: string) => {
  const found = fields.find((one) => one.path === path);
  if (found === undefined) throw new Error(path);
  return found;
};
/** Null, or what each field gets; the parts are divided by ／. */
function shared(text: string, ...paths: string[]): Record<string, unknown> | null {
  const slots = shareOut(text.split('／'), paths.map(field), { today: '2026-11-23' });
  return (
    slots &&
    Object.fromEntries(
      slots.map(({ path, reading }) => [path, reading.kind === 'value' ? reading.value : reading.kind]),
    )
  );
}
const [SUM, PEOPLE, FIRM, PLACE, BOSS] = [
  'amountFen',
  'peopleCount',
  'employerName',
  'employerPlace',
  'hiredBy',
] as const;

test.each([
  ['9000／2人', { [SUM]: 900_000, [PEOPLE]: 2 }],
  ['2人／9000', { [SUM]: 900_000, [PEOPLE]: 2 }],
  ['三个人／1.2万', { [SUM]: 1_200_000, [PEOPLE]: 3 }],
  ['2人', { [PEOPLE]: 2 }],
  ['9000', { [SUM]: 900_000 }],
])('a sum and people: %s', (text, expected) => {
  expect(shared(text, SUM, PEOPLE)).toEqual(expected);
});

const all = { [FIRM]: '样例快餐', [PLACE]: '古荥大街18号', [BOSS]: '王老板' };
const place = { [FIRM]: '样例快餐', [PLACE]: '古荥大街18号' };
test.each([
  ['样例快餐／古荥大街18号／王老板', all],
  ['古荥大街18号／样例快餐／王老板', all],
  ['王老板／古荥大街18号／样例快餐', all],
  ['样例快餐／古荥大街18号／张三', { ...all, [BOSS]: '张三' }],
  ['古荥镇／古荥大街18号／样例快餐／王老板', { ...all, [PLACE]: '古荥镇古荥大街18号' }],
  ['古荥大街18号／样例快餐', place],
  ['样例快餐／古荥大街18号', place],
  ['古荥大街18号／老王家', { ...place, [FIRM]: '老王家' }],
  ['包工头刘三', { [BOSS]: '包工头刘三' }],
  ['古荥大街18号', { [PLACE]: '古荥大街18号' }],
  ['古荥镇惠民烩面馆', { [FIRM]: '古荥镇惠民烩面馆' }],
])('firm, place and boss: %s', (text, expected) => {
  expect(shared(text, FIRM, PLACE, BOSS)).toEqual(expected);
});

test.each(['样例快餐／张三', '样例／快餐', '老王家'])('%s may be one answer', (text) => {
  expect(shared(text, FIRM, PLACE, BOSS)).toBeNull();
});

test('a name and a telephone in any order', () => {
  expect(shared('13900139001／牛小二', 'person.name', 'person.phone')).toEqual({
    'person.name': '牛小二',
    'person.phone': '13900139001',
  });
});

test('more parts than fields, or nothing that speaks for an order, are not shared out', () => {
  expect(shared('a／b／c', SUM, PEOPLE)).toBeNull();
  expect(shared('哪有个准数／明天再说', SUM, PEOPLE)).toBeNull();
});
