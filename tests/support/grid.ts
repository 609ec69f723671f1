import type { GridNode } from '../../schemas/grid.js';
import { buildTree, type GridTree, type NewNode } from '../../src/domain/grid/index.js';
import { drawNode } from '../../src/domain/grid/rules.js';

/** A small district: two towns, two villages each, as `NewNode`s with ids, parents first. */
export const SMALL_DISTRICT: readonly (NewNode & { id: string })[] = [
  { id: 'd', parentId: null, name: '惠济区', code: '410108000000' },
  { id: 't1', parentId: 'd', name: '古荥镇', code: '410108101000' },
  { id: 't2', parentId: 'd', name: '花园口镇', code: '410108100000' },
  { id: 'v11', parentId: 't1', name: '纪公庙村', code: '41010810120300', roads: ['古荥大街', '纪公路'] },
  { id: 'v12', parentId: 't1', name: '古荥村', code: '41010810120000', aliases: ['古荥村村民委员会'] },
  { id: 'v21', parentId: 't2', name: '花园口村', code: '41010810020100' },
  { id: 'v22', parentId: 't2', name: '河畔社区', code: '41010810000100', cityCode: 'HJ-HYK-07' },
];

/** The small district as a tree, without a database. */
export function smallTree(day = '2026-03-02', validFrom = '2026-01-01'): GridTree {
  let nodes: GridNode[] = [];
  for (const { id, ...input } of SMALL_DISTRICT)
    nodes = [...nodes, drawNode(buildTree(nodes, day), id, { ...input, validFrom })];
  return buildTree(nodes, day);
}
