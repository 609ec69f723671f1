import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PlanTemplate } from '../../../../schemas/plan.js';
import { addNodes, changeNode, redraw } from '../../../../src/domain/grid/index.js';
import { addRecord, lintPlan, setUpBody } from '../../../../src/domain/plans/index.js';
import { moveAssignments } from '../../../../src/domain/staff/index.js';
import {
  dueMoveNotices,
  instantiatePlan,
  keepPlans,
  moveTasks,
  openTasks,
  planRules,
  reckonDueDays,
  settleChecks,
  taskStanding,
  taskStandings,
} from '../../../../src/domain/tasks/index.js';
import { makeCalendar } from '../../../../src/lib/workdays.js';
import { ruleLine } from '../../../../src/texts/plan-rules.js';
import { fileEmployers } from '../../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../../support/mongo.js';
import { openTaskHouse, planOf, type TaskHouse } from '../../../support/task-house.js';

const root = join(import.meta.dirname, '../../../..');
let database: TestDatabase;
let house: TaskHouse;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = await openTaskHouse(database);
});

const serve = (plan: PlanTemplate) => {
  house.plans = new Map([[plan.plan, plan]]);
};
const instantiate = (plan = 'test-plan') =>
  house.run((deps, scope) => instantiatePlan(deps, scope, { plan, districtId: 'd' }));
const keep = () => house.run(keepPlans);
const settle = () => house.run(settleChecks);
const states = async (filter: object = {}) =>
  (await house.tasks(filter)).map(({ aboutId, state, dueOn }) => `${aboutId} ${state} ${dueOn}`).sort();
const huiji = () => {
  const text = readFileSync(join(root, 'plans/huiji-2010.yaml'), 'utf8');
  const { plan } = lintPlan('huiji-2010.yaml', text, house.calendar);
  if (plan === undefined) throw new Error('no plan');
  serve(plan);
  return plan;
};

describe('instantiating a plan', () => {
  test('makes one task per item and body, once however often it is done', async () => {
    const plan = huiji();
    const first = await instantiate('huiji-2010');
    expect(first.added).toBe((await house.tasks()).length);
    // milestones: 1 or more per level of d, two towns and four villages; the yearly and quarterly duties of the day
    expect(await house.tasks({ 'plan.item': 'service-station' })).toHaveLength(4);
    expect(await house.tasks({ 'plan.item': 'wall-charts' })).toHaveLength(7);
    expect((await house.tasks({ kind: 'milestone' })).length).toBe(
      plan.milestones.reduce(
        (sum, { for: levels }) =>
          sum + levels.reduce((n, level) => n + { district: 1, town: 2, village: 4, grid_unit: 4 }[level], 0),
        0,
      ),
    );
    expect(await instantiate('huiji-2010')).toMatchObject({ added: 0, changed: 0, cancelled: 0 });
    house.at('2010-07-30');
    expect(await keep()).toMatchObject({ added: 0, changed: 0, cancelled: 0 });
  });

  test('takes dates before its own: overdue at once (fact 4)', async () => {
    huiji();
    await instantiate('huiji-2010');
    const standing = await house.run((deps, scope) => taskStanding(deps, scope));
    const district = await house.run(async (deps, scope) => (await deps.grid(deps.tx, scope.today)).node('d'));
    expect(standing.overdue(district as never).map(({ title, lateWorkdays }) => `${title} ${lateWorkdays}`)).toEqual([
      '指挥中心 1',
    ]);
  });

  test('gives duties of the next month their tasks, and leaves those of the last one standing', async () => {
    serve(
      planOf({
        duties: [{ id: 'monthly', title: '月查', repeat: { every: 'month', workday: -1 }, from: '2010-08-01' }],
      }),
    );
    await instantiate();
    expect(await states()).toEqual([]);
    house.at('2010-08-02');
    await keep();
    await keep();
    house.at('2010-09-01');
    await keep();
    expect(await states()).toEqual([
      't1 open 2010-08-31',
      't1 open 2010-09-30',
      't2 open 2010-08-31',
      't2 open 2010-09-30',
    ]);
  });

  test('follows the plan when it changes, but not days that people extended', async () => {
    serve(
      planOf({
        milestones: [
          { id: 'one', title: '一', due: '2010-08-20' },
          { id: 'two', title: '二', due: '2010-08-20' },
        ],
      }),
    );
    await instantiate();
    serve(planOf({ milestones: [{ id: 'one', title: '一改', due: '2010-08-25' }] }));
    expect(await keep()).toMatchObject({ added: 0, changed: 4, cancelled: 4 });
    expect(await states({ 'plan.item': 'one' })).toEqual(
      ['t1c1', 't1c2', 't2c1', 't2c2'].map((id) => `${id} open 2010-08-25`),
    );
    const [task] = await house.tasks({ 'plan.item': 'one' });
    expect(task?.title).toBe('一改');
    expect(task?.history.at(-1)).toMatchObject({ event: 'due_changed', note: '2010-08-20', dueOn: '2010-08-25' });
    expect((await house.tasks({ 'plan.item': 'two' })).every(({ state }) => state === 'cancelled')).toBe(true);
  });

  test('reckons working-day rules anew when the calendar changes, and keeps the old date on record', async () => {
    serve(planOf({ milestones: [{ id: 'rule', title: '规则', due: { workdays: 5, after: '2010-09-30' } }] }));
    await instantiate();
    expect(await states({ aboutId: 't1c1' })).toEqual(['t1c1 open 2010-10-13']);
    await house.hire(['co', 'co_inspector', 't1c1']);
    house.calendar = makeCalendar([]); // without the week of the National Day
    const { moves } = await keep();
    const [task] = await house.tasks({ aboutId: 't1c1' });
    expect(task).toMatchObject({ dueOn: '2010-10-07', provisional: true });
    // who answers for it is told, with both days
    expect(await house.run((deps, scope) => dueMoveNotices(deps, scope, moves))).toContainEqual(
      expect.objectContaining({ kind: 'due_moved', taskId: task?._id, was: '2010-10-13', dueOn: '2010-10-07' }),
    );
    expect(task?.history.at(-1)).toMatchObject({ event: 'due_changed', note: '2010-10-13' });
  });

  test('gives a new village its items, with days of its own', async () => {
    serve(planOf({ milestones: [{ id: 'station', title: '服务站', due: '2010-08-20' }] }));
    await instantiate();
    house.at('2010-09-01');
    await house.run((deps, actor) =>
      addNodes({ ...deps, actor }, [{ id: 'new', parentId: 't1', name: '新村', code: '41010810029900' }]),
    );
    await keep();
    expect(await states({ aboutId: 'new' })).toEqual(['new open 2010-09-29']);
  });

  test('says which bodies of the plan nobody has', async () => {
    serve(planOf({ milestones: [{ id: 'one', title: '一', due: '2010-08-20', bodies: ['纪公庙村', '没有村'] }] }));
    expect(await instantiate()).toMatchObject({ added: 1, unknown: ['没有村'] });
  });

  test('is for those who draw the grid', async () => {
    serve(planOf({}));
    await house.hire(['sl', 'squadron_leader', 't1']);
    const asked = house.as('sl', (deps, scope) => instantiatePlan(deps, scope, { plan: 'test-plan', districtId: 'd' }));
    await expect(asked).rejects.toThrow('not_allowed');
  });
});

