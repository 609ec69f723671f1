import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Scope } from '../../../schemas/scope.js';
import { entriesCommand } from '../../../src/cli/entries.js';
import { keepEntry } from '../../../src/domain/entries/index.js';
import { instantAt } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { KEYS } from '../../support/house.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'entries-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const scope: Scope = {
  userid: 'co-1',
  staffId: 's1',
  prefixes: ['/d/t1/v11/'],
  roles: [{ role: 'co_inspector', nodeId: 'v11', gridPath: '/d/t1/v11/' }],
  certified: false,
  today: '2026-11-24',
};

test('what a form brought is sealed, counted, and comes back as a sheet', async () => {
  const house = { db: database.db, clock: () => instantAt('2026-11-24', '10:00'), newId, keys: KEYS };
  const lines: string[] = [];
  const run = (...args: string[]) => entriesCommand(house, args, (line) => lines.push(line));
  expect(await run('list')).toBe(0);
  expect(lines.splice(0)).toEqual(['还没有自建表单的数据。']);
  expect(await run('export', '门店回访', join(folder, 'a.xlsx'))).toBe(1);
  lines.splice(0);

  const keep = (by: Scope, form: string, answers: object) =>
    inTransaction(house, async (tx) => keepEntry({ tx, keys: KEYS }, by, form, answers));
  await keep(scope, '门店回访', { shop: '样例小店', people: 3 });
  await keep(scope, '门店回访', { shop: '演示小店', people: 4, what: '没有合同' });
  await expect(keep({ ...scope, prefixes: [] }, '门店回访', {})).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(keep(scope, ' ', {})).rejects.toMatchObject({ code: 'invalid_record' });
  expect(JSON.stringify(await database.db.collection('form_entries').find().toArray())).not.toContain('样例小店');
  expect(JSON.stringify(await database.db.collection('audit').find().toArray())).not.toContain('样例小店');

  expect(await run('list')).toBe(0);
  expect(lines.splice(0)).toEqual(['门店回访　2 条，最近一条 2026-11-24']);
  const file = join(folder, 'calls.xlsx');
  expect(await run('export', '门店回访', file)).toBe(0);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(file);
  const rows = workbook.worksheets[0]?.getSheetValues().slice(1) as unknown[][];
  expect(rows.map((row) => row.slice(1))).toEqual([
    ['时间', '填报人', 'shop', 'people', 'what'],
    ['2026-11-24 10:00', 'co-1', '样例小店', 3, ''],
    ['2026-11-24 10:00', 'co-1', '演示小店', 4, '没有合同'],
  ]);
  expect(await run('export')).toBe(2);
});
