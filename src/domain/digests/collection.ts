import type { CollectionFacts } from '../../../schemas/digest.js';
import type { CellState, DigestPart } from './part.js';

type Counted =
  | 'opened'
  | 'refreshed'
  | 'known'
  | 'collected'
  | 'due'
  | 'stale'
  | 'individualsKnown'
  | 'individualsCollected';

/** How far collection has come (domain.md 9: 覆盖率 = collected/known). */
export const collectionPart: DigestPart<CollectionFacts> =
  async (_deps, { cells }) =>
  (unit) => {
    const below = cells(unit);
    const sum = (key: Counted) => below.reduce((total, cell) => total + cell[key], 0);
    return {
      opened: sum('opened'),
      refreshed: sum('refreshed'),
      known: sum('known'),
      collected: sum('collected'),
      due: sum('due'),
      stale: sum('stale'),
      individuals: { known: sum('individualsKnown'), collected: sum('individualsCollected') },
      cells: below.length,
    };
  };

/** Known and collected employers of some cells. */
export function coverageOf(cells: readonly Pick<CellState, 'known' | 'collected'>[]): {
  known: number;
  collected: number;
} {
  return cells.reduce(
    (sum, { known, collected }) => ({ known: sum.known + known, collected: sum.collected + collected }),
    { known: 0, collected: 0 },
  );
}
