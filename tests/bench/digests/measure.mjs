// Runs in a process of its own: the digests and the assessment of a district over invented records. Builds on dist/.
import { fileURLToPath } from 'node:url';

const TOWNS = 8;
const CELLS = 160;
/** With the district, its leaders and the towns these are 130 groups. */
const CELLS_WITH_GROUP = 120;
const DAY = '2026-11-24';
const SPAN = { from: '2026-11-01', to: '2026-11-24' };

const three = (n) => String(n).padStart(3, '0');
const cellId = (c) => `t${c % TOWNS}c${Math.floor(c / TOWNS)}`;

/** @param {{uri: string, employers: number, tasks: number, matters: number, sweep: boolean}} size */
async function measure({ uri, employers, tasks, matters, sweep: sweeps }) {
  const from = (path) => import(`../../../dist/src/${path}.js`);
  const { default: mongoose } = await import('mongoose');
  const { addNodes, makeGridReader } = await from('domain/grid/index');
  const { systemScope } = await from('domain/rights/index');
  const { DIGEST_SETTINGS, digestFacts } = await from('domain/digests/index');
  const { dailyDigest } = await from('jobs/daily-digest');
  const { assess, loadAssessmentRules } = await from('domain/assessment/index');
  const { makeStaffReader } = await from('domain/staff/index');
  const { instantAt, addDays } = await from('lib/day');
  const { newId } = await from('lib/ids');
  const { makeLog } = await from('lib/log');
  const { DEFAULT_QUIET_HOURS } = await from('lib/quiet-hours');
  const { makeCalendar } = await from('lib/workdays');
  const { prepareCollections } = await from('models/collection');
  const { inSnapshot, inTransaction } = await from('models/transaction');

  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await prepareCollections(connection);
  const deps = {
    db: connection.db,
    clock: () => instantAt(DAY, '08:30'),
    newId,
    grid: makeGridReader(),
    staff: makeStaffReader(),
    assessment: loadAssessmentRules(fileURLToPath(new URL('../../../config/assessment.yaml', import.meta.url))),
    plans: new Map(),
    calendar: makeCalendar([]),
    settings: DIGEST_SETTINGS,
    quietHours: DEFAULT_QUIET_HOURS,
    log: makeLog('silent'),
    fontFolder: fileURLToPath(new URL('../../../assets/fonts', import.meta.url)),
  };
  const groups = (id) => [{ id, purpose: 'work', name: id, way: { kind: 'appchat', chatId: id } }];
  const town = (t) => `410108${three(100 + t)}`;
  const nodes = [
    {
      id: 'd',
      parentId: null,
      name: '惠济区',
      code: '410108000000',
      groups: [...groups('d'), { ...groups('dl')[0], purpose: 'leaders' }],
    },
    ...Array.from({ length: TOWNS }, (_, t) => ({
      id: `t${t}`,
      parentId: 'd',
      name: `演示${t}镇`,
      code: `${town(t)}000`,
      groups: groups(`t${t}`),
    })),
    ...Array.from({ length: CELLS }, (_, c) => ({
      id: cellId(c),
      parentId: `t${c % TOWNS}`,
      name: `演示${c}村`,
      code: `${town(c % TOWNS)}${three(200 + Math.floor(c / TOWNS))}00`,
      groups: c < CELLS_WITH_GROUP ? groups(cellId(c)) : [],
    })),
  ];
  await inTransaction(deps, (tx) =>
    addNodes(
      { tx, actor: systemScope('2026-01-05'), grid: deps.grid },
      nodes.map((n) => ({ ...n, validFrom: '2026-01-05' })),
    ),
  );
  const fill = async (name, count, make) => {
    for (let at = 0; at < count; at += 2_000)
      await deps.db.collection(name).insertMany(
        Array.from({ length: Math.min(2_000, count - at) }, (_, i) => make(at + i)),
        { bypassDocumentValidation: true },
      );
  };
  await fill('employers', employers, (i) => employerOf(i, instantAt, addDays));
  await fill('tasks', tasks, (i) => taskOf(i, instantAt, addDays));
  await fill('matters', matters, (i) => matterOf(i, addDays));
  const memory = watchMemory();
  const timed = async (body) => {
    const start = performance.now();
    await body();
    return Math.round(performance.now() - start);
  };
  let units = 0;
  const facts = () =>
    inSnapshot(deps, async (tx) => {
      units = (await digestFacts({ ...deps, tx }, systemScope(DAY), DAY)).length;
    });
  await facts(); // the grid is in memory afterwards, as in a running service
  const factsMs = await timed(facts);
  const assessMs = await timed(() =>
    inTransaction(deps, (tx) => assess({ ...deps, tx }, systemScope(SPAN.to), SPAN, { level: 2 })),
  );
  const result = { units, factsMs, assessMs, ...(sweeps ? await sweepOnce() : {}), ...memory() };
  await connection.dropDatabase();
  await connection.close();
  return result;

  async function sweepOnce() {
    const sweep = dailyDigest(deps);
    const sweepMs = await timed(() => sweep.run(instantAt(DAY, '08:30'), async () => {}));
    const secondSweepMs = await timed(() => sweep.run(instantAt(DAY, '08:35'), async () => {}));
    const files = await deps.db.collection('files').find().toArray();
    const messages = await deps.db.collection('outbox').countDocuments();
    const pictureKb = Math.round(files.reduce((sum, f) => sum + f.size, 0) / files.length / 1000);
    return { sweepMs, secondSweepMs, messages, pictures: files.length, pictureKb };
  }
}

