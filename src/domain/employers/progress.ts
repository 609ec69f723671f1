/** How far collection has come: cells, roads, what is missing (S28, S47). */
import { CLOSED_STATUSES } from '../../../schemas/enums.js';
import type { Scope } from '../../../schemas/scope.js';
import type { StoredEmployer } from '../../../schemas/stored-employer.js';
import { type Day, dayOf, instantAt } from '../../lib/day.js';
import { findEmployers } from '../../models/employer.js';
import { type CellNumbers, type Span, sumByCell } from '../../models/employer-progress.js';
import type { Tx } from '../../models/transaction.js';
import type { GridReader } from '../grid/index.js';
import { compareHouseNo, roadKeyOf } from './names.js';
import { type Freshness, freshnessBorders, freshnessOf } from './rules.js';

interface ReadDeps {
  tx: Tx;
  grid: GridReader;
}

/** Numbers of one cell with its name. */
export interface Progress extends CellNumbers {
  cellId: string;
  cellName: string;
}

/** An employer in a list: nothing personal in it. */
export interface EmployerLine {
  employerId: string;
  name: string;
  fileNo?: string;
  cellId: string;
  road?: string;
  houseNo?: string;
  workAddress?: string;
  refused: boolean;
  collectedOn?: Day;
  freshness: Freshness;
  total?: number;
}

const EMPTY = {
  known: 0,
  collected: 0,
  due: 0,
  stale: 0,
  refused: 0,
  individualsKnown: 0,
  individualsCollected: 0,
  unlicensed: 0,
  lastCollectedAt: null,
  workers: 0,
  opened: 0,
  refreshed: 0,
};

/**
 * Every cell in force of the scope with its numbers, cells without employers too, by grid path. Closed employers don't count.
 * @param span for `opened` and `refreshed`; without it the scope's day   @param asOf without it the present state
 */
export async function progressByCell(deps: ReadDeps, scope: Scope, span?: Span, asOf?: Date): Promise<Progress[]> {
  const tree = await deps.grid(deps.tx, scope.today);
  const borders = freshnessBorders(scope.today);
  const before = { due: instantAt(borders.due), stale: instantAt(borders.stale) };
  const numbers = await sumByCell(deps.tx, scope, CLOSED_STATUSES, before, span ?? dayOfScope(scope), asOf);
  const byPath = new Map(numbers.map((row) => [row.gridPath, row]));
  return tree
    .within(scope)
    .filter((node) => node.level.level === 3)
    .map((cell) => ({
      ...(byPath.get(cell.gridPath) ?? { ...EMPTY, required: 0, filled: 0, gridPath: cell.gridPath }),
      cellId: cell._id,
      cellName: cell.name,
    }));
}

/** Known employers whose cell is no more in force, by its path: nobody counts them anywhere. */
export async function employersWithoutCell(
  deps: ReadDeps,
  scope: Scope,
  asOf?: Date,
): Promise<{ gridPath: string; known: number }[]> {
  const tree = await deps.grid(deps.tx, scope.today);
  const cells = new Set(tree.within(scope).map(({ gridPath }) => gridPath));
  const borders = { due: asOf ?? deps.tx.now, stale: asOf ?? deps.tx.now };
  const numbers = await sumByCell(deps.tx, scope, CLOSED_STATUSES, borders, dayOfScope(scope), asOf);
  return numbers.filter(({ gridPath }) => !cells.has(gridPath)).map(({ gridPath, known }) => ({ gridPath, known }));
}

/** One cell's numbers; zeros when it is outside the scope or unknown. */
export async function cellProgress(deps: ReadDeps, scope: Scope, cellId: string): Promise<Progress> {
  const cell = (await deps.grid(deps.tx, scope.today)).node(cellId);
  const gridPath = cell?.gridPath ?? '/-/';
  const inside = scope.prefixes.some((prefix) => gridPath.startsWith(prefix)) ? [gridPath] : [];
  const [progress] = await progressByCell(deps, { ...scope, prefixes: inside });
  return progress ?? { ...EMPTY, required: 0, filled: 0, gridPath, cellId, cellName: cell?.name ?? '' };
}

interface ListOptions {
  cellId?: string;
  limit?: number;
}

const open = { status: { $nin: CLOSED_STATUSES } };
const inCell = (cellId: string | undefined) => (cellId === undefined ? {} : { cellId });

/** 未采集清单: known employers that nobody has collected yet, along their roads; refusals are among them. */
export async function employersWithoutData(
  deps: { tx: Tx },
  scope: Scope,
  { cellId, limit = 50 }: ListOptions = {},
): Promise<EmployerLine[]> {
  const filter = { ...open, fileState: 'known', ...inCell(cellId) };
  const files = await findEmployers(deps.tx, scope, filter, { limit, sort: { gridPath: 1, roadKey: 1, _id: 1 } });
  return files.sort(byCellAndRoad).map((file) => lineOf(file, scope.today));
}

/** Collected employers whose data is due or stale, the oldest first. */
export async function employersToRefresh(
  deps: { tx: Tx },
  scope: Scope,
  { cellId, limit = 50 }: ListOptions = {},
): Promise<EmployerLine[]> {
  const before = instantAt(freshnessBorders(scope.today).due);
  const filter = { ...open, fileState: 'collected', collectedAt: { $lt: before }, ...inCell(cellId) };
  const files = await findEmployers(deps.tx, scope, filter, { limit, sort: { collectedAt: 1, _id: 1 } });
  return files.map((file) => lineOf(file, scope.today));
}

/** Employers by their ids, in that order; without closed ones and those outside the scope. */
export async function employersById(deps: { tx: Tx }, scope: Scope, ids: readonly string[]): Promise<EmployerLine[]> {
  const files = await findEmployers(deps.tx, scope, { ...open, _id: { $in: [...ids] } });
  const lines = new Map(files.map((file) => [file._id, lineOf(file, scope.today)]));
  return ids.flatMap((id) => lines.get(id) ?? []);
}

/** 一路一册: all employers along a road inside the scope, by house number (S28). */
export async function roadRegister(deps: { tx: Tx }, scope: Scope, road: string): Promise<EmployerLine[]> {
  const files = await findEmployers(deps.tx, scope, { ...open, roadKey: roadKeyOf(road) });
  return files.sort(byDoor).map((file) => lineOf(file, scope.today));
}

function byDoor(a: StoredEmployer, b: StoredEmployer): number {
  return compareHouseNo(a.houseNo, b.houseNo) || a.name.localeCompare(b.name, 'zh-CN');
}

function byCellAndRoad(a: StoredEmployer, b: StoredEmployer): number {
  const key = ({ gridPath, roadKey = '~' }: StoredEmployer) => gridPath + roadKey;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : byDoor(a, b);
}

/** A file as a line of a list. */
export function lineOf(file: StoredEmployer, today: Day): EmployerLine {
  const { fileNo, road, houseNo, workAddress, collectedAt, lastTotal } = file;
  const collectedOn = collectedAt && dayOf(collectedAt);
  return {
    employerId: file._id,
    name: file.name,
    cellId: file.cellId,
    refused: file.refused === true,
    freshness: freshnessOf(collectedOn, today),
    ...(fileNo !== undefined && { fileNo }),
    ...(road !== undefined && { road }),
    ...(houseNo !== undefined && { houseNo }),
    ...(workAddress !== undefined && { workAddress }),
    ...(collectedOn !== undefined && { collectedOn }),
    ...(lastTotal !== undefined && { total: lastTotal }),
  };
}

function dayOfScope({ today }: Scope): Span {
  const from = instantAt(today);
  return { from, to: new Date(from.getTime() + 86_400_000) };
}
