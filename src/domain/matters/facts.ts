/** Numbers of complaints and reports for digests (domain.md 9): one reading for all units, as of any day. */
import type { MatterCategory } from '../../../schemas/matter-enums.js';
import { tellable } from '../../lib/confidential.js';
import type { Day } from '../../lib/day.js';
import { findMatterFigures, type MatterFigures } from '../../models/matter-figures.js';
import type { MatterDeps } from './deps.js';
import { cellOn } from './responsible.js';

export interface MatterFacts {
  /** Came in within the days. */
  complaints: number;
  reports: number;
  /** Filed, and closed, within the days. */
  accepted: number;
  closed: number;
  /** Open at the end of the last day, and of these past their internal and legal date. */
  open: number;
  overdue: number;
  legallyOverdue: number;
  /** People of the new ones; workers who were paid and the amount, of the closed ones. */
  people: number;
  peoplePaid: number;
  paidFen: number;
  /** 按期办结率: closed by their date, of those closed within the days and those still open past it. */
  closedInTime: number;
  dueForRate: number;
  satisfied: number;
  rated: number;
  categories: Partial<Record<MatterCategory, number>>;
}

/**
 * Facts of every node at or below the given paths, from the cells up; a node without matters has none. A matter counts where
 * it lay on the last day. A day gone by gives the same numbers whenever it is asked for.
 */
export async function matterFacts(
  deps: Pick<MatterDeps, 'tx' | 'grid'>,
  area: { prefixes: readonly string[] },
  period: { from: Day; to: Day },
): Promise<ReadonlyMap<string, MatterFacts>> {
  const tree = await deps.grid(deps.tx, period.to);
  const facts = new Map<string, MatterFacts>();
  for (const figures of await findMatterFigures(deps.tx, period)) {
    const cell = tree.node(cellOn(figures, period.to));
    if (!isSeen(figures, period)) continue;
    if (cell === undefined || !area.prefixes.some((prefix) => cell.gridPath.startsWith(prefix))) continue;
    for (const node of tree.path(cell._id)) {
      if (!area.prefixes.some((prefix) => node.gridPath.startsWith(prefix))) continue;
      const unit = facts.get(node._id) ?? none();
      count(unit, figures, period);
      facts.set(node._id, unit);
    }
  }
  return tellable(facts);
}

/** False for what had ended before the days, or was opened again after them. */
function isSeen({ ends, satisfaction }: MatterFigures, { from, to }: { from: Day; to: Day }): boolean {
  const over = ends.some(({ on, until }) => on < from && (until === undefined || until > to));
  return !over || (satisfaction !== undefined && from <= satisfaction.on && satisfaction.on <= to);
}

function none(): MatterFacts {
  const zero = { complaints: 0, reports: 0, accepted: 0, closed: 0, open: 0, overdue: 0, legallyOverdue: 0, people: 0 };
  return { ...zero, peoplePaid: 0, paidFen: 0, closedInTime: 0, dueForRate: 0, satisfied: 0, rated: 0, categories: {} };
}

function count(unit: MatterFacts, one: MatterFigures, { from, to }: { from: Day; to: Day }): void {
  const within = (day: Day | undefined) => day !== undefined && from <= day && day <= to;
  if (within(one.receivedOn)) {
    if (one.kind === 'complaint') unit.complaints++;
    else unit.reports++;
    unit.people += one.people;
    for (const category of one.categories) unit.categories[category] = (unit.categories[category] ?? 0) + 1;
  }
  if (within(one.filedOn)) unit.accepted++;
  for (const end of one.ends.filter(({ on, until }) => within(on) && until !== on)) {
    unit.closed++;
    unit.peoplePaid += end.people;
    unit.paidFen += end.paidFen;
    unit.dueForRate++;
    if (
      !one.clocks.some(
        ({ stoppedOn, internalDue }) =>
          stoppedOn !== undefined && stoppedOn <= end.on && isPast(internalDue, stoppedOn),
      )
    )
      unit.closedInTime++;
  }
  if (one.satisfaction !== undefined && within(one.satisfaction.on)) {
    unit.rated++;
    if (one.satisfaction.grade !== 'dissatisfied') unit.satisfied++;
  }
  const ended = one.ends.some(({ on, until }) => on <= to && (until === undefined || until > to));
  if (ended) return;
  unit.open++;
  const running = one.clocks.filter(
    ({ startOn, stoppedOn }) => startOn <= to && (stoppedOn === undefined || stoppedOn > to),
  );
  const dues = running.map((clock) => duesOn(clock, to));
  if (dues.some(({ internal }) => isPast(internal, to))) {
    unit.overdue++;
    unit.dueForRate++;
  }
  if (dues.some(({ legal }) => isPast(legal, to))) unit.legallyOverdue++;
}

function isPast(due: Day | undefined, day: Day): boolean {
  return due !== undefined && due < day;
}

/** The dates of a clock as they stood on a day. */
function duesOn({ was, internalDue, legalDue }: MatterFigures['clocks'][number], day: Day) {
  return was.find(({ until }) => day <= until) ?? { internal: internalDue, legal: legalDue };
}
