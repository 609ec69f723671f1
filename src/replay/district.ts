/** The scripted district of the replay: towns that are fast and towns that are late, with groups and a few people. */
import { addNodes, groupsWith, makeGridReader } from '../domain/grid/index.js';
import { systemScope } from '../domain/rights/index.js';
import { editStaff, makeStaffReader } from '../domain/staff/index.js';
import { type Day, instantAt } from '../lib/day.js';
import type { KeyRing } from '../lib/seal.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';

/** How a town keeps its dates: days after (before, when negative) each due day, and employers a cell takes down a day. */
export interface Pace {
  days: number;
  perDay: number;
}

export interface ReplayTown {
  name: string;
  pace: Pace;
  cells: readonly string[];
}

const FAST: Pace = { days: -4, perDay: 2 };
const STEADY: Pace = { days: -1, perDay: 1 };
const LATE: Pace = { days: 11, perDay: 0.7 };
const SLOW: Pace = { days: 34, perDay: 0.4 };

/** Towns of the district; the villages are invented. */
export const REPLAY_TOWNS: readonly ReplayTown[] = [
  { name: '花园口镇', pace: FAST, cells: ['演示滩村', '演示口村'] },
  { name: '古荥镇', pace: STEADY, cells: ['演示城村'] },
  { name: '迎宾路街道', pace: LATE, cells: ['演示宾社区'] },
  { name: '新城街道', pace: SLOW, cells: ['演示新社区'] },
];

export interface ReplayPlace {
  id: string;
  parentId: string | null;
  name: string;
  code: string;
  groups: { purpose: 'work' | 'leaders'; name: string; key: string }[];
}

/** Nodes with their groups: `d`, `t1` …, `t1c1` …; group keys are `hook-<id>`. */
export function placesOf(towns: readonly ReplayTown[]): ReplayPlace[] {
  const three = (n: number) => String(n).padStart(3, '0');
  const work = (id: string, name: string) => ({
    purpose: 'work' as const,
    name: `${name}两网化工作群`,
    key: `hook-${id}`,
  });
  const district = '惠济区';
  const leaders = { purpose: 'leaders' as const, name: `${district}领导小组群`, key: 'hook-d-leaders' };
  return [
    { id: 'd', parentId: null, name: district, code: '410108000000', groups: [work('d', district), leaders] },
    ...towns.flatMap(({ name, cells }, t) => {
      const id = `t${t + 1}`;
      const code = `410108${three(100 + t)}`;
      return [
        { id, parentId: 'd', name, code: `${code}000`, groups: [work(id, name)] },
        ...cells.map((cell, c) => ({
          id: `${id}c${c + 1}`,
          parentId: id,
          name: cell,
          code: `${code}${three(200 + c)}00`,
          groups: [work(`${id}c${c + 1}`, cell)],
        })),
      ];
    }),
  ];
}

/** Whose group a key is of. */
export function nodeOfKey(key: string): string {
  return key.split('-')[1] ?? '';
}

/** Draws the district and names its leaders; nobody else serves yet. */
export async function drawReplayDistrict(
  given: Omit<TransactionDeps, 'clock'> & { keys: KeyRing },
  places: readonly ReplayPlace[],
  day: Day,
): Promise<void> {
  const deps = { ...given, grid: makeGridReader(), staff: makeStaffReader(), clock: () => instantAt(day, '08:00') };
  await inTransaction(deps, async (tx) => {
    const nodes = places.map(({ groups, ...node }) => ({
      ...node,
      validFrom: day,
      groups: groups.reduce<ReturnType<typeof groupsWith>>(
        (all, { purpose, name, key }) =>
          groupsWith(deps.keys, all, { purpose, name, way: { kind: 'webhook', key } }, tx.newId),
        [],
      ),
    }));
    await addNodes({ tx, actor: systemScope(day), grid: deps.grid }, nodes);
  });
  await inTransaction(deps, async (tx) => {
    const work = { ...deps, tx, actor: systemScope(day) };
    const people = [
      ['brigade', 'brigade_leader', '赵样例'],
      ['leader', 'leader', '钱样例'],
      ['centre', 'command_centre_operator', '孙样例'],
    ] as const;
    await editStaff(
      work,
      people.flatMap(([userid, role, name]) => [
        { kind: 'person' as const, userid, name },
        { kind: 'assign' as const, userid, role, nodeId: 'd', from: day },
      ]),
    );
  });
}
