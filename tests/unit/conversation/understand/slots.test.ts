import { describe, expect, test } from '@jest/globals';
import { Employer } from '../../../../schemas/employer.js';
import { fieldsOf } from '../../../../schemas/field.js';
import { readSlots } from '../../../../src/conversation/understand/index.js';

const { fields } = fieldsOf(Employer);
const field = (path: string) => {
  const found = fields.find((one) => one.path === path);
  if (found === undefined) throw new Error(path);
  return found;
};
const read = (text: string, ...paths: string[]) =>
  readSlots(text, paths.length === 0 ? fields : paths.map(field), { today: '2026-11-23' });
const values = (text: string, ...paths: string[]) =>
  Object.fromEntries(
    read(text, ...paths).slots.map(({ path, reading }) => [
      path,
      reading.kind === 'value' ? reading.value : reading.kind,
    ]),
  );

describe('several answers in one message about an employer', () => {
  test('labels of all fields at once, in any order', () => {
    const text =
      '单位类型：个体户\n单位名称：惠民快餐\n信用代码：92410108MA0000023N\n法人：张三\n法定代表人电话：138 0013 8000\n地址：长兴路18号，院内\n成立日期：2018.5.1';
    expect(values(text)).toEqual({
      unitKind: 'individual_business',
      name: '惠民快餐',
      uscc: '92410108MA0000023N',
      legalRep: '张三',
      legalRepPhone: '13800138000',
      workAddress: '长兴路18号，院内',
      establishedOn: '2018-05-01',
    });
  });

  test('a text goes on to the next label, not to the next comma', () => {
    expect(values('地址：长兴路18号，二楼，法人：张三')).toEqual({ workAddress: '长兴路18号，二楼', legalRep: '张三' });
  });

  test('what stands before the first label, and lines below a short answer, are left', () => {
    const { slots, rest } = read('刚才那家\n名称：惠民快餐\n老板不在', 'name', 'legalRep');
    expect(slots.map(({ path, text }) => [path, text])).toEqual([['name', '惠民快餐']]);
    expect(rest).toBe('刚才那家\n老板不在');
  });

  test('what stands behind a number that reads well by itself is left', () => {
    const { slots, rest } = read('法定代表人电话 138 0013 8000，张三', 'legalRep', 'legalRepPhone');
    expect(slots.map(({ path, reading }) => [path, reading.kind === 'value' && reading.value])).toEqual([
      ['legalRepPhone', '13800138000'],
    ]);
    expect(rest).toBe('张三');
  });

  test('lines without labels fill the fields asked, in their order', () => {
    expect(values('惠民快餐\n92410108MA0000023N', 'name', 'uscc')).toEqual({
      name: '惠民快餐',
      uscc: '92410108MA0000023N',
    });
    expect(values('1、惠民快餐\n2、92410108MA0000023N', 'name', 'uscc')).toEqual({
      name: '惠民快餐',
      uscc: '92410108MA0000023N',
    });
  });

  test('two lines of talk for two fields are no answers when none reads well', () => {
    expect(read('老板今天不在\n明天再来', 'uscc', 'legalRepPhone')).toEqual({
      slots: [],
      rest: '老板今天不在\n明天再来',
      labelled: false,
    });
  });

  test('an answer that does not fit comes back as such under its field', () => {
    expect(values('名称：惠民快餐\n信用代码：92410108MA0000024N')).toEqual({ name: '惠民快餐', uscc: 'unclear' });
  });

  test('a name that two fields share is no label', () => {
    const twice = [field('legalRepPhone'), { ...field('hrPhone'), synonyms: ['电话'] }].map((one) => ({
      ...one,
      synonyms: ['电话'],
    }));
    expect(readSlots('电话：13800138000', twice, { today: '2026-11-23' }).slots).toEqual([]);
  });

  test('a colon inside an address is no label', () => {
    expect(values('名称：惠民快餐 24:00打烊')).toEqual({ name: '惠民快餐 24:00打烊' });
  });
});
