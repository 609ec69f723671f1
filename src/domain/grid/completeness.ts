import type { GridLevel } from '../../../schemas/codes.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { GridTree } from './tree.js';

export type Lack = 'code' | 'body' | 'staff' | 'group';

/** How far one level is built: a node is complete with body, staff and code (S15, S16); the group is told beside it. */
export interface LevelCompleteness {
  level: GridLevel;
  nodes: number;
  complete: number;
  lacking: { node: GridNode; lacks: Lack[] }[];
}

/** @param staffed ids of the nodes where somebody serves today */
export function judgeCompleteness(
  tree: GridTree,
  area: { prefixes: readonly string[] },
  staffed: ReadonlySet<string>,
): LevelCompleteness[] {
  const nodes = tree.within(area);
  return ([1, 2, 3] as const).map((level) => {
    const ofLevel = nodes.filter((node) => node.level.level === level);
    const lacking = ofLevel
      .map((node) => ({ node, lacks: lacksOf(node, staffed) }))
      .filter(({ lacks }) => lacks.length > 0);
    const incomplete = lacking.filter(({ lacks }) => lacks.some((lack) => lack !== 'group')).length;
    return { level, nodes: ofLevel.length, complete: ofLevel.length - incomplete, lacking };
  });
}

function lacksOf(node: GridNode, staffed: ReadonlySet<string>): Lack[] {
  const lacks: Lack[] = [];
  if (node.code === undefined && node.cityCode === undefined) lacks.push('code');
  if (node.body === undefined) lacks.push('body');
  if (!staffed.has(node._id)) lacks.push('staff');
  if (node.groups.length === 0) lacks.push('group');
  return lacks;
}
