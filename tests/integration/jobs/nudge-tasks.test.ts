import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Nudge } from '../../../schemas/nudge.js';
import { changeNode } from '../../../src/domain/grid/index.js';
import {
  confirmBatch,
  confirmNudge,
  createTask,
  type DueItem,
  type DueSource,
  instantiatePlan,
  muteTask,
  pendingNudges,
  proposeBatch,
  reportTask,
  snoozeTask,
  superviseTask,
  undoBatch,
  unreachedUnits,
} from '../../../src/domain/tasks/index.js';
import { type NudgeCounts, sweepNudges } from '../../../src/jobs/nudge-tasks.js';
import { addDays } from '../../../src/lib/day.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { nudgedAt, openTaskHouse, planOf, type TaskHouse, targetsOf } from '../../support/task-house.js';

let database: TestDatabase;
let house: TaskHouse;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = await openTaskHouse(database, { day: '2010-08-02' });
});

const awake = async () => {};
const sweep = (): Promise<NudgeCounts> => sweepNudges(house.sweep, house.now, awake);
const told = (day: string, time?: string) => nudgedAt(house, day, time);
const targets = async (day: string, time?: string) => targetsOf(await told(day, time));
const nudges = () => house.deps.db.collection<Nudge>('nudges').find().sort({ _id: 1 }).toArray();
const instantiate = async (...milestones: object[]) => {
  const plan = planOf({ milestones });
  house.plans = new Map([[plan.plan, plan]]);
  return house.run((deps, scope) => instantiatePlan(deps, scope, { plan: 'test-plan', districtId: 'd' }));
};
const station = { id: 'station', title: '设立网格化服务站', short: '服务站', due: '2010-08-20' };
const taskOf = async (aboutId: string) => {
  const [task] = await house.tasks({ aboutId });
  if (task === undefined) throw new Error(`no task of ${aboutId}`);
  return task;
};
const people = () =>
  house.hire(
    ['co', 'co_inspector', 't1c1'],
    ['sl', 'squadron_leader', 't1'],
    ['bl', 'brigade_leader', 'd'],
    ['boss', 'leader', 'd'],
  );

describe('a ladder, day by day', () => {
  test('tells the body, the person and the level above when their rung comes, once', async () => {
    await people();
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    const heard: Record<string, string[]> = {};
    for (let day = '2010-08-02'; day <= '2010-09-10'; day = addDays(day, 1))
      for (const time of ['09:50', '10:00', '10:10', '16:00', '21:00']) {
        const got = await targets(day, time);
        if (got.length > 0) heard[`${day} ${time}`] = got;
      }
    expect(heard).toEqual({
      '2010-08-13 10:00': ['t1c1群'],
      '2010-08-17 10:00': ['co', 't1c1群'],
      '2010-08-19 10:00': ['co', 't1c1群', 't1群'],
      '2010-08-20 10:00': ['co', 't1c1群'],
      '2010-08-23 10:00': ['co', 't1c1群'],
      '2010-08-24 10:00': ['co', 't1c1群'],
      '2010-08-25 10:00': ['co', 't1c1群', 't1群'],
      '2010-08-26 10:00': ['co', 't1c1群'],
      '2010-08-27 10:00': ['co', 'd群', 't1c1群', 't1群'],
      '2010-09-03 10:00': ['co', 'd群', 't1c1群', 't1群'],
      '2010-09-10 10:00': ['co', 'd群', 't1c1群', 't1群'],
    });
  });

  test('a town hears of its villages in one message, by unit and number', async () => {
    await people();
    await instantiate(station, {
      id: 'network',
      title: '接入全市监察网络',
      short: '监察网络',
      for: ['town'],
      due: '2010-08-20',
    });
    const [, town] = (await told('2010-08-19')).filter((line) => /^(t1c1|t1)群/.test(line)).sort();
    expect(town).toBe(
      [
        't1群: **古荥镇** 8月19日 周四',
        '服务站：还差 2 个（纪公庙村、古荥村），8月20日 周五前，已完成 0/2',
        '监察网络：8月20日 周五前',
        '完成后请在单聊里发“任务”上报；有困难可在那里申请延期。',
      ].join('\n'),
    );
    await house.as('co', async (deps, scope) => reportTask(deps, scope, (await taskOf('t1c1'))._id, { note: '好了' }));
    const later = await told('2010-08-25');
    expect(later.find((line) => line.startsWith('t1群'))).toContain(
      '服务站：还差 1 个（古荥村），8月20日 周五到期，逾期 3 个工作日，已完成 0/2',
    );
    const person = (await told('2010-08-26')).find((line) => line.startsWith('sl'));
    expect(person).toContain('2 设立网格化服务站（古荥村）：8月20日 周五到期，逾期 4 个工作日'); // nobody serves in 古荥村: the squadron carries it (S18)
  });

  test('nothing is sent at night, on days of rest and in holidays', async () => {
    await instantiate({ ...station, due: '2010-10-05' });
    const quiet: string[] = [];
    for (const day of ['2010-10-01', '2010-10-02', '2010-10-04', '2010-10-05', '2010-10-07'])
      quiet.push(...(await targets(day)));
    for (const time of ['07:59', '20:00', '23:30']) quiet.push(...(await targets('2010-10-08', time)));
    expect(quiet).toEqual([]);
    expect((await targets('2010-10-08')).length).toBeGreaterThan(0);
  });

  test('work that is handed in is told no more; the level above is told to accept it', async () => {
    await people();
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    await told('2010-08-13');
    await house.as('co', async (deps, scope) => reportTask(deps, scope, (await taskOf('t1c1'))._id, { note: '好了' }));
    expect(await targets('2010-08-16')).toEqual([]);
    const [first, second] = await told('2010-08-17'); // two working days to accept
    expect([first, second].sort()).toEqual([
      expect.stringContaining('sl: 1 项待验收：\n1 待验收　设立网格化服务站：1 个（纪公庙村），已等 2 个工作日'),
      expect.stringContaining('t1群: **古荥镇** 8月17日 周二\n待验收　服务站：1 个（纪公庙村），已等 2 个工作日'),
    ]);
    expect(await targets('2010-08-17', '16:00')).toEqual([]);
  });

  test('what was done between finding and telling is left out, in the transaction that tells', async () => {
    await people();
    await instantiate({ ...station, due: '2010-08-13' });
    house.at('2010-08-13', '10:00');
    const found = await house.run((deps) => pendingNudges({ ...house.sweep, ...deps }, house.now));
    const nudge = found.nudges.find(({ key }) => key === 'group:t1c1');
    await house.as('co', async (deps, scope) => reportTask(deps, scope, (await taskOf('t1c1'))._id, { note: '好了' }));
    if (nudge === undefined) throw new Error('nothing pending');
    expect(await house.run(({ tx }) => confirmNudge(tx, house.sweep.sources, nudge))).toEqual([]);
    expect(await nudges()).toEqual([]);
    await sweep();
    expect((await nudges()).some(({ target }) => target === 'group:t1c1')).toBe(false);
  });
});

