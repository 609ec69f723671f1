/** What goes wrong around nudges: each is told plainly, nothing is lost and nobody is told twice. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DIGEST_SETTINGS, digestFacts } from '../../../src/domain/digests/index.js';
import { redraw } from '../../../src/domain/grid/index.js';
import { moveAssignments } from '../../../src/domain/staff/index.js';
import {
  assignTask,
  confirmBatch,
  instantiatePlan,
  moveTasks,
  proposeBatch,
  superviseTask,
  undoBatch,
} from '../../../src/domain/tasks/index.js';
import { keepTasks } from '../../../src/jobs/keep-tasks.js';
import { addDays } from '../../../src/lib/day.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import { digestText } from '../../../src/texts/digests.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { nudgedAt, openTaskHouse, planOf, type TaskHouse, targetsOf } from '../../support/task-house.js';

let database: TestDatabase;
let house: TaskHouse;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = await openTaskHouse(database, { day: '2010-08-02' });
});

const alive = async () => {};
const keep = () => keepTasks(house.sweep).run(house.now, alive);
const told = async (day: string, time?: string) => targetsOf(await nudgedAt(house, day, time));
/** `day: whom` for each day of a span on which anybody is told. */
const heard = async (from: string, to: string) => {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const all = [...(await told(day)), ...(await told(day, '16:00'))];
    if (all.length > 0) days.push(`${day}: ${all.join(' ')}`);
  }
  return days;
};
const station = { id: 'station', title: '设立网格化服务站', short: '服务站', due: '2010-08-20', bodies: ['纪公庙村'] };
const instantiate = async (...milestones: object[]) => {
  const plan = planOf({ milestones });
  house.plans = new Map([[plan.plan, plan]]);
  await house.run((deps, scope) => instantiatePlan(deps, scope, { plan: 'test-plan', districtId: 'd' }));
};
const only = async (filter: object) => {
  const [task, ...others] = await house.tasks(filter);
  if (task === undefined || others.length > 0) throw new Error(`${others.length} too many, or none`);
  return task;
};

test('a due day in a holiday is told on the working days around it', async () => {
  await instantiate({ ...station, due: '2010-10-04' });
  expect(await heard('2010-09-20', '2010-10-12')).toEqual([
    '2010-09-27: t1c1群', // a week before
    '2010-09-30: t1c1群 t1群', // what would come on the 1st, the 3rd and the 4th
    '2010-10-08: t1c1群',
    '2010-10-09: t1c1群', // a Saturday that is worked
    '2010-10-11: t1c1群 t1群',
    '2010-10-12: t1c1群',
  ]);
});

test('in a year without a table weekdays count, and what comes is told all the same', async () => {
  house = await openTaskHouse(database, { day: '2010-12-20' });
  house.calendar = makeCalendar([]);
  await instantiate({ ...station, due: '2011-01-03' });
  expect(await heard('2010-12-24', '2011-01-05')).toEqual([
    '2010-12-27: t1c1群',
    '2010-12-31: t1c1群 t1群',
    '2011-01-03: t1c1群',
    '2011-01-04: t1c1群',
    '2011-01-05: t1c1群',
  ]);
});

test('the work of a cell that was split is told in the group of its successor, once', async () => {
  await instantiate({ ...station, bodies: undefined });
  expect(await told('2010-08-13')).toContain('t1c1群');
  const made = await house.run((deps, actor) =>
    redraw(
      { ...deps, actor, hooks: [moveAssignments(house.staff), moveTasks] },
      {
        from: ['t1c1'],
        into: [
          { parentId: 't1', name: '甲片', code: '41010810020001' },
          { parentId: 't1', name: '乙片', code: '41010810020002' },
        ],
      },
    ),
  );
  await keep();
  const [a, b] = ['甲片', '乙片'].map((name) => `${made.find((node) => node.name === name)?._id}群`);
  // both have the group of the cell; the second one's work is its own, from the plan
  expect(await told('2010-08-17')).toEqual(['t1c2群', 't2c1群', 't2c2群', a, b].sort());
  expect(await told('2010-08-17', '16:00')).toEqual([]);
  expect(await only({ aboutId: a?.replace('群', '') })).toMatchObject({ state: 'open', dueOn: '2010-08-20' });
});

