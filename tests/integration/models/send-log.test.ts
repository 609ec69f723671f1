import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { takePermit } from '../../../src/models/send-log.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const START = Date.parse('2010-07-20T08:00:00+08:00');
const at = (seconds: number) => new Date(START + seconds * 1000);

let base: TestDatabase;
beforeAll(async () => {
  base = await openTestDatabase();
});
afterAll(() => base.close());

test('forty at once from several sides against a limit of twenty: exactly twenty', async () => {
  const limits = [{ max: 20, windowMs: 60_000 }];
  const permits = await Promise.all(Array.from({ length: 40 }, () => takePermit(base.db, 'group:a', limits, at(0))));
  expect(permits.filter((permit) => permit === null).length).toBe(20);
  expect(permits.find((permit) => permit !== null)).toEqual(at(60));
});

test('the longer of two windows decides, and lanes do not count for each other', async () => {
  const limits = [
    { max: 2, windowMs: 60_000 },
    { max: 3, windowMs: 3_600_000 },
  ];
  const take = (seconds: number, lane = 'member:li') => takePermit(base.db, lane, limits, at(seconds));
  expect([await take(0), await take(10), await take(20)]).toEqual([null, null, at(60)]);
  expect([await take(60), await take(61), await take(71)]).toEqual([null, at(3600), at(3600)]);
  expect(await take(71, 'member:wang')).toBeNull();
  expect([await take(3600), await take(3601)]).toEqual([null, at(3610)]);
});

test('a clock that is set back is not blocked by what lies ahead', async () => {
  const limits = [{ max: 1, windowMs: 60_000 }];
  expect(await takePermit(base.db, 'member:back', limits, at(100_000))).toBeNull();
  expect(await takePermit(base.db, 'member:back', limits, at(0))).toBeNull();
  expect(await takePermit(base.db, 'member:back', limits, at(1))).toEqual(at(60));
});

test('without limits nothing is written', async () => {
  expect(await takePermit(base.db, 'customer:x', [], at(0))).toBeNull();
  expect(await base.db.collection('send_log').countDocuments({ _id: 'customer:x' as never })).toBe(0);
});

test('no window of a minute ever holds more than the limit, and the promised instant is kept', async () => {
  let lane = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 25 }), async (gaps) => {
      const name = `member:p${lane++}`;
      const limits = [{ max: 3, windowMs: 60_000 }];
      const granted: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const free = await takePermit(base.db, name, limits, at(now));
        const inWindow = granted.filter((t) => t > now - 60);
        if (free === null) granted.push(now);
        else expect(free).toEqual(at((inWindow.at(-3) ?? 0) + 60));
        expect(free === null).toBe(inWindow.length < 3);
      }
    }),
    { seed: 9, numRuns: 25 },
  );
});
