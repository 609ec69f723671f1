import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { covers, type Scope } from '../../../schemas/scope.js';
import { defineCollection } from '../../../src/models/collection.js';
import { within } from '../../../src/models/scope.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const PLACES = defineCollection({
  name: 'test_places',
  schema: z.object({ _id: z.string(), gridPath: z.string(), kind: z.string() }),
  indexes: [{ keys: { gridPath: 1, kind: 1 } }],
});
// ids that are prefixes of one another must not be taken for one another
const paths = ['d', 'd1'].flatMap((d) => [
  `/${d}/`,
  ...['t', 't1', 't12'].flatMap((t) => [`/${d}/${t}/`, ...['v', 'v0', 'v1'].map((v) => `/${d}/${t}/${v}/`)]),
]);
const records = paths.flatMap((gridPath, i) => ['a', 'b'].map((kind) => ({ _id: `${i}${kind}`, gridPath, kind })));

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.collection(PLACES).insertMany(records as never[]);
});
afterAll(() => database.close());

const scopeOf = (prefixes: string[]): Scope => ({
  userid: 'x',
  staffId: 'x',
  prefixes,
  roles: [],
  certified: false,
  today: '2026-03-02',
});
const idsOf = async (filter: Record<string, unknown>) =>
  (await database.db.collection(PLACES).find(filter).toArray()).map((r) => String(r._id)).sort();

describe('a query within a scope', () => {
  test('returns exactly the matching records inside it, whatever else is asked', async () => {
    const path = fc.constantFrom(...paths);
    const leaf = fc.oneof(
      fc.record({ kind: fc.constantFrom('a', 'b') }),
      fc.record({ gridPath: path }),
      path.map((p) => ({ gridPath: { $gte: p } })),
      fc.constant({}),
    );
    const filter = fc.oneof(
      leaf,
      fc.array(leaf, { minLength: 1, maxLength: 3 }).map((any) => ({ $or: any })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 3 }), filter, async (prefixes, asked) => {
        const scope = scopeOf(prefixes);
        const inside = new Set(records.filter((r) => covers(scope, r.gridPath)).map((r) => r._id));
        const expected = (await idsOf(asked)).filter((id) => inside.has(id));
        expect(await idsOf(within(scope, asked))).toEqual(expected);
        expect(await idsOf({ ...within(scope), ...asked })).toEqual(expected);
      }),
      { seed: 20100726, numRuns: 150 },
    );
  });

  test('matches nothing without prefixes', async () => {
    expect(await idsOf(within(scopeOf([])))).toEqual([]);
  });

  test('uses an index that begins with the grid path', async () => {
    const plan = await database.db
      .collection(PLACES)
      .find(within(scopeOf(['/d/t/']), { kind: 'a' }))
      .explain('executionStats');
    expect(plan['executionStats']).toMatchObject({ nReturned: 4 });
    expect(plan['executionStats'].totalDocsExamined).toBeLessThanOrEqual(4);
  });

  test('refuses what is not a path', () => {
    expect(() => within(scopeOf(['/d/t']))).toThrow('not a grid path');
    expect(() => within(scopeOf(['']))).toThrow('not a grid path');
  });
});
