import type { ExceptionFacts, SilentCell } from '../../../schemas/digest.js';
import { CLOSED_STATUSES } from '../../../schemas/enums.js';
import type { GridNode } from '../../../schemas/grid.js';
import { dayOf, instantAt } from '../../lib/day.js';
import { placesWithUnder16 } from '../../models/labour-use.js';
import type { CellState, DigestContext, DigestDeps, DigestPart } from './part.js';
import { isSilent } from './silent.js';

/** What somebody must look at: silent cells, refusals, unlicensed employers, workers under 16. */
export const exceptionsPart: DigestPart<ExceptionFacts> = async (deps, context) => {
  const under16 = await placesWithUnder16(deps.tx, context.scope, CLOSED_STATUSES, instantAt(context.day));
  return (unit) => {
    const below = context.cells(unit);
    const sum = (key: 'refused' | 'unlicensed') => below.reduce((total, cell) => total + cell[key], 0);
    return {
      silentWorkdays: deps.settings.silentWorkdays,
      silent: silentCells(deps, context, unit),
      refused: sum('refused'),
      unlicensed: sum('unlicensed'),
      under16: under16.filter((gridPath) => gridPath.startsWith(unit.gridPath)).length,
    };
  };
};

/** Cells of a unit that have let the working days pass without a report, by place. */
export function silentCells(
  { calendar, settings }: Pick<DigestDeps, 'calendar' | 'settings'>,
  { cells, day, tree }: Pick<DigestContext, 'cells' | 'day' | 'tree'>,
  unit: GridNode,
): SilentCell[] {
  const rule = { calendar, workdays: settings.silentWorkdays };
  return cells(unit)
    .filter((cell) => isSilent(rule, cell, cell.node.validFrom, day))
    .map((cell) => silentCell(cell, unit, tree));
}

function silentCell(cell: CellState, unit: GridNode, tree: DigestContext['tree']): SilentCell {
  const path = tree.path(cell.cellId);
  const below = path[path.findIndex(({ _id }) => _id === unit._id) + 1] ?? cell.node;
  return {
    nodeId: cell.cellId,
    name: cell.cellName,
    below: below.name,
    missing: cell.known - cell.collected,
    ...(cell.lastCollectedAt !== null && { lastOn: dayOf(cell.lastCollectedAt) }),
  };
}
