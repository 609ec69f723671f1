/** The small district with groups and staff on a real database, and the matters domain put together on it. */
import { randomBytes } from 'node:crypto';
import type { GridNode } from '../../schemas/grid.js';
import type { MatterCommand } from '../../schemas/matter-command.js';
import type { Role, Scope } from '../../schemas/scope.js';
import { addNodes, makeGridReader } from '../../src/domain/grid/index.js';
import {
  type Acted,
  actOnMatter,
  type MatterDeps,
  type MatterHouse,
  type NewMatter,
  receiveMatter,
} from '../../src/domain/matters/index.js';
import { systemScope } from '../../src/domain/rights/index.js';
import { editStaff, makeStaffReader } from '../../src/domain/staff/index.js';
import type { StaffEdit } from '../../src/domain/staff/rules.js';
import { movableClock } from '../../src/lib/clock.js';
import { dayOf, instantAt } from '../../src/lib/day.js';
import { newId } from '../../src/lib/ids.js';
import { newDataKey, readKeyRing } from '../../src/lib/seal.js';
import { inTransaction, type TransactionDeps } from '../../src/models/transaction.js';
import { SMALL_DISTRICT } from './grid.js';
import { CALENDAR, LETTERS, LEXICON, RULES } from './matters.js';
import type { TestDatabase } from './mongo.js';

const STAFF: readonly [string, Role, string, boolean][] = [
  ['head', 'brigade_leader', 'd', true],
  ['boss', 'leader', 'd', false],
  ['desk', 'command_centre_operator', 'd', false],
  ['squad', 'squadron_leader', 't1', true],
  ['squad2', 'squadron_leader', 't2', true],
  ['ann', 'full_time_inspector', 't1', true],
  ['ben', 'full_time_inspector', 't1', true],
  ['cai', 'full_time_inspector', 't2', true],
  ['expired', 'full_time_inspector', 't1', false],
  ['co', 'co_inspector', 'v11', false],
];

const group = (purpose: 'work' | 'leaders', id: string): GridNode['groups'][number] => ({
  id,
  purpose,
  name: id,
  way: { kind: 'appchat', chatId: `chat-${id}` },
});
const GROUPS: Record<string, GridNode['groups']> = {
  d: [group('leaders', 'leaders'), group('work', 'district')],
  t1: [group('work', 'town')],
};

export type District = Awaited<ReturnType<typeof openDistrict>>;

export async function openDistrict(database: TestDatabase, start = '2026-03-02') {
  const clock = movableClock(instantAt(start, '09:00'));
  clock.freeze(true);
  const transactions: TransactionDeps = { db: database.db, clock: clock.now, newId };
  const dataKey = newDataKey('k1');
  const house: MatterHouse = {
    grid: makeGridReader(),
    staff: makeStaffReader(),
    keys: readKeyRing(dataKey),
    identityKeys: readKeyRing(dataKey, 'identity'),
    calendar: CALENDAR,
    rules: RULES,
    words: LEXICON,
    letters: LETTERS,
    random: randomBytes,
  };
  const today = () => dayOf(clock.now());
  await inTransaction(transactions, async (tx) => {
    const work = { tx, actor: systemScope(start), grid: house.grid, keys: house.keys };
    const nodes = SMALL_DISTRICT.map((node) => ({ ...node, validFrom: '2026-01-01', groups: GROUPS[node.id] ?? [] }));
    await addNodes(work, nodes);
    const edits = STAFF.flatMap(([userid, role, nodeId, certified]): StaffEdit[] => [
      {
        kind: 'person',
        userid,
        name: `职员${userid}`,
        ...(certified && {
          certificates: [{ kind: 'enforcement', no: `No-${userid}`, validFrom: '2025-01-01', validTo: '2027-12-31' }],
        }),
      },
      { kind: 'assign', userid, role, nodeId, from: '2026-01-01' },
    ]);
    await editStaff({ ...work, staff: house.staff }, edits);
  });
  const run = <T>(body: (deps: MatterDeps) => Promise<T>, more: Partial<MatterHouse> = {}) =>
    inTransaction(transactions, (tx) => body({ ...house, ...more, tx }));
  const scope = (userid: string): Promise<Scope> =>
    run(async ({ tx }) => {
      const found = userid === 'sys' ? systemScope(today()) : (await house.staff(tx)).scopeOf(userid, today());
      if (found === null) throw new Error(`nobody is called ${userid}`);
      return found;
    });
  return {
    transactions,
    clock,
    house,
    dataKey,
    today,
    run,
    scope,
    /** Moves the clock to a day, nine in the morning. */
    goTo: (day: string) => clock.set(instantAt(day, '09:00')),
    async receive(input: Partial<NewMatter> = {}, userid = 'sys') {
      const as = await scope(userid);
      return run((deps) => receiveMatter(deps, as, { ...COMPLAINT, ...input }));
    },
    async act(userid: string, command: Record<string, unknown> & { matterId: string }): Promise<Acted> {
      const as = await scope(userid);
      return run(async (deps) => {
        const stored = await database.db
          .collection<{ _id: string; version: number }>('matters')
          .findOne({ _id: command.matterId });
        return actOnMatter(deps, as, { seen: stored?.version ?? 0, ...command } as MatterCommand);
      });
    },
    matter: (id: string) =>
      database.db.collection<{ _id: string } & Record<string, unknown>>('matters').findOne({ _id: id }),
  };
}

export const COMPLAINT: NewMatter = {
  kind: 'complaint',
  channel: 'kf',
  cellId: 'v11',
  content: {
    categories: ['M6a'],
    facts: '我在惠民快餐干了三个月，一直没发工资',
    employerName: '惠民快餐店',
    employerPlace: '古荥镇纪公庙村',
    periodFrom: '2025-12',
    periodTo: '2026-02',
    amountFen: 500_000,
    peopleCount: 1,
    ongoing: true,
    elsewhere: 'none',
  },
  person: { name: '甄有福', phone: '13800138000' },
  customerId: 'cust-0001',
};
