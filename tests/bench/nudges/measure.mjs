// The sweep of reminders and nudges in a process of its own: the plan of 2010 for 160 cells and further tasks up to `tasks`.
import { cellId, drawHouse, from, openHouse, townOf } from './house.mjs';

const CELLS = 160;
const DAY = '2010-08-16';
const DUE = '2010-08-20';

/**
 * `firstMs`: the sweep on a day on which something is due for every task; `secondMs`: ten minutes later; `downMs`: after three
 * weeks in which nothing ran.
 * @param {{uri: string, tasks: number, employers: number}} size
 */
export async function measure({ uri, tasks, employers }) {
  const { systemScope } = await from('domain/rights/index');
  const { createTask, instantiatePlan, settleChecks } = await from('domain/tasks/index');
  const { keepTasks } = await from('jobs/keep-tasks');
  const { sweepNudges } = await from('jobs/nudge-tasks');
  const { addDays, instantAt } = await from('lib/day');

  const house = await openHouse(uri);
  await drawHouse(house, CELLS);
  const { connection, deps, run } = house;
  const scope = systemScope('2010-07-26');
  for (let at = 0; at < employers; at += 2_000)
    await deps.db
      .collection('employers')
      .insertMany(
        Array.from({ length: Math.min(2_000, employers - at) }, (_, i) => employerOf(at + i, instantAt, addDays)),
      );

  const timed = async (body) => {
    const start = performance.now();
    const value = await body();
    return [Math.round(performance.now() - start), value];
  };
  const [planMs] = await timed(() =>
    run((work) => instantiatePlan(work, scope, { plan: 'huiji-2010', districtId: 'd' })),
  );
  const ofPlan = await deps.db.collection('tasks').countDocuments({ state: { $in: ['open', 'planned'] } });
  // one for each cell as the service makes it; the others are like it
  await run(async (work) => {
    for (let cell = 0; cell < Math.min(CELLS, tasks - ofPlan); cell++)
      await createTask(work, scope, {
        ...{ key: `bench:${cell}`, kind: 'assigned', title: '演示工作 0', nodeId: cellId(cell), due: DUE },
        source: { kind: 'person', id: 'bench' },
      });
  });
  const made = await deps.db.collection('tasks').find({ kind: 'assigned' }).sort({ key: 1 }).toArray();
  for (let n = ofPlan + made.length; n < tasks; n += 2_000)
    await deps.db.collection('tasks').insertMany(
      Array.from({ length: Math.min(2_000, tasks - n) }, (_, i) => ({
        ...made[(n + i) % made.length],
        ...{ _id: `bench${n + i}`, key: `bench:${n + i}`, title: `演示工作 ${(n + i) % 40}` },
      })),
    );
  house.now = instantAt(DAY, '07:10');
  const [keepMs] = await timed(() => keepTasks(deps).run(house.now, async () => {}));
  const [checksMs] = await timed(() => run((work) => settleChecks(work, systemScope(DAY))));
  const sweep = () => timed(() => sweepNudges(deps, house.now, async () => {}));
  house.now = instantAt(DAY, '10:00');
  const [firstMs, first] = await sweep();
  house.now = instantAt(DAY, '10:10');
  const [secondMs] = await sweep();
  house.now = instantAt(addDays(DAY, 21), '10:00');
  const [downMs, down] = await sweep();
  const rows = await deps.db.collection('nudges').countDocuments();
  const result = {
    ...{ tasks: await deps.db.collection('tasks').countDocuments({ state: { $in: ['open', 'planned'] } }), employers },
    ...{ planMs, keepMs, checksMs, firstMs, firstSent: first.sent, secondMs, downMs, downSent: down.sent, rows },
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
  await connection.dropDatabase();
  await connection.close();
  return result;
}

function employerOf(i, instantAt, addDays) {
  const cell = i % CELLS;
  const at = instantAt(addDays('2010-08-15', -(i % 200)), '10:00');
  const collected = i % 3 !== 0;
  return {
    ...{ _id: `e${i}`, version: 1, cellId: cellId(cell), gridPath: `/d/${townOf(cell)}/${cellId(cell)}/` },
    ...{ createdAt: at, updatedAt: at, unitKind: 'enterprise', name: `演示单位${i}`, status: 'normal' },
    ...{
      fileState: collected ? 'collected' : 'known',
      phoneIndex: [],
      pastCells: [],
      codes: [],
      nameKeys: [],
      pinyin: [],
    },
    ...{ source: 'visit', refusals: 0, required: 18, filled: 17, history: [] },
    ...(collected && { firstCollectedAt: at, collectedAt: at, lastTotal: 7 }),
  };
}
