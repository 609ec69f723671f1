import type { Day } from '../../lib/day.js';
import { loadGridNodes } from '../../models/grid-node.js';
import { cachedBy } from '../../models/setting.js';
import type { Tx } from '../../models/transaction.js';
import { buildTree, type GridTree } from './tree.js';

/** The grid as of a day; today's for the daily work, a past day's for statistics. */
export type GridReader = (tx: Tx, day: Day) => Promise<GridTree>;

const DAYS_KEPT = 8;

/** Reads the grid from memory as long as nobody changes it; make one per process and hand it on. */
export function makeGridReader(): GridReader {
  const load = cachedBy('grid', async (tx) => ({ nodes: await loadGridNodes(tx), trees: new Map<Day, GridTree>() }));
  return async (tx, day) => {
    const { nodes, trees } = await load(tx);
    let tree = trees.get(day);
    if (tree === undefined) {
      tree = buildTree(nodes, day);
      if (trees.size >= DAYS_KEPT) trees.clear();
      trees.set(day, tree);
    }
    return tree;
  };
}
