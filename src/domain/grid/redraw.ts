import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { insertGridNode, replaceGridNode } from '../../models/grid-node.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import { demand } from '../rights/index.js';
import { drawNode, type NewNode, nodeInForce, retiredNode } from './rules.js';
import type { GridWork } from './service.js';
import { withNode } from './tree.js';

/** A change of borders, as those see it whose records must move. */
export interface Redrawing {
  actor: Scope;
  from: readonly GridNode[];
  into: readonly GridNode[];
  /** Where a record of an old node goes: as it was placed by hand, else by its road, else to the first successor. */
  successorOf(record: { id: string; nodeId: string; road?: string }): GridNode;
}

/**
 * Moves the records of one kind (employers, open tasks, assignments) from the old nodes to their successors, in the
 * transaction of the change itself. What is history stays with the old node.
 */
export type RedrawHook = (tx: Tx, redrawing: Redrawing) => Promise<void>;

/**
 * Splits a node (1 → n), merges nodes (n → 1) or moves one to another parent (1 → 1), as of today: the old ones are retired,
 * the new ones name them as predecessors, and all hooks run in the same transaction (domain.md 3.6).
 * @param placed record id → index of the successor, for records that must not go by their road
 * @throws DomainError grid_has_children: move the nodes below first
 */
export async function redraw(
  work: GridWork & { hooks: readonly RedrawHook[] },
  input: {
    from: readonly string[];
    into: readonly Omit<NewNode, 'predecessorIds'>[];
    placed?: ReadonlyMap<string, number>;
  },
): Promise<GridNode[]> {
  const { tx, actor } = work;
  const tree = await work.grid(tx, actor.today);
  const from = input.from.map((id) => nodeInForce(tree, id));
  for (const node of from) {
    demand(actor, 'manage_grid', node.gridPath);
    if (tree.children(node._id).length > 0) throw new DomainError('grid_has_children', { name: node.name });
  }
  const ids = input.into.map(() => tx.newId());
  const retired = from.map((node) => retiredNode(node, ids, actor.today));
  // the new nodes are checked against the grid without the old ones, so that they may take over their codes
  let rest = retired.reduce(withNode, tree);
  const into: GridNode[] = [];
  for (const [i, one] of input.into.entries()) {
    const node = drawNode(rest, ids[i] ?? tx.newId(), { ...inherited(from, input.into.length), ...one });
    if (node.level.level !== from[0]?.level.level) throw new DomainError('grid_level_misplaced', { name: node.name });
    demand(actor, 'manage_grid', node.gridPath);
    into.push(node);
    rest = withNode(rest, node);
  }
  for (const [i, node] of retired.entries()) replaceGridNode(tx, from[i] ?? node, node);
  for (const node of into) insertGridNode(tx, node);
  note(work, from, into);
  const redrawing = { actor, from, into, successorOf: placer(into, input.placed ?? new Map()) };
  for (const hook of work.hooks) await hook(tx, redrawing);
  return into;
}

/** Until new groups are made, the successors' messages go on to the group that exists; one successor takes over the body. */
function inherited(from: readonly GridNode[], successors: number): Partial<NewNode> {
  const groups = from.find((node) => node.groups.length > 0)?.groups ?? [];
  const body = from.find((node) => node.body !== undefined)?.body;
  return {
    groups,
    predecessorIds: from.map((node) => node._id),
    ...(successors === 1 && { roads: [...new Set(from.flatMap((node) => node.roads))] }),
    ...(successors === 1 && body !== undefined && { body }),
  };
}

function placer(into: readonly GridNode[], placed: ReadonlyMap<string, number>): Redrawing['successorOf'] {
  return ({ id, road }) => {
    const index = placed.get(id);
    const node =
      index === undefined ? into.find(({ roads }) => road !== undefined && roads.includes(road)) : into[index];
    const successor = node ?? into[0];
    if (successor === undefined) throw new Error('a redrawing without successors');
    return successor;
  };
}

function note(work: GridWork, from: readonly GridNode[], into: readonly GridNode[]): void {
  const action = into.length > 1 ? 'grid.split' : from.length > 1 ? 'grid.merge' : 'grid.move';
  for (const node of [...from, ...into]) {
    const changes = {
      from: from
        .map(({ _id }) => _id)
        .join(' ')
        .slice(0, 200),
      into: into
        .map(({ _id }) => _id)
        .join(' ')
        .slice(0, 200),
    };
    audit(work.tx, { actor: work.actor.userid, action, object: { kind: 'grid_node', id: node._id }, changes });
  }
}
