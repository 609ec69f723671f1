import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { dealRefresh, refreshToday, reportTask, settleRefresh } from '../../../../src/domain/tasks/index.js';
import { addDays, instantAt } from '../../../../src/lib/day.js';
import { openTestDatabase, type TestDatabase } from '../../../support/mongo.js';
import { openTaskHouse, type TaskHouse } from '../../../support/task-house.js';

const MONDAY = '2010-08-02';

let database: TestDatabase;
let house: TaskHouse;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = await openTaskHouse(database, { day: MONDAY });
  await house.hire(
    ['co', 'co_inspector', 't1c1'],
    ['pt', 'part_time_inspector', 't1c1'],
    ['sl', 'squadron_leader', 't1'],
  );
});

/** Files of t1c1 as far as the dealing reads them, collected so many days before Monday. */
async function file(count: number, daysAgo: number): Promise<void> {
  const at = instantAt(addDays(MONDAY, -daysAgo), '10:00');
  await database.db.collection<{ _id: string }>('employers').insertMany(
    Array.from({ length: count }, (_, i) => ({
      ...{
        _id: `e${String(i).padStart(3, '0')}`,
        version: 1,
        cellId: 't1c1',
        gridPath: '/d/t1/t1c1/',
        name: `演示单位${i}`,
      },
      ...{ createdAt: at, updatedAt: at, unitKind: 'enterprise', status: 'normal', fileState: 'collected' },
      ...{
        road: '古荥大街',
        roadKey: '古荥大街',
        houseNo: `${i + 1}号`,
        source: 'visit',
        refusals: 0,
        required: 18,
        filled: 18,
      },
      ...{ phoneIndex: [], pastCells: [], codes: [], nameKeys: [], pinyin: [], history: [] },
      ...{ firstCollectedAt: at, collectedAt: at },
    })),
    { bypassDocumentValidation: true },
  );
}

const refresh = (ids: readonly string[]) =>
  database.db
    .collection<{ _id: string }>('employers')
    .updateMany({ _id: { $in: [...ids] } }, { $set: { collectedAt: house.now } }, { bypassDocumentValidation: true });
const portions = () => house.tasks({ kind: 'refresh' });

test('a flood is dealt to the collectors of the cell once a week, each a stretch of the road', async () => {
  await file(200, 147);
  expect(await house.run(dealRefresh)).toBe(2);
  expect(await house.run(dealRefresh)).toBe(0);
  const tasks = await portions();
  expect(tasks.map(({ about, dueOn, state }) => [about.length, dueOn, state])).toEqual([
    [20, '2010-08-06', 'open'],
    [20, '2010-08-06', 'open'],
  ]);
  expect(tasks.flatMap(({ about }) => about)).toEqual([...new Set(tasks.flatMap(({ about }) => about))]);
  house.at(addDays(MONDAY, 7), '07:10');
  expect(await house.run(dealRefresh)).toBe(2);
  const all = (await portions()).flatMap(({ about }) => about);
  expect(new Set(all).size).toBe(all.length);
});

test('today shows the share of the day, and what was done this morning counts', async () => {
  await file(200, 147);
  await house.run(dealRefresh);
  const before = await house.as('co', refreshToday);
  expect([before.today.length, before.left]).toEqual([4, 20]);
  await refresh(before.today.slice(0, 3).map(({ employerId }) => employerId));
  const after = await house.as('co', refreshToday);
  expect([after.today.length, after.left]).toEqual([1, 17]);
  expect((await house.as('pt', refreshToday)).left).toBe(20);
});

test('a portion is done when everything in it is refreshed, and nobody can say so before', async () => {
  await file(2, 170);
  await house.run(dealRefresh);
  const [task] = await portions();
  const id = task?._id ?? '';
  const owner = task?.assigneeId === (await house.as('co', async (_, scope) => scope.staffId)) ? 'co' : 'pt';
  await expect(house.as(owner, (deps, scope) => reportTask(deps, scope, id, {}))).rejects.toMatchObject({
    code: 'task_refused',
    facts: { why: 'check' },
  });
  expect(await house.run(settleRefresh)).toBe(0);
  await refresh((await portions()).flatMap(({ about }) => about));
  expect(await house.run(settleRefresh)).toBe(2);
  expect((await portions()).map(({ state }) => state)).toEqual(['done', 'done']);
});

test('nothing is dealt on a day of rest, and a cell without collectors gets one portion', async () => {
  house.at('2010-08-01', '07:10');
  await file(5, 400);
  expect(await house.run(dealRefresh)).toBe(0);
  house.at(MONDAY, '07:10');
  await database.db
    .collection<{ _id: string }>('employers')
    .updateMany({}, { $set: { cellId: 't2c1', gridPath: '/d/t2/t2c1/' } }, { bypassDocumentValidation: true });
  expect(await house.run(dealRefresh)).toBe(1);
  expect((await portions())[0]?.assigneeId).toBeUndefined();
});
