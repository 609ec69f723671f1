import type { SituationFacts } from '../../../schemas/digest.js';
import { instantAt } from '../../lib/day.js';
import { situationsUntil } from '../../models/situation.js';
import type { DigestPart } from './part.js';

/** Important situations (S63) of the span, and those that are not over: number, place and people, nothing of what was written. */
export const situationsPart: DigestPart<SituationFacts | undefined> = async (deps, { scope, day, since, tree }) => {
  const all = await situationsUntil(deps.tx, scope, instantAt(since), instantAt(day));
  return (unit) => {
    const own = all.filter(({ gridPath }) => gridPath.startsWith(unit.gridPath));
    if (own.length === 0) return undefined;
    const news = own.filter(({ at }) => at >= instantAt(since));
    return {
      open: own.filter(({ closedAt }) => closedAt === undefined || closedAt >= instantAt(day)).length,
      news: news.map(({ no, cellId, on, people }) => ({ no, unit: tree.node(cellId)?.name ?? no, on, people })),
    };
  };
};
