import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { Uscc } from '../../../../schemas/codes.js';
import { OPERATING_STATUSES } from '../../../../schemas/enums.js';
import { type FieldDef, field, fieldsOf } from '../../../../schemas/field.js';
import { choice, choices, count, day, decimal, fen, line, month, yesNo } from '../../../../schemas/field-types.js';
import { type RawCell, readCell, writeCell } from '../../../../src/domain/registers/cell.js';

const columns = fieldsOf(
  z.object({
    name: line('名称', 10),
    uscc: field(Uscc, { label: '代码', kind: 'uscc', privacy: 'open' }),
    count: count('人数', { max: 500 }),
    hours: decimal('小时', 0, 24),
    wage: fen('工资', { maxYuan: 1000 }),
    on: day('日期'),
    month: month('月份'),
    kept: yesNo('台账'),
    status: choice('状态', OPERATING_STATUSES),
    several: choices('几种', OPERATING_STATUSES),
  }),
).fields;
const column = (path: string) => columns.find((one) => one.path === path) as FieldDef;
const read = (path: string, cell: Exclude<RawCell, { kind: 'empty' }>) => {
  const reading = readCell(column(path), cell);
  return reading.ok ? reading.value : reading.code;
};
const text = (text: string) => ({ kind: 'text', text }) as const;
const number = (value: number) => ({ kind: 'number', value }) as const;
const onDay = { kind: 'day', day: '2026-03-31' } as const;

describe('reading a cell', () => {
  test.each<[string, Exclude<RawCell, { kind: 'empty' }>, unknown]>([
    ['name', text('惠民快餐'), '惠民快餐'],
    ['name', number(2050), '2050'],
    ['name', text('一二三四五六七八九十一'), 'too_long'],
    ['name', { kind: 'formula' }, 'formula'],
    ['name', { kind: 'error' }, 'error_value'],
    ['name', { kind: 'yes_no', value: true }, 'not_text'],
    ['uscc', text('91410108ma0000015y'), '91410108MA0000015Y'],
    ['uscc', text('91410108MA0000016Y'), 'rejected'],
    ['uscc', number(914101080000000000), 'number_for_code'],
    ['uscc', text('9.1410108E+17'), 'scientific'],
    ['count', number(32), 32],
    ['count', text('１２'), 12],
    ['count', text('1,200'), 'too_large'],
    ['count', number(-1), 'too_small'],
    ['count', number(3.5), 'not_whole'],
    ['count', text('很多'), 'not_a_number'],
    ['count', onDay, 'not_a_number'],
    ['hours', text('7.5'), 7.5],
    ['wage', number(3.5), 350],
    ['wage', number(0.1 + 0.2), 30],
    ['wage', number(1.005), 'not_an_amount'],
    ['wage', text('￥1,000.00'), 100_000],
    ['wage', number(1000.01), 'too_large'],
    ['on', onDay, '2026-03-31'],
    ['on', text('2026/3/31'), '2026-03-31'],
    ['on', text('2026年3月31日'), '2026-03-31'],
    ['on', text('20260331'), '2026-03-31'],
    ['on', number(20260331), '2026-03-31'],
    ['on', number(46112), 'not_a_date'],
    ['on', text('2026-02-30'), 'not_a_date'],
    ['on', text('去年'), 'not_a_date'],
    ['month', onDay, '2026-03'],
    ['month', text('2026年3月'), '2026-03'],
    ['month', number(202603), '2026-03'],
    ['month', text('2026-13'), 'not_a_month'],
    ['kept', text('是'), true],
    ['kept', text('否'), false],
    ['kept', { kind: 'yes_no', value: true }, true],
    ['kept', text('也许'), 'not_yes_no'],
    ['status', text('正常'), 'normal'],
    ['status', text('搬走了'), 'moved_out'],
    ['status', text('挺好'), 'not_an_option'],
    ['several', text('正常、停业，正常'), ['normal', 'suspended']],
    ['several', text('正常、挺好'), 'not_an_option'],
  ])('%s %j → %j', (path, cell, expected) => {
    expect(read(path, cell)).toEqual(expected);
  });

  test('gives back what was written, for every kind of column', () => {
    const option = fc.constantFrom(...OPERATING_STATUSES.map(({ value }) => value));
    const dayValue = fc.date({ min: new Date('1990-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    const values: Record<string, fc.Arbitrary<unknown>> = {
      name: fc.stringMatching(/^[一-龥A-Za-z]{1,10}$/),
      count: fc.integer({ min: 0, max: 500 }),
      wage: fc.integer({ min: 0, max: 100_000 }),
      on: dayValue.map((at) => at.toISOString().slice(0, 10)),
      month: dayValue.map((at) => at.toISOString().slice(0, 7)),
      kept: fc.boolean(),
      status: option,
      several: fc.uniqueArray(option, { minLength: 1, maxLength: 4 }),
    };
    for (const [path, arbitrary] of Object.entries(values)) {
      fc.assert(
        fc.property(arbitrary, (value) => {
          const written = writeCell(column(path), value);
          const cell = typeof written === 'number' ? number(written) : text(written);
          expect(read(path, cell)).toEqual(value);
          expect(read(path, text(String(written)))).toEqual(value);
        }),
        { seed: 20100726 },
      );
    }
  });
});
