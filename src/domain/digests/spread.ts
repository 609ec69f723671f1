/** When the groups of a unit get their digest; pure. */
import { createHash } from 'node:crypto';
import type { GridNode } from '../../../schemas/grid.js';
import { instantAt, timeOf } from '../../lib/day.js';

/** Towns have theirs in this share of the time, villages in the rest of it. */
const TOWNS_SHARE = 0.25;

/**
 * Seconds after the first one: the district and its leaders at once, then towns, then villages. The same every day for a unit.
 * @param within seconds over which all are spread
 */
export function spreadSeconds({ _id, level }: Pick<GridNode, '_id' | 'level'>, within: number): number {
  if (level.level === 1) return 0;
  const place = createHash('sha256').update(_id).digest().readUInt32BE(0) / 2 ** 32;
  const towns = within * TOWNS_SHARE;
  return Math.floor(level.level === 2 ? place * towns : towns + place * (within - towns));
}

/** The minute in which the first must be made for all to be there in time. @param time `HH:mm` @param within seconds */
export function spreadStart(time: string, within: number): string {
  return timeOf(new Date(instantAt('2000-01-01', time).getTime() - within * 1_000));
}
