/** Nodes of a plan by their path without entry numbers: `workers[].name`. */
import type { Block, Plan, PlanNode } from '../conversation/index.js';

export type Asked = Extract<PlanNode, { kind: 'field' }>;

/** Every node that has a field, or is a list, with its path. */
function* nodesOf(block: Block, prefix = ''): Generator<[string, PlanNode]> {
  for (const node of block.nodes) {
    const path = prefix + node.path;
    if ('field' in node || node.kind === 'list') yield [path, node];
    if (node.kind === 'list') yield* nodesOf(node.block, `${path}[].`);
  }
}

export function patternsOf(plan: Plan): ReadonlyMap<string, PlanNode> {
  return new Map(nodesOf(plan.root));
}

/** The question at a path; undefined for paths that are not there or not asked. */
export function findNode(plan: Plan, pattern: string): Asked | undefined {
  const node = patternsOf(plan).get(pattern);
  return node?.kind === 'field' ? node : undefined;
}
