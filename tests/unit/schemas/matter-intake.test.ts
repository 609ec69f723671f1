import { expect, test } from '@jest/globals';
import { fieldsOf } from '../../../schemas/field.js';
import { MatterRecord } from '../../../schemas/matter-record.js';

const check = (path: string, value: string) =>
  fieldsOf(MatterRecord)
    .fields.find((one) => one.path === path)
    ?.check?.(value);

test.each(['person.name', 'employerName'])('%s: digits alone are a slip, and it says so', (path) => {
  expect(check(path, '2')).toEqual({ ok: false, message: '这里要写名字，不能只有数字。' });
  for (const value of ['牛小二', '1号工地', 'Li']) expect(check(path, value)).toEqual({ ok: true, value });
});
