import { isDeepStrictEqual } from 'node:util';
import { type GridNode, GridNode as GridNodeSchema } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { insertGridNode, replaceGridNode } from '../../models/grid-node.js';
import type { Tx } from '../../models/transaction.js';
import { audit, changesOf } from '../audit/index.js';
import { demand } from '../rights/index.js';
import type { GridReader } from './reader.js';
import { changedNode, drawNode, type NewNode, type NodeChange, nodeInForce } from './rules.js';
import { withNode } from './tree.js';

/** What a change of the grid needs: the unit of work, who does it, and the grid as it is. */
export interface GridWork {
  tx: Tx;
  actor: Scope;
  grid: GridReader;
}

/** Draws new nodes, parents before children; a parent may be one of them when its id is given in `id`. */
export async function addNodes(work: GridWork, inputs: readonly (NewNode & { id?: string })[]): Promise<GridNode[]> {
  let tree = await work.grid(work.tx, work.actor.today);
  const added: GridNode[] = [];
  for (const { id, ...input } of inputs) {
    const node = drawNode(tree, id ?? work.tx.newId(), input);
    saveNode(work, null, node);
    added.push(node);
    tree = withNode(tree, node);
  }
  return added;
}

/** Renames, recodes or otherwise changes a node in force. */
export async function changeNode(work: GridWork, id: string, change: NodeChange): Promise<GridNode> {
  const tree = await work.grid(work.tx, work.actor.today);
  const before = nodeInForce(tree, id);
  const after = changedNode(tree, id, change);
  saveNode(work, before, after);
  return after;
}

/** Writes a node that `drawNode` or `changedNode` made, if the actor may and anything differs. */
export function saveNode(
  work: Pick<GridWork, 'tx' | 'actor'>,
  before: GridNode | null,
  after: GridNode,
): 'added' | 'changed' | 'unchanged' {
  demand(work.actor, 'manage_grid', after.gridPath);
  if (isDeepStrictEqual(after, before)) return 'unchanged';
  if (before === null) insertGridNode(work.tx, after);
  else replaceGridNode(work.tx, before, after);
  const outcome = before === null ? 'added' : 'changed';
  const { version: _, ...changes } = changesOf(GridNodeSchema, before, after);
  audit(work.tx, {
    actor: work.actor.userid,
    action: before === null ? 'grid.add' : 'grid.change',
    object: { kind: 'grid_node', id: after._id },
    changes,
  });
  return outcome;
}
