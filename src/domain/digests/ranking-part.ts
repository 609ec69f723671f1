import type { Digest, RankingFacts } from '../../../schemas/digest.js';
import { coverageOf } from './collection.js';
import { isSpanBefore } from './due.js';
import type { DigestPart } from './part.js';
import { lastUnits, rankUnits } from './ranking.js';

/** The units directly below, by coverage. Cells have nothing below them. */
export const rankingPart: DigestPart<RankingFacts | undefined> =
  async ({ settings }, { kind, day, tree, cells, earlier }) =>
  (unit) => {
    const units = tree.children(unit._id);
    if (units.length === 0) return undefined;
    const then = earlier(unit);
    const before = new Map(
      then?.facts.blocks.ranking?.units.map(({ nodeId, known, collected }) => [nodeId, { known, collected }]),
    );
    const compared = units.map((node) => {
      const was = before.get(node._id);
      return {
        nodeId: node._id,
        name: node.name,
        ...coverageOf(cells(node)),
        ...(was !== undefined && { before: was }),
      };
    });
    const ranked = rankUnits(compared, settings.minRanked);
    const counts = settings.lastTwice.supervise && then !== undefined && isSpanBefore(kind, then.day, day);
    const lastTwice = counts ? lastInBoth(ranked, then) : [];
    return {
      minKnown: settings.minRanked,
      ...(then !== undefined && { beforeDay: then.day }),
      units: ranked,
      ...(lastTwice.length > 0 && { lastTwice }),
    };
  };

function lastInBoth(now: RankingFacts['units'], then: Digest): NonNullable<RankingFacts['lastTwice']> {
  const were = new Set(lastUnits(then.facts.blocks.ranking?.units ?? []).map(({ nodeId }) => nodeId));
  return lastUnits(now)
    .filter(({ nodeId }) => were.has(nodeId))
    .map(({ nodeId, name }) => ({ nodeId, name }));
}
