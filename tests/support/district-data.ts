import type { GroupChat } from '../../schemas/grid.js';
import type { StoredEmployer } from '../../schemas/stored-employer.js';
import { addNodes, type GridReader, makeGridReader } from '../../src/domain/grid/index.js';
import { systemScope } from '../../src/domain/rights/index.js';
import { instantAt } from '../../src/lib/day.js';
import { insertEmployer } from '../../src/models/employer.js';
import { inTransaction, type TransactionDeps } from '../../src/models/transaction.js';

/** A group that no message reaches. */
const groupOf = (id: string, purpose: GroupChat['purpose'] = 'work'): GroupChat => ({
  id,
  purpose,
  name: `${id}群`,
  way: { kind: 'appchat', chatId: `chat-${id}` },
});

export interface TownPlan {
  name: string;
  cells: string[];
}

/**
 * Draws a district `d` with towns `t1`, `t2`, … and cells `t1c1`, …; all have a group, the district one for leaders (`dl`) as
 * well, but those of `without`. Returns a reader of the grid.
 */
export async function drawDistrict(
  deps: TransactionDeps,
  towns: readonly TownPlan[],
  { validFrom = '2026-01-05', without = [] as readonly string[] } = {},
): Promise<GridReader> {
  const grid = makeGridReader();
  const groups = (id: string, purpose?: GroupChat['purpose']) => (without.includes(id) ? [] : [groupOf(id, purpose)]);
  const three = (n: number) => String(n).padStart(3, '0');
  const nodes = [
    {
      id: 'd',
      parentId: null,
      name: '惠济区',
      code: '410108000000',
      groups: [...groups('d'), ...groups('dl', 'leaders')],
    },
    ...towns.flatMap(({ name, cells }, t) => {
      const id = `t${t + 1}`;
      const code = `410108${three(100 + t)}`;
      return [
        { id, parentId: 'd', name, code: `${code}000`, groups: groups(id) },
        ...cells.map((cell, c) => ({
          id: `${id}c${c + 1}`,
          parentId: id,
          name: cell,
          code: `${code}${three(200 + c)}00`,
          groups: groups(`${id}c${c + 1}`),
        })),
      ];
    }),
  ];
  await inTransaction(deps, (tx) =>
    addNodes(
      { tx, actor: systemScope(validFrom), grid },
      nodes.map((node) => ({ ...node, validFrom })),
    ),
  );
  return grid;
}

/** What a test says of an employer; the rest is filled in. */
export interface EmployerPlan {
  /** `t1c2` */
  cell: string;
  /** Days; without `collectedOn` only a list tells of it. */
  listedOn: string;
  firstOn?: string;
  collectedOn?: string;
  kind?: StoredEmployer['unitKind'];
  status?: StoredEmployer['status'];
  refused?: boolean;
}

function storedEmployer(id: string, plan: EmployerPlan): StoredEmployer {
  const { cell, listedOn, collectedOn, firstOn = collectedOn, kind = 'enterprise', status = 'normal', refused } = plan;
  const at = (day: string) => instantAt(day, '10:00');
  return {
    _id: id,
    version: 1,
    cellId: cell,
    gridPath: `/d/${cell.slice(0, cell.indexOf('c'))}/${cell}/`,
    createdAt: at(listedOn),
    updatedAt: at(listedOn),
    unitKind: kind,
    name: `虚构单位${id}`,
    status,
    fileState: collectedOn === undefined ? 'known' : 'collected',
    phoneIndex: [],
    pastCells: [],
    codes: [],
    nameKeys: [`虚构单位${id}`],
    pinyin: [],
    source: 'visit',
    refusals: 0,
    required: 18,
    filled: 18,
    history: [],
    ...(refused !== undefined && { refused }),
    ...(firstOn !== undefined && { firstCollectedAt: at(firstOn) }),
    ...(collectedOn !== undefined && { collectedAt: at(collectedOn), lastAsOf: collectedOn, lastTotal: 5 }),
  };
}

/** Puts employers on file, a thousand a transaction. */
export async function fileEmployers(
  deps: TransactionDeps,
  plans: readonly EmployerPlan[],
  prefix = 'e',
): Promise<void> {
  for (let from = 0; from < plans.length; from += 1000)
    await inTransaction(deps, async (tx) => {
      for (const [i, plan] of plans.slice(from, from + 1000).entries())
        insertEmployer(tx, storedEmployer(`${prefix}${from + i}`, plan));
    });
}