describe('after a stop', () => {
  test('only the newest rung of each task is told, in one message per target; the others are noted', async () => {
    await people();
    await instantiate(station, { ...station, id: 'desk', title: '办公桌', short: '办公桌', due: '2010-08-13' });
    let repaired = 0;
    house.at('2010-08-27', '10:00');
    const counts = await sweepNudges(
      {
        ...house.sweep,
        repaired: (n) => {
          repaired += n;
        },
      },
      house.now,
      awake,
    );
    const messages = await house.sent();
    expect(new Set(messages.map((line) => line.split(':')[0])).size).toBe(messages.length);
    expect(counts.sent).toBe(messages.length);
    // eight tasks; of 服务站 eight older rungs each, of 办公桌 nine
    expect(counts.skipped).toBe(4 * 8 + 4 * 9);
    expect([counts.gap, repaired]).toEqual([68, 68]);
    expect((await nudges()).filter(({ outcome }) => outcome === 'skipped')).toHaveLength(68);
    const again = await sweep();
    expect(again).toEqual({ sent: 0, skipped: 0, gap: 0, unreachable: 0 });
  });

  test('a slot that was missed is made up the same day', async () => {
    await instantiate(station);
    expect((await targets('2010-08-13', '14:35')).length).toBeGreaterThan(0);
    expect(await targets('2010-08-13', '16:00')).toEqual([]);
  });

  test('a clock that is set back repeats nothing and misses nothing', async () => {
    await instantiate(station);
    await told('2010-08-17');
    expect(await targets('2010-08-13')).toEqual([]);
    expect(await targets('2010-08-17', '16:00')).toEqual([]);
    expect((await targets('2010-08-19')).length).toBeGreaterThan(0);
  });

  test('work of today whose rungs have passed waits for the next one, unless it is overdue', async () => {
    house.at('2010-08-18', '09:00');
    await instantiate(station, { ...station, id: 'late', short: '迟办', due: '2010-08-01' });
    const first = await told('2010-08-18');
    expect(first.join()).toContain('迟办');
    expect(first.join()).not.toContain('服务站');
    expect((await told('2010-08-19')).join()).toContain('服务站');
  });
});