describe('checks by data', () => {
  const station = { id: 'station', title: '服务站', due: '2010-08-20', evidence: [], check: { name: 'body_set_up' } };

  test('finish a task, and open what waited for it', async () => {
    serve(planOf({ milestones: [station, { id: 'after', title: '其后', due: '2010-08-30', after: ['station'] }] }));
    await instantiate();
    expect(await settle()).toEqual({ met: 0, failedAgain: 0 });
    expect(await states({ aboutId: 't1c1' })).toEqual(['t1c1 open 2010-08-20', 't1c1 planned 2010-08-30']);
    await house.hire(['co', 'co_inspector', 't1c1']);
    await house.as('co', (deps, scope) =>
      setUpBody(deps, scope, 't1c1', { setUpOn: '2010-07-20', address: '村口 1 号', phone: '63000000' }),
    );
    expect(await settle()).toEqual({ met: 1, failedAgain: 0 });
    expect(await house.run(openTasks)).toBe(1);
    expect(await states({ aboutId: 't1c1' })).toEqual(['t1c1 done 2010-08-20', 't1c1 open 2010-08-30']);
    expect(await settle()).toEqual({ met: 0, failedAgain: 0 });
    const [done] = await house.tasks({ state: 'done' });
    expect(done).toMatchObject({ judged: { have: 1, need: 1 } });
    expect(done?.history.at(-1)).toMatchObject({ event: 'met', by: 'sys' });
  });

  test('remember how far a body is', async () => {
    const charts = { id: 'charts', title: '三图', due: '2010-08-30', evidence: [], check: { name: 'wall_charts' } };
    serve(planOf({ milestones: [charts] }));
    await instantiate();
    await house.hire(['co', 'co_inspector', 't1c1']);
    const hang = (chart: 'diagram' | 'staffing' | 'duties', on = '2010-07-26') =>
      house.as('co', (deps, scope) =>
        addRecord(deps, scope, { nodeId: 't1c1', on, data: { kind: 'wall_chart', chart, photo: 'f' } }),
      );
    await hang('diagram');
    await hang('duties');
    await settle();
    expect((await house.tasks({ aboutId: 't1c1' }))[0]?.judged).toEqual({ have: 2, need: 3, lacks: ['staffing'] });
    await hang('staffing');
    expect(await settle()).toEqual({ met: 1, failedAgain: 0 });
  });

  test('open a task again, with days of its own, when what must last fails', async () => {
    const leader = {
      ...{ id: 'inspector', title: '专职', due: '2010-08-30', evidence: [], owner: 'district', for: ['village'] },
      check: { name: 'staffing', with: { rule: 'S7', atLeast: 1 } },
      renew: { workdays: 12 },
    };
    serve(planOf({ milestones: [leader] }));
    await instantiate();
    await house.hire(['ft', 'full_time_inspector', 't1c1', '2010-09-15']);
    await settle();
    expect(await states({ aboutId: 't1c1' })).toEqual(['t1c1 done 2010-08-30']);
    house.at('2010-09-15');
    expect(await settle()).toEqual({ met: 0, failedAgain: 0 });
    house.at('2010-09-16');
    expect(await settle()).toEqual({ met: 0, failedAgain: 1 });
    expect(await states({ aboutId: 't1c1' })).toEqual(['t1c1 open 2010-10-09']); // over two holidays, to a Saturday that is worked
    // the calendar is corrected meanwhile
    house.calendar = makeCalendar([]);
    expect(await house.run(reckonDueDays)).toEqual([expect.objectContaining({ was: '2010-10-09' })]);
    expect(await states({ aboutId: 't1c1' })).toEqual(['t1c1 open 2010-10-04']);
  });

  test('of coverage follow what is collected', async () => {
    const entry = {
      id: 'entry',
      title: '采集',
      due: '2010-10-29',
      evidence: [],
      check: { name: 'coverage', with: { percent: 50 } },
    };
    serve(planOf({ milestones: [entry] }));
    await instantiate();
    await fileEmployers(house.deps, [
      { cell: 't1c1', listedOn: '2010-07-01', collectedOn: '2010-07-20' },
      { cell: 't1c1', listedOn: '2010-07-01' },
      { cell: 't1c2', listedOn: '2010-07-01' },
    ]);
    await settle();
    expect(await states({ state: 'done' })).toEqual(['t1c1 done 2010-10-29']);
    expect((await house.tasks({ aboutId: 't1c2' }))[0]?.judged).toEqual({ have: 0, need: 1 });
  });
});

