import type { GridNode } from '../../../../schemas/grid.js';
import type { Scope } from '../../../../schemas/scope.js';
import { deadGroups } from '../../../models/outbox.js';
import type { Tx } from '../../../models/transaction.js';
import type { GridReader, GridTree } from '../../grid/index.js';
import type { DeadGroups } from './targets.js';

/** A group counts as dead by messages of so many days. */
const DEAD_DAYS = 30;

/** Groups whose last message was given up. */
export async function findDeadGroups(tx: Tx, now: Date): Promise<DeadGroups> {
  const dead = await deadGroups(tx, new Date(now.getTime() - DEAD_DAYS * 86_400_000));
  return new Set(dead.map(({ nodeId, purpose }) => `${nodeId} ${purpose}`));
}

/** A body whose own group cannot be reached: it has none, or its messages are given up. Its nudges go to the level above. */
export interface UnreachedUnit {
  node: GridNode;
  why: 'none' | 'dead';
}

/** For the district's digest. */
export async function unreachedUnits(
  { tx, grid }: { tx: Tx; grid: GridReader },
  scope: Pick<Scope, 'prefixes' | 'today'>,
): Promise<UnreachedUnit[]> {
  return unreachedOf(await grid(tx, scope.today), await findDeadGroups(tx, tx.now), scope);
}

function unreachedOf(tree: GridTree, dead: DeadGroups, area: { prefixes: readonly string[] }): UnreachedUnit[] {
  return tree.within(area).flatMap((node): UnreachedUnit[] => {
    if (!node.groups.some(({ purpose }) => purpose === 'work')) return [{ node, why: 'none' }];
    return dead.has(`${node._id} work`) ? [{ node, why: 'dead' }] : [];
  });
}
