import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Task } from '../../../../schemas/task.js';
import { acknowledge, addRecord, completeRecord, listRecords, textsFor } from '../../../../src/domain/plans/index.js';
import {
  acceptTask,
  approveExtension,
  askExtension,
  assignTask,
  cancelTask,
  confirmBatch,
  createTask,
  handOver,
  instantiatePlan,
  muteTask,
  myTasks,
  openTask,
  proposeBatch,
  refuseExtension,
  repeatTasks,
  reportTask,
  returnTask,
  snoozeTask,
  superviseTask,
  tasksOfArea,
  undoBatch,
} from '../../../../src/domain/tasks/index.js';
import { openTestDatabase, type TestDatabase } from '../../../support/mongo.js';
import { openTaskHouse, planOf, type TaskHouse } from '../../../support/task-house.js';

let database: TestDatabase;
let house: TaskHouse;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = await openTaskHouse(database);
  await house.hire(
    ['co', 'co_inspector', 't1c1'],
    ['head', 'grid_head', 't1c1'],
    ['sl', 'squadron_leader', 't1'],
    ['sl2', 'squadron_leader', 't2'],
    ['bl', 'brigade_leader', 'd'],
    ['op', 'command_centre_operator', 'd'],
    ['boss', 'leader', 'd'],
  );
  const plan = planOf({
    milestones: [
      { id: 'first', title: '先办', due: '2010-08-10', evidence: ['note'] },
      { id: 'station', title: '服务站', due: '2010-08-20', evidence: ['document', 'photo'], after: ['first'] },
      { id: 'own', title: '区里自己的', due: '2010-08-20', for: ['district'] },
      { id: 'free', title: '自报', due: '2010-08-20', accept: 'none' },
      { id: 'room', title: '用房', due: '2010-08-20', evidence: ['note'], check: { name: 'premises' } },
    ],
  });
  house.plans = new Map([[plan.plan, plan]]);
  await house.run((deps, scope) => instantiatePlan(deps, scope, { plan: 'test-plan', districtId: 'd' }));
});

const find = async (item: string, aboutId = 't1c1') => {
  const [task] = await house.tasks({ 'plan.item': item, aboutId });
  if (task === undefined) throw new Error(`no ${item} of ${aboutId}`);
  return task;
};
const idOf = async (item: string, aboutId?: string) => (await find(item, aboutId))._id;
const evidence = { documentNo: '惠服〔2010〕1号', photos: ['f1'] };
const report = async (userid: string, item: string, given: object = { note: '已办' }) => {
  const id = await idOf(item, item === 'own' ? 'd' : 't1c1');
  return house.as(userid, (deps, scope) => reportTask(deps, scope, id, given));
};
const accept = async (userid: string, item: string) => {
  const id = await idOf(item, item === 'own' ? 'd' : 't1c1');
  return house.as(userid, (deps, scope) => acceptTask(deps, scope, id));
};

