import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Nudge } from '../../../schemas/nudge.js';
import type { Task } from '../../../schemas/task.js';
import { makeGridReader } from '../../../src/domain/grid/index.js';
import { makeStaffReader } from '../../../src/domain/staff/index.js';
import { instantiatePlan, reportTask } from '../../../src/domain/tasks/index.js';
import { makeLadder, rungsSince } from '../../../src/domain/tasks/nudges/rungs.js';
import { sweepNudges } from '../../../src/jobs/nudge-tasks.js';
import type { TaskSweepDeps } from '../../../src/jobs/task-deps.js';
import { addDays, dayOf } from '../../../src/lib/day.js';
import { newId } from '../../../src/lib/ids.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';
import { openTaskHouse, planOf, type TaskHouse } from '../../support/task-house.js';

const FROM = '2010-08-02';
const WEEKS = 5;
/** Share of steps of a sweep at which the process dies. */
const DEATHS = 0.04;

let database: TestDatabase;
let house: TaskHouse;
beforeAll(async () => {
  database = await openTestDatabase();
  house = await openTaskHouse(database, { day: FROM });
});
afterAll(() => database.close());

class Killed extends Error {}

/** The same random numbers in every run. */
function makeChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test('two workers that die at any point tell each rung to each target exactly once', async () => {
  await house.hire(
    ['co', 'co_inspector', 't1c1'],
    ['sl', 'squadron_leader', 't1'],
    ['sl2', 'squadron_leader', 't2'],
    ['bl', 'brigade_leader', 'd'],
  );
  const plan = planOf({
    milestones: [
      { id: 'squadron', title: '中队', due: '2010-08-10', for: ['town'] },
      { id: 'station', title: '服务站', due: '2010-08-20' },
      { id: 'network', title: '网络', due: '2010-08-15', for: ['town'] },
      { id: 'people', title: '人员', due: '2010-08-30', owner: 'town' },
      { id: 'early', title: '早', due: '2010-07-25', for: ['district'] },
    ],
  });
  house.plans = new Map([[plan.plan, plan]]);
  await house.run((deps, scope) => instantiatePlan(deps, scope, { plan: 'test-plan', districtId: 'd' }));
  const chance = makeChance(20100726);
  let deaths = 0;
  let armed = true;
  const die = () => {
    if (!armed || chance() > DEATHS) return;
    deaths++;
    throw new Killed();
  };
  let gap = 0;
  /** A process of its own: its own memory, and a death at any id it makes or between any two messages. */
  const worker = (): TaskSweepDeps => ({
    ...house.sweep,
    grid: makeGridReader(),
    staff: makeStaffReader(),
    repaired: (count) => {
      gap += count;
    },
    newId: () => {
      die();
      return newId();
    },
  });
  const workers = [worker(), worker()];
  const run = async (deps: TaskSweepDeps) =>
    sweepNudges(deps, house.now, async () => die()).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  let sweeps = 0;
  for (let day = FROM; day < addDays(FROM, 7 * WEEKS); day = addDays(day, 1)) {
    for (const time of ['10:00', '10:10', '16:10', '16:20', '17:00']) {
      house.at(day, time);
      // the last wake of a day lives: whatever the others left is told on its own day
      armed = time !== '17:00';
      sweeps += 2;
      await Promise.all(workers.map(run));
    }
    if (day === '2010-08-18') await report('station', 't1c1');
  }

  const rows = await house.deps.db.collection<Nudge>('nudges').find().toArray();
  const messages = await house.deps.db.collection('outbox').find().toArray();
  const expected = await expectedRows();
  const sent = rows
    .filter(({ outcome }) => outcome === 'sent')
    .map(({ key, target, day }) => `${key} → ${target} ${day}`);
  const slots = new Set(
    rows.filter(({ outcome }) => outcome === 'sent').map(({ target, day, slot }) => `nudge:${day}:${slot}:${target}`),
  );
  const perDay = new Map<string, number>();
  for (const row of messages) {
    const key = `${row['lane']} ${dayOf(row['createdAt'] as Date)}`;
    perDay.set(key, (perDay.get(key) ?? 0) + 1);
  }
  process.stdout.write(
    `nudges: ${sweeps} sweeps of two workers, ${deaths} deaths, ${sent.length} rungs told to ${new Set(rows.map(({ target }) => target)).size} targets in ${messages.length} messages; missed ${expected.filter((e) => !sent.includes(e)).length}, doubled ${sent.length - new Set(sent).size}, gap ${gap}, most for one target a day ${Math.max(...perDay.values())}\n`,
  );
  expect(deaths).toBeGreaterThan(30);
  expect([...sent].sort()).toEqual(expected.sort());
  expect(messages.map((row) => row['effectKey'] as string).sort()).toEqual([...slots].sort());
  expect(gap).toBe(0);
  expect(Math.max(...perDay.values())).toBeLessThanOrEqual(2);
});

async function report(item: string, aboutId: string): Promise<void> {
  const [task] = await house.tasks({ 'plan.item': item, aboutId });
  await house.as('co', (deps, scope) => reportTask(deps, scope, task?._id ?? '', { note: '好了' }));
}

/** What each target must have heard, worked out from the ladder alone. */
async function expectedRows(): Promise<string[]> {
  const last = addDays(FROM, 7 * WEEKS - 1);
  const ladder = makeLadder(house.rules, house.calendar, last);
  const person: Record<string, string> = {
    t1c1: 'co',
    t1c2: 'sl',
    t2c1: 'sl2',
    t2c2: 'sl2',
    t1: 'sl',
    t2: 'sl2',
    d: 'bl',
  };
  const lines = (await house.tasks()).flatMap((task) => {
    const [owner, parent] = [task.nodeId, task.gridPath.split('/').at(-3) ?? ''];
    const place = (audience: string) =>
      ({
        unit: `group:${owner}`,
        parent: parent === '' ? 'group:d:leaders' : `group:${parent}`,
        person: `member:${person[owner]}`,
        district: 'group:d',
      })[audience];
    return told(task, ladder(task.dueOn)).flatMap(({ name, on, to }) =>
      [...new Set(to.map(place))].map(
        (target) => `task:${task._id} ${task.dueOn} ${name} → ${target} ${on < FROM ? FROM : on}`,
      ),
    );
  });
  const [handedIn] = await house.tasks({ state: 'reported' });
  const waits = ladder('2010-08-20').map(
    // handed in on the 18th, to be accepted by the 20th
    ({ name, on, to }) => ({
      name,
      on,
      to: [
        ...new Set(
          to.map(
            (who) => ({ unit: 'group:t1', parent: 'group:d', person: 'member:sl', district: 'group:d' })[who as 'unit'],
          ),
        ),
      ],
    }),
  );
  return [
    ...lines,
    ...waits
      .filter(({ on }) => on >= '2010-08-20')
      .flatMap(({ name, on, to }) =>
        to.map((target) => `accept:${handedIn?._id} 2010-08-20 ${name} → ${target} ${on}`),
      ),
  ];
}

function told(task: Task, rungs: ReturnType<ReturnType<typeof makeLadder>>) {
  // on the day it came into being, then as the ladder goes; the one handed in on the 18th falls silent
  const first = rungsSince(
    rungs.filter(({ on }) => on <= FROM),
    { since: FROM, dueOn: task.dueOn },
  );
  const all = [...first, ...rungs.filter(({ on }) => on > FROM)];
  return task.state === 'reported' ? all.filter(({ on }) => on <= '2010-08-18') : all;
}
