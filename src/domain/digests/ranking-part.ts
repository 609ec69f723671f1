import type { RankingFacts } from '../../../schemas/digest.js';
import { coverageOf } from './collection.js';
import type { DigestPart } from './part.js';
import { rankUnits } from './ranking.js';

/** The units directly below, by coverage. Cells have nothing below them. */
export const rankingPart: DigestPart<RankingFacts | undefined> =
  async ({ settings }, { tree, cells, weekBefore }) =>
  (unit) => {
    const units = tree.children(unit._id);
    if (units.length === 0) return undefined;
    const earlier = weekBefore(unit);
    const before = new Map(
      earlier?.facts.blocks.ranking?.units.map(({ nodeId, known, collected }) => [nodeId, { known, collected }]),
    );
    const compared = units.map((node) => {
      const then = before.get(node._id);
      return {
        nodeId: node._id,
        name: node.name,
        ...coverageOf(cells(node)),
        ...(then !== undefined && { before: then }),
      };
    });
    return {
      minKnown: settings.minRanked,
      ...(earlier !== undefined && { beforeDay: earlier.day }),
      units: rankUnits(compared, settings.minRanked),
    };
  };
