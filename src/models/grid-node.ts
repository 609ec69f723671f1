import { GridNode } from '../../schemas/grid.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { changeVersion } from './setting.js';
import type { Tx } from './transaction.js';

const GRID_NODES = defineCollection({
  name: 'grid_nodes',
  schema: GridNode,
  indexes: [
    { keys: { gridPath: 1 }, unique: true },
    { keys: { code: 1 }, unique: true, partialFilterExpression: { code: { $type: 'string' } } },
    { keys: { cityCode: 1 }, unique: true, partialFilterExpression: { cityCode: { $type: 'string' } } },
  ],
});

/** Every node that ever was, by path, so that parents come before their children. A few hundred in a district. */
export async function loadGridNodes(tx: Tx): Promise<GridNode[]> {
  const { db, session } = await tx.reading(GRID_NODES);
  return db.collection<GridNode>(GRID_NODES).find({}, { session }).sort({ gridPath: 1 }).toArray();
}

export function insertGridNode(tx: Tx, node: GridNode): void {
  tx.insert(GRID_NODES, GridNode.parse(node));
  changeVersion(tx, 'grid');
}

/** Writes a changed node back, whole. `ConflictError` when somebody else changed it after it was read. */
export function replaceGridNode(tx: Tx, before: GridNode, after: Omit<GridNode, '_id' | 'version' | 'gridPath'>): void {
  const node = GridNode.parse({ ...after, _id: before._id, gridPath: before.gridPath, version: before.version + 1 });
  replaceStored(tx, GRID_NODES, before, node);
  changeVersion(tx, 'grid');
}
