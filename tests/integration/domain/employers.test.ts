import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Role, Scope } from '../../../schemas/scope.js';
import { findAuditOf } from '../../../src/domain/audit/index.js';
import {
  addKnownEmployers,
  cellProgress,
  collectEmployer,
  type Draft,
  type EmployerDeps,
  employersToRefresh,
  employersWithoutData,
  type Filed,
  factsForChecks,
  moveEmployers,
  progressByCell,
  refreshEmployer,
  roadRegister,
  searchEmployers,
  similarEmployers,
  startingValues,
} from '../../../src/domain/employers/index.js';
import { addNodes, type GridReader, makeGridReader, redraw } from '../../../src/domain/grid/index.js';
import { areaOf, systemScope } from '../../../src/domain/rights/index.js';
import { newId } from '../../../src/lib/ids.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { inTransaction, type TransactionDeps } from '../../../src/models/transaction.js';
import { FACTORY, SHOP, SHOP_USE, WORKER } from '../../fixtures/employers.js';
import { SMALL_DISTRICT } from '../../support/grid.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const TODAY = '2026-03-20';
const PATHS = { v11: '/d/t1/v11/', v12: '/d/t1/v12/', v21: '/d/t2/v21/', t1: '/d/t1/', d: '/d/' };
const keys = readKeyRing(newDataKey('test'));

let database: TestDatabase;
let grid: GridReader;
let now = new Date(`${TODAY}T10:00:00+08:00`);
let deps: TransactionDeps;

beforeAll(async () => {
  database = await openTestDatabase();
  grid = makeGridReader();
  deps = { db: database.db, clock: () => now, newId };
  await inTransaction(deps, (tx) =>
    addNodes(
      { tx, actor: systemScope(TODAY), grid },
      SMALL_DISTRICT.map((node) => ({ ...node, validFrom: '2024-01-01' })),
    ),
  );
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const name of ['employers', 'labour_use', 'workers', 'visits', 'audit', 'counters'])
    await database.db.collection(name).deleteMany({});
  now = new Date(`${TODAY}T10:00:00+08:00`);
});

function scopeOf(node: keyof typeof PATHS, role: Role = 'co_inspector', today = TODAY): Scope {
  const roles = [{ role, nodeId: node, gridPath: PATHS[node] }];
  return { userid: `${role}-${node}`, staffId: 's1', prefixes: areaOf(roles, 'read'), roles, certified: false, today };
}
const HERE = scopeOf('v11');
const DISTRICT = scopeOf('d', 'command_centre_operator');

const run = <T>(body: (deps: EmployerDeps) => Promise<T>): Promise<T> =>
  inTransaction(deps, (tx) => body({ tx, grid, keys }));
const collect = (record: Draft, more: { scope?: Scope; cellId?: string; employerId?: string } = {}): Promise<Filed> => {
  const { scope = HERE, cellId = 'v11', ...rest } = more;
  return run((d) => collectEmployer(d, scope, { cellId, record, ...rest }));
};
const SHOP_DRAFT: Draft = { ...SHOP, labourUse: SHOP_USE };
/** The same shop elsewhere under another name, without any code. */
const unlicensed = (name: string, more: Draft = {}): Draft => ({
  unitKind: 'unlicensed',
  name,
  road: '纪公路',
  labourUse: SHOP_USE,
  ...more,
});
const all = (name: string) => database.db.collection(name).find().toArray();

