// How long the daily digests of a district take: the facts of all levels, the pictures, the whole sweep, and how much memory.
// `measureDigests(uri)`, or by hand `node tests/bench/digests.mjs mongodb://…/name [employers]` after a build.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const TOWNS = 8;
const CELLS = 160;
const DAY = '2026-11-24';

/**
 * Digests of 160 cells, 8 towns and the district over invented employers, in a process of its own.
 * @param {string} uri of a replica set, with the name of a database that may be dropped
 * @returns {Promise<Record<'employers'|'units'|'factsMs'|'sweepMs'|'secondSweepMs'|'pictures'|'pictureMs'|'pictureKb'|'restMb'|'peakMb'|'afterMb', number>>}
 */
export async function measureDigests(uri, employers = 30_000) {
  return await new Promise((resolve, reject) => {
    const child = fork(here, [], { env: { ...process.env, BENCH_DIGESTS: JSON.stringify({ uri, employers }) } });
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the measuring process ended with ${code}`)));
  });
}

const three = (n) => String(n).padStart(3, '0');
const cellId = (c) => `t${c % TOWNS}c${Math.floor(c / TOWNS)}`;

async function measure({ uri, employers }) {
  const from = (path) => import(`../../dist/src/${path}.js`);
  const { default: mongoose } = await import('mongoose');
  const { addNodes, makeGridReader } = await from('domain/grid/index');
  const { systemScope } = await from('domain/rights/index');
  const { DIGEST_SETTINGS, digestFacts } = await from('domain/digests/index');
  const { dailyDigest } = await from('jobs/daily-digest');
  const { instantAt, addDays } = await from('lib/day');
  const { newId } = await from('lib/ids');
  const { makeLog } = await from('lib/log');
  const { DEFAULT_QUIET_HOURS } = await from('lib/quiet-hours');
  const { makeCalendar } = await from('lib/workdays');
  const { prepareCollections } = await from('models/collection');
  const { inTransaction } = await from('models/transaction');

  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await prepareCollections(connection);
  const deps = {
    db: connection.db,
    clock: () => instantAt(DAY, '08:30'),
    newId,
    grid: makeGridReader(),
    calendar: makeCalendar([]),
    settings: DIGEST_SETTINGS,
    quietHours: DEFAULT_QUIET_HOURS,
    log: makeLog('silent'),
    fontFolder: fileURLToPath(new URL('../../assets/fonts', import.meta.url)),
  };
  const groups = (id) => [{ id, purpose: 'work', name: id, way: { kind: 'appchat', chatId: id } }];
  const town = (t) => `410108${three(100 + t)}`;
  const nodes = [
    { id: 'd', parentId: null, name: '惠济区', code: '410108000000', groups: groups('d') },
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
      groups: groups(cellId(c)),
    })),
  ];
  await inTransaction(deps, (tx) =>
    addNodes(
      { tx, actor: systemScope('2026-01-05'), grid: deps.grid },
      nodes.map((n) => ({ ...n, validFrom: '2026-01-05' })),
    ),
  );
  for (let at = 0; at < employers; at += 2_000)
    await deps.db
      .collection('employers')
      .insertMany(
        Array.from({ length: Math.min(2_000, employers - at) }, (_, i) => employerOf(at + i, instantAt, addDays)),
      );

  const memory = watchMemory();
  const timed = async (body) => {
    const start = performance.now();
    await body();
    return Math.round(performance.now() - start);
  };
  let units = 0;
  const facts = () =>
    inTransaction(deps, async (tx) => {
      units = (await digestFacts({ ...deps, tx }, systemScope(DAY), DAY)).length;
    });
  await facts(); // the grid is in memory afterwards, as in a running service
  const factsMs = await timed(facts);
  const sweep = dailyDigest(deps);
  const sweepMs = await timed(() => sweep.run(instantAt(DAY, '08:30'), async () => {}));
  const secondSweepMs = await timed(() => sweep.run(instantAt(DAY, '08:35'), async () => {}));
  const files = await deps.db.collection('files').find().toArray();
  const pictureKb = Math.round(files.reduce((sum, f) => sum + f.size, 0) / files.length / 1000);
  const pictureMs = await paintOne(from, deps.fontFolder);
  const result = {
    employers,
    units,
    factsMs,
    sweepMs,
    secondSweepMs,
    pictures: files.length,
    pictureMs,
    pictureKb,
    ...memory(),
  };
  await connection.dropDatabase();
  await connection.close();
  process.send?.(result);
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** Milliseconds of a picture of 20 units by a thread that is warm. */
async function paintOne(from, fontFolder) {
  const { openPainter } = await from('charts/painter');
  const { coveragePicture } = await from('charts/coverage');
  const bars = Array.from({ length: 20 }, (_, i) => ({
    name: `演示${i}村`,
    percent: 95 - i * 3,
    standing: 'between',
    rate: `${95 - i * 3}%`,
    numbers: '120/150',
  }));
  const picture = coveragePicture({
    title: '演示镇 采集覆盖率',
    date: '11月24日 周二',
    percent: 66,
    rate: '66%',
    lines: ['1,980/3,000 户'],
    bars,
    lineLabel: '全镇街 66%',
    legend: [],
  });
  const painter = await openPainter(fontFolder);
  await painter.paint(picture);
  const start = performance.now();
  await painter.paint(picture);
  const ms = Math.round(performance.now() - start);
  await painter.close();
  return ms;
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

const asked = process.env.BENCH_DIGESTS;
if (asked !== undefined) await measure(JSON.parse(asked));
else if (process.argv[1] === here) {
  const [uri, employers = '30000'] = process.argv.slice(2);
  process.stdout.write(`${JSON.stringify(await measureDigests(uri, Number(employers)))}\n`);
}
