import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DigestBlocks } from '../../../../schemas/digest.js';
import { CLOSED_STATUSES } from '../../../../schemas/enums.js';
import { LIGHTS } from '../../../../schemas/plan.js';
import type { StoredEmployer } from '../../../../schemas/stored-employer.js';
import {
  DIGEST_SETTINGS,
  type DigestDeps,
  digestFacts,
  keepDigest,
  pendingDigests,
} from '../../../../src/domain/digests/index.js';
import type { GridReader } from '../../../../src/domain/grid/index.js';
import { systemScope } from '../../../../src/domain/rights/index.js';
import { addDays, instantAt } from '../../../../src/lib/day.js';
import { newId } from '../../../../src/lib/ids.js';
import { makeCalendar } from '../../../../src/lib/workdays.js';
import { replaceEmployer } from '../../../../src/models/employer.js';
import { saveLabourUse } from '../../../../src/models/labour-use.js';
import { insertTask } from '../../../../src/models/task.js';
import { inTransaction, type TransactionDeps } from '../../../../src/models/transaction.js';
import { drawDistrict, type EmployerPlan, fileEmployers } from '../../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../../support/mongo.js';
import { aTask } from '../../../support/tasks.js';

const DAY = '2026-11-24'; // a Tuesday
const calendar = makeCalendar([]);
const TOWNS = [
  { name: '古荥镇', cells: ['纪公庙村', '古荥村'] },
  { name: '花园口镇', cells: ['花园口村', '河畔社区', '黄河桥村'] },
];
const CELLS = ['t1c1', 't1c2', 't2c1', 't2c2', 't2c3'];

let test_: TestDatabase;
let deps: TransactionDeps;
let grid: GridReader;
beforeAll(async () => {
  test_ = await openTestDatabase();
  deps = { db: test_.db, clock: () => instantAt(DAY, '08:30'), newId };
});
afterAll(() => test_.close());
beforeEach(async () => {
  for (const name of ['grid_nodes', 'employers', 'labour_use', 'digests'])
    await test_.db.collection(name).deleteMany({});
  grid = await drawDistrict(deps, TOWNS);
});

const run = <T>(body: (deps: DigestDeps) => Promise<T>): Promise<T> =>
  inTransaction(deps, (tx) => body({ tx, grid, calendar, settings: DIGEST_SETTINGS }));
const factsOf = async (day = DAY) => {
  const all = await run((d) => digestFacts(d, systemScope(day), day));
  return new Map(all.map(({ unit, facts }) => [unit._id, facts]));
};
const blocks = async (id: string, day = DAY) => (await factsOf(day)).get(id)?.blocks as DigestBlocks;
const many = (count: number, plan: EmployerPlan) => Array.from({ length: count }, () => plan);

