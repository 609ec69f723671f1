/** Who is meant by an audience today: a person, or the nearest group upwards that can be reached; pure. */
import type { GridNode, GroupPurpose } from '../../../../schemas/grid.js';
import type { Target } from '../../../../schemas/message.js';
import type { NudgeAudience } from '../../../../schemas/nudge.js';
import type { GridTree } from '../../grid/index.js';
import { lastOf } from '../rules.js';
import type { DueItem } from './due-item.js';

export interface Resolved {
  /** `member:<userid>`, `group:<node id>`, `group:<node id>:leaders` */
  key: string;
  target: Exclude<Target, { kind: 'customer' }>;
  /** Whose group it is. */
  unit?: GridNode;
}

/** Groups that nothing reaches, as `<node id> <purpose>`. */
export type DeadGroups = ReadonlySet<string>;

/**
 * The target of an audience; undefined when there is nobody: no person, or no group on the whole way up. A body without a group,
 * or with a dead one, is told of in the group above (never dropped in silence).
 */
export function resolve(
  tree: GridTree,
  dead: DeadGroups,
  item: DueItem,
  audience: NudgeAudience,
): Resolved | undefined {
  if (audience === 'person') {
    const { person } = item;
    return person === undefined ? undefined : { key: `member:${person}`, target: { kind: 'member', userid: person } };
  }
  const line = tree.path(lastOf(item.ownerPath));
  if (audience === 'leaders') return groupOf(line[0], 'leaders', dead) ?? upwards(line.slice(0, 1), dead);
  const depth: Record<Exclude<NudgeAudience, 'person' | 'leaders'>, number> = {
    unit: line.length,
    parent: line.length - 1,
    town: Math.min(2, line.length),
    district: 1,
  };
  // above the district stand its leaders
  if (depth[audience] < 1) return groupOf(line[0], 'leaders', dead);
  return upwards(line.slice(0, depth[audience]), dead);
}

function upwards(line: readonly GridNode[], dead: DeadGroups): Resolved | undefined {
  for (const node of [...line].reverse()) {
    const found = groupOf(node, 'work', dead);
    if (found !== undefined) return found;
  }
  return groupOf(line[0], 'leaders', dead);
}

function groupOf(node: GridNode | undefined, purpose: GroupPurpose, dead: DeadGroups): Resolved | undefined {
  if (node === undefined || dead.has(`${node._id} ${purpose}`)) return undefined;
  if (!node.groups.some((group) => group.purpose === purpose)) return undefined;
  const leaders = purpose === 'leaders';
  return {
    key: `group:${node._id}${leaders ? ':leaders' : ''}`,
    target: { kind: 'group', nodeId: node._id, ...(leaders && { purpose }) },
    unit: node,
  };
}
