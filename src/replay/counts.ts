import { groupBy } from '../lib/group-by.js';
import type { GroupMessage } from './run.js';

/** Messages of one group on one day, over all days on which it got any: emergencies would be left out, there are none. */
export function countsOf(messages: readonly GroupMessage[]): { median: number; most: number } {
  const counts = [...groupBy(messages, ({ day, group }) => `${day} ${group}`).values()]
    .map(({ length }) => length)
    .sort((a, b) => a - b);
  return { median: counts[counts.length >> 1] ?? 0, most: counts.at(-1) ?? 0 };
}
