import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeLog } from '../../src/lib/log.js';
import { countsOf } from '../../src/replay/counts.js';
import { REPLAY_TOWNS } from '../../src/replay/district.js';
import { transcriptOf } from '../../src/replay/report.js';
import { type Replayed, replay } from '../../src/replay/run.js';
import { foldersIn } from '../../src/wire.js';
import { openTestDatabase, type TestDatabase } from '../support/mongo.js';

const root = join(import.meta.dirname, '../..');
const GOLDEN = join(root, 'tests/fixtures/replay.txt');

let test_: TestDatabase;
let result: Replayed;
beforeAll(async () => {
  test_ = await openTestDatabase();
  const [fast, , late] = REPLAY_TOWNS;
  const towns = [fast, late].map((town) => ({ ...town!, cells: town!.cells.slice(0, 1) }));
  result = await replay({
    connection: test_.connection,
    folders: { ...foldersIn(root), fonts: '' },
    plan: 'huiji-2010',
    planOn: '2010-07-26',
    from: '2010-07-23',
    to: '2010-08-24',
    towns,
    log: makeLog('silent'),
  });
}, 300_000);
afterAll(() => test_.close());

/** `UPDATE_REPLAY=1` writes what is played: read every line as a person would. */
test('every group hears what it heard before, word for word', async () => {
  const text = transcriptOf(result);
  if (process.env['UPDATE_REPLAY'] === '1') await writeFile(GOLDEN, text);
  expect(text).toBe(await readFile(GOLDEN, 'utf8'));
});

test('a group is told three times a day at the median and six times at most', () => {
  const { median, most } = countsOf(result.messages);
  expect(median).toBeLessThanOrEqual(3);
  expect(most).toBeLessThanOrEqual(6);
});
