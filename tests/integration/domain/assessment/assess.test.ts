import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { assessCommand } from '../../../../src/cli/assess.js';
import {
  assess,
  loadAssessmentRules,
  recordBonus,
  recordSupervision,
  supervisionsOf,
  voidActivity,
} from '../../../../src/domain/assessment/index.js';
import { addRecord, completeRecord, setUpBody } from '../../../../src/domain/plans/index.js';
import { instantiatePlan, settleChecks } from '../../../../src/domain/tasks/index.js';
import { instantAt } from '../../../../src/lib/day.js';
import { findTasks, insertTask, replaceTask } from '../../../../src/models/task.js';
import { acceptanceText, assessmentText } from '../../../../src/texts/assessment.js';
import { fileEmployers } from '../../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../../support/mongo.js';
import { openTaskHouse, planOf, type TaskHouse } from '../../../support/task-house.js';
import { aTask } from '../../../support/tasks.js';

const SPAN = { from: '2010-08-01', to: '2010-08-31' };
const fontFolder = join(import.meta.dirname, '../../../../assets/fonts');
const assessment = loadAssessmentRules(join(import.meta.dirname, '../../../../config/assessment.yaml'));
let test_: TestDatabase;
let house: TaskHouse;
let folder: string;
let fundingId: string;

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
    await put('t1', { kind: 'funding', item: '设备', plannedFen: 60_000, receivedFen: 45_000 });
    ({ _id: fundingId } = await put('t1', { kind: 'funding', item: '用房', plannedFen: 40_000, receivedFen: 30_000 }));
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
  expect((await run('--month', '2010-08')).text).toBe('1 花园口镇 76.0 分 B 级\n2 古荥镇 63.7 分 C 级');
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
    await completeRecord(deps, scope, fundingId, { receivedFen: 40_000 });
    await completeRecord(deps, scope, fundingId, { receivedFen: 39_000 });
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

test('where no money is planned there is none to judge, and the acceptance says so', async () => {
  const { items } = await town('t2');
  expect(items.find(({ item }) => item === 'funding')).toMatchObject({ share: null, points: 6 });
  const funding = items.filter(({ item }) => item === 'funding');
  expect(acceptanceText({ accepted: true, lacking: [], items: funding })).toBe('验收：达到标准（经费落实没有可评的）');
});

test('bonus points need a reason and evidence, count for their own unit up to the most, and can be taken back', async () => {
  house.now = instantAt('2010-08-31', '10:00');
  const bonus = { on: '2010-08-28', bonus: 3, note: '经验在全市推广', documentNo: '郑人社〔2010〕9号' };
  const give = (more: object, userid = 'boss') =>
    house.as(userid, (deps, scope) => recordBonus({ ...deps, assessment }, scope, 't1', { ...bonus, ...more }));
  const before = await town();
  for (const bad of [{ bonus: 6 }, { bonus: 0 }, { note: undefined }, { documentNo: undefined }])
    await expect(give(bad)).rejects.toMatchObject({ code: 'invalid_record' });
  await expect(give({}, 'co1')).rejects.toMatchObject({ code: 'not_allowed' });
  const first = await give({});
  const { documentNo: _, ...shown } = bonus;
  await house.as('boss', (deps, scope) =>
    recordBonus({ ...deps, assessment }, scope, 't1', { ...shown, bonus: 4, photos: ['p'] }),
  );
  const after = await town();
  expect([after.bonus, after.bonuses.map(({ points }) => points)]).toEqual([5, [3, 4]]);
  expect(after.total).toBeCloseTo(before.total + 5, 5);
  expect(assessmentText(after)).toContain(
    '加 5.0　共 7.0 分，最多计 5.0 分：2010年8月28日 经验在全市推广（郑人社〔2010〕9号） 3.0 分；',
  );
  const listed = await house.as('boss', (deps, scope) => supervisionsOf(deps, scope));
  expect(listed.map(({ bonus: given }) => given)).toEqual(expect.arrayContaining([3, 4]));
  await house.as('boss', (deps, scope) => voidActivity(deps, scope, first._id, '重复登记'));
  expect((await town()).bonus).toBe(4);
  const again = house.as('boss', (deps, scope) => voidActivity(deps, scope, first._id, '重复登记'));
  await expect(again).rejects.toMatchObject({ code: 'record_not_found' });
});

test('an inspection that is taken back takes its points and its open task along', async () => {
  const form = { activity: 'inspect', on: '2010-08-30', result: 'failed', samples: 5, mistakes: 1, falseEntries: 1 };
  const record = await house.as('boss', (deps, scope) =>
    recordSupervision(deps, scope, 't2c1', { ...form, leak: true, followUpBy: '2010-09-10' }),
  );
  expect((await town('t2')).total).toBe(0);
  await house.as('boss', (deps, scope) => voidActivity(deps, scope, record._id, '登记错单位'));
  expect((await town('t2')).total).toBeGreaterThan(0);
  expect((await house.tasks({ _id: record.taskId }))[0]?.state).toBe('cancelled');
});

test('what was there before the plan is in time, and a grid unit is what the plan says', async () => {
  house.now = instantAt('2010-08-31', '12:00');
  const item = { id: 'squadron', title: '设立中队', light: 'organisation', for: ['town'], due: '2010-08-10' };
  const check = { name: 'body_set_up' };
  const people = { id: 'people', title: '配人', for: ['grid_unit'], due: '2010-08-30', evidence: undefined };
  const staffing = { ...people, check: { name: 'staffing', with: { rule: 'S7', atLeast: 1 } } };
  const plan = planOf({ milestones: [{ ...item, evidence: undefined, check }, staffing] }, { gridUnit: 'town' });
  house.plans = new Map([[plan.plan, plan]]);
  await house.run(async (deps, scope) => {
    const body = { address: '演示路1号', phone: '0371-63000000' };
    await setUpBody(deps, scope, 't1', { ...body, setUpOn: '2010-08-05' });
    await setUpBody(deps, scope, 't2', { ...body, setUpOn: '2010-08-20' });
    await instantiatePlan(deps, scope, { plan: plan.plan, districtId: 'd' });
    await settleChecks(deps, scope);
  });
  const lateIn = async (id: string) => (await town(id)).items[0]?.parts[1];
  expect([await lateIn('t1'), await lateIn('t2')]).toEqual([
    { code: 'late', have: 1, of: 3 }, // the one that was late all along
    { code: 'late', have: 1, of: 1 },
  ]);
  // one full-time and one other in the whole town
  expect(itemsOf(await town())['staffing']).toBe(0.75);
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