test('when a person has left, whoever serves there is told, and told that it is his now', async () => {
  await house.hire(
    ['co', 'co_inspector', 't1c1', '2010-08-16'],
    ['head', 'grid_head', 't1c1'],
    ['sl', 'squadron_leader', 't1'],
  );
  await instantiate(station);
  const { _id: id } = await only({});
  const co = await house.run(async (deps) => (await house.staff(deps.tx)).personByUserid('co')?._id ?? '');
  await house.as('sl', (deps, scope) => assignTask(deps, scope, id, co));
  expect(await told('2010-08-13')).toEqual(['t1c1群']);
  const before = (await house.sent()).length;
  house.at('2010-08-17', '06:50');
  await keep();
  expect(await house.sent(before)).toEqual([expect.stringMatching(/^head: 原责任人已调离/)]);
  expect(await told('2010-08-17')).toEqual(['head', 't1c1群']);
});

test('160 bodies by mistake: the number must be said again, and within ten minutes nobody has heard of it', async () => {
  const cells = (n: number) => Array.from({ length: 80 }, (_, i) => `演示${n}第${i + 1}村`);
  house = await openTaskHouse(database, {
    day: '2010-08-02',
    towns: [
      { name: '古荥镇', cells: cells(1) },
      { name: '花园口镇', cells: cells(2) },
    ],
  });
  await house.hire(['boss', 'leader', 'd']);
  const nodeIds = [1, 2].flatMap((t) => cells(t).map((_, i) => `t${t}c${i + 1}`));
  house.at('2010-08-03', '09:58');
  const { batchId, count } = await house.as('boss', (deps, scope) =>
    proposeBatch(deps, scope, { title: '整理台账', dueOn: '2010-08-10', nodeIds }),
  );
  expect(count).toBe(160);
  await expect(house.as('boss', (deps, scope) => confirmBatch(deps, scope, batchId, 16))).rejects.toMatchObject({
    facts: { why: 'batch_count', count: 160 },
  });
  await house.as('boss', (deps, scope) => confirmBatch(deps, scope, batchId, 160));
  expect(await told('2010-08-03')).toEqual([]);
  house.at('2010-08-03', '10:07');
  expect(await house.as('boss', (deps, scope) => undoBatch(deps, scope))).toEqual({ title: '整理台账', undone: 160 });
  expect(await heard('2010-08-03', '2010-08-12')).toEqual([]);
  expect(await house.tasks({ state: { $ne: 'cancelled' } })).toEqual([]);
});

test('a dead webhook stands in the district’s digest of the day, and what it did not get is told above', async () => {
  await instantiate(station);
  expect(await told('2010-08-13')).toEqual(['t1c1群']);
  await house.deps.db.collection('outbox').updateMany({ lane: 'group:t1c1' }, { $set: { state: 'dead' } });
  expect(await told('2010-08-13', '10:10')).toEqual(['t1群']);
  house.at('2010-08-16', '08:30');
  const digests = await house.run((deps, scope) =>
    digestFacts({ ...house.sweep, ...deps, settings: DIGEST_SETTINGS }, scope, '2010-08-16'),
  );
  const texts = new Map(digests.map(({ unit, facts }) => [unit._id, digestText(facts)]));
  expect(texts.get('d')).toContain('**群通知不到**（由上一级转告）\n群已失效：纪公庙村');
  expect(texts.get('t1')).not.toContain('群通知不到');
});

test('work that is followed up is told to its unit once a rung, in one message with the rest', async () => {
  await house.hire(['co', 'co_inspector', 't1c1'], ['boss', 'leader', 'd']);
  await instantiate(station);
  house.at('2010-08-16', '09:00');
  const { _id: id } = await only({});
  await house.as('boss', (deps, scope) => superviseTask(deps, scope, id, { dueOn: '2010-08-19' }));
  expect(await heard('2010-08-16', '2010-08-19')).toEqual([
    '2010-08-16: co t1c1群', // it was given
    '2010-08-18: co t1c1群 t1群',
    '2010-08-19: co t1c1群 t1群',
  ]);
  const rows = await house.deps.db.collection('nudges').find({ outcome: 'sent' }).toArray();
  expect(new Set(rows.map(({ key, target }) => `${key} ${target}`)).size).toBe(rows.length);
  const [last] = (await house.sent()).filter((line) => line.startsWith('t1c1群')).slice(-1);
  expect(last?.match(/服务站/g)).toHaveLength(1);
});
