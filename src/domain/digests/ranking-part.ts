import type { RankingFacts } from '../../../schemas/digest.js';
import { coverageOf } from './collection.js';
import type { DigestPart } from './part.js';
import { rankUnits } from './ranking.js';

/** The units directly below, by coverage. Cells have nothing below them. */
export const rankingPart: DigestPart<RankingFacts | undefined> =
  async ({ settings }, { tree, cells, earlier }) =>
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
    return {
      minKnown: settings.minRanked,
      ...(then !== undefined && { beforeDay: then.day }),
      units: rankUnits(compared, settings.minRanked),
    };
  };
