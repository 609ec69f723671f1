import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { cityCommand } from '../../../src/cli/city.js';
import { cityEntryOf, cityStanding, loadCityRules } from '../../../src/domain/city/index.js';
import { judgeCheck, loadFacts } from '../../../src/domain/plans/index.js';
import { findEmployer, replaceEmployer } from '../../../src/models/employer.js';
import { cityEntryText } from '../../../src/texts/city.js';
import { fileEmployers } from '../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { openTaskHouse, type TaskHouse } from '../../support/task-house.js';

const city = loadCityRules(join(import.meta.dirname, '../../../config/city-export.yaml'));
let test_: TestDatabase;
let house: TaskHouse;
let folder: string;

beforeAll(async () => {
  test_ = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'city-'));
  house = await openTaskHouse(test_, { day: '2010-09-20' });
  await house.hire(['co', 'co_inspector', 't1c1']);
  await fileEmployers(house.deps, [
    ...Array.from({ length: 4 }, () => ({ cell: 't1c1', listedOn: '2010-09-01', collectedOn: '2010-09-10' })),
    { cell: 't2c1', listedOn: '2010-09-01', collectedOn: '2010-09-10' },
    { cell: 't1c1', listedOn: '2010-09-01' },
    { cell: 't1c1', listedOn: '2010-09-01', collectedOn: '2010-09-10', status: 'deregistered' },
  ]);
  const employers = test_.db.collection<{ _id: string; fileNo?: string }>('employers');
  for (const i of [0, 1, 2, 3, 4, 6]) await employers.updateOne({ _id: `e${i}` }, { $set: { fileNo: fileNo(i) } });
});
afterAll(async () => {
  await test_.close();
  await rm(folder, { recursive: true });
});

const fileNo = (i: number) => `41010810020000000${i}`;
const at = (name: string) => join(folder, name);

async function run(...args: string[]) {
  const lines: string[] = [];
  const deps = { ...house.deps, ...house, db: test_.db, clock: () => house.now, city };
  return { code: await cityCommand(deps, args, (line) => lines.push(line)), text: lines.join('\n') };
}

async function rowsOf(name: string): Promise<unknown[][]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(at(name));
  const rows: unknown[][] = [];
  book.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  return rows;
}

async function answer(name: string, ...rows: (string | number)[][]): Promise<string> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('回执');
  sheet.addRow(['郑州市劳动保障监察平台回执']);
  sheet.addRow(['序号', '批次', '档案号', '单位', '处理结果', '退回原因']);
  for (const row of rows) sheet.addRow(row);
  await book.xlsx.writeFile(at(name));
  return at(name);
}

const standing = (prefix = '/d/t1/') =>
  house.run((deps, scope) => cityStanding(deps, { ...scope, prefixes: [prefix] }));
const change = (id: string, name: string) =>
  house.run(async ({ tx }, scope) => {
    const file = (await findEmployer(tx, scope, id))!;
    replaceEmployer(tx, file, { ...file, name });
  });
const check = () =>
  house.run(async (deps, scope) => {
    const facts = await loadFacts(deps, scope);
    return judgeCheck({ name: 'city_entered', with: { percent: 95 } }, facts.tree.node('t1')!, facts);
  });

test('before the lists are used nothing is known, and people say it themselves', async () => {
  expect(await check()).toEqual({ met: true, have: 0, need: 0 });
});

