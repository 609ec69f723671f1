import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadDemo, mayHoldDemo } from '../../../src/demo/load.js';
import { progressByCell } from '../../../src/domain/employers/index.js';
import { judgeCompleteness, makeGridReader, wayToGroup } from '../../../src/domain/grid/index.js';
import { gridRegister, importWhole, type RegisterDeps } from '../../../src/domain/registers/index.js';
import { systemScope } from '../../../src/domain/rights/index.js';
import { makeStaffReader } from '../../../src/domain/staff/index.js';
import { newId } from '../../../src/lib/ids.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const TODAY = '2026-11-23';
const FOLDER = fileURLToPath(new URL('../../../demo', import.meta.url));
const everywhere = { prefixes: ['/'] };
let database: TestDatabase;
let deps: RegisterDeps;

beforeAll(async () => {
  database = await openTestDatabase();
  deps = {
    db: database.db,
    clock: () => new Date(`${TODAY}T08:00:00+08:00`),
    newId,
    keys: readKeyRing(newDataKey('demo')),
    grid: makeGridReader(),
    staff: makeStaffReader(),
  };
});
afterAll(() => database.close());

const tree = () => inTransaction(deps, (tx) => deps.grid(tx, TODAY));
const staff = () => inTransaction(deps, (tx) => deps.staff(tx));

describe('the demo district', () => {
  test('that was cut off is loaded to its end', async () => {
    let ids = 0;
    const dying = { ...deps, newId: () => (++ids > 1900 ? fail() : newId()) };
    const fail = (): never => {
      throw new Error('killed');
    };
    expect(await mayHoldDemo(deps)).toBe(true);
    await expect(loadDemo(dying, FOLDER)).rejects.toThrow('killed');
    expect(await mayHoldDemo(deps)).toBe(true);
    expect(await loadDemo(deps, FOLDER)).toBe(true);
    expect(await database.db.collection('employers').countDocuments()).toBe(612);
  });

  test('is loaded once', async () => {
    expect(await loadDemo(deps, FOLDER)).toBe(false);
  });

  test('is the real tree of 1, 8 and 92 nodes, all with groups, the district one for leaders too', async () => {
    const nodes = (await tree()).within(everywhere);
    expect([1, 2, 3].map((level) => nodes.filter((node) => node.level.level === level).length)).toEqual([1, 8, 92]);
    for (const node of nodes) expect(wayToGroup(deps.keys, node)).toMatchObject({ kind: 'webhook' });
    const [district] = nodes;
    expect(district && wayToGroup(deps.keys, district, 'leaders')).toMatchObject({ name: '惠济区两网化领导群' });
  });

  test('has people everywhere, two stations to set up, somebody in two cells and somebody who has left', async () => {
    const [grid, people] = [await tree(), await staff()];
    const nodes = grid.within(everywhere);
    const staffed = new Set(nodes.filter((node) => people.servingAt(node._id, TODAY).length > 0).map((n) => n._id));
    expect(staffed.size).toBe(101);
    expect(judgeCompleteness(grid, everywhere, staffed).map(({ complete }) => complete)).toEqual([1, 8, 90]);
    expect(people.scopeOf('CO-Xishan-1', TODAY)?.prefixes).toHaveLength(2);
    expect(people.scopeOf('insp-guxing-1', TODAY)).toMatchObject({ certified: true, prefixes: [expect.any(String)] });
    expect(people.scopeOf('co-former', TODAY)?.prefixes).toEqual([]);
    expect(people.scopeOf('co-former', '2026-10-01')?.prefixes).toHaveLength(1);
    for (const { name } of people.all) expect(name).toMatch(/^.(示例|演示|样例)$/);
  });

  test('shows life: known and collected, fresh, due and stale, refused', async () => {
    const cells = await inTransaction(deps, (tx) => progressByCell({ ...deps, tx }, systemScope(TODAY)));
    const sum = (key: 'known' | 'collected' | 'due' | 'stale' | 'refused') =>
      cells.reduce((n, cell) => n + cell[key], 0);
    expect(sum('known')).toBe(612);
    expect(sum('collected')).toBeGreaterThan(100);
    expect(sum('due')).toBeGreaterThan(15);
    expect(sum('stale')).toBeGreaterThan(15);
    expect(sum('refused')).toBeGreaterThan(3);
    const yesterday = new Date(`${TODAY}T00:00:00+08:00`);
    const lately = await database.db
      .collection('employers')
      .countDocuments({ collectedAt: { $gte: new Date(yesterday.getTime() - 3 * 86_400_000) } });
    expect(lately).toBeGreaterThan(10);
  });
});

test('a district that is not the demo keeps the demo out', async () => {
  const own = await openTestDatabase();
  const house = { ...deps, db: own.db, grid: makeGridReader(), staff: makeStaffReader() };
  expect(await importWhole(house, gridRegister, join(FOLDER, 'grid.csv'), 'sys')).toMatchObject({ ok: true });
  expect(await mayHoldDemo(house)).toBe(false);
  await own.close();
});