describe('handing in and accepting', () => {
  test('goes from the village to the town, which accepts or gives back with a reason', async () => {
    const { task, notices } = await report('co', 'first');
    expect(task.state).toBe('reported');
    expect(notices).toEqual([expect.objectContaining({ kind: 'reported', to: ['sl'], unit: '纪公庙村' })]);
    const returned = await house.as('sl', (deps, scope) => returnTask(deps, scope, task._id, '照片看不清'));
    expect(returned.task).toMatchObject({ state: 'returned', returnedFor: '照片看不清' });
    expect(returned.task.reportedAt).toBeUndefined();
    expect(returned.notices).toEqual([expect.objectContaining({ kind: 'returned', to: ['co'], note: '照片看不清' })]);
    await report('co', 'first', { note: '重拍了' });
    const { task: done, notices: told } = await accept('sl', 'first');
    expect(done).toMatchObject({ state: 'done', reports: [{ by: 'co' }, { by: 'co', evidence: { note: '重拍了' } }] });
    expect(told).toEqual([expect.objectContaining({ kind: 'accepted', to: ['co'] })]);
  });

  test('asks for the evidence the plan names', async () => {
    await expect(report('co', 'station', { note: '好了' })).rejects.toMatchObject({
      facts: { why: 'evidence', missing: 'document,photo' },
    });
    await expect(report('co', 'station', { ...evidence, on: '2010-07-27' })).rejects.toThrow('invalid_record');
    await expect(report('co', 'station', { ...evidence, strange: 1 })).rejects.toThrow('invalid_record');
  });

  test('is not finished before what must come first, and may be handed in before', async () => {
    await report('co', 'station', evidence);
    await expect(accept('sl', 'station')).rejects.toMatchObject({ facts: { why: 'waits', title: '先办' } });
    await report('co', 'first');
    await accept('sl', 'first');
    expect((await accept('sl', 'station')).task.state).toBe('done');
  });

  test('needs another person than who handed in; the district accepts its own', async () => {
    await report('op', 'own');
    await expect(accept('op', 'own')).rejects.toMatchObject({ facts: { why: 'own_report' } });
    expect((await accept('bl', 'own')).task.state).toBe('done');
  });

  test('is for those of the line only', async () => {
    await expect(report('sl2', 'first')).rejects.toThrow('task_not_found');
    await report('co', 'first');
    await expect(accept('co', 'first')).rejects.toThrow('not_allowed');
    await expect(accept('head', 'first')).rejects.toThrow('not_allowed');
    await expect(accept('boss', 'first')).resolves.toMatchObject({ task: { state: 'done' } });
  });

  test('may need nobody', async () => {
    expect((await report('co', 'free')).task.state).toBe('done');
  });

  test('is refused while data says otherwise, with what is there', async () => {
    await expect(report('co', 'room')).rejects.toMatchObject({ facts: { why: 'check', have: 0, need: 1 } });
    await house.as('co', (deps, scope) =>
      addRecord(deps, scope, { nodeId: 't1c1', on: '2010-07-26', data: { kind: 'premises', areaSqm: 18 } }),
    );
    expect((await report('co', 'room')).task.state).toBe('reported');
  });

  test('happens once: what is done cannot be handed in or accepted again', async () => {
    await report('co', 'free');
    await expect(report('co', 'free')).rejects.toMatchObject({ facts: { why: 'state', state: 'done' } });
    await expect(accept('sl', 'free')).rejects.toMatchObject({ facts: { why: 'state' } });
  });

  test('two who decide at the same moment: one does', async () => {
    await report('co', 'first');
    const id = await idOf('first');
    const both = await Promise.allSettled([
      house.as('sl', (deps, scope) => acceptTask(deps, scope, id)),
      house.as('boss', (deps, scope) => returnTask(deps, scope, id, '不行')),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await find('first')).history).toHaveLength(3);
  });
});

describe('a later day', () => {
  const ask = async (userid: string, to: string) => {
    const id = await idOf('first');
    return house.as(userid, (deps, scope) => askExtension(deps, scope, id, { to, reason: '房屋装修' }));
  };

  test('is asked for by the body and given by the level above', async () => {
    const { task, notices } = await ask('co', '2010-08-31');
    expect(task).toMatchObject({ state: 'open', dueOn: '2010-08-10', extension: { to: '2010-08-31', by: 'co' } });
    expect(notices).toEqual([expect.objectContaining({ kind: 'extension_asked', to: ['sl'], note: '房屋装修' })]);
    const { task: later, notices: told } = await house.as('sl', (deps, scope) =>
      approveExtension(deps, scope, task._id),
    );
    expect(later).toMatchObject({ state: 'extended', dueOn: '2010-08-31', due: { kind: 'fixed' } });
    expect(later.extension).toBeUndefined();
    expect(told).toEqual([expect.objectContaining({ kind: 'extended', to: ['co'], dueOn: '2010-08-31' })]);
    // the plan does not take it back
    await house.run((deps, scope) => instantiatePlan(deps, scope, { plan: 'test-plan', districtId: 'd' }));
    expect((await find('first')).dueOn).toBe('2010-08-31');
  });

  test('may be refused, and is given at once by whoever directs the work', async () => {
    const { task } = await ask('co', '2010-08-31');
    const { task: same, notices } = await house.as('sl', (deps, scope) =>
      refuseExtension(deps, scope, task._id, '不能再拖'),
    );
    expect(same).toMatchObject({ state: 'open', dueOn: '2010-08-10' });
    expect(notices).toEqual([expect.objectContaining({ kind: 'extension_refused', to: ['co'] })]);
    expect((await ask('sl', '2010-09-10')).task).toMatchObject({ state: 'extended', dueOn: '2010-09-10' });
  });

  test.each(['2010-08-10', '2010-07-26', '2011-07-27'])('%s is refused', async (to) => {
    await expect(ask('co', to)).rejects.toMatchObject({ facts: { why: 'due' } });
  });

  test('cannot be approved when nobody asked', async () => {
    const id = await idOf('first');
    await expect(house.as('sl', (deps, scope) => approveExtension(deps, scope, id))).rejects.toMatchObject({
      facts: { why: 'no_extension' },
    });
  });
});

