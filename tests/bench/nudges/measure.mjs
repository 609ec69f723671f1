// The sweep of reminders and nudges in a process of its own: the plan of 2010 for 160 cells and further tasks up to `tasks`.
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const TOWNS = 8;
const CELLS = 160;
const DAY = '2010-08-16';
const DUE = '2010-08-20';

const three = (n) => String(n).padStart(3, '0');
const townOf = (c) => `t${c % TOWNS}`;
const cellId = (c) => `${townOf(c)}c${Math.floor(c / TOWNS)}`;

/**
 * `firstMs`: the sweep on a day on which something is due for every task; `secondMs`: ten minutes later; `downMs`: after three
 * weeks in which nothing ran.
 * @param {{uri: string, tasks: number, employers: number}} size
 */
export async function measure({ uri, tasks, employers }) {
  const from = (path) => import(`../../../dist/src/${path}.js`);
  const { default: mongoose } = await import('mongoose');
  const { addNodes, makeGridReader } = await from('domain/grid/index');
  const { loadCalendar } = await from('domain/calendar/index');
  const { loadPlans } = await from('domain/plans/index');
  const { systemScope } = await from('domain/rights/index');
  const { editStaff, makeStaffReader } = await from('domain/staff/index');
  const tasksFace = await from('domain/tasks/index');
  const { acceptanceSource, createTask, instantiatePlan, loadNudgeRules, settleChecks, taskSource } = tasksFace;
  const { keepTasks } = await from('jobs/keep-tasks');
  const { sweepNudges } = await from('jobs/nudge-tasks');
  const { addDays, instantAt } = await from('lib/day');
  const { newId } = await from('lib/ids');
  const { makeLog } = await from('lib/log');
  const { DEFAULT_QUIET_HOURS } = await from('lib/quiet-hours');
  const { newDataKey, readKeyRing } = await from('lib/seal');
  const { prepareCollections } = await from('models/collection');
  const { inTransaction } = await from('models/transaction');

  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await prepareCollections(connection);
  let now = instantAt('2010-07-26', '09:00');
  const calendar = loadCalendar(`${root}calendar`);
  const deps = {
    ...{ db: connection.db, newId, clock: () => now, calendar, grid: makeGridReader(), staff: makeStaffReader() },
    ...{ plans: loadPlans(`${root}plans`, calendar).plans, rules: loadNudgeRules(`${root}config/nudges.yaml`) },
    ...{
      quietHours: DEFAULT_QUIET_HOURS,
      sources: [taskSource, acceptanceSource],
      log: makeLog('silent'),
      cards: true,
    },
  };
  const scope = systemScope('2010-07-26');
  const run = (body) => inTransaction(deps, (tx) => body({ ...deps, tx }));
  await run((work) => addNodes({ ...work, actor: scope }, gridNodes()));
  await run((work) => editStaff({ ...work, actor: scope, keys: readKeyRing(newDataKey('bench')) }, people()));
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
  for (let n = ofPlan; n < tasks; n += 500)
    await run(async (work) => {
      for (let i = n; i < Math.min(n + 500, tasks); i++)
        await createTask(work, scope, {
          ...{ key: `bench:${i}`, kind: 'assigned', title: `演示工作 ${i % 40}`, nodeId: cellId(i % CELLS), due: DUE },
          source: { kind: 'person', id: 'bench' },
        });
    });
  now = instantAt(DAY, '07:10');
  const [keepMs] = await timed(() => keepTasks(deps).run(now, async () => {}));
  const [checksMs] = await timed(() => run((work) => settleChecks(work, systemScope(DAY))));
  const sweep = () => timed(() => sweepNudges(deps, now, async () => {}));
  now = instantAt(DAY, '10:00');
  const [firstMs, first] = await sweep();
  now = instantAt(DAY, '10:10');
  const [secondMs] = await sweep();
  now = instantAt(addDays(DAY, 21), '10:00');
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

function gridNodes() {
  const groups = (id) => [{ id, purpose: 'work', name: id, way: { kind: 'appchat', chatId: id } }];
  const code = (t) => `410108${three(100 + t)}`;
  const towns = Array.from({ length: TOWNS }, (_, t) => ({
    id: `t${t}`,
    parentId: 'd',
    name: `演示${t}镇`,
    code: `${code(t)}000`,
  }));
  const cells = Array.from({ length: CELLS }, (_, c) => ({
    ...{ id: cellId(c), parentId: townOf(c), name: `演示${c}村` },
    code: `${code(c % TOWNS)}${three(200 + Math.floor(c / TOWNS))}00`,
  }));
  const nodes = [{ id: 'd', parentId: null, name: '演示区', code: '410108000000' }, ...towns, ...cells];
  return nodes.map((node) => ({ ...node, validFrom: '2010-01-01', groups: groups(node.id) }));
}

function people() {
  const hire = (userid, role, nodeId) => [
    { kind: 'person', userid, name: '演示人员' },
    { kind: 'assign', userid, role, nodeId, from: '2010-01-01' },
  ];
  return [
    ...hire('bl', 'brigade_leader', 'd'),
    ...Array.from({ length: TOWNS }, (_, t) => hire(`sl${t}`, 'squadron_leader', `t${t}`)).flat(),
    ...Array.from({ length: CELLS }, (_, c) => hire(`co${c}`, 'co_inspector', cellId(c))).flat(),
  ];
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
