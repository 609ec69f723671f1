// A district for measures of nudges: 8 towns, villages, a few people, and what the sweeps need to work on it.
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const TOWNS = 8;

const three = (n) => String(n).padStart(3, '0');
export const townOf = (c) => `t${c % TOWNS}`;
export const cellId = (c) => `${townOf(c)}c${Math.floor(c / TOWNS)}`;
export const from = (path) => import(`../../../dist/src/${path}.js`);

/**
 * Opens a database with a clock that stands where it is set (`house.now`).
 * @param {string} uri
 */
export async function openHouse(uri) {
  const { default: mongoose } = await import('mongoose');
  const { makeGridReader } = await from('domain/grid/index');
  const { loadCalendar } = await from('domain/calendar/index');
  const { loadPlans } = await from('domain/plans/index');
  const { makeStaffReader } = await from('domain/staff/index');
  const { acceptanceSource, loadNudgeRules, taskSource } = await from('domain/tasks/index');
  const { newId } = await from('lib/ids');
  const { makeLog } = await from('lib/log');
  const { DEFAULT_QUIET_HOURS } = await from('lib/quiet-hours');
  const { inTransaction } = await from('models/transaction');
  const connection = await mongoose.createConnection(uri).asPromise();
  const calendar = loadCalendar(`${root}calendar`);
  const house = { now: new Date(0), connection };
  house.deps = {
    ...{ db: connection.db, newId, clock: () => house.now, calendar, grid: makeGridReader(), staff: makeStaffReader() },
    ...{ plans: loadPlans(`${root}plans`, calendar).plans, rules: loadNudgeRules(`${root}config/nudges.yaml`) },
    ...{
      quietHours: DEFAULT_QUIET_HOURS,
      sources: [taskSource, acceptanceSource],
      log: makeLog('silent'),
      cards: true,
    },
  };
  house.run = (body) => inTransaction(house.deps, (tx) => body({ ...house.deps, tx }));
  return house;
}

/** Draws towns and `cells` villages with their people, as of 26 July 2010, into an empty database. */
export async function drawHouse(house, cells) {
  const { addNodes } = await from('domain/grid/index');
  const { systemScope } = await from('domain/rights/index');
  const { editStaff } = await from('domain/staff/index');
  const { instantAt } = await from('lib/day');
  const { newDataKey, readKeyRing } = await from('lib/seal');
  const { prepareCollections } = await from('models/collection');
  await prepareCollections(house.connection);
  house.now = instantAt('2010-07-26', '09:00');
  const actor = systemScope('2010-07-26');
  await house.run((work) => addNodes({ ...work, actor }, gridNodes(cells)));
  await house.run((work) => editStaff({ ...work, actor, keys: readKeyRing(newDataKey('bench')) }, people(cells)));
}

function gridNodes(cells) {
  const groups = (id) => [{ id, purpose: 'work', name: id, way: { kind: 'appchat', chatId: id } }];
  const code = (t) => `410108${three(100 + t)}`;
  const towns = Array.from({ length: TOWNS }, (_, t) => ({
    id: `t${t}`,
    parentId: 'd',
    name: `演示${t}镇`,
    code: `${code(t)}000`,
  }));
  const villages = Array.from({ length: cells }, (_, c) => ({
    ...{ id: cellId(c), parentId: townOf(c), name: `演示${c}村` },
    code: `${code(c % TOWNS)}${three(200 + Math.floor(c / TOWNS))}00`,
  }));
  const nodes = [{ id: 'd', parentId: null, name: '演示区', code: '410108000000' }, ...towns, ...villages];
  return nodes.map((node) => ({ ...node, validFrom: '2010-01-01', groups: groups(node.id) }));
}

function people(cells) {
  const hire = (userid, role, nodeId) => [
    { kind: 'person', userid, name: '演示人员' },
    { kind: 'assign', userid, role, nodeId, from: '2010-01-01' },
  ];
  return [
    ...hire('bl', 'brigade_leader', 'd'),
    ...Array.from({ length: TOWNS }, (_, t) => hire(`sl${t}`, 'squadron_leader', `t${t}`)).flat(),
    ...Array.from({ length: cells }, (_, c) => hire(`co${c}`, 'co_inspector', cellId(c))).flat(),
  ];
}