describe('people', () => {
  test('the named person answers for a task, and when he leaves whoever serves there takes it over', async () => {
    const id = await idOf('first');
    await house.hire(['temp', 'co_inspector', 't1c1', '2010-07-31']);
    const temp = (await house.run(async (deps) => (await deps.staff(deps.tx)).personByUserid('temp')?._id)) ?? '';
    const { notices } = await house.as('sl', (deps, scope) => assignTask(deps, scope, id, temp));
    expect(notices).toEqual([expect.objectContaining({ kind: 'assigned', to: ['temp'] })]);
    expect((await house.as('temp', myTasks)).mine.map(({ task }) => task._id)).toContain(id);
    expect(await house.run(handOver)).toEqual([]);
    house.at('2010-08-01');
    expect(await house.run(handOver)).toEqual([
      expect.objectContaining({ kind: 'handed_over', taskId: id, to: ['co'] }),
    ]);
    expect(await house.run(handOver)).toEqual([]);
    const task = await find('first');
    expect(task.assigneeId).toBeUndefined();
    expect(task.history.at(-1)).toMatchObject({ event: 'handed_over', by: 'sys', note: temp });
  });

  test('somebody of another town cannot be named', async () => {
    const id = await idOf('first');
    const other = (await house.run(async (deps) => (await deps.staff(deps.tx)).personByUserid('sl2')?._id)) ?? '';
    await expect(house.as('sl', (deps, scope) => assignTask(deps, scope, id, other))).rejects.toMatchObject({
      facts: { why: 'person' },
    });
  });

  test('see their own work, that of their body, and what waits for them', async () => {
    await report('co', 'first');
    await house.as('co', async (deps, scope) =>
      askExtension(deps, scope, await idOf('free'), { to: '2010-09-20', reason: '忙' }),
    );
    const co = await house.as('co', myTasks);
    expect(co.mine.map(({ task }) => task.title).sort()).toEqual(['用房', '自报'].sort());
    expect(co.ours).toEqual([]);
    expect((await house.as('head', myTasks)).ours).toHaveLength(2);
    const sl = await house.as('sl', myTasks);
    expect([
      sl.mine.length,
      sl.toAccept.map(({ unit, task }) => `${unit} ${task.title}`),
      sl.toExtend.map(({ task }) => task.title),
    ]).toEqual([0, ['纪公庙村 先办'], ['自报']]);
    expect((await house.as('sl2', myTasks)).toAccept).toEqual([]);
    expect((await house.as('bl', myTasks)).mine.map(({ task }) => task.title)).toEqual(['区里自己的']);
    expect(await house.as('boss', async (deps, scope) => (await tasksOfArea(deps, scope)).length)).toBe(13);
    expect(await house.as('boss', async (deps, scope) => (await tasksOfArea(deps, scope, 't1')).length)).toBe(6);
    await expect(
      house.as('sl2', async (deps, scope) => openTask(deps, scope, await idOf('first'))),
    ).rejects.toMatchObject({
      code: 'task_not_found',
    });
  });
});

