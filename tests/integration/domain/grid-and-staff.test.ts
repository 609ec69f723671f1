import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Role, Scope } from '../../../schemas/scope.js';
import type { Staff } from '../../../schemas/staff.js';
import { findAuditOf } from '../../../src/domain/audit/index.js';
import { addNodes, changeNode, type GridReader, makeGridReader, redraw } from '../../../src/domain/grid/index.js';
import { systemScope } from '../../../src/domain/rights/index.js';
import {
  editStaff,
  makeStaffReader,
  moveAssignments,
  phoneOf,
  type StaffReader,
} from '../../../src/domain/staff/index.js';
import type { StaffEdit } from '../../../src/domain/staff/rules.js';
import { newId } from '../../../src/lib/ids.js';
import { type KeyRing, newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { defineCollection } from '../../../src/models/collection.js';
import { ConflictError, inTransaction, type TransactionDeps, type Tx } from '../../../src/models/transaction.js';
import { SMALL_DISTRICT } from '../../support/grid.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const TODAY = '2026-03-02';
const SHOPS = defineCollection({
  name: 'test_shops',
  schema: z.object({ _id: z.string(), cellId: z.string(), gridPath: z.string(), road: z.string() }),
  indexes: [{ keys: { gridPath: 1 } }],
});

let database: TestDatabase;
let deps: TransactionDeps;
/** Two processes over one database: each has its own memory. */
let here: { grid: GridReader; staff: StaffReader; keys: KeyRing };
let there: typeof here;
const keys = readKeyRing(newDataKey('test'));
const makeProcess = () => ({ grid: makeGridReader(), staff: makeStaffReader(), keys });

beforeAll(async () => {
  database = await openTestDatabase();
  deps = { db: database.db, clock: () => new Date(`${TODAY}T10:00:00+08:00`), newId };
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const name of ['grid_nodes', 'staff', 'settings', 'audit', SHOPS])
    await database.db.collection(name).deleteMany({});
  here = makeProcess();
  there = makeProcess();
  await inTransaction(deps, (tx) =>
    addNodes(
      { tx, actor: systemScope(TODAY), grid: here.grid },
      SMALL_DISTRICT.map((node) => ({ ...node, validFrom: '2026-01-01' })),
    ),
  );
});

const edit = (edits: StaffEdit[], actor: Scope = systemScope(TODAY), readers = here) =>
  inTransaction(deps, (tx) => editStaff({ tx, actor, ...readers }, edits));
const scopeOf = (userid: string, readers = here) =>
  inTransaction(deps, async (tx) => (await readers.staff(tx)).scopeOf(userid, TODAY));
const add = (userid: string): StaffEdit => ({ kind: 'person', userid, name: '李样例' });
const assign = (userid: string, nodeId: string, role: Role = 'co_inspector'): StaffEdit => ({
  kind: 'assign',
  userid,
  role,
  nodeId,
  from: '2026-01-01',
});

