import { addDays, type Day, dayOf } from '../../lib/day.js';
import { type Calendar, workdaysBetween } from '../../lib/workdays.js';

interface CellWork {
  known: number;
  collected: number;
  due: number;
  stale: number;
  lastCollectedAt: Date | null;
}

/**
 * Whether a cell has let `workdays` full working days before `today` pass without a report although there is work: employers
 * not collected, data to refresh, or no employer known at all. A new cell is given as many days.
 * @param openedOn first day of the cell
 */
export function isSilent(
  { calendar, workdays }: { calendar: Calendar; workdays: number },
  cell: CellWork,
  openedOn: Day,
  today: Day,
): boolean {
  const nothingLeft = cell.known > 0 && cell.collected >= cell.known && cell.due + cell.stale === 0;
  if (nothingLeft) return false;
  const last = cell.lastCollectedAt === null ? openedOn : dayOf(cell.lastCollectedAt);
  return workdaysBetween(calendar, last, addDays(today, -1)) >= workdays;
}
