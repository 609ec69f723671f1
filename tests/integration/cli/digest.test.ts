import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { digest, type PreviewDeps } from '../../../src/cli/digest.js';
import { DIGEST_SETTINGS } from '../../../src/domain/digests/index.js';
import { dailyDigest } from '../../../src/jobs/daily-digest.js';
import { instantAt } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { makeLog } from '../../../src/lib/log.js';
import { DEFAULT_QUIET_HOURS } from '../../../src/lib/quiet-hours.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import { drawDistrict, fileEmployers } from '../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let test_: TestDatabase;
let deps: PreviewDeps;
let folder: string;
beforeAll(async () => {
  test_ = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'digest-'));
  const transactions = { db: test_.db, clock: () => instantAt('2026-11-24', '10:00'), newId };
  const grid = await drawDistrict(transactions, [{ name: '古荥镇', cells: ['纪公庙村', '古荥村'] }]);
  await fileEmployers(transactions, [
    { cell: 't1c1', listedOn: '2026-11-02', collectedOn: '2026-11-20' },
    { cell: 't1c1', listedOn: '2026-11-02' },
  ]);
  const fontFolder = fileURLToPath(new URL('../../../assets/fonts', import.meta.url));
  deps = { ...transactions, grid, calendar: makeCalendar([]), settings: DIGEST_SETTINGS, fontFolder };
});
afterAll(async () => {
  await test_.close();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await digest(deps, args, (line) => lines.push(line));
  return { code, lines };
}

describe('digest', () => {
  test('shows a digest that is reckoned now, sends and keeps nothing', async () => {
    const { code, lines } = await run('--unit', '纪公庙村');
    expect(code).toBe(0);
    expect(lines).toEqual([
      '（11月24日 周二，现算，没有发送）',
      '**纪公庙村 11月24日 周二**\n昨日没有采集\n累计 50%，1/2 户，还差 1 户',
    ]);
    expect(await test_.db.collection('digests').countDocuments()).toBe(0);
    expect(await test_.db.collection('outbox').countDocuments()).toBe(0);
  });

  test('shows the digest of a past day as it was sent, also when the numbers have changed', async () => {
    const sweep = dailyDigest({ ...deps, quietHours: DEFAULT_QUIET_HOURS, log: makeLog('silent') });
    await sweep.run(instantAt('2026-11-23', '08:30'), async () => {});
    await test_.db.collection('employers').updateMany({}, { $set: { status: 'deregistered' } });
    const sent = await run('--unit', '古荥镇', '--date', '2026-11-23');
    expect(sent.lines[0]).toBe('（11月23日 周一，08:30 已发送）');
    expect(sent.lines[1]).toContain('累计 50%，1/2 户');
    const fresh = await run('--unit', '古荥镇', '--date', '2026-11-23', '--fresh');
    expect(fresh.lines.join('\n')).toContain('还没有单位名单');
  });

  test('saves the picture; a unit of which nothing is known has none', async () => {
    const path = join(folder, 'town.png');
    const sent = ['--unit', '古荥镇', '--date', '2026-11-23', '--png', path];
    expect((await run(...sent)).lines.at(-1)).toBe(`图片存在 ${path}`);
    expect((await readFile(path)).subarray(1, 4).toString()).toBe('PNG');
    expect((await run('--unit', '古荥村', '--png', path)).lines.at(-1)).toBe('还没有数据，没有图片。');
  });

  test.each([
    [['--unit', '不存在村'], 1, '没有找到“不存在村”'],
    [['--unit', '古荥'], 1, '“古荥”有几处：古荥镇 410108100000、古荥村 41010810020100'],
    [['--unit', '古荥镇', '--date', '昨天'], 2, '“昨天”不是日期'],
    [[], 2, '看一个单位某天的日报'],
    [['--nonsense'], 2, '看一个单位某天的日报'],
    [['--help'], 0, '看一个单位某天的日报'],
  ])('%j: code %i', async (args, code, text) => {
    const said = await run(...args);
    expect([said.code, said.lines.join('\n')]).toEqual([code, expect.stringContaining(text)]);
  });
});