describe('processes that keep grid and staff in memory', () => {
  test('see a change of another process in their next transaction', async () => {
    await edit([add('co'), assign('co', 'v11')]);
    expect((await scopeOf('CO', there))?.prefixes).toEqual(['/d/t1/v11/']);
    await edit([assign('co', 'v22')]);
    expect((await scopeOf('co', there))?.prefixes).toEqual(['/d/t1/v11/', '/d/t2/v22/']);
    await inTransaction(deps, (tx) =>
      changeNode({ tx, actor: systemScope(TODAY), grid: here.grid }, 'v11', { name: '新村' }),
    );
    const name = await inTransaction(deps, async (tx) => (await there.grid(tx, TODAY)).node('v11')?.name);
    expect(name).toBe('新村');
  });

  test('do not keep what a transaction wrote that failed', async () => {
    const failing = inTransaction(deps, async (tx) => {
      await editStaff({ tx, actor: systemScope(TODAY), ...here }, [add('ghost')]);
      expect((await here.staff(tx)).personByUserid('ghost')).not.toBeNull();
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await scopeOf('ghost')).toBeNull();
    await edit([add('other')]);
    expect(await scopeOf('ghost')).toBeNull();
  });

  test('one of two that move the same person at once succeeds, the other is told', async () => {
    await edit([add('co'), assign('co', 'v11')]);
    const move = (readers: typeof here, nodeId: string) =>
      inTransaction(deps, async (tx) => {
        const id = (await readers.staff(tx)).personByUserid('co')?.assignments[0]?.id ?? '';
        return editStaff({ tx, actor: systemScope(TODAY), ...readers }, [
          { kind: 'end', userid: 'co', assignmentId: id, lastDay: '2026-03-01' },
          { ...assign('co', nodeId), from: TODAY } as StaffEdit,
        ]);
      });
    const outcomes = await Promise.allSettled([move(here, 'v21'), move(there, 'v22')]);
    const failed = outcomes.filter((o) => o.status === 'rejected');
    expect(failed).toHaveLength(1);
    const reason = failed[0]?.reason as Error & { code?: string };
    expect(reason instanceof ConflictError || reason.code === 'staff_assignment_not_found').toBe(true);
    expect((await scopeOf('co'))?.prefixes).toHaveLength(1);
  });
});

describe('rights', () => {
  test('a squadron leader keeps the co-inspectors of the own town and nobody else', async () => {
    await edit([
      add('leader'),
      assign('leader', 't1', 'squadron_leader'),
      add('co'),
      add('other'),
      assign('other', 'v21'),
    ]);
    const leader = (await scopeOf('leader')) as Scope;
    await edit([assign('co', 'v11')], leader);
    for (const refused of [
      [assign('co', 'v21')],
      [assign('co', 'v12', 'full_time_inspector')],
      [{ kind: 'person', userid: 'other', name: '王演示' } as StaffEdit],
    ])
      await expect(edit(refused, leader)).rejects.toMatchObject({ code: 'not_allowed' });
    const rename = inTransaction(deps, (tx) =>
      changeNode({ tx, actor: leader, grid: here.grid }, 'v11', { name: 'x' }),
    );
    await expect(rename).rejects.toMatchObject({ code: 'not_allowed' });
  });

  test('every change leaves a row without personal data', async () => {
    const [person] = await edit([add('co'), assign('co', 'v11')]);
    const [changed] = await edit([{ kind: 'person', userid: 'co', name: '赵新名', phone: '13800138000' }]);
    expect(phoneOf(keys, changed as Staff)).toBe('13800138000');
    await edit([{ kind: 'person', userid: 'co', phone: '13800138000' }]); // the same: nothing is written
    const rows = await inTransaction(deps, (tx) => findAuditOf(tx, person?._id ?? ''));
    expect(rows.map((row) => row.action)).toEqual(['staff.add', 'staff.change']);
    expect(JSON.stringify(rows)).not.toMatch(/李样例|赵新名|13800138000/);
    expect(rows[0]?.changes['assignments']).toBe('co_inspector v11 2026-01-01..');
    await inTransaction(deps, (tx) =>
      changeNode({ tx, actor: systemScope(TODAY), grid: here.grid }, 'v11', { name: '新村' }),
    );
    const node = await inTransaction(deps, (tx) => findAuditOf(tx, 'v11'));
    expect(node.at(-1)).toMatchObject({ actor: 'sys', action: 'grid.change', changes: { name: '新村' } });
  });
});

describe('redrawing borders', () => {
  const moveShops = async (tx: Tx, { from, successorOf }: Parameters<ReturnType<typeof moveAssignments>>[1]) => {
    const { db, session } = await tx.reading(SHOPS);
    const shops = db.collection<{ _id: string; cellId: string; road: string }>(SHOPS);
    for (const shop of await shops.find({ cellId: { $in: from.map((n) => n._id) } }, { session }).toArray()) {
      const to = successorOf({ id: shop._id, nodeId: shop.cellId, road: shop.road });
      tx.update(SHOPS, { _id: shop._id }, { $set: { cellId: to._id, gridPath: to.gridPath } });
    }
  };
  const run = (input: Parameters<typeof redraw>[1], hooks = [moveShops, moveAssignments(here.staff)]) =>
    inTransaction(deps, (tx) => redraw({ tx, actor: systemScope(TODAY), grid: here.grid, hooks }, input));
  const shop = (id: string, cellId: string, road: string) => ({
    _id: id,
    cellId,
    gridPath: `/d/t1/${cellId}/`,
    road,
  });
  beforeEach(async () => {
    here.staff = makeStaffReader();
    await database.db
      .collection(SHOPS)
      .insertMany([
        shop('s1', 'v11', '古荥大街'),
        shop('s2', 'v11', '纪公路'),
        shop('s3', 'v11', '无名路'),
        shop('s4', 'v12', '古荥大街'),
        shop('s5', 'v11', '纪公路'),
      ] as never[]);
  });

  test('a split moves each record by hand, by road, or to the first, and the people to all', async () => {
    await edit([add('co'), assign('co', 'v11'), add('leader'), assign('leader', 't1', 'squadron_leader')]);
    const [east, west] = await run({
      from: ['v11'],
      into: [
        { parentId: 't1', name: '纪公庙东', code: '41010810120301', roads: ['古荥大街'] },
        { parentId: 't1', name: '纪公庙西', code: '41010810120302', roads: ['纪公路'] },
      ],
      placed: new Map([['s5', 0]]),
    });
    const shops = await database.db.collection(SHOPS).find().sort({ _id: 1 }).toArray();
    expect(shops.map((s) => s['cellId'])).toEqual([east?._id, west?._id, east?._id, 'v12', east?._id]);
    expect(shops[1]?.['gridPath']).toBe(`/d/t1/${west?._id}/`);
    expect((await scopeOf('co', there))?.prefixes).toEqual([east?.gridPath, west?.gridPath].sort());
    const tree = await inTransaction(deps, (tx) => there.grid(tx, TODAY));
    expect(tree.node('v11')).toMatchObject({
      status: 'retired',
      validTo: '2026-03-01',
      successorIds: [east?._id, west?._id],
    });
    expect(tree.children('t1').map((n) => n.name)).toEqual(['古荥村', '纪公庙东', '纪公庙西']);
    const before = await inTransaction(deps, (tx) => there.grid(tx, '2026-03-01'));
    expect(before.children('t1').map((n) => [n.name, n.code])).toEqual([
      ['古荥村', '41010810120000'],
      ['纪公庙村', '41010810120300'],
    ]);
  });

  test('a merged cell may take over a code, and has one assignment a person', async () => {
    await edit([add('co'), assign('co', 'v11'), assign('co', 'v12')]);
    const [merged] = await run({
      from: ['v11', 'v12'],
      into: [{ parentId: 't1', name: '古荥', code: '41010810120000' }],
    });
    expect(merged).toMatchObject({ predecessorIds: ['v11', 'v12'], roads: ['古荥大街', '纪公路'] });
    expect(await database.db.collection(SHOPS).countDocuments({ cellId: merged?._id })).toBe(5);
    const staff = await inTransaction(deps, (tx) => here.staff(tx));
    expect(staff.personByUserid('co')?.assignments.map((a) => [a.nodeId, a.to])).toEqual([
      ['v11', '2026-03-01'],
      ['v12', '2026-03-01'],
      [merged?._id, undefined],
    ]);
  });

  test('a village moves to another town', async () => {
    const [moved] = await run({ from: ['v11'], into: [{ parentId: 't2', name: '纪公庙村', code: '41010810020300' }] });
    expect(moved?.gridPath).toBe(`/d/t2/${moved?._id}/`);
    expect(await database.db.collection(SHOPS).countDocuments({ gridPath: moved?.gridPath })).toBe(4);
  });

  test('nothing has happened when a hook fails', async () => {
    const failing = async () => Promise.reject(new Error('no'));
    const into = [{ parentId: 't1', name: '一', code: '41010810120301' }];
    await expect(run({ from: ['v11'], into }, [moveShops, failing])).rejects.toThrow('no');
    const tree = await inTransaction(deps, (tx) => here.grid(tx, TODAY));
    expect(tree.node('v11')?.status).toBe('active');
    expect(await database.db.collection(SHOPS).countDocuments({ cellId: 'v11' })).toBe(4);
  });

  test.each([
    ['grid_has_children', { from: ['t1'], into: [{ parentId: 'd', name: '新镇' }] }],
    ['grid_level_misplaced', { from: ['v11'], into: [{ parentId: 'd', name: '新镇' }] }],
    ['grid_code_taken', { from: ['v11'], into: [{ parentId: 't1', name: '新村', code: '410108101200' }] }],
  ])('%s', async (code, input) => {
    await expect(run(input)).rejects.toMatchObject({ code });
  });
});