test('a batch takes the collected employers of the unit that are not closed, once, also for two at once', async () => {
  const both = await Promise.all([
    run('export', '--unit', '古荥镇', '--out', at('a.xlsx')),
    run('export', '--unit', '古荥镇', '--out', at('b.xlsx')),
  ]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const texts = both.map(({ text }) => text).sort();
  expect(texts[0]).toContain('没有要报的');
  expect(texts[1]).toContain('第 1 批 4 户');
  const written = both[0]?.text.includes('第 1 批') ? 'a.xlsx' : 'b.xlsx';
  const [head, first, ...more] = await rowsOf(written);
  expect(head?.slice(0, 6)).toEqual(['批次', '档案号', '镇街', '网格', '网格编码', '单位名称']);
  expect(first?.slice(0, 7)).toEqual([1, fileNo(0), '古荥镇', '纪公庙村', '41010810020000', '虚构单位e0', '企业']);
  expect(more).toHaveLength(3);
  expect(await standing()).toMatchObject({ collected: 4, sent: 4, entered: 0, unsent: 0 });
});

test('a lost file is written again as it was sent', async () => {
  await change('e3', '改名单位');
  expect((await run('export', '--batch', '1', '--out', at('again.xlsx'))).text).toContain('第 1 批 4 户，又写了一份');
  expect((await rowsOf('again.xlsx'))[4]?.[5]).toBe('虚构单位e3');
  expect((await run('export', '--batch', '9', '--out', at('no.xlsx'))).code).toBe(1);
});

test('a list with one wrong row changes nothing; a good one is taken once', async () => {
  const bad = await answer('bad.xlsx', [1, 1, fileNo(0), 'x', '已录入', ''], [2, 1, fileNo(4), 'x', '成功', '']);
  expect(await run('import-result', bad)).toMatchObject({ code: 1, text: expect.stringContaining('没有报过市平台') });
  const odd = await answer('odd.xlsx', [1, 1, fileNo(0), 'x', '也许', '']);
  expect((await run('import-result', odd)).text).toContain('第 3 行“录入结果”');
  expect(await standing()).toMatchObject({ entered: 0, changed: 1 });
  const good = await answer(
    'good.xlsx',
    [1, 1, fileNo(0), 'x', '已录入', ''],
    [2, 1, fileNo(1), 'x', '退回', '地址不全'],
    [3, 1, fileNo(2), 'x', '成功', ''],
    [4, 1, fileNo(3), 'x', '已录入', ''],
  );
  expect((await run('import-result', good)).text).toBe('已登记回执：录入 3 户，退回 1 户，没有变化 0 户。');
  expect((await run('import-result', good)).text).toContain('没有变化 4 户');
  expect(await standing()).toMatchObject({
    ...{ entered: 2, returned: 1, changed: 1 },
    wrong: [{ name: '虚构单位e1', fileNo: fileNo(1), error: '地址不全' }],
  });
  const entry = await house.as('co', (deps, scope) => cityEntryOf(deps, scope, 'e1'));
  expect(cityEntryText(entry!, '2010-09-20')).toBe('市平台退回（9月20日 周一）：地址不全。');
  expect(await check()).toMatchObject({ met: false, have: 2, need: 4, lacks: ['city_returned', 'city_changed'] });
});

test('what was put right or changed goes with the next batch; an answer to the old one no longer counts', async () => {
  await change('e1', '虚构单位e1东店');
  expect((await run('export', '--unit', '古荥镇', '--out', at('c.xlsx'))).text).toContain('第 2 批 2 户');
  expect((await rowsOf('c.xlsx')).slice(1).map((row) => row[5])).toEqual(['虚构单位e1东店', '改名单位']);
  expect((await run('import-result', at('good.xlsx'))).text).toContain('2 户后来又报过，这份回执不算');
  const good = await answer('good2.xlsx', [1, 2, fileNo(1), 'x', '通过', ''], [2, 2, fileNo(3), 'x', '通过', '']);
  await run('import-result', good);
  expect(await check()).toEqual({ met: true, have: 4, need: 4, proves: true });
  house.at('2010-10-08');
  expect(await check()).toMatchObject({ met: true, proves: false });
});

test('touched without a change that the city is told is not sent again', async () => {
  await change('e0', '虚构单位e0');
  expect((await standing()).changed).toBe(1);
  expect((await run('export', '--unit', '古荥镇', '--out', at('d.xlsx'))).text).toContain('没有要报的');
  expect(await standing()).toMatchObject({ entered: 4, changed: 0 });
  expect((await run('show')).text).toContain('古荥镇 市平台录入：4/4 户。');
});

test.each([
  [['export']],
  [['export', '--out', 'a.doc']],
  [['import-result']],
  [['what']],
  [['export', '--out', 'a.xlsx', '--batch', '0']],
])('not understood: %j', async (args) => expect((await run(...args)).code).toBe(2));