describe('limits', () => {
  test('a target hears at most once an hour and once a slot', async () => {
    await people();
    await instantiate(station);
    expect((await targets('2010-08-20', '15:30')).length).toBeGreaterThan(0); // makes up the slot of 10:00
    const given = {
      kind: 'follow_up',
      title: '跟进',
      source: { kind: 'alert', id: 'a' },
      nodeId: 't1c1',
      due: '2010-08-25',
    } as const;
    await house.run((deps, scope) => createTask(deps, scope, { ...given, key: 'a' }));
    expect(await targets('2010-08-20', '16:00')).toEqual([]); // half an hour later
    expect(await targets('2010-08-20', '16:30')).toEqual(['co', 't1c1群']);
    await house.run((deps, scope) => createTask(deps, scope, { ...given, key: 'b' }));
    expect(await targets('2010-08-20', '18:00')).toEqual([]); // has had its message of the slot
    expect(await targets('2010-08-23')).toEqual(expect.arrayContaining(['t1c1群']));
  });

  test('a task is told at most twice a day', async () => {
    house.rules = { ...house.rules, slots: ['09:00', '11:00', '13:00', '15:00'] };
    await people();
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    const changes = ['t1c1', 't1'].map((id) => async () => {
      // the group is made anew each time, so the rung finds a new target
      await house.run((deps, actor) => changeNode({ ...deps, actor }, id, { groups: [] }));
      await house.deps.db.collection('outbox').updateMany({}, { $set: { state: 'dead' } });
    });
    const heard: number[] = [];
    for (const time of ['09:00', '11:00', '13:00']) {
      heard.push((await targets('2010-08-13', time)).length);
      await changes.shift()?.();
    }
    expect(heard).toEqual([1, 1, 0]);
  });

  test('put off by its owner only those above hear of it; silenced nobody does', async () => {
    await people();
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    house.at('2010-08-19', '09:00');
    const { _id: id } = await taskOf('t1c1');
    await house.as('co', (deps, scope) => snoozeTask(deps, scope, id, { until: '2010-08-23', reason: '等公章' }));
    expect(await targets('2010-08-19')).toEqual(['t1群']);
    expect(await targets('2010-08-20')).toEqual([]);
    expect(await targets('2010-08-23')).toEqual(['co', 't1c1群']);
    await house.as('sl', (deps, scope) => muteTask(deps, scope, id, '换届'));
    expect(await targets('2010-08-24')).toEqual([]);
    await house.as('sl', (deps, scope) => muteTask(deps, scope, id, null));
    expect(await targets('2010-08-25')).toEqual(['co', 't1c1群', 't1群']);
  });

  test('urgent work goes out at any hour, by itself, and again the next day', async () => {
    await people();
    house.at('2010-08-14', '23:00'); // a Saturday night
    await house.run((deps, scope) =>
      createTask(deps, scope, {
        key: 'red',
        kind: 'follow_up',
        priority: 'red',
        title: '核实童工线索',
        source: { kind: 'alert', id: 'r' },
        nodeId: 't1c1',
        due: '2010-08-14',
      }),
    );
    const first = await told('2010-08-14', '23:00');
    expect(first.map((line) => line.slice(0, line.indexOf(':'))).sort()).toEqual(['co', 'd群', 't1c1群', 't1群']);
    expect(first.every((line) => line.includes('⚠ 急件'))).toBe(true);
    const rows = await house.deps.db.collection('outbox').find().toArray();
    expect(rows.every((row) => row['urgent'] === true)).toBe(true);
    expect(await targets('2010-08-15', '02:00')).toEqual([]);
    expect((await targets('2010-08-15', '23:00')).length).toBe(4);
  });
});