describe('work set for many bodies', () => {
  const villages = ['t1c1', 't1c2', 't2c1', 't2c2'];
  const propose = (userid = 'boss', nodeIds = villages, dueOn = '2010-08-10') =>
    house.as(userid, (deps, scope) => proposeBatch(deps, scope, { title: '整理台账', dueOn, nodeIds }));
  const confirm = (batchId: string, count: number, userid = 'boss') =>
    house.as(userid, (deps, scope) => confirmBatch(deps, scope, batchId, count));
  const batchTasks = () => house.tasks({ kind: 'assigned' });

  test('is set when the number of bodies is repeated, once', async () => {
    const { batchId, count, units } = await propose('boss', [...villages, 't1c1']);
    expect([count, units.length]).toEqual([4, 4]);
    expect(await batchTasks()).toEqual([]);
    await expect(confirm(batchId, 160)).rejects.toMatchObject({ facts: { why: 'batch_count', count: 4 } });
    await expect(confirm(batchId, 4, 'bl')).rejects.toMatchObject({ facts: { why: 'batch_gone' } });
    const { tasks, undoUntil } = await confirm(batchId, 4);
    expect(tasks).toHaveLength(4);
    expect(undoUntil).toEqual(new Date('2010-07-26T09:10:00+08:00'));
    await expect(confirm(batchId, 4)).rejects.toMatchObject({ facts: { why: 'batch_gone' } });
    expect(await batchTasks()).toHaveLength(4);
  });

  test('can be undone for ten minutes', async () => {
    const { batchId } = await propose();
    await confirm(batchId, 4);
    house.at('2010-07-26', '09:09');
    const { undone } = await house.as('boss', (deps, scope) => undoBatch(deps, scope));
    expect(undone).toBe(4);
    expect((await batchTasks()).map(({ state }) => state)).toEqual(Array(4).fill('cancelled'));
    await expect(house.as('boss', (deps, scope) => undoBatch(deps, scope))).rejects.toMatchObject({
      facts: { why: 'batch_gone' },
    });
  });

  test('cannot be undone later, nor confirmed after as long', async () => {
    const { batchId } = await propose();
    await confirm(batchId, 4);
    const late = await propose();
    house.at('2010-07-26', '09:11');
    await expect(house.as('boss', (deps, scope) => undoBatch(deps, scope, batchId))).rejects.toMatchObject({
      facts: { why: 'batch_late' },
    });
    await expect(confirm(late.batchId, 4)).rejects.toMatchObject({ facts: { why: 'batch_gone' } });
  });

  test('is for bodies of the own area, by days to come', async () => {
    await expect(propose('sl', villages)).rejects.toThrow('not_allowed');
    await expect(propose('co', ['t1c1'])).rejects.toThrow('not_allowed');
    expect((await propose('sl', ['t1c1', 't1c2'])).count).toBe(2);
    await expect(propose('boss', villages, '2010-07-25')).rejects.toMatchObject({ facts: { why: 'due' } });
  });

  test('comes again in the next span when it is to be repeated, until the last is called off', async () => {
    const { batchId } = await house.as('boss', (deps, scope) =>
      proposeBatch(deps, scope, {
        title: '月报',
        dueOn: '2010-07-30',
        nodeIds: ['t1', 't2'],
        repeat: { every: 'month', workday: -1 },
      }),
    );
    await confirm(batchId, 2);
    expect(await house.run(repeatTasks)).toBe(0);
    house.at('2010-08-02');
    expect(await house.run(repeatTasks)).toBe(2);
    expect(await house.run(repeatTasks)).toBe(0);
    const last = await house.tasks({ nodeId: 't1', title: '月报', dueOn: '2010-08-31' });
    expect(last).toHaveLength(1);
    await house.as('boss', (deps, scope) => cancelTask(deps, scope, last[0]?._id ?? '', '不用了'));
    house.at('2010-09-01');
    expect(await house.run(repeatTasks)).toBe(1); // t2 goes on
  });
});

