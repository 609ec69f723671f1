import { BODY_OPTIONS, type GridNode } from '../../../schemas/grid.js';
import { findNodes, type GridTree } from '../grid/index.js';

/** 各、所有、全部、每个 before the name of a kind of body or area. */
const ALL = /^(?:各个?|所有的?|全部的?|每个|全区各?)(.+)$/;
const AREAS: readonly (readonly [RegExp, 2 | 3])[] = [
  [/^(?:镇街|乡镇|街镇|镇|街道|办事处|镇办)$/, 2],
  [/^(?:村|社区|村社区|村和社区|村居|网格|三级网格)$/, 3],
];

/**
 * The bodies that a leader means: “各中队”, “所有服务站”, “古荥镇、花园口镇”, “古荥镇各村”. `unclear` holds the parts that name none
 * or several; then one must ask.
 */
export function readBodies(
  tree: GridTree,
  area: { prefixes: readonly string[] },
  text: string,
): { bodies: GridNode[]; unclear: string[] } {
  const bodies = new Set<GridNode>();
  const unclear: string[] = [];
  for (const part of text.split(/[、，,；;和及\s]+/).filter((each) => each !== '')) {
    const found = readPart(tree, area, part);
    if (found.length === 0) unclear.push(part);
    for (const node of found) bodies.add(node);
  }
  return { bodies: [...bodies], unclear };
}

function readPart(tree: GridTree, area: { prefixes: readonly string[] }, part: string): GridNode[] {
  const level = levelOf(ALL.exec(part)?.[1]);
  if (level !== undefined) return tree.within(area).filter((node) => node.level.level === level);
  // 古荥镇各村
  const split = /^(.{2,}?)((?:各个?|所有的?|全部的?|每个).+)$/.exec(part);
  const below = levelOf(ALL.exec(split?.[2] ?? '')?.[1]);
  if (split !== null && below !== undefined) {
    const [place, ...more] = findNodes(tree, area, split[1] ?? '');
    if (place === undefined || more.length > 0) return [];
    return tree.within({ prefixes: [place.node.gridPath] }).filter((node) => node.level.level === below);
  }
  const found = findNodes(tree, area, part);
  return found.length === 1 ? found.map(({ node }) => node) : [];
}

function levelOf(name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const body = BODY_OPTIONS.find(({ label, synonyms = [] }) => [label, ...synonyms].includes(name));
  return body?.level ?? AREAS.find(([pattern]) => pattern.test(name))?.[1];
}
