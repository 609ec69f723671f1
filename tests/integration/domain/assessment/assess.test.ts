import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { assessCommand } from '../../../../src/cli/assess.js';
import { assess, loadAssessmentRules, recordSupervision } from '../../../../src/domain/assessment/index.js';
import { addRecord } from '../../../../src/domain/plans/index.js';
import { instantAt } from '../../../../src/lib/day.js';
import { findTasks, insertTask, replaceTask } from '../../../../src/models/task.js';
import { fileEmployers } from '../../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../../support/mongo.js';
import { openTaskHouse, type TaskHouse } from '../../../support/task-house.js';
import { aTask } from '../../../support/tasks.js';

const SPAN = { from: '2010-08-01', to: '2010-08-31' };
const fontFolder = join(import.meta.dirname, '../../../../assets/fonts');
const assessment = loadAssessmentRules(join(import.meta.dirname, '../../../../config/assessment.yaml'));
let test_: TestDatabase;
let house: TaskHouse;
let folder: string;

beforeAll(async () => {
  test_ = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'assess-'));
  house = await openTaskHouse(test_, { day: '2010-08-31' });
  await house.hire(
    ['full', 'full_time_inspector', 't1c1'],
    ['co1', 'co_inspector', 't1c1'],
    ['boss', 'brigade_leader', 'd'],
  );
  await fileEmployers(house.deps, [
    ...Array.from({ length: 3 }, () => ({ cell: 't1c1', listedOn: '2010-08-02', collectedOn: '2010-08-20' })),
    { cell: 't1c2', listedOn: '2010-08-02' },
  ]);
  await house.run(async (deps, scope) => {
    const put = (nodeId: string, data: Parameters<typeof addRecord>[2]['data']) =>
      addRecord(deps, scope, { nodeId, on: '2010-08-20', data });
    await put('t1', { kind: 'funding', item: '设备', plannedFen: 100_000, receivedFen: 75_000 });
    await put('t1', { kind: 'network_test', network: 'city', works: true, testedBy: '信息中心' });
    await put('t1c1', { kind: 'premises', areaSqm: 20 });
    await put('t1c1', { kind: 'wall_chart', chart: 'diagram', photo: 'p' });
    const milestone = (id: string, doneOn?: string, dueOn = '2010-08-10') => {
      const done = doneOn === undefined ? {} : { state: 'done' as const, doneAt: instantAt(doneOn, '10:00') };
      const place = { nodeId: 't1', gridPath: '/d/t1/', aboutId: 't1', aboutPath: '/d/t1/' };
      const dates = { dueOn, opensOn: '2010-07-26', activeFrom: '2010-07-26', createdAt: instantAt('2010-07-26') };
      const event = (at: Date, state: 'open' | 'done') => ({ at, by: 'sys', event: 'created' as const, state, dueOn });
      const history = [
        event(dates.createdAt, 'open'),
        ...(doneOn === undefined ? [] : [event(instantAt(doneOn, '10:00'), 'done')]),
      ];
      insertTask(
        deps.tx,
        aTask({ ...place, ...dates, ...done, history, _id: id, key: id, kind: 'milestone', light: 'organisation' }),
      );
    };
    milestone('a', '2010-08-09');
    milestone('b', '2010-08-20');
    milestone('c');
  });
});
afterAll(async () => {
  await test_.close();
  await rm(folder, { recursive: true });
});

const town = (id = 't1', tried = {}) =>
  house.run(
    async (deps, scope) =>
      (await assess({ ...deps, assessment }, scope, SPAN, { tried })).find(({ unit }) => unit._id === id)!,
  );
const itemsOf = ({ items }: Awaited<ReturnType<typeof town>>) =>
  Object.fromEntries(items.map(({ item, share }) => [item, share]));

test('every share is what the records say, with its numbers and sources', async () => {
  const found = await town();
  expect(itemsOf(found)).toEqual({
    organisation: 0.5, // one in time, one late, one open
    funding: 0.75,
    staffing: 0.375, // (0.5 + 0.25 + 0 + 0) / 2
    premises: 1 / 3,
    network: 0.5,
    grid: 1,
    wall_charts: 1 / 9,
    coverage: 0.75,
    quality: 1,
    freshness: 1,
    matters: null,
    monitoring: null,
    rules: 0,
    supervision: null,
  });
  expect(found.items[0]).toMatchObject({
    parts: [
      { code: 'done', have: 2, of: 3 },
      { code: 'late', have: 1, of: 2 },
    ],
    sources: ['tasks:a', 'tasks:b', 'tasks:c'],
  });
  expect(found.deductions).toEqual([{ code: 'overdue', count: 1, points: 0.2 }]);
  expect([found.grade, found.accepted, found.lacking[0]]).toEqual(['B', false, 'organisation']);
});

test('an inspection with errors and a date lowers quality, takes points and sets a task', async () => {
  const form = { activity: 'inspect', on: '2010-08-30', result: 'improve', samples: 10, mistakes: 4, falseEntries: 1 };
  const record = await house.as('boss', (deps, scope) =>
    recordSupervision(deps, scope, 't1c1', { ...form, note: '抽查有差错', followUpBy: '2010-09-10' }),
  );
  const [task] = await house.tasks({ _id: record.taskId });
  expect(task).toMatchObject({
    kind: 'follow_up',
    nodeId: 't1c1',
    dueOn: '2010-09-10',
    groupTitle: '整改检查发现的问题',
  });
  const found = await town();
  expect(itemsOf(found)['quality']).toBeCloseTo(0.8);
  expect(found.deductions).toContainEqual({ code: 'false_entry', count: 1, points: 5 });
});