describe('follow-up, supervision, quiet', () => {
  const followUp = {
    key: 'alert:1',
    kind: 'follow_up',
    title: '核实欠薪预警',
    source: { kind: 'alert', id: 'a1' },
    nodeId: 't1c1',
    due: { workdays: 3 },
  } as const;

  test('work that a part of the program sets is set once by its key', async () => {
    const set = () => house.run((deps, scope) => createTask(deps, scope, followUp));
    expect(await set()).toMatchObject({ created: true, task: { dueOn: '2010-07-29', state: 'open' } });
    expect((await set()).created).toBe(false);
    expect(await house.tasks({ key: 'alert:1' })).toHaveLength(1);
  });

  test('a superior follows a task up with a date of his own', async () => {
    const id = await idOf('first');
    const { task } = await house.as('boss', (deps, scope) => superviseTask(deps, scope, id, { dueOn: '2010-07-28' }));
    expect(task).toMatchObject({
      kind: 'supervise',
      priority: 'high',
      nodeId: 't1c1',
      source: { kind: 'supervision', id },
    });
    await house.as('boss', (deps, scope) => superviseTask(deps, scope, id, { dueOn: '2010-08-28' }));
    expect(await house.tasks({ kind: 'supervise' })).toHaveLength(2);
    await expect(
      house.as('co', (deps, scope) => superviseTask(deps, scope, id, { dueOn: '2010-07-28' })),
    ).rejects.toThrow('not_allowed');
  });

  test('what a superior follows up nobody below him can call off, silence or accept', async () => {
    const of = await idOf('first');
    const { task } = await house.as('boss', (deps, scope) => superviseTask(deps, scope, of, { dueOn: '2010-07-28' }));
    const refused = { code: 'not_allowed' };
    await expect(house.as('sl', (deps, scope) => cancelTask(deps, scope, task._id, '不用了'))).rejects.toMatchObject(
      refused,
    );
    await expect(house.as('sl', (deps, scope) => muteTask(deps, scope, task._id, '不用了'))).rejects.toMatchObject(
      refused,
    );
    const { notices } = await house.as('co', (deps, scope) => reportTask(deps, scope, task._id, { note: '已办' }));
    expect(notices).toMatchObject([{ kind: 'reported', to: ['bl', 'op', 'boss'] }]);
    await expect(house.as('sl', (deps, scope) => acceptTask(deps, scope, task._id))).rejects.toMatchObject(refused);
    expect((await house.as('boss', (deps, scope) => acceptTask(deps, scope, task._id))).task.state).toBe('done');
  });

  test('reminders are put off by the body for some working days, twice for one date', async () => {
    const id = await idOf('first');
    const snooze = (until: string) =>
      house.as('co', (deps, scope) => snoozeTask(deps, scope, id, { until, reason: '等公章' }));
    await expect(snooze('2010-08-03')).rejects.toMatchObject({ facts: { why: 'snooze' } });
    await snooze('2010-08-02');
    expect((await snooze('2010-07-29')).task.snooze).toMatchObject({ until: '2010-07-29', by: 'co' });
    await expect(snooze('2010-07-28')).rejects.toMatchObject({ facts: { why: 'snooze' } });
  });

  test('only those who direct the work may silence it, and it is on record', async () => {
    const id = await idOf('first');
    await expect(house.as('co', (deps, scope) => muteTask(deps, scope, id, '别烦'))).rejects.toThrow('not_allowed');
    const { task } = await house.as('sl', (deps, scope) => muteTask(deps, scope, id, '村委会换届'));
    expect(task).toMatchObject({ state: 'open', mute: { by: 'sl', reason: '村委会换届' } });
    const { task: loud } = await house.as('sl', (deps, scope) => muteTask(deps, scope, id, null));
    expect(loud.mute).toBeUndefined();
    expect(loud.history.map(({ event }) => event)).toEqual(['created', 'muted', 'unmuted']);
  });

  test('an item of the plan is called off by the district only', async () => {
    const id = await idOf('first');
    await expect(house.as('sl', (deps, scope) => cancelTask(deps, scope, id, '不办'))).rejects.toThrow('not_allowed');
    await expect(house.as('bl', (deps, scope) => cancelTask(deps, scope, id, '不办'))).resolves.toMatchObject({
      task: { state: 'cancelled' },
    });
  });
});

