import type { Scope } from '../../../schemas/scope.js';
import { RECORD_DATA, type RecordKind, type RecordOf, type UnitRecord } from '../../../schemas/unit-record.js';
import { addDays, type Day, instantAt } from '../../lib/day.js';
import { groupBy } from '../../lib/group-by.js';
import { type CityCounts, countCityEntries } from '../../models/city-entry.js';
import type { Tx } from '../../models/transaction.js';
import { findUnitRecords } from '../../models/unit-record.js';
import { type Progress, progressByCell } from '../employers/index.js';
import type { GridReader, GridTree } from '../grid/index.js';
import type { StaffDirectory, StaffReader } from '../staff/index.js';
import type { CheckFacts, CitySums, CollectionSums } from './checks/index.js';

export interface FactDeps {
  tx: Tx;
  grid: GridReader;
  staff: StaffReader;
}

/**
 * Everything that checks read of an area, on the scope's day; a few queries however many bodies there are.
 * @param past the day is over: records and employers as they were at its end
 */
export async function loadFacts(deps: FactDeps, scope: Scope, past = false): Promise<CheckFacts> {
  const tree = await deps.grid(deps.tx, scope.today);
  const staff = await deps.staff(deps.tx);
  const kinds = Object.keys(RECORD_DATA) as RecordKind[];
  const records = await findUnitRecords(deps.tx, scope, kinds, past ? scope.today : undefined);
  const end = past ? instantAt(addDays(scope.today, 1)) : undefined;
  // of the city's platform only the present is known
  const city = past ? [] : await countCityEntries(deps.tx, scope);
  return factsOf(tree, staff, records, await progressByCell(deps, scope, undefined, end), city);
}

/** The facts from what was loaded; pure. */
export function factsOf(
  tree: GridTree,
  staff: StaffDirectory,
  records: readonly UnitRecord[],
  cells: readonly (CollectionSums & Pick<Progress, 'gridPath'>)[],
  city: readonly CityCounts[] = [],
): CheckFacts {
  const byKind = groupBy(records, ({ data }) => data.kind);
  const byNode = groupBy(records, ({ data, nodeId }) => `${data.kind} ${nodeId}`);
  const sums = new Map<string, CollectionSums>();
  for (const cell of cells)
    for (const prefix of pathsAbove(cell.gridPath)) sums.set(prefix, plus(sums.get(prefix) ?? NOTHING, cell));
  const entered = new Map<string, CitySums>();
  for (const each of city)
    for (const prefix of pathsAbove(each.gridPath))
      entered.set(prefix, withCounts(entered.get(prefix) ?? NOWHERE, each));
  return {
    day: tree.day,
    tree,
    staff,
    records: <K extends RecordKind>(kind: K, nodeId?: string) =>
      ((nodeId === undefined ? byKind.get(kind) : byNode.get(`${kind} ${nodeId}`)) ?? []) as unknown as RecordOf<K>[],
    collection: (gridPath) => sums.get(gridPath) ?? NOTHING,
    city: (gridPath) => entered.get(gridPath) ?? NOWHERE,
  };
}

/**
 * The same facts as far as they date from a day or before it, by what the records say of themselves. Of collection and of the
 * city's platform nothing is known then.
 */
export function factsBy(facts: CheckFacts, day: Day): CheckFacts {
  return {
    ...facts,
    day,
    records: (kind, nodeId) => facts.records(kind, nodeId).filter(({ on }) => on <= day),
    collection: () => NOTHING,
    city: () => NOWHERE,
  };
}

const NOTHING: CollectionSums = { known: 0, collected: 0, stale: 0, required: 0, filled: 0 };

const NOWHERE: CitySums = { sent: 0, entered: 0, returned: 0, changed: 0, answeredOn: '' };

function withCounts(a: CitySums, b: CityCounts): CitySums {
  const [, answeredOn = ''] = [a.answeredOn, b.answeredOn ?? ''].sort();
  return {
    sent: a.sent + b.sent,
    entered: a.entered + b.entered,
    returned: a.returned + b.returned,
    changed: a.changed + b.changed,
    answeredOn,
  };
}

function plus(a: CollectionSums, b: CollectionSums): CollectionSums {
  return {
    known: a.known + b.known,
    collected: a.collected + b.collected,
    stale: a.stale + b.stale,
    required: a.required + b.required,
    filled: a.filled + b.filled,
  };
}

/** `/d/t/v/` → `/d/`, `/d/t/`, `/d/t/v/`. */
function pathsAbove(gridPath: string): string[] {
  const ids = gridPath.split('/').filter((id) => id !== '');
  return ids.map((_, i) => `/${ids.slice(0, i + 1).join('/')}/`);
}
