/** Which towns are told about cells without a report, and on which day. */
import type { SilentCell } from '../../../schemas/digest.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { addDays, type Day } from '../../lib/day.js';
import { workdaysBetween } from '../../lib/workdays.js';
import { findMarks, markDone } from '../../models/job-mark.js';
import type { Tx } from '../../models/transaction.js';
import type { GridTree } from '../grid/index.js';
import { silentCells } from './exceptions.js';
import { readContext } from './facts.js';
import type { DigestDeps } from './part.js';

/** Names the job in `job_marks` and in effect keys. */
export const NUDGE_SILENT_CELLS = 'nudge-silent-cells';

const ALL = 'all';

export interface SilentTown {
  unit: GridNode;
  /** The unit whose group is told: the town itself, or the next above that has a group. */
  tell: GridNode;
  /** Cells of the town in all. */
  cells: number;
  silent: SilentCell[];
}

/**
 * Towns with cells to be named on `day`; null once the day is finished. A cell is named at most once in `silentWorkdays`
 * working days, a town told at most once a day. A town without any group on its way up is left out.
 */
export async function pendingNudges(deps: DigestDeps, scope: Scope, day: Day): Promise<SilentTown[] | null> {
  const { calendar, settings } = deps;
  // long holidays lie between at most so many days
  const marks = await findMarks(deps.tx, NUDGE_SILENT_CELLS, addDays(day, -2 * settings.silentWorkdays - 14));
  if (marks.some((mark) => mark.day === day && mark.target === ALL)) return null;
  const toldToday = new Set(marks.filter((mark) => mark.day === day).map(({ target }) => target));
  const recent = marks.filter((mark) => workdaysBetween(calendar, mark.day, day) < settings.silentWorkdays);
  const named = new Set(recent.flatMap(({ about }) => about));
  const context = await readContext(deps, scope, day);
  return context.tree.within(scope).flatMap((unit) => {
    if (unit.level.level !== 2 || toldToday.has(unit._id)) return [];
    const silent = silentCells(deps, context, unit).filter(({ nodeId }) => !named.has(nodeId));
    const tell = nearestWithGroup(context.tree, unit);
    if (silent.length === 0 || tell === undefined) return [];
    return [{ unit, tell, cells: context.cells(unit).length, silent }];
  });
}

function nearestWithGroup(tree: GridTree, unit: GridNode): GridNode | undefined {
  return tree.path(unit._id).findLast(({ groups }) => groups.some(({ purpose }) => purpose === 'work'));
}

/** Marks a town as told, with the message. `ConflictError` when it was told on that day already. */
export function markNudged(tx: Tx, day: Day, { unit, silent }: Pick<SilentTown, 'unit' | 'silent'>): void {
  const about = silent.map(({ nodeId }) => nodeId);
  markDone(tx, { job: NUDGE_SILENT_CELLS, day, target: unit._id }, about);
}

/** Notes that all towns of the day were told. `ConflictError` when that is known. */
export function finishNudges(tx: Tx, day: Day): void {
  markDone(tx, { job: NUDGE_SILENT_CELLS, day, target: ALL }, []);
}
