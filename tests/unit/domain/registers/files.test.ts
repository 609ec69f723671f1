import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { csvLine, readCsv } from '../../../../src/domain/registers/csv.js';
import { UnreadableFile } from '../../../../src/domain/registers/fault.js';
import { openRows } from '../../../../src/domain/registers/source.js';
import type { RawRow } from '../../../../src/domain/registers/xlsx.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registers-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, content: string | Buffer) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const all = async (rows: AsyncIterable<RawRow>) => {
  const found: RawRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
};
const texts = async (rows: AsyncIterable<RawRow>) =>
  (await all(rows)).map(({ row, cells }) => [row, ...cells.map((c) => ('text' in c ? c.text : c.kind))]);
const faultOf = async (path: string, maxRows = 100) => {
  const error = await all(openRows(path, maxRows)).catch((e: unknown) => e);
  return error instanceof UnreadableFile ? error.fault : error;
};

describe('a CSV file', () => {
  test('keeps quotes, commas and line ends inside a field, and tells the line of each row', async () => {
    const path = await file('a.csv', '\uFEFF名称,备注\r\n"甲""店","两\n行,一格"\r\n乙店,\n');
    expect(await texts(readCsv(path))).toEqual([
      [1, '名称', '备注'],
      [2, '甲"店', '两\n行,一格'],
      [4, '乙店', 'empty'],
    ]);
  });

  test('is read as GB18030 when it is not UTF-8', async () => {
    // 名称,惠济区 in GB18030
    const path = await file('gb.csv', Buffer.from('c3fbb3c62cbbddbcc3c7f8', 'hex'));
    expect(await texts(readCsv(path))).toEqual([[1, '名称', '惠济区']]);
  });

  test('in another encoding is refused', async () => {
    const path = await file('utf16.csv', Buffer.from('\uFEFF名称,备注', 'utf16le'));
    expect(await faultOf(path)).toMatchObject({ code: 'file_encoding' });
  });

  test('gives back what was written, and never holds a formula', async () => {
    const value = fc
      .string({ minLength: 1 })
      .filter((s) => s === s.trim() && !['\r', '\0', '\ufeff', "'"].some((c) => s.includes(c)));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 4 }), async (values) => {
        const written = csvLine(values);
        expect(written).not.toMatch(/(^|,)"?[=+@-]/);
        const [row] = await texts(readCsv(await file('any.csv', written)));
        expect(row?.slice(1)).toEqual(values);
      }),
      { seed: 20100726, numRuns: 60 },
    );
  });
});

describe('a YAML file', () => {
  test('is a list of records, each with its line', async () => {
    const path = await file(
      'a.yaml',
      '# 网格\n- 名称: 古荥镇\n  网格编码: 410108101000\n  道路: [古荥大街, 纪公路]\n- 名称: 花园口镇\n  备注:\n',
    );
    expect(await all(openRows(path, 10))).toMatchObject([
      { row: 1, cells: [{ text: '名称' }, { text: '网格编码' }, { text: '道路' }, { text: '备注' }] },
      { row: 2, cells: [{ text: '古荥镇' }, { value: 410108101000 }, { text: '古荥大街、纪公路' }, { kind: 'empty' }] },
      { row: 5, cells: [{ text: '花园口镇' }, { kind: 'empty' }, { kind: 'empty' }, { kind: 'empty' }] },
    ]);
  });

  test('keeps the digits of long codes written without quotes', async () => {
    const path = await file('b.yaml', '- 代码: 914101080000000000\n');
    expect((await all(openRows(path, 10)))[1]?.cells).toEqual([{ kind: 'text', text: '914101080000000000' }]);
  });

  test.each([
    ['名称: 古荥镇\n', 1],
    ['- 名称: 古荥镇\n  名称: 花园口镇\n', 2],
    ['- a\n- b\n', 1],
    ['- 名称: [1\n', 2],
  ])('that is something else is refused with the line: %j', async (content, line) => {
    expect(await faultOf(await file('bad.yaml', content))).toMatchObject({ code: 'yaml_syntax', facts: { line } });
  });
});

describe('a workbook', () => {
  const workbook = async (name: string, fill: (sheet: ExcelJS.Worksheet) => void) => {
    const book = new ExcelJS.Workbook();
    fill(book.addWorksheet('表'));
    await book.xlsx.writeFile(join(folder, name));
    return join(folder, name);
  };

  test('gives each cell for what it is', async () => {
    const path = await workbook('kinds.xlsx', (sheet) => {
      sheet.addRow([
        '文字',
        12,
        new Date(Date.UTC(2026, 2, 31)),
        { formula: 'B1*2', result: 24 },
        true,
        { error: '#N/A' },
      ]);
      sheet.addRow([null, { richText: [{ text: '粗' }, { text: '体' }] }, new Date(Date.UTC(2026, 2, 31, 20))]);
      for (const cell of ['C1', 'C2']) sheet.getCell(cell).numFmt = 'yyyy-mm-dd hh:mm';
    });
    const [first, second] = await all(openRows(path, 10));
    expect(first?.cells).toEqual([
      { kind: 'text', text: '文字' },
      { kind: 'number', value: 12 },
      { kind: 'day', day: '2026-03-31' },
      { kind: 'formula' },
      { kind: 'yes_no', value: true },
      { kind: 'error' },
    ]);
    // late in the evening is still the day that the sheet shows
    expect(second?.cells.slice(0, 3)).toEqual([
      { kind: 'empty' },
      { kind: 'text', text: '粗体' },
      { kind: 'day', day: '2026-03-31' },
    ]);
  });

  test('with more rows than allowed is refused', async () => {
    const path = await workbook('long.xlsx', (sheet) => {
      for (let i = 0; i < 12; i++) sheet.addRow([i]);
    });
    expect(await faultOf(path, 10)).toMatchObject({ code: 'too_many_rows', facts: { max: 10 } });
  });

  test.each([
    ['no.xlsx', null, 'file_missing'],
    ['old.xls', 'x', 'file_kind'],
    ['text.xlsx', 'hello', 'file_unreadable'],
    ['empty.xlsx', '', 'file_unreadable'],
  ])('%s: %s', async (name, content, code) => {
    const path = content === null ? join(folder, name) : await file(name, content);
    expect(await faultOf(path)).toMatchObject({ row: 0, code });
  });

  test('that was cut off is refused', async () => {
    const whole = await workbook('whole.xlsx', (sheet) => {
      for (let i = 0; i < 50; i++) sheet.addRow([`行${i}`, i]);
    });
    const bytes = await readFile(whole);
    for (const part of [0.3, 0.6, 0.95])
      expect(await faultOf(await file('cut.xlsx', bytes.subarray(0, bytes.length * part)))).toMatchObject({
        code: 'file_unreadable',
      });
  });
});