test.each([
  ['co1', 't1c1', {}, 'not_allowed'],
  ['boss', 't1c1', { on: '2010-09-30' }, 'invalid_record'],
  ['boss', 't1c1', { samples: 2, mistakes: 3 }, 'invalid_record'],
  ['boss', 'nowhere', {}, 'grid_cell_not_found'],
])('refused: %s about %s with %j', async (userid, nodeId, more, code) => {
  const form = { activity: 'inspect', on: '2010-08-30', result: 'good', ...more };
  const done = house.as(userid, (deps, scope) => recordSupervision(deps, scope, nodeId, form));
  await expect(done).rejects.toMatchObject({ code });
});

test('the command ranks, explains one town, tries weights, writes Excel and PDF', async () => {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const deps = { ...house.deps, ...house, db: test_.db, clock: () => house.now, assessment, fontFolder };
    return { code: await assessCommand(deps, args, (line) => lines.push(line)), text: lines.join('\n') };
  };
  expect((await run('--month', '2010-08')).text).toBe('1 花园口镇 70.0 分 B 级\n2 古荥镇 63.7 分 C 级');
  const one = await run('--month', '2010-08', '--unit', '古荥镇');
  expect(one.text).toContain('2 经费落实 4.5/6.0　经费到位 750元/1,000元');
  expect(one.text).toContain('验收：没有达到');
  expect((await run('--month', '2010-08', '--weights', 'coverage=x')).code).toBe(2);
  expect((await run('--month', '2010-08', '--unit', '没有')).code).toBe(1);
  const path = join(folder, 'a.xlsx');
  expect((await run('--month', '2010-08', '--out', path)).code).toBe(0);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount > 2])).toEqual([
    ['总表', true],
    ['明细', true],
    ['通报草稿', true],
  ]);
  const pdf = join(folder, 'a.pdf');
  expect((await run('--year', '2010', '--out', pdf)).code).toBe(0);
  expect(lettersIn(await readFile(pdf))).toEqual(expect.arrayContaining([...'古荥镇考核表明细通报草稿']));
  expect((await run('--out', join(folder, 'a.doc'))).text).toContain('.pdf');
});

/** The letters that a PDF shows, by the tables that its fonts carry for readers. */
function lettersIn(pdf: Buffer): string[] {
  const letters: string[] = [];
  for (
    let from = pdf.indexOf('stream\n');
    from > 0;
    from = pdf.indexOf('stream\n', pdf.indexOf('endstream', from) + 9)
  ) {
    const packed = pdf.subarray(from + 7, pdf.indexOf('endstream', from));
    const text =
      packed[0] === 0x78 ? inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1') : '';
    if (text.includes('beginbfrange'))
      letters.push(
        ...[...text.matchAll(/<([0-9a-f]{4})>/gi)].map(([, code = '']) =>
          String.fromCharCode(Number.parseInt(code, 16)),
        ),
      );
  }
  return letters;
}

test('a month that is over keeps its points, whatever happens later', async () => {
  const before = await town();
  house.now = instantAt('2010-09-20', '10:00');
  await house.run(async (deps, scope) => {
    const put = (nodeId: string, data: Parameters<typeof addRecord>[2]['data']) =>
      addRecord(deps, scope, { nodeId, on: '2010-08-30', data });
    await put('t1', { kind: 'network_test', network: 'jinbao', works: true, testedBy: '信息中心' });
    await put('t1c1', { kind: 'wall_chart', chart: 'diagram', photo: 'q' });
    await put('t1c1', { kind: 'wall_chart', chart: 'duties', photo: 'q' });
    const [open] = await findTasks(deps.tx, scope, { _id: 'c' });
    const event = {
      at: deps.tx.now,
      by: 'sys',
      event: 'accepted' as const,
      state: 'done' as const,
      dueOn: '2010-08-10',
    };
    replaceTask(deps.tx, open!, { ...open!, state: 'done', doneAt: event.at, history: [...open!.history, event] });
  });
  expect(await town()).toEqual(before);
});

test('a village has the money of its town, unless it has its own', async () => {
  const villages = await house.run((deps, scope) => assess({ ...deps, assessment }, scope, SPAN, { level: 3 }));
  expect(villages.find(({ unit }) => unit._id === 't1c1')?.items.find(({ item }) => item === 'funding')?.share).toBe(
    0.75,
  );
});

test('a leaked identity costs the year, not only its month', async () => {
  house.now = instantAt('2010-09-30', '10:00');
  const form = { activity: 'inspect', on: '2010-08-31', result: 'failed', leak: true };
  await house.as('boss', (deps, scope) => recordSupervision(deps, scope, 't2', form));
  const totalIn = (from: string, to: string) =>
    house.run(async (deps, scope) => {
      const all = await assess({ ...deps, assessment }, { ...scope, today: to }, { from, to });
      return all.find(({ unit }) => unit._id === 't2')?.total;
    });
  expect([await totalIn('2010-07-01', '2010-07-31'), await totalIn('2010-09-01', '2010-09-30')]).toEqual([
    expect.any(Number),
    0,
  ]);
  expect(await totalIn('2010-07-01', '2010-07-31')).toBeGreaterThan(0);
});
