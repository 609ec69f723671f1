import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { steppingClock } from '../../../src/lib/clock.js';
import { countingIds } from '../../../src/lib/ids.js';
import { defineCollection, jsonSchemaOf } from '../../../src/models/collection.js';
import {
  ConflictError,
  inSnapshot,
  inTransaction,
  inTransactionToWrite,
  type TransactionDeps,
} from '../../../src/models/transaction.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const Thing = z.strictObject({
  _id: z.string(),
  name: z.string().min(2).max(5),
  count: z.number().int().min(0),
  at: z.date().optional(),
  tags: z.array(z.string().regex(/^[a-z]+$/)).optional(),
  kind: z.enum(['a', 'b']),
});
const THINGS = defineCollection({ name: 'things', schema: Thing, indexes: [{ keys: { name: 1 }, unique: true }] });

let test_: TestDatabase;
let deps: TransactionDeps;
beforeAll(async () => {
  test_ = await openTestDatabase();
  deps = { db: test_.db, clock: steppingClock('2026-01-05T08:00:00+08:00'), newId: countingIds() };
});
afterAll(() => test_.close());

const thing = (name: string, more: object = {}) => ({ _id: name, name, count: 1, kind: 'a', ...more });

describe('a transaction', () => {
  test('commits all of its writes or none', async () => {
    await inTransaction(deps, async (tx) => {
      tx.insert(THINGS, thing('one'));
      tx.update(THINGS, { _id: 'one' }, { $inc: { count: 4 } });
    });
    await expect(
      inTransaction(deps, async (tx) => {
        tx.insert(THINGS, thing('two'));
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await test_.db.collection(THINGS).find().toArray()).toEqual([{ ...thing('one'), count: 5 }]);
  });

  test('sees its own writes when it reads', async () => {
    const found = await inTransaction(deps, async (tx) => {
      tx.insert(THINGS, thing('own'));
      const { db, session } = await tx.reading(THINGS);
      return db.collection(THINGS).findOne({ _id: 'own' as never }, { session });
    });
    expect(found).toEqual(thing('own'));
  });

  test('names the taken key, and the guard that matched nothing', async () => {
    await inTransaction(deps, async (tx) => tx.insert(THINGS, thing('taken')));
    const taken = inTransaction(deps, async (tx) => tx.insert(THINGS, { ...thing('taken'), _id: 'other' }));
    await expect(taken).rejects.toMatchObject({ name: 'ConflictError', keys: ['name'] });
    const stale = inTransaction(deps, async (tx) =>
      tx.update(THINGS, { _id: 'taken', count: 99 }, { $set: { count: 2 } }),
    );
    await expect(stale).rejects.toBeInstanceOf(ConflictError);
  });

  test('counts right under contention: no increment is lost, and each body ran in a transaction of its own', async () => {
    await inTransaction(deps, async (tx) => tx.insert(THINGS, thing('cnt', { count: 0 })));
    await Promise.all(
      Array.from({ length: 12 }, () =>
        inTransaction(deps, async (tx) => tx.update(THINGS, { _id: 'cnt' }, { $inc: { count: 1 } })),
      ),
    );
    expect(await test_.db.collection(THINGS).findOne({ _id: 'cnt' as never })).toMatchObject({ count: 12 });
  });
});

describe('a snapshot', () => {
  test('shows what was committed before it and nothing that comes while it reads', async () => {
    await inTransaction(deps, async (tx) => tx.insert(THINGS, thing('old')));
    const counts = await inSnapshot(deps, async (tx) => {
      const { db, session } = await tx.reading(THINGS);
      const count = () => db.collection(THINGS).countDocuments({ name: { $in: ['old', 'new'] } }, { session });
      const before = await count();
      await inTransaction(deps, async (other) => other.insert(THINGS, thing('new')));
      return [before, await count()];
    });
    expect(counts).toEqual([1, 1]);
  });

  test('takes no writes', async () => {
    const writing = inSnapshot(deps, async (tx) => tx.insert(THINGS, thing('never')));
    await expect(writing).rejects.toThrow('cannot be written to');
  });
});

describe('work that mostly finds nothing to do', () => {
  const nothing = async (): Promise<void> => undefined;
  const add = (name: string, meet: (write: () => void) => Promise<void>) => {
    let runs = 0;
    return inTransactionToWrite(deps, async (tx) => {
      runs++;
      await meet(() => tx.insert(THINGS, thing(name)));
      return runs;
    });
  };
  const isThere = async (name: string) => (await test_.db.collection(THINGS).countDocuments({ name })) === 1;

  test('runs once when it writes nothing', async () => {
    expect(await add('none', nothing)).toBe(1);
    expect(await isThere('none')).toBe(false);
  });

  test('is done again to write, also when it catches everything', async () => {
    expect(await add('w1', async (write) => write())).toBe(2);
    const quiet = async (write: () => void) => {
      try {
        write();
      } catch {
        // as careless code does
      }
    };
    expect(await add('w2', quiet)).toBe(2);
    expect([await isThere('w1'), await isThere('w2')]).toEqual([true, true]);
  });

  test('fails with its own errors', async () => {
    await expect(add('w3', () => Promise.reject(new Error('of its own')))).rejects.toThrow('of its own');
    await expect(add('w1', async (write) => write())).rejects.toBeInstanceOf(ConflictError);
  });
});

describe('the validator made from the zod schema', () => {
  test.each([
    ['an unknown key', { extra: 1 }],
    ['a wrong enum value', { kind: 'c' }],
    ['a text for a number', { count: '1' }],
    ['half a thing', { count: 1.5 }],
    ['a negative count', { count: -1 }],
    ['a date as text', { at: '2026-01-01' }],
    ['a bad item', { tags: ['UPPER'] }],
    ['a long name', { name: 'toolong' }],
  ])('refuses %s, whoever writes', async (_what, change) => {
    await expect(
      test_.db.collection<{ _id: string }>(THINGS).insertOne({ ...thing('bad'), ...change }),
    ).rejects.toMatchObject({ code: 121 });
  });

  test('accepts what the schema accepts', async () => {
    await test_.db.collection<{ _id: string }>(THINGS).insertOne(thing('good', { at: new Date(0), tags: ['x'] }));
    expect(jsonSchemaOf(Thing)).toMatchObject({ bsonType: 'object', additionalProperties: false });
  });
});