describe('when the grid is redrawn', () => {
  const drawn = async (from: string[], into: { name: string; code: string; parentId?: string }[]) =>
    house.run((deps, actor) =>
      redraw(
        { ...deps, actor, hooks: [moveAssignments(house.staff), moveTasks] },
        { from, into: into.map((node) => ({ parentId: 't1', ...node })) },
      ),
    );
  beforeEach(async () => {
    serve(
      planOf({
        milestones: [
          { id: 'station', title: '服务站', due: '2010-08-20' },
          { id: 'desk', title: '桌', due: '2010-08-20', for: ['village'], owner: 'town' },
        ],
      }),
    );
    await instantiate();
  });

  test('a split cell’s open work goes to its first successor, the others get theirs from the plan', async () => {
    house.at('2010-08-25');
    const [a, b] = await drawn(
      ['t1c1'],
      [
        { name: '甲片', code: '41010810020001' },
        { name: '乙片', code: '41010810020002' },
      ],
    );
    expect(await states({ 'plan.item': 'station', aboutId: { $in: ['t1c1', a?._id, b?._id] } })).toEqual([
      `${a?._id} open 2010-08-20`,
    ]);
    await keep();
    // began after the due day: twenty working days
    expect(await states({ 'plan.item': 'station', aboutId: b?._id })).toEqual([`${b?._id} open 2010-09-21`]);
    expect(await keep()).toMatchObject({ added: 0, cancelled: 0 });
    expect((await house.tasks({ 'plan.item': 'desk', aboutId: a?._id }))[0]).toMatchObject({
      nodeId: 't1',
      gridPath: '/d/t1/',
    });
    const [moved] = await house.tasks({ aboutId: a?._id, 'plan.item': 'station' });
    expect(moved?.pastPlaces).toMatchObject([{ gridPath: '/d/t1/t1c1/' }]);
  });

  test('merged cells keep each item once', async () => {
    const [one] = await drawn(['t1c1', 't1c2'], [{ name: '合村', code: '41010810020101' }]);
    await keep();
    expect(await states({ 'plan.item': 'station', aboutId: one?._id, state: { $ne: 'cancelled' } })).toEqual([
      `${one?._id} open 2010-08-20`,
    ]);
    expect(await states({ 'plan.item': 'station', state: 'cancelled' })).toHaveLength(1);
    expect(await house.tasks({ aboutId: { $in: ['t1c1', 't1c2'] }, state: { $ne: 'cancelled' } })).toEqual([]);
  });

  test('a cell that only moves to another town takes along what is done', async () => {
    await house.deps.db
      .collection('tasks')
      .updateOne({ 'plan.item': 'station', aboutId: 't1c1' }, { $set: { state: 'done' } });
    const [moved] = await drawn(['t1c1'], [{ name: '纪公庙村', code: '41010810120300', parentId: 't2' }]);
    await keep();
    expect(await states({ aboutId: moved?._id, 'plan.item': 'station' })).toEqual([`${moved?._id} done 2010-08-20`]);
    expect((await house.tasks({ aboutId: moved?._id, 'plan.item': 'desk' }))[0]?.nodeId).toBe('t2');
  });
});