describe('collecting', () => {
  test('opens a file with number, labour use, visit, audit and the progress of the cell', async () => {
    const filed = await collect({ ...SHOP_DRAFT, workers: [WORKER] });
    expect(filed).toMatchObject({
      name: SHOP.name,
      fileNo: '410108101203000001',
      opened: true,
      required: 18,
      filled: 18,
      cell: { cellId: 'v11', cellName: '纪公庙村', known: 1, collected: 1, opened: 1, refreshed: 0, workers: 5 },
      notices: [],
    });
    expect(await all('employers')).toMatchObject([
      {
        _id: filed.employerId,
        gridPath: '/d/t1/v11/',
        fileState: 'collected',
        collectedBy: 'co_inspector-v11',
        lastTotal: 5,
      },
    ]);
    expect(await all('labour_use')).toMatchObject([{ employerId: filed.employerId, asOf: '2026-03-20', total: 5 }]);
    expect(await all('visits')).toMatchObject([{ kind: 'data_collection', result: 'done', visitedOn: TODAY }]);
    const rows = await run(({ tx }) => findAuditOf(tx, filed.employerId));
    expect(rows).toMatchObject([
      { actor: 'co_inspector-v11', action: 'employer.collected', changes: { name: SHOP.name, legalRepPhone: '***' } },
    ]);
  });

  test('keeps nothing personal in clear', async () => {
    await collect({
      ...SHOP_DRAFT,
      workers: [{ ...WORKER, wageStdFen: 381_234, bankLast4: '6789', homeAddress: '虚构巷7号' }],
    });
    const kept = JSON.stringify(await Promise.all(['employers', 'workers', 'labour_use', 'audit', 'visits'].map(all)));
    for (const secret of [SHOP.legalRepPhone, WORKER.idNo, WORKER.mobile, '381234', '虚构巷', '19150701'])
      expect(kept).not.toContain(secret);
    expect(await all('workers')).toMatchObject([{ name: WORKER.name, sex: 'male', gridPath: '/d/t1/v11/' }]);
  });

  test('numbers files of a cell one after the other, without holes when a transaction fails', async () => {
    expect((await collect(unlicensed('甲小吃'))).fileNo).toMatch(/0001$/);
    await expect(
      run(async (d) => {
        await collectEmployer(d, HERE, { cellId: 'v11', record: unlicensed('乙小吃') });
        throw new Error('the process dies');
      }),
    ).rejects.toThrow('dies');
    expect((await collect(unlicensed('丙小吃'))).fileNo).toMatch(/0002$/);
    expect((await collect(unlicensed('丁小吃'), { cellId: 'v12', scope: scopeOf('v12') })).fileNo).toBe(
      '410108101200000001',
    );
  });

  test('two people at once get two numbers', async () => {
    const filed = await Promise.all(['甲小吃', '乙小吃', '丙小吃', '丁小吃'].map((name) => collect(unlicensed(name))));
    expect(filed.map(({ fileNo }) => fileNo.slice(-4)).sort()).toEqual(['0001', '0002', '0003', '0004']);
  });

  test('the same code in the cell is the same employer', async () => {
    const first = await collect(SHOP_DRAFT);
    await expect(collect({ ...SHOP_DRAFT, name: '惠民饭店' })).rejects.toMatchObject({
      code: 'employer_exists',
      facts: { name: SHOP.name, fileNo: first.fileNo },
    });
    const again = await collect({ ...SHOP_DRAFT, name: '惠民饭店' }, { employerId: first.employerId });
    expect(again).toMatchObject({
      employerId: first.employerId,
      fileNo: first.fileNo,
      opened: false,
      name: '惠民饭店',
    });
    expect(await all('employers')).toHaveLength(1);
    expect(await all('labour_use')).toHaveLength(1); // the second row of a day corrects the first
  });

  test('the same new code twice at once opens one file', async () => {
    const results = await Promise.allSettled([collect(SHOP_DRAFT), collect(SHOP_DRAFT)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await all('employers')).toHaveLength(1);
    expect(await all('labour_use')).toHaveLength(1);
  });

  test('sites of one builder in one cell are several files', async () => {
    const site: Draft = { ...FACTORY, unitKind: 'construction_project' };
    await collect({ ...site, name: '绿地一期工地' });
    await collect({ ...site, name: '绿地二期工地' });
    expect(await all('employers')).toHaveLength(2);
  });

  test('a refusal and a shop without licence are files too', async () => {
    const refusal: Draft = { unitKind: 'enterprise', name: '虚构商行', road: '纪公路', refused: true };
    const refused = await collect(refusal);
    expect(refused).toMatchObject({
      opened: true,
      cell: { known: 1, collected: 0, refused: 1 },
      notices: [{ kind: 'refused', gridPath: '/d/t1/v11/', refusals: 1 }],
    });
    expect((await all('visits'))[0]).toMatchObject({ result: 'refused' });
    const again = await collect(refusal, { employerId: refused.employerId });
    expect(again.notices).toMatchObject([{ kind: 'refused', refusals: 2 }]);
    const done = await collect({ ...SHOP_DRAFT, name: '虚构商行' }, { employerId: refused.employerId });
    expect(done).toMatchObject({ fileNo: refused.fileNo, cell: { collected: 1, refused: 0 }, notices: [] });
    expect(await all('employers')).toMatchObject([{ refusals: 0, fileState: 'collected' }]);
  });

  test('children at work are told at once', async () => {
    const filed = await collect(unlicensed('甲作坊', { labourUse: { ...SHOP_USE, under16: 2 } }));
    expect(filed.notices).toMatchObject([{ kind: 'under16', count: 2, name: '甲作坊' }]);
  });

  test('a broken record is refused and nothing is written', async () => {
    await expect(collect({ ...SHOP_DRAFT, labourUse: { ...SHOP_USE, total: 1 } })).rejects.toMatchObject({
      code: 'invalid_record',
    });
    for (const name of ['employers', 'labour_use', 'visits', 'counters']) expect(await all(name)).toEqual([]);
  });

  test('the same worker is one record', async () => {
    const { employerId } = await collect({ ...SHOP_DRAFT, workers: [WORKER, WORKER] });
    await collect({ ...SHOP_DRAFT, workers: [{ ...WORKER, post: '厨师' }] }, { employerId });
    expect(await all('workers')).toMatchObject([{ post: '厨师', version: 2 }]);
  });
});

describe('rights', () => {
  test.each([
    ["a neighbour's cell", scopeOf('v12'), 'v11', 'not_your_cell'],
    ['a leader', scopeOf('d', 'leader'), 'v11', 'not_allowed'],
    ['no such cell', HERE, 'v99', 'grid_cell_not_found'],
    ['a town is no cell', scopeOf('t1', 'squadron_leader'), 't1', 'grid_cell_not_found'],
  ])('%s', async (_what, scope, cellId, code) => {
    await expect(collect(SHOP_DRAFT, { scope, cellId })).rejects.toMatchObject({ code });
    expect(await all('employers')).toEqual([]);
  });

  test('squadron and district may collect in their cells', async () => {
    await collect(unlicensed('甲小吃'), { scope: scopeOf('t1', 'squadron_leader') });
    await collect(unlicensed('乙小吃'), { scope: DISTRICT });
    expect(await all('employers')).toHaveLength(2);
  });

  test('nobody reads or changes a file outside the scope', async () => {
    const { employerId } = await collect(SHOP_DRAFT);
    const stranger = scopeOf('v12');
    await expect(run((d) => startingValues(d, stranger, employerId))).rejects.toMatchObject({
      code: 'employer_not_found',
    });
    await expect(run((d) => refreshEmployer(d, stranger, { employerId, record: {} }))).rejects.toMatchObject({
      code: 'employer_not_found',
    });
    await expect(collect(SHOP_DRAFT, { scope: stranger, cellId: 'v12', employerId })).rejects.toMatchObject({
      code: 'employer_not_found',
    });
    expect(await run((d) => searchEmployers(d, stranger, '惠民'))).toEqual([]);
    expect(await run((d) => roadRegister(d, stranger, '长兴路'))).toEqual([]);
    expect(await run((d) => cellProgress(d, stranger, 'v11'))).toMatchObject({ known: 0 });
  });
});

describe('refreshing', () => {
  test('starts from the last values, without what is sealed, and keeps what is not asked', async () => {
    const { employerId } = await collect(SHOP_DRAFT);
    now = new Date('2026-09-20T10:00:00+08:00');
    const later = scopeOf('v11', 'co_inspector', '2026-09-20');
    const start = await run((d) => startingValues(d, later, employerId));
    expect(start).toMatchObject({
      freshness: 'stale',
      collectedOn: TODAY,
      employer: { name: SHOP.name },
      labourUse: { total: 5 },
    });
    expect(start.labourUse).not.toHaveProperty('asOf');
    expect(JSON.stringify(start)).not.toContain('v1.test');
    const filed = await run((d) =>
      refreshEmployer(d, later, {
        employerId,
        record: { labourUse: { ...start.labourUse, total: 6, lastPaidMonth: '2026-08' } },
      }),
    );
    expect(filed).toMatchObject({ opened: false, filled: 18, cell: { stale: 0, refreshed: 1, opened: 0, workers: 6 } });
    expect(await all('labour_use')).toMatchObject([
      { asOf: '2026-03-20', total: 5 },
      { asOf: '2026-09-20', total: 6 },
    ]);
    const [file] = await all('employers');
    expect(file?.history.map(({ event }: { event: string }) => event)).toEqual(['collected', 'refreshed']);
    const audits = await run(({ tx }) => findAuditOf(tx, employerId));
    expect(audits.at(-1)).toMatchObject({ action: 'employer.refreshed', changes: {} });
  });

  test('a correction changes the file and is no collection', async () => {
    const { employerId } = await collect(SHOP_DRAFT);
    const before = (await all('employers'))[0];
    now = new Date('2026-04-01T10:00:00+08:00');
    await run((d) =>
      refreshEmployer(d, HERE, { employerId, record: { legalRepPhone: '13800138009', status: 'suspended' } }),
    );
    const after = (await all('employers'))[0];
    expect(after).toMatchObject({
      status: 'suspended',
      collectedAt: before?.collectedAt,
      filled: 18,
      lastTotal: 5,
    });
    expect(after?.phoneIndex).not.toEqual(before?.phoneIndex);
    expect((await run(({ tx }) => findAuditOf(tx, employerId))).at(-1)).toMatchObject({
      action: 'employer.corrected',
      changes: { status: 'suspended', legalRepPhone: '***' },
    });
  });

  test('an employer that moved takes its workers along; past numbers stay', async () => {
    const { employerId, fileNo } = await collect({ ...SHOP_DRAFT, workers: [WORKER] });
    const town = scopeOf('t1', 'squadron_leader');
    const filed = await collect(
      { ...SHOP_DRAFT, labourUse: { ...SHOP_USE, asOf: '2026-03-19' } },
      { employerId, cellId: 'v12', scope: town },
    );
    expect(filed).toMatchObject({ fileNo, cell: { cellId: 'v12', known: 1 } });
    expect(await all('employers')).toMatchObject([
      { cellId: 'v12', pastCells: [{ cellId: 'v11', until: '2026-03-19' }], lastAsOf: '2026-03-20' },
    ]);
    expect(await all('workers')).toMatchObject([{ gridPath: '/d/t1/v12/' }]);
    expect((await all('labour_use')).map((row) => row.cellId)).toEqual(['v11', 'v12']);
  });
});

describe('finding', () => {
  test('duplicates by name, door and phone in the cell; by code only beyond the scope', async () => {
    const shop = await collect(SHOP_DRAFT);
    const probe = { cellId: 'v11', name: '惠民快餐（长兴路店）' };
    expect(await run((d) => similarEmployers(d, HERE, probe))).toMatchObject([
      {
        id: shop.employerId,
        name: SHOP.name,
        fileNo: shop.fileNo,
        inScope: true,
        reasons: ['name'],
        collectedOn: TODAY,
      },
    ]);
    expect(await run((d) => similarEmployers(d, HERE, { ...probe, exceptId: shop.employerId }))).toEqual([]);
    const byDoor = { cellId: 'v11', legalRepPhone: '13800138001', road: '长兴路', houseNo: '18号' };
    expect(await run((d) => similarEmployers(d, HERE, byDoor))).toMatchObject([{ reasons: ['door', 'phone'] }]);
    const stranger = scopeOf('v21');
    expect(await run((d) => similarEmployers(d, stranger, { ...probe, cellId: 'v21' }))).toEqual([]);
    const byCode = { cellId: 'v21', name: '别的店', uscc: '92410108MA0000023N' };
    expect(await run((d) => similarEmployers(d, stranger, byCode))).toMatchObject([
      { inScope: false, cellName: '纪公庙村', reasons: ['code'], score: 1 },
    ]);
  });

  test('near doors over the border of the cell', async () => {
    const location = { lat: 34.88, lng: 113.6 };
    await collect(unlicensed('惠民快餐', { location }), { cellId: 'v12', scope: scopeOf('v12') });
    const probe = { cellId: 'v11', name: '惠民快餐店', location: { lat: 34.8802, lng: 113.6 } };
    const town = scopeOf('t1', 'squadron_leader');
    expect(await run((d) => similarEmployers(d, town, probe))).toMatchObject([
      { reasons: ['name', 'near'], metres: 22 },
    ]);
  });

  test('what checks may know from outside', async () => {
    const shop = await collect(SHOP_DRAFT);
    for (const name of ['甲小吃', '乙小吃', '丙小吃']) await collect(unlicensed(name, { hrPhone: '13800138001' }));
    const probe = { cellId: 'v12', uscc: '92410108MA0000023N', legalRepPhone: '13800138001' };
    expect(await run((d) => factsForChecks(d, scopeOf('v12'), probe))).toEqual({
      phoneSharedBy: 4,
      codeElsewhere: '纪公庙村',
    });
    const own = { ...probe, cellId: 'v11', exceptId: shop.employerId };
    expect(await run((d) => factsForChecks(d, HERE, own))).toEqual({ phoneSharedBy: 3, lastTotal: 5 });
  });

  test.each([
    ['410108101203000001'],
    ['0001'],
    ['92410108ma0000023n'],
    ['惠民快餐'],
    ['惠济区惠民快餐店'],
    ['民快'],
    ['hmkc'],
    ['huimin'],
  ])('by %s', async (text) => {
    await collect(SHOP_DRAFT);
    await collect(unlicensed('福来五金'));
    expect((await run((d) => searchEmployers(d, HERE, text))).map(({ name }) => name)).toEqual([SHOP.name]);
  });

  test.each(['', '   ', '.*', '找不到的店', '9999'])('nothing by %j', async (text) => {
    await collect(SHOP_DRAFT);
    expect(await run((d) => searchEmployers(d, HERE, text))).toEqual([]);
  });
});

describe('known employers', () => {
  const row = (cellId: string, name: string, more = {}) => ({
    cellId,
    employer: { unitKind: 'enterprise' as const, name, ...more },
  });

  test('lists are read once, and collecting turns the known into the collected', async () => {
    const rows = [
      row('v11', '虚构机械', { uscc: '91410108MA0000015Y' }),
      row('v11', '虚构商行'),
      row('v21', '虚构粮油'),
    ];
    const first = await run((d) => addKnownEmployers(d, DISTRICT, rows));
    expect(first).toEqual([
      { added: expect.any(String) },
      { added: expect.any(String) },
      { added: expect.any(String) },
    ]);
    const [machine] = first as { added: string }[];
    const second = await run((d) => addKnownEmployers(d, DISTRICT, [rows[0]!, rows[0]!]));
    expect(second).toEqual([{ sameAs: machine?.added }, { sameAs: machine?.added }]);
    expect(await run((d) => cellProgress(d, HERE, 'v11'))).toMatchObject({ known: 2, collected: 0 });
    const filed = await collect(FACTORY);
    expect(filed).toMatchObject({ employerId: machine?.added, opened: true, cell: { known: 2, collected: 1 } });
    expect((await run((d) => employersWithoutData(d, DISTRICT))).map(({ name }) => name)).toEqual([
      '虚构商行',
      '虚构粮油',
    ]);
    expect((await run((d) => employersWithoutData(d, DISTRICT, { cellId: 'v21' }))).map(({ name }) => name)).toEqual([
      '虚构粮油',
    ]);
  });

  test('closed employers count nowhere', async () => {
    await run((d) => addKnownEmployers(d, DISTRICT, [row('v11', '已注销商行', { status: 'deregistered' })]));
    expect(await run((d) => cellProgress(d, HERE, 'v11'))).toMatchObject({ known: 0 });
    expect(await run((d) => employersWithoutData(d, HERE))).toEqual([]);
  });
});

describe('overviews', () => {
  test('every cell of the scope, also without employers', async () => {
    await collect(SHOP_DRAFT);
    const progress = await run((d) => progressByCell(d, scopeOf('t1', 'squadron_leader')));
    expect(progress.map(({ cellId, known }) => [cellId, known])).toEqual([
      ['v11', 1],
      ['v12', 0],
    ]);
    const yesterday = { from: new Date('2026-03-19T00:00:00+08:00'), to: new Date('2026-03-20T00:00:00+08:00') };
    expect((await run((d) => progressByCell(d, DISTRICT, yesterday))).map(({ opened }) => opened)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test('fresh, due and stale', async () => {
    for (const [name, at] of [
      ['甲小吃', '2025-09-17'], // 184 days
      ['乙小吃', '2025-09-18'], // 183 days
      ['丙小吃', '2025-10-21'], // 150 days
    ] as const) {
      now = new Date(`${at}T23:59:00+08:00`);
      await collect(unlicensed(name, { labourUse: { ...SHOP_USE, asOf: at, lastPaidMonth: '2025-08' } }), {
        scope: scopeOf('v11', 'co_inspector', at),
      });
    }
    expect(await run((d) => cellProgress(d, HERE, 'v11'))).toMatchObject({ collected: 3, stale: 1, due: 1 });
    const lines = await run((d) => employersToRefresh(d, HERE));
    expect(lines.map(({ name, freshness }) => [name, freshness])).toEqual([
      ['甲小吃', 'stale'],
      ['乙小吃', 'due'],
    ]);
  });

  test('一路一册: along the road, over the cells, by house number', async () => {
    for (const [name, houseNo, cellId] of [
      ['甲', '102号', 'v11'],
      ['乙', '18号附12', 'v12'],
      ['丙', '18号附3', 'v11'],
      ['丁', '8号', 'v12'],
    ] as const)
      await collect(unlicensed(`${name}小吃`, { houseNo }), { cellId, scope: DISTRICT });
    await collect(unlicensed('别路小吃', { road: '长兴路' }));
    const names = async (scope: Scope) =>
      (await run((d) => roadRegister(d, scope, '惠济区纪公路'))).map(({ name }) => name);
    expect(await names(DISTRICT)).toEqual(['丁小吃', '丙小吃', '乙小吃', '甲小吃']);
    expect(await names(HERE)).toEqual(['丙小吃', '甲小吃']);
  });

  test('lines hold nothing personal', async () => {
    await collect(SHOP_DRAFT);
    const lines = JSON.stringify(await run((d) => roadRegister(d, HERE, '长兴路')));
    expect(lines).toContain(SHOP.name);
    expect(lines).not.toContain(SHOP.legalRep);
  });
});

describe('the server itself refuses', () => {
  test.each([
    ['a phone in clear', 'employers', { legalRepPhone: '13800138001' }],
    ['an unknown kind', 'employers', { unitKind: 'shop' }],
    ['an unknown field', 'employers', { colour: 'red' }],
    ['a wrong code', 'employers', { uscc: '123' }],
    ['a half person', 'labour_use', { total: 1.5 }],
    ['a negative count', 'labour_use', { migrant: -1 }],
    ['a day that is no day', 'labour_use', { asOf: 'today' }],
    ['a number in clear', 'workers', { idNo: '410108191507010038' }],
    ['an unknown contract', 'workers', { contractType: 'oral' }],
    ['an unknown result', 'visits', { result: 'maybe' }],
  ])('%s', async (_what, collection, change) => {
    await collect({ ...SHOP_DRAFT, workers: [WORKER] });
    await expect(database.db.collection(collection).updateOne({}, { $set: change })).rejects.toMatchObject({
      code: 121,
    });
  });
});

// last, because it changes the grid
describe('redrawing cells', () => {
  test('employers move with their workers; two files of one code in one cell leave one claim', async () => {
    const one = await collect({ ...SHOP_DRAFT, workers: [WORKER] });
    await collect(SHOP_DRAFT, { cellId: 'v12', scope: scopeOf('v12') });
    const [merged] = await inTransaction(deps, (tx) =>
      redraw(
        { tx, actor: systemScope(TODAY), grid, hooks: [moveEmployers] },
        { from: ['v11', 'v12'], into: [{ parentId: 't1', name: '纪公庙社区', code: '41010810160100' }] },
      ),
    );
    const files = await all('employers');
    expect(files.map((file) => file.gridPath)).toEqual([merged?.gridPath, merged?.gridPath]);
    expect(files.filter((file) => file.identityCode !== undefined)).toHaveLength(1);
    expect(files.map((file) => file.fileNo).sort()).toEqual(['410108101200000001', '410108101203000001']);
    expect(await all('workers')).toMatchObject([{ employerId: one.employerId, gridPath: merged?.gridPath }]);
    expect(await run((d) => cellProgress(d, DISTRICT, merged?._id ?? ''))).toMatchObject({ known: 2, collected: 2 });
  });
});
