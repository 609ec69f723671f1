import type { GridNode } from '../../schemas/grid.js';
import type { Role } from '../../schemas/scope.js';
import type { Staff } from '../../schemas/staff.js';
import type { RecordData, UnitRecord } from '../../schemas/unit-record.js';
import { buildTree, withNode } from '../../src/domain/grid/index.js';
import type { CheckFacts, CollectionSums } from '../../src/domain/plans/checks/index.js';
import { factsOf } from '../../src/domain/plans/facts.js';
import { directoryOf } from '../../src/domain/staff/directory.js';
import { smallTree } from './grid.js';

export const DAY = '2026-03-02';

/** What a test says of the small district; what it does not say is not there. */
export interface Facts {
  /** Changes to nodes by id. */
  nodes?: Record<string, Partial<GridNode>>;
  /** `[person, role, node]` */
  people?: readonly (readonly [string, Role, string])[];
  /** `[node, data, on]`; ids are `r0`, `r1`, … */
  records?: readonly (readonly [string, RecordData, string?])[];
  /** Cells by id. */
  cells?: Record<string, Partial<CollectionSums>>;
}

/** The facts of the small district (`smallTree`) on `DAY`, without a database. */
export function factsFor({ nodes = {}, people = [], records = [], cells = {} }: Facts): CheckFacts {
  let tree = buildTree(smallTree(DAY).all, DAY);
  for (const [id, change] of Object.entries(nodes))
    tree = withNode(tree, { ...(tree.node(id) as GridNode), ...change });
  const path = (id: string) => tree.node(id)?.gridPath ?? '';
  const names = [...new Set(people.map(([name]) => name))];
  const staff = names.map(
    (name): Staff => ({
      _id: name,
      userid: name,
      name,
      certificates: [],
      absences: [],
      dutiesAcknowledged: [],
      version: 1,
      assignments: people
        .filter(([who]) => who === name)
        .map(([, role, nodeId], i) => ({
          id: `${name}${i}`,
          role,
          nodeId,
          gridPath: path(nodeId),
          from: '2026-01-01',
        })),
    }),
  );
  const rows = records.map(
    ([nodeId, data, on = DAY], i): UnitRecord => ({
      _id: `r${i}`,
      version: 1,
      nodeId,
      gridPath: path(nodeId),
      on,
      data,
      by: 'sys',
      createdAt: new Date(0),
      updatedAt: new Date(0),
    }),
  );
  const nothing = { known: 0, collected: 0, stale: 0, required: 0, filled: 0 };
  const sums = Object.entries(cells).map(([id, sum]) => ({ ...nothing, ...sum, gridPath: path(id) }));
  return factsOf(tree, directoryOf(staff), rows, sums);
}