function placeOf(i) {
  const cell = cellId((i * 7) % CELLS);
  return { cellId: cell, gridPath: `/d/${cell.slice(0, cell.indexOf('c'))}/${cell}/` };
}

const LIGHTS = ['organisation', 'funding', 'staff', 'premises', 'network', 'grid', 'entry'];

function taskOf(i, instantAt, addDays) {
  const { cellId: nodeId, gridPath } = placeOf(i);
  const dueOn = addDays(DAY, (i % 60) - 20);
  const createdAt = instantAt('2026-10-08', '09:00');
  const item = LIGHTS[i % 7];
  return {
    ...{
      _id: `t${i}`,
      version: 1,
      key: `t${i}`,
      kind: 'milestone',
      title: `演示事项${i % 7}`,
      state: 'open',
      light: item,
    },
    ...{ nodeId, gridPath, aboutId: nodeId, aboutPath: gridPath, plan: { plan: 'p', item }, pastPlaces: [], about: [] },
    ...{ priority: 'normal', opensOn: '2026-10-08', dueOn, activeFrom: '2026-10-08', due: { kind: 'plan' } },
    ...{
      provisional: false,
      after: [],
      evidence: ['note'],
      selfAccepted: false,
      reports: [],
      source: { kind: 'plan', id: 'p' },
    },
    history: [{ at: createdAt, by: 'sys', event: 'created', state: 'open', dueOn }],
    createdAt,
    updatedAt: createdAt,
  };
}

function matterOf(i, addDays) {
  const receivedOn = addDays(DAY, -(i % 90));
  const ended = i % 3 !== 0 && i % 90 > 20;
  const end = addDays(receivedOn, 20);
  const clock = { kind: 'close', startOn: receivedOn, internalDue: addDays(receivedOn, 25), was: [] };
  return {
    ...{ _id: `m${i}`, version: 1, ...placeOf(i), pastCells: [], kind: i % 4 === 0 ? 'report' : 'complaint' },
    ...{ receiptNo: `R${i}`, registerNo: `N${i}`, categories: ['M1'], receivedOn, peopleAtReceipt: 1 + (i % 5) },
    ends: ended ? [{ on: end, people: 1, paidFen: 100_000 }] : [],
    ...(ended && { endedOnState: end }),
    clocks: [ended ? { ...clock, stoppedOn: end } : clock],
  };
}

function employerOf(i, instantAt, addDays) {
  const cell = cellId((i * 7) % CELLS);
  const collected = i % 4 !== 0;
  const day = addDays('2026-11-23', -((i * 13) % 220));
  const at = instantAt(day, '10:00');
  return {
    _id: `e${i}`,
    version: 1,
    cellId: cell,
    gridPath: `/d/${cell.slice(0, cell.indexOf('c'))}/${cell}/`,
    createdAt: at,
    updatedAt: at,
    unitKind: i % 3 === 0 ? 'enterprise' : i % 50 === 1 ? 'unlicensed' : 'individual_business',
    name: `演示单位${i}`,
    status: i % 40 === 0 ? 'deregistered' : 'normal',
    fileState: collected ? 'collected' : 'known',
    phoneIndex: [],
    pastCells: [],
    codes: [`c${i}`],
    nameKeys: [`演示单位${i}`],
    pinyin: [],
    source: 'visit',
    refusals: 0,
    required: 18,
    filled: 17,
    history: [],
    ...(collected && { firstCollectedAt: at, collectedAt: at, lastAsOf: day, lastTotal: 5 }),
  };
}

function watchMemory() {
  const mb = () => Math.round(process.memoryUsage().rss / 1e6);
  const restMb = mb();
  let peakMb = restMb;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, mb());
  }, 20);
  return () => {
    clearInterval(timer);
    return { restMb, peakMb, afterMb: mb() };
  };
}

process.on('message', async (size) => {
  process.send(await measure(size));
  process.exit(0);
});