describe('lights', () => {
  test('count done milestones of a unit and those below it, now and as of any past day', async () => {
    serve(
      planOf({
        milestones: [
          {
            id: 'station',
            title: '服务站',
            due: '2010-08-20',
            evidence: [],
            check: { name: 'body_set_up' },
            light: 'organisation',
          },
          {
            id: 'room',
            title: '用房',
            due: '2010-08-20',
            evidence: [],
            check: { name: 'premises' },
            light: 'premises',
            for: ['town', 'village'],
          },
        ],
      }),
    );
    await instantiate();
    await house.hire(['co', 'co_inspector', 't1c1'], ['sl', 'squadron_leader', 't1']);
    house.at('2010-07-28');
    await house.as('co', (deps, scope) =>
      setUpBody(deps, scope, 't1c1', { setUpOn: '2010-07-28', address: 'x', phone: '63000000' }),
    );
    await settle();
    house.at('2010-07-30');
    await house.as('sl', (deps, scope) =>
      addRecord(deps, scope, { nodeId: 't1', on: '2010-07-30', data: { kind: 'premises', areaSqm: 20 } }),
    );
    await settle();
    const lights = (unit: string, asOf?: string) =>
      house.run(async (deps, scope) => {
        const node = (await deps.grid(deps.tx, scope.today)).node(unit);
        const [standing] =
          asOf === undefined ? [await taskStanding(deps, scope)] : await taskStandings(deps, scope, [asOf]);
        if (standing === undefined) throw new Error('no standing');
        const { organisation, premises } = standing.lights(node as never);
        return `${organisation.done}/${organisation.of} ${premises.done}/${premises.of}`;
      });
    expect(await lights('d')).toBe('1/4 1/6');
    expect(await lights('t1')).toBe('1/2 1/3');
    expect(await lights('t2')).toBe('0/2 0/3');
    expect(await lights('t1c1')).toBe('1/1 0/1');
    expect(await lights('d', '2010-07-26')).toBe('0/0 0/0');
    expect(await lights('d', '2010-07-28')).toBe('0/4 0/6');
    expect(await lights('d', '2010-07-30')).toBe('1/4 0/6');
    // a later change of the grid's name or of tasks does not touch what was
    await house.run((deps, actor) => changeNode({ ...deps, actor }, 't1', { name: '新古荥镇' }));
    expect(await lights('d', '2010-07-30')).toBe('1/4 0/6');
  });
});

test('rules of a plan are judged from data for the bodies of one’s area, and set no task', async () => {
  huiji();
  await instantiate('huiji-2010');
  await house.hire(
    ['sl', 'squadron_leader', 't1'],
    ['bl', 'brigade_leader', 'd'],
    ['full', 'full_time_inspector', 't1'],
  );
  await house.run(async (deps, scope) => {
    const put = (data: Parameters<typeof addRecord>[2]['data']) =>
      addRecord(deps, scope, { nodeId: 't1', on: '2010-07-26', data });
    await put({ kind: 'funding', item: '设备', plannedFen: 100, receivedFen: 100 });
  });
  const lines = async (userid: string) => (await house.as(userid, planRules)).map(ruleLine);
  const [all, own] = [await lines('bl'), await lines('sl')];
  expect(all).toContain('✓ 指挥中心设在监察大队 1/1');
  const ready = all.find((line) => line.includes('人员、经费、用房到位'));
  expect(ready).toMatch(/^⚠ 人员、经费、用房到位 0\/2：/);
  expect(ready).toMatch(/古荥镇 差用房(、|$).*/);
  expect(ready).toContain('花园口镇 差人员、经费、用房');
  expect(all).toContain('⚠ 指挥中心联系方式公布 0/1：惠济区 0/1。登记发“公布联系方式”');
  expect(own).toContain('⚠ 人员、经费、用房到位 0/1：古荥镇 差用房');
  expect(own.join()).not.toMatch(/惠济区|花园口/);
  // nobody has collected anything yet: nothing to judge
  expect(all.join()).not.toMatch(/填写完整|半年内更新/);
  expect(await house.tasks({ title: '人员、经费、用房到位' })).toEqual([]);
});
