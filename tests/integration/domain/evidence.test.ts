import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { evidenceCommand } from '../../../src/cli/evidence.js';
import { loadAssessmentRules } from '../../../src/domain/assessment/index.js';
import { addRecord } from '../../../src/domain/plans/index.js';
import { instantAt } from '../../../src/lib/day.js';
import { saveFiles } from '../../../src/models/file.js';
import { insertTask } from '../../../src/models/task.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { openTaskHouse, type TaskHouse } from '../../support/task-house.js';
import { aTask } from '../../support/tasks.js';

const root = join(import.meta.dirname, '../../..');
let test_: TestDatabase;
let house: TaskHouse;
let folder: string;

beforeAll(async () => {
  test_ = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  house = await openTaskHouse(test_, { day: '2010-08-31' });
  await house.hire(['co1', 'co_inspector', 't1c1']);
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]);
  const file = { bytes, name: 'a', contentType: 'image/jpeg', kind: 'photo' as const };
  const [photo = ''] = await saveFiles(test_.db, house.now, [file]);
  await house.run(async (deps, scope) => {
    const put = (nodeId: string, data: Parameters<typeof addRecord>[2]['data']) =>
      addRecord(deps, scope, { nodeId, on: '2010-08-20', data });
    await put('t1c1', { kind: 'wall_chart', chart: 'diagram', photo });
    await put('t1c1', { kind: 'wall_chart', chart: 'duties', photo: 'lost' });
    await put('t1', { kind: 'funding', item: '设备', plannedFen: 100_000, receivedFen: 75_000 });
    await put('t1c1', { kind: 'problem', category: 'staff', description: '台账里的事' });
    const place = { nodeId: 't1', gridPath: '/d/t1/', aboutId: 't1', aboutPath: '/d/t1/', dueOn: '2010-08-10' };
    const note = '经办人 13800138000 <b>已挂牌</b>';
    const evidence = { documentNo: '古荥〔2010〕3号', on: '2010-08-09', photos: [photo], note };
    const done = { state: 'done' as const, doneAt: instantAt('2010-08-11', '10:00') };
    const reports = [{ by: 'x', at: instantAt('2010-08-09', '10:00'), evidence }];
    insertTask(
      deps.tx,
      aTask({ ...place, ...done, reports, _id: 'a', key: 'a', kind: 'milestone', title: '设立中队' }),
    );
  });
});
afterAll(async () => {
  await test_.close();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]) {
  const lines: string[] = [];
  const assessment = loadAssessmentRules(join(root, 'config/assessment.yaml'));
  const fontFolder = join(root, 'assets/fonts');
  const deps = { ...house.deps, ...house, db: test_.db, clock: () => house.now, assessment, fontFolder };
  return { code: await evidenceCommand(deps, args, (line) => lines.push(line)), text: lines.join('\n') };
}

test('an archive holds the page, the sheet and each photo once; nobody’s number is in it', async () => {
  const out = join(folder, '古荥镇.zip');
  const made = await run('pack', '--unit', '古荥镇', '--out', out);
  expect(made).toEqual({ code: 0, text: `已写入 ${out}：3 个单位，照片 1 张，1 张没有取到。` });
  const files = unzipSync(await readFile(out));
  expect(Object.keys(files).sort()).toEqual(['照片/001.jpg', '目录.html', '考核表.pdf']);
  expect(files['照片/001.jpg']).toEqual(new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]));
  const page = strFromU8(files['目录.html']!);
  for (const shown of [
    '古荥〔2010〕3号',
    '2010年8月11日',
    '到位 750元/1,000元',
    '协管员：co1样例',
    '（照片没有取到）',
    '照片/001.jpg',
  ])
    expect(page).toContain(shown);
  for (const kept of ['13800138000', '<b>已挂牌', '台账里的事', '花园口']) expect(page).not.toContain(kept);
  expect(strFromU8(files['考核表.pdf']!.subarray(0, 4))).toBe('%PDF');
  expect((await run('pack', '--unit', '古荥镇', '--out', out)).code).toBe(1);
  expect(await readdir(folder)).toEqual(['古荥镇.zip']);
});

test('the same as a folder; unknown units and options are told', async () => {
  const out = join(folder, 'village');
  expect((await run('pack', '--unit', '纪公庙村', '--out', out)).code).toBe(0);
  expect((await readdir(out)).sort()).toEqual(['照片', '目录.html', '考核表.pdf']);
  expect((await run('pack', '--unit', '没有', '--out', join(folder, 'x'))).code).toBe(1);
  expect((await run('pack', '--unit', '古荥镇')).code).toBe(2);
});
