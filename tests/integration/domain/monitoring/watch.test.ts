import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Alert } from '../../../../schemas/alert.js';
import type { StoredEmployer, StoredLabourUse } from '../../../../schemas/stored-employer.js';
import { DIGEST_SETTINGS, digestFacts } from '../../../../src/domain/digests/index.js';
import {
  creditProposal,
  decideAlert,
  decideGrade,
  gradeInFile,
  loadMonitoringRules,
  openAlerts,
} from '../../../../src/domain/monitoring/index.js';
import { reportTask } from '../../../../src/domain/tasks/index.js';
import { watchEmployers } from '../../../../src/jobs/watch-employers.js';
import { findLabourUseOf, saveLabourUse } from '../../../../src/models/labour-use.js';
import { gradeInFileText } from '../../../../src/texts/monitoring.js';
import { fileEmployers } from '../../../support/district-data.js';
import { openTestDatabase, type TestDatabase } from '../../../support/mongo.js';
import { openTaskHouse, type TaskHouse } from '../../../support/task-house.js';

const monitoring = loadMonitoringRules(join(import.meta.dirname, '../../../../config/monitoring.yaml'));
let test_: TestDatabase;
let house: TaskHouse;

beforeAll(async () => {
  test_ = await openTestDatabase();
  house = await openTaskHouse(test_, { day: '2010-11-22' });
  await house.hire(
    ['boss', 'squadron_leader', 't1'],
    ['co', 'co_inspector', 't1c1'],
    ['far', 'squadron_leader', 't2'],
    ['chief', 'brigade_leader', 'd'],
  );
  await fileEmployers(house.deps, [
    { cell: 't1c1', listedOn: '2010-11-22', collectedOn: '2010-11-22' },
    { cell: 't1c2', listedOn: '2010-11-22', collectedOn: '2010-11-22' },
  ]);
});
afterAll(() => test_.close());

/** New numbers of employer `e0`, as a visit would bring them. */
async function visit(day: string, more: Partial<StoredLabourUse>): Promise<void> {
  house.at(day, '15:00');
  const numbers = { total: 20, labourRelation: 20, shouldSign: 20, signed: 20, pension: 20 };
  await house.run(async ({ tx }) => {
    const row = { _id: `r${day}`, version: 1, employerId: 'e0', cellId: 't1c1', gridPath: '/d/t1/t1c1/', asOf: day };
    const by = { source: 'visit' as const, collectedBy: 'co', collectedAt: tx.now, confirmed: [] };
    const before = await findLabourUseOf(tx, 'e0', day);
    saveLabourUse(tx, before, { ...row, ...numbers, ...by, createdAt: tx.now, updatedAt: tx.now, ...more });
  });
  const seen = { collectedAt: house.now, updatedAt: house.now };
  await test_.db.collection<StoredEmployer>('employers').updateOne({ _id: 'e0' }, { $set: seen });
}
const watch = async (day: string, time = '15:10') => {
  house.at(day, time);
  await watchEmployers({ ...house.sweep, monitoring }).run(house.now, async () => {});
  return (await test_.db.collection<Alert>('alerts').find().toArray()).map(({ _id, level, round }) => [
    _id,
    level,
    round,
  ]);
};

test('an alert rises with a task for the cell, falls by new data only, and rises again with a new task', async () => {
  expect(await watch('2010-11-22')).toEqual([]);
  await visit('2010-11-23', { signed: 9 });
  expect(await watch('2010-11-23')).toEqual([['e0', 'red', 1]]);
  expect(await watch('2010-11-23', '15:20')).toEqual([['e0', 'red', 1]]);
  const tasks = await house.tasks({ 'source.kind': 'alert' });
  expect(tasks.sort((a, b) => (a.key < b.key ? -1 : 1))).toMatchObject([
    { key: 'alert:e0:1', nodeId: 't1c1', dueOn: '2010-11-26', groupTitle: '核查红色预警单位' },
    { key: 'alert:e0:1:decide', nodeId: 't1', dueOn: '2010-11-24', role: 'squadron_leader' },
  ]);
  expect(await watch('2010-11-24', '02:40')).toEqual([['e0', 'red', 1]]);
  await visit('2010-11-24', { signed: 17 });
  expect(await watch('2010-11-24')).toEqual([['e0', 'yellow', 1]]);
  await visit('2010-11-25', { under16: 1 });
  expect(await watch('2010-11-25')).toEqual([['e0', 'red', 2]]);
  // what was set before is called off: the decision by the fall, the check by the new one
  expect((await house.tasks({ 'source.kind': 'alert' })).map(({ key, state }) => `${key} ${state}`).sort()).toEqual([
    'alert:e0:1 cancelled',
    'alert:e0:1:decide cancelled',
    'alert:e0:2 open',
    'alert:e0:2:decide open',
  ]);
  // other numbers at the same level are told, and make no new round
  await visit('2010-11-26', { under16: 2 });
  expect(await watch('2010-11-26')).toEqual([['e0', 'red', 2]]);
  const [alert] = await test_.db.collection<Alert>('alerts').find().toArray();
  expect(alert?.findings).toMatchObject([{ measure: 'under16', value: 2 }]);
});