describe('the facts of a digest', () => {
  test('come for every unit, from the cell up', async () => {
    const all = await run((d) => digestFacts(d, systemScope(DAY), DAY));
    expect(all.map(({ unit }) => unit._id)).toEqual([...CELLS, 't1', 't2', 'd']);
    expect(all.at(-1)?.facts).toMatchObject({ unit: { name: '惠济区', level: 1 }, day: DAY, since: '2026-11-23' });
  });

  test('equal what plain queries count, for any data', async () => {
    const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => addDays(DAY, n));
    const employer: fc.Arbitrary<EmployerPlan> = fc
      .record({
        cell: fc.constantFrom(...CELLS),
        listedOn: day(-400, 2),
        firstOn: fc.option(day(-300, 1), { nil: undefined }),
        again: fc.option(day(-300, 1), { nil: undefined }),
        kind: fc.constantFrom('enterprise' as const, 'individual_business' as const, 'unlicensed' as const),
        status: fc.constantFrom('normal' as const, 'suspended' as const, 'deregistered' as const, 'moved_out' as const),
        refused: fc.boolean(),
      })
      .map(({ firstOn, again, ...plan }) => {
        if (firstOn === undefined) return plan;
        const collectedOn = again !== undefined && again > firstOn ? again : firstOn;
        return { ...plan, listedOn: [plan.listedOn, firstOn].sort()[0] as string, firstOn, collectedOn };
      });
    let run_ = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(employer, { minLength: 1, maxLength: 120 }), async (plans) => {
        await test_.db.collection('employers').deleteMany({});
        await fileEmployers(deps, plans, `r${run_++}-`);
        for (const [id, facts] of await factsOf()) expect(facts.blocks).toMatchObject(await plainly(id));
      }),
      { seed: 1124, numRuns: 15 },
    );
  });

  /** The same numbers by one query each. */
  async function plainly(id: string) {
    const employers = test_.db.collection<StoredEmployer>('employers');
    const [today, since] = [instantAt(DAY), instantAt('2026-11-23')];
    const open = { gridPath: new RegExp(`/${id}/`), status: { $nin: [...CLOSED_STATUSES] }, createdAt: { $lt: today } };
    const collected = { ...open, fileState: 'collected' as const, firstCollectedAt: { $lt: today } };
    const count = (filter: object) => employers.countDocuments(filter);
    const [due, stale] = [instantAt(addDays(DAY, -150)), instantAt(addDays(DAY, -183))];
    return {
      collection: {
        known: await count(open),
        collected: await count(collected),
        opened: await count({ ...collected, firstCollectedAt: { $gte: since, $lt: today } }),
        refreshed: await count({
          ...collected,
          firstCollectedAt: { $lt: since },
          collectedAt: { $gte: since, $lt: today },
        }),
        due: await count({ ...collected, collectedAt: { $gte: stale, $lt: due } }),
        stale: await count({ ...collected, collectedAt: { $lt: stale } }),
        individuals: {
          known: await count({ ...open, unitKind: 'individual_business' }),
          collected: await count({ ...collected, unitKind: 'individual_business' }),
        },
      },
      exceptions: {
        refused: await count({ ...open, refused: true }),
        unlicensed: await count({ ...open, unitKind: 'unlicensed' }),
      },
    };
  }

  test('are as of the beginning of the day: computed in the afternoon they are the same', async () => {
    await fileEmployers(deps, many(4, { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-23' }));
    const morning = await blocks('d');
    await fileEmployers(deps, many(3, { cell: 't1c1', listedOn: DAY, collectedOn: DAY }), 'later');
    expect((await blocks('d')).collection).toEqual(morning.collection);
    const tomorrow = (await blocks('d', '2026-11-25')).collection;
    expect([morning.collection.collected, tomorrow.collected, tomorrow.opened]).toEqual([4, 7, 7 - 4]);
  });

  test('of a past day are the same when they are computed much later', async () => {
    await fileEmployers(deps, [
      ...many(3, { cell: 't1c1', listedOn: '2026-05-01', collectedOn: '2026-05-20' }),
      ...many(2, { cell: 't2c1', listedOn: '2026-11-01', refused: true, kind: 'unlicensed' }),
      ...many(2, { cell: 't2c1', listedOn: '2026-11-01', collectedOn: '2026-11-23' }),
    ]);
    const then = await run((d) => digestFacts(d, systemScope(DAY), DAY));
    const collectedOn = (day: string) => ({ firstCollectedAt: instantAt(day), collectedAt: instantAt(day) });
    const changes: Partial<StoredEmployer>[] = [
      { collectedAt: instantAt('2026-12-02', '10:00') },
      { status: 'deregistered' },
      { cellId: 't2c2', gridPath: '/d/t2/t2c2/' },
      { refused: false, fileState: 'collected', ...collectedOn('2026-12-02') },
      { unitKind: 'enterprise' },
      { collectedAt: instantAt('2026-12-02', '10:00'), lastTotal: 9 },
      { required: 20 },
    ];
    for (const day of ['2026-12-02', '2026-12-05'])
      await inTransaction({ ...deps, clock: () => instantAt(day, '10:00') }, async (tx) => {
        for (const [i, change] of changes.entries()) {
          const before = (await test_.db.collection<StoredEmployer>('employers').findOne({ _id: `e${i}` }))!;
          replaceEmployer(tx, before, { ...before, ...change, updatedAt: tx.now });
        }
      });
    expect(await run((d) => digestFacts(d, systemScope(DAY), DAY))).toEqual(then);
    const later = await factsOf('2026-12-06');
    expect(later.get('d')?.blocks.collection).toMatchObject({ known: 6, collected: 5, stale: 1 });
  });

  test('lights, overdue and due work equal plain queries, for any tasks', async () => {
    const at = (n: number) => instantAt(addDays(DAY, n), '10:00');
    const task = fc.record({
      cell: fc.constantFrom(...CELLS),
      light: fc.constantFrom(...LIGHTS.map(({ value }) => value)),
      dueOn: fc.integer({ min: -40, max: 20 }).map((n) => addDays(DAY, n)),
      created: fc.integer({ min: -60, max: 2 }),
      doneAfter: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(task, { minLength: 1, maxLength: 80 }), async (plans) => {
        await test_.db.collection('tasks').deleteMany({});
        await inTransaction(deps, async (tx) => {
          for (const [i, { cell, light, dueOn, created, doneAfter }] of plans.entries()) {
            const path = `/d/${cell.slice(0, 2)}/${cell}/`;
            const first = { at: at(created), by: 'sys', event: 'created' as const, state: 'open' as const, dueOn };
            const last = {
              at: at(created + (doneAfter ?? 0)),
              by: 'x',
              event: 'met' as const,
              state: 'done' as const,
              dueOn,
            };
            const place = { nodeId: cell, gridPath: path, aboutId: cell, aboutPath: path };
            insertTask(
              tx,
              aTask({
                ...place,
                _id: `t${i}`,
                key: `t${i}`,
                kind: 'milestone',
                plan: { plan: 'p', item: light },
                light,
                dueOn,
                createdAt: first.at,
                state: doneAfter === undefined ? 'open' : 'done',
                history: doneAfter === undefined ? [first] : [first, last],
              }),
            );
          }
        });
        const facts = await factsOf();
        for (const id of [...CELLS, 't1', 't2', 'd']) {
          const own = plans.filter(({ cell, created }) => (id === 'd' || cell.startsWith(id)) && created < 0);
          const isDone = ({ created, doneAfter }: (typeof plans)[number]) =>
            doneAfter !== undefined && created + doneAfter < 0;
          const lights = LIGHTS.map(({ value }) => value).flatMap((light) => {
            const of = own.filter((each) => each.light === light);
            return of.length === 0 ? [] : [{ light, of: of.length, done: of.filter(isDone).length }];
          });
          const overdue = own.filter((each) => !isDone(each) && each.dueOn < DAY).length;
          const soon = own.filter((each) => !isDone(each) && each.dueOn >= DAY && each.dueOn <= addDays(DAY, 3)).length;
          const work = facts.get(id)?.blocks.work;
          expect(work?.lights.map(({ was: _, ...light }) => light) ?? []).toEqual(lights);
          const count = (lines: readonly { count: number }[] = []) => lines.reduce((sum, line) => sum + line.count, 0);
          expect([work?.overdue ?? 0, count(work?.late), count(work?.soon)]).toEqual([overdue, overdue, soon]);
        }
      }),
      { seed: 725, numRuns: 12 },
    );
    await test_.db.collection('tasks').deleteMany({});
  });

  test('after days without a digest they tell of all the days since the last one', async () => {
    const last = await run((d) => digestFacts(d, systemScope('2026-11-18'), '2026-11-18'));
    await inTransaction(deps, async (tx) => keepDigest(tx, last[0]!.unit, { facts: last[0]!.facts, text: '…' }));
    await fileEmployers(deps, [
      { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-17' },
      { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-18' },
      { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-23' },
    ]);
    const facts = (await factsOf()).get('t1c1');
    expect([facts?.since, facts?.blocks.collection.opened]).toEqual(['2026-11-18', 2]);
  });

  test('rank the units below, and compare with a week ago', async () => {
    await fileEmployers(deps, [
      ...many(20, { cell: 't1c1', listedOn: '2026-11-01' }),
      ...many(10, { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-10' }),
      ...many(10, { cell: 't2c1', listedOn: '2026-11-01', collectedOn: '2026-11-20' }),
      ...many(10, { cell: 't2c2', listedOn: '2026-11-01' }),
    ]);
    const weekAgo = '2026-11-17';
    const then = (await run((d) => digestFacts(d, systemScope(weekAgo), weekAgo))).at(-1)!;
    await inTransaction(deps, async (tx) => keepDigest(tx, then.unit, { facts: then.facts, text: '…' }));
    const facts = await factsOf();
    expect(facts.get('d')?.blocks.ranking).toEqual({
      minKnown: 20,
      beforeDay: weekAgo,
      units: [
        {
          nodeId: 't2',
          name: '花园口镇',
          known: 20,
          collected: 10,
          before: { known: 20, collected: 0 },
          rank: 1,
          gainRank: 1,
          standing: 'leading',
        },
        {
          nodeId: 't1',
          name: '古荥镇',
          known: 30,
          collected: 10,
          before: { known: 30, collected: 10 },
          rank: 2,
          standing: 'trailing',
        },
      ],
    });
    expect(facts.get('t2')?.blocks.ranking?.units.map(({ name, standing }) => [name, standing])).toEqual([
      ['河畔社区', 'unranked'],
      ['花园口村', 'unranked'],
      ['黄河桥村', 'unranked'],
    ]);
    expect(facts.get('t2c1')?.blocks.ranking).toBeUndefined();
  });

  test('name silent cells with their last day, at each level under the unit below', async () => {
    await fileEmployers(deps, [
      ...many(2, { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-23' }),
      { cell: 't1c1', listedOn: '2026-11-01' },
      { cell: 't1c2', listedOn: '2026-11-01', collectedOn: '2026-11-13' },
      { cell: 't1c2', listedOn: '2026-11-01' },
      { cell: 't2c1', listedOn: '2026-11-01', collectedOn: '2026-11-02' }, // nothing left to do
    ]);
    const facts = await factsOf();
    const silent = (id: string) => facts.get(id)?.blocks.exceptions.silent.map(({ nodeId, below }) => [nodeId, below]);
    expect(silent('d')).toEqual([
      ['t1c2', '古荥镇'],
      ['t2c2', '花园口镇'],
      ['t2c3', '花园口镇'],
    ]);
    expect(silent('t1')).toEqual([['t1c2', '古荥村']]);
    expect(silent('t1c1')).toEqual([]);
    expect(facts.get('t1c2')?.blocks.exceptions.silent).toEqual([
      { nodeId: 't1c2', name: '古荥村', below: '古荥村', lastOn: '2026-11-13', missing: 1 },
    ]);
  });

  test('count an employer with workers under 16 by its latest data, where it lies now', async () => {
    await fileEmployers(deps, [
      { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-20' },
      { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-20' },
      { cell: 't1c1', listedOn: '2026-11-01', collectedOn: '2026-11-20', status: 'moved_out' },
    ]);
    const row = (employerId: string, asOf: string, under16: number) => ({
      _id: `${employerId}-${asOf}`,
      version: 1,
      employerId,
      asOf,
      total: 5,
      under16,
      cellId: 't2c1',
      gridPath: '/d/t2/t2c1/',
      source: 'visit' as const,
      collectedBy: 'x',
      collectedAt: instantAt(asOf),
      confirmed: [],
      createdAt: instantAt(asOf),
      updatedAt: instantAt(asOf),
    });
    await inTransaction(deps, async (tx) => {
      saveLabourUse(tx, null, row('e0', '2026-11-20', 2));
      saveLabourUse(tx, null, row('e1', '2026-06-20', 1)); // put right since
      saveLabourUse(tx, null, row('e1', '2026-11-20', 0));
      saveLabourUse(tx, null, row('e2', '2026-11-20', 1)); // gone
    });
    const facts = await factsOf();
    expect(['d', 't1', 't1c1', 't2'].map((id) => facts.get(id)?.blocks.exceptions.under16)).toEqual([1, 1, 1, 0]);
  });
});

test('a digest is pending for units with a group and none of the day', async () => {
  for (const name of ['grid_nodes', 'digests']) await test_.db.collection(name).deleteMany({});
  grid = await drawDistrict(deps, TOWNS, { without: ['t1', 't2c1'] });
  const pending = await run((d) => pendingDigests(d, systemScope(DAY), DAY));
  expect(pending.map(({ unit }) => unit._id)).toEqual(['t1c1', 't1c2', 't2c2', 't2c3', 't2', 'd']);
  await inTransaction(deps, async (tx) => {
    for (const { unit, facts } of pending.slice(1)) keepDigest(tx, unit, { facts, text: '…' });
  });
  expect((await run((d) => pendingDigests(d, systemScope(DAY), DAY))).map(({ unit }) => unit._id)).toEqual(['t1c1']);
  const again = inTransaction(deps, async (tx) =>
    keepDigest(tx, pending[1]!.unit, { facts: pending[1]!.facts, text: '…' }),
  );
  await expect(again).rejects.toMatchObject({ name: 'ConflictError', keys: ['kind', 'day', 'nodeId'] });
});
