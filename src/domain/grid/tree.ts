import type { GridNode } from '../../../schemas/grid.js';
import type { Day } from '../../lib/day.js';

/** The whole grid on one day, in memory. Nodes appear with the name and codes they had on that day. */
export interface GridTree {
  readonly day: Day;
  /** Every node that ever was, parents before children. */
  readonly all: readonly GridNode[];
  /** A node by id, in force or not. */
  node(id: string): GridNode | undefined;
  /** The node that has this area code on the day. */
  withCode(code: string): GridNode | undefined;
  /** From the district down to the node itself; empty for an unknown id. */
  path(id: string): GridNode[];
  /** Nodes in force directly below, by code; `null` gives the districts. */
  children(id: string | null): GridNode[];
  /** Nodes in force at or below any of the paths, parents before children. */
  within(area: { prefixes: readonly string[] }): GridNode[];
}

export function isInForce(node: GridNode, day: Day): boolean {
  return node.validFrom <= day && (node.validTo === undefined || day <= node.validTo);
}

/** @param nodes parents before children */
export function buildTree(nodes: readonly GridNode[], day: Day): GridTree {
  return indexed(
    nodes.map((node) => asOf(node, day)),
    day,
  );
}

/** The tree with a node changed or added. */
export function withNode(tree: GridTree, node: GridNode): GridTree {
  const known = tree.node(node._id) !== undefined;
  return indexed(known ? tree.all.map((one) => (one._id === node._id ? node : one)) : [...tree.all, node], tree.day);
}

function indexed(all: readonly GridNode[], day: Day): GridTree {
  const byId = new Map(all.map((node) => [node._id, node]));
  const byAreaCode = new Map(all.map((node) => [node.code, node]));
  const children = new Map<string | null, GridNode[]>();
  for (const node of all) {
    if (!isInForce(node, day)) continue;
    const siblings = children.get(node.parentId);
    if (siblings === undefined) children.set(node.parentId, [node]);
    else siblings.push(node);
  }
  for (const siblings of children.values()) siblings.sort(byCode);
  return {
    day,
    all,
    node: (id) => byId.get(id),
    withCode: (code) => byAreaCode.get(code),
    path: (id) => {
      const path: GridNode[] = [];
      for (let at = byId.get(id); at !== undefined; at = at.parentId === null ? undefined : byId.get(at.parentId))
        path.unshift(at);
      return path;
    },
    children: (id) => [...(children.get(id) ?? [])],
    within: ({ prefixes }) =>
      all.filter((node) => isInForce(node, day) && prefixes.some((prefix) => node.gridPath.startsWith(prefix))),
  };
}

function byCode(a: GridNode, b: GridNode): number {
  const [x, y] = [a.code ?? '~', b.code ?? '~'];
  return x < y ? -1 : x > y ? 1 : a.name < b.name ? -1 : 1;
}

/** The node with the name and codes of a day; before its first day, with its first ones. */
function asOf(node: GridNode, day: Day): GridNode {
  const holds = (row: { from: Day; to?: Day | undefined }) =>
    row.from <= day && (row.to === undefined || day <= row.to);
  const { code: _, cityCode: __, ...rest } = node;
  const code = node.codes.find((row) => row.system === 'area' && holds(row))?.value;
  const cityCode = node.codes.find((row) => row.system === 'city' && holds(row))?.value;
  return {
    ...rest,
    name: node.names.find(holds)?.value ?? node.names[0]?.value ?? node.name,
    ...(code !== undefined && { code }),
    ...(cityCode !== undefined && { cityCode }),
  };
}