test('groups hear the numbers and the cell, never the name; a past day stays as it was', async () => {
  const facts = async (day: string) =>
    (
      await house.run((deps, scope) =>
        digestFacts({ ...deps, settings: DIGEST_SETTINGS }, { ...scope, today: day }, day),
      )
    ).at(-1)?.facts.blocks.alerts;
  expect(await facts('2010-11-26')).toEqual({
    red: 1,
    orange: 0,
    yellow: 0,
    newRed: 1,
    undecided: 1,
    cells: [{ name: '纪公庙村', red: 1, orange: 0 }],
  });
  expect(await facts('2010-11-25')).toMatchObject({ red: 0, yellow: 1 });
  expect(await facts('2010-11-23')).toBeUndefined();
});

test('a person decides within his area; the level stays', async () => {
  const decision = { verdict: 'handle' as const, note: '立案' };
  await expect(house.as('co', (deps, scope) => decideAlert(deps, scope, 'e0', decision))).rejects.toMatchObject({
    code: 'not_allowed',
  });
  await expect(house.as('far', (deps, scope) => decideAlert(deps, scope, 'e0', decision))).rejects.toMatchObject({
    code: 'employer_not_found',
  });
  expect(await house.as('far', ({ tx }, scope) => openAlerts(tx, scope))).toEqual([]);
  const [open] = await house.tasks({ key: 'alert:e0:2:decide' });
  // a report alone would finish it without anybody having decided
  await expect(
    house.as('boss', (deps, scope) => reportTask(deps, scope, open?._id ?? '', { note: '看过了' })),
  ).rejects.toMatchObject({ code: 'task_refused', facts: { why: 'elsewhere', way: '用工预警' } });
  const after = await house.as('boss', (deps, scope) => decideAlert(deps, scope, 'e0', decision));
  expect([after.level, after.history.at(-1)?.decided]).toEqual(['red', true]);
  const [task] = await house.tasks({ key: 'alert:e0:2:decide' });
  expect([task?.state, task?.reports[0]?.evidence.note]).toEqual(['done', '立案']);
});

test('the credit grade is proposed with its rule and decided by a person', async () => {
  const given = { year: 2010, decided: 'B' as const, note: '已改正' };
  const refused = (userid: string, more: object = {}) =>
    expect(house.as(userid, ({ tx }, scope) => decideGrade(tx, scope, 'e0', { ...given, ...more }))).rejects;
  // the county grades; the town sees what is proposed
  await refused('boss').toMatchObject({ code: 'not_allowed' });
  await refused('chief', { note: '' }).toMatchObject({ code: 'invalid_record', facts: { field: 'note' } });
  const kept = await house.as('chief', ({ tx }, scope) => decideGrade(tx, scope, 'e0', given));
  expect(kept).toMatchObject({ proposed: 'C', rule: 'child_labour', decided: 'B', by: 'chief', _id: 'e0:2010' });
  expect(await house.as('boss', ({ tx }, scope) => creditProposal(tx, scope, 'e0', 2010))).toMatchObject({
    kept: { decided: 'B', note: '已改正' },
    mayDecide: false,
  });
  expect(gradeInFileText(await house.run(({ tx }) => gradeInFile(tx, 'e0')))).toBe('2010 年度诚信等级 B 级。');
  expect(gradeInFileText(await house.run(({ tx }) => gradeInFile(tx, 'e1')))).toBe('');
});

test('new data that leaves nothing to look after finishes the check of the cell', async () => {
  await visit('2011-01-10', { under16: 0 });
  // the decided grade alone keeps it yellow, for as long as it stands
  expect((await watch('2011-01-10'))[0]).toEqual(['e0', 'yellow', 2]);
  expect((await house.tasks({ key: 'alert:e0:2' }))[0]?.state).toBe('open');
  await test_.db.collection('credit_grades').deleteMany({});
  await visit('2011-01-11', { under16: 0 });
  expect((await watch('2011-01-11'))[0]).toEqual(['e0', 'none', 2]);
  expect((await house.tasks({ key: 'alert:e0:2' }))[0]).toMatchObject({ state: 'done', doneAt: house.now });
});