describe('records of bodies', () => {
  const add = (userid: string, data: Parameters<typeof addRecord>[2]['data'], nodeId = 't1c1', on = '2010-07-26') =>
    house.as(userid, (deps, scope) => addRecord(deps, scope, { nodeId, on, data }));

  test('a newer one takes the place of the older, which stays as history', async () => {
    const first = await add('co', { kind: 'premises', areaSqm: 18 });
    house.at('2010-08-01');
    await add('co', { kind: 'premises', areaSqm: 25 });
    const present = await house.as('co', (deps, scope) => listRecords(deps, scope, 'premises'));
    expect(present.map(({ data }) => data.areaSqm)).toEqual([25]);
    const all = await house.deps.db.collection('unit_records').find({ nodeId: 't1c1' }).toArray();
    expect(all).toHaveLength(2);
    expect(all.find(({ _id }) => (_id as unknown as string) === first._id)).toMatchObject({ until: '2010-08-01' });
  });

  test('are kept by those who may, for days that have come', async () => {
    await expect(
      add('co', { kind: 'appointment', staffId: 'x', role: 'squadron_leader', documentNo: '1' }),
    ).rejects.toThrow('not_allowed');
    await expect(
      add('bl', { kind: 'appointment', staffId: 'nobody', role: 'squadron_leader', documentNo: '1' }, 't1'),
    ).rejects.toThrow('staff_not_found');
    await expect(add('co', { kind: 'premises', areaSqm: 18 }, 't2c1')).rejects.toThrow('grid_cell_not_found');
    await expect(add('co', { kind: 'premises', areaSqm: 18 }, 't1c1', '2010-07-27')).rejects.toThrow('invalid_record');
    await expect(add('co', { kind: 'premises', areaSqm: -1 })).rejects.toThrow('invalid_record');
  });

  test('texts have editions, and each is read anew', async () => {
    const duty = { kind: 'text', textKind: 'duty', role: 'co_inspector', title: '协管员职责', body: '采集' } as const;
    const first = await add('bl', duty, 'd');
    const texts = () =>
      house.as('co', async (deps, scope) =>
        (await textsFor(deps, scope)).map(({ text, read }) => `${text.data.title} ${text.data.edition} ${read}`),
      );
    expect(await texts()).toEqual(['协管员职责 1 false']);
    const read = (id: string) => house.as('co', (deps, scope) => acknowledge(deps, scope, id));
    await read(first._id);
    await read(first._id);
    expect(await texts()).toEqual(['协管员职责 1 true']);
    const second = await add('bl', { ...duty, body: '采集、宣传' }, 'd');
    expect(await texts()).toEqual(['协管员职责 2 false']);
    await expect(read(first._id)).rejects.toThrow('record_not_found');
    await read(second._id);
    expect(await house.as('head', async (deps, scope) => (await textsFor(deps, scope)).length)).toBe(0); // another role
  });

  test('requests and problems are completed later', async () => {
    const request = await add('bl', { kind: 'member_request', unit: '区财政局', subject: '经费' }, 'd');
    const done = await house.as('bl', (deps, scope) =>
      completeRecord(deps, scope, request._id, { reply: '已列预算', repliedOn: '2010-07-26' }),
    );
    expect(done.data).toMatchObject({ unit: '区财政局', reply: '已列预算' });
    await expect(
      house.as('co', (deps, scope) => completeRecord(deps, scope, request._id, { reply: 'x' })),
    ).rejects.toThrow('record_not_found');
  });

  test('every step leaves a line in the audit without personal data', async () => {
    await add('bl', { kind: 'contact_card', department: '指挥中心', contact: '张样例', phone: '037163000000' }, 'd');
    await report('co', 'first', { note: '李样例办的' });
    const rows = await house.deps.db
      .collection('audit')
      .find({ action: { $in: ['record.added', 'task.reported'] } })
      .toArray();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/样例|0371/);
  });
});

test('a record of a task that breaks its schema is refused by the server too', async () => {
  const tasks = house.deps.db.collection<Task>('tasks');
  await expect(tasks.updateOne({ 'plan.item': 'first' }, { $set: { state: 'lost' as never } })).rejects.toThrow(
    'validation',
  );
});