describe('groups that cannot be reached', () => {
  test('a body without a group is told of in the group above, and is on the list of the district', async () => {
    house = await openTaskHouse(database, { day: '2010-08-02', without: ['t1c1', 't2'] });
    await instantiate(station);
    expect(await targets('2010-08-13')).toEqual(['t1c2群', 't1群', 't2c1群', 't2c2群']);
    // the level above of 花园口镇 has none either: the district is told
    expect(await targets('2010-08-19')).toEqual(['d群', 't1c2群', 't1群', 't2c1群', 't2c2群']);
    const unreached = await house.run((deps, scope) => unreachedUnits(deps, scope));
    expect(unreached.map(({ node, why }) => `${node.name} ${why}`)).toEqual(['纪公庙村 none', '花园口镇 none']);
  });

  test('without any group on the way up it is counted and logged, not lost', async () => {
    house = await openTaskHouse(database, { day: '2010-08-02', without: ['d', 'dl', 't1', 't1c1'] });
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    house.at('2010-08-13', '10:00');
    expect(await sweep()).toMatchObject({ sent: 0, unreachable: 1 });
    await house.run((deps, actor) =>
      changeNode({ ...deps, actor }, 't1', {
        groups: [{ id: 'g', purpose: 'work', name: '新群', way: { kind: 'appchat', chatId: 'c' } }],
      }),
    );
    expect(await targets('2010-08-13', '11:00')).toEqual(['t1群']);
  });

  test('what a dead group did not get goes to the group above, once; when it lives again it is told again', async () => {
    const outbox = house.deps.db.collection('outbox');
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    expect(await targets('2010-08-13')).toEqual(['t1c1群']);
    await outbox.updateMany({ lane: 'group:t1c1' }, { $set: { state: 'dead' } });
    expect(await targets('2010-08-13', '10:10')).toEqual(['t1群']);
    expect(await targets('2010-08-13', '16:00')).toEqual([]);
    expect((await house.run((deps, scope) => unreachedUnits(deps, scope))).map(({ why }) => why)).toEqual(['dead']);
    expect(await targets('2010-08-17')).toEqual(['t1群']);
    await outbox.insertOne({
      _id: 'digest',
      lane: 'group:t1c1',
      state: 'sent',
      sentAt: house.now,
      createdAt: house.now,
      effectKey: 'digest',
      target: { kind: 'group', nodeId: 't1c1' },
      body: { kind: 'text', text: '' },
      urgent: false,
      dueAt: house.now,
      attempts: 1,
      partsSent: 1,
      platformIds: [],
    } as never);
    expect(await targets('2010-08-19')).toEqual(['t1c1群', 't1群']);
  });

  test('a group that is removed after it was told is not told of again above', async () => {
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    expect(await targets('2010-08-13')).toEqual(['t1c1群']);
    await house.run((deps, actor) => changeNode({ ...deps, actor }, 't1c1', { groups: [] }));
    expect(await targets('2010-08-13', '16:00')).toEqual([]);
    expect(await targets('2010-08-17')).toEqual(['t1群']);
  });
});

describe('work that is set', () => {
  test('for many bodies is told when it can no longer be undone, and never when it was undone', async () => {
    await people();
    const set = async () => {
      const nodeIds = ['t1c1', 't1c2', 't2c1', 't2c2'];
      const { batchId } = await house.as('boss', (deps, scope) =>
        proposeBatch(deps, scope, { title: '整理台账', dueOn: '2010-08-31', nodeIds }),
      );
      await house.as('boss', (deps, scope) => confirmBatch(deps, scope, batchId, 4));
    };
    house.at('2010-08-10', '09:55');
    await set();
    expect(await targets('2010-08-10', '10:00')).toEqual([]);
    await house.as('boss', (deps, scope) => undoBatch(deps, scope));
    expect(await targets('2010-08-10', '16:00')).toEqual([]);
    house.at('2010-08-11', '09:00');
    await set();
    // who serves in 古荥村: the squadron leader; in 花园口镇 nobody but the district
    expect(await targets('2010-08-11', '10:00')).toEqual(['bl', 'co', 'sl', 't1c1群', 't1c2群', 't2c1群', 't2c2群']);
  });

  test('by a superior who follows up is told first, and marked', async () => {
    await people();
    await instantiate({ ...station, bodies: ['纪公庙村'] });
    house.at('2010-08-10', '09:00');
    await house.as('boss', async (deps, scope) =>
      superviseTask(deps, scope, (await taskOf('t1c1'))._id, { dueOn: '2010-08-18' }),
    );
    expect((await told('2010-08-10')).find((line) => line.startsWith('t1c1群'))).toContain(
      '督办　服务站：8月18日 周三前',
    );
  });

  test('by other parts of the program comes with rungs of its own', async () => {
    await people();
    const item = (stamp: string): DueItem => ({
      ...{
        id: 'matter:m1:accept',
        stamp,
        what: 'matter',
        groupTitle: '惠投〔2010〕0012号',
        personTitle: '惠投〔2010〕0012号 受理',
      },
      ...{
        ownerPath: '/d/t1/',
        aboutPath: '/d/t1/',
        person: 'sl',
        since: '2010-08-09',
        dueOn: '2010-08-16',
        red: false,
      },
      rungs: [
        { name: '50%', on: '2010-08-11', to: ['person'] },
        { name: '80%', on: '2010-08-13', to: ['person', 'town'] },
      ],
    });
    let stamp = 'a';
    const matters: DueSource = {
      name: 'matter',
      items: async () => [item(stamp)],
      stamps: async (_tx, ids) => new Map(ids.map((id) => [id, stamp])),
    };
    house.at('2010-08-13', '10:00');
    const deps = { ...house.sweep, sources: [...house.sweep.sources, matters] };
    await sweepNudges(deps, house.now, awake);
    expect((await house.sent()).sort()).toEqual([
      expect.stringContaining('sl: 1 项工作快到期：\n1 惠投〔2010〕0012号 受理：8月16日 周一前'),
      expect.stringContaining('t1群: **古荥镇** 8月13日 周五\n惠投〔2010〕0012号：8月16日 周一前\n请承办人'),
    ]);
    stamp = 'b';
    expect((await sweepNudges(deps, house.now, awake)).sent).toBe(0);
  });
});
