/** What stands behind a line of a digest: the units below, then work, employers or cases, within the person's area only. */
import type { WorkLine } from '../../../schemas/digest.js';
import type { DigestPointer } from '../../../schemas/digest-view.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { findDigestView, saveDigestView } from '../../models/digest-view.js';
import type { Tx } from '../../models/transaction.js';
import { type EmployerLine, employersWithoutData, type Progress, progressByCell } from '../employers/index.js';
import { findNodes, type GridTree, nodeInForce } from '../grid/index.js';
import { listMatters, type MatterDeps, type MatterLine } from '../matters/index.js';
import { areaOf, may } from '../rights/index.js';
import { type Standing, type StandingTask, taskStanding } from '../tasks/index.js';
import { coverageOf } from './collection.js';
import { linesOf } from './work.js';

/** Lines of one list. */
const LINES_MOST = 20;
/** A number answered later than this is not about the digest any more. */
const VIEW_HOURS = 24;

export type BehindLine =
  | { kind: 'topic'; topic: DigestPointer['topic']; count: number }
  | { kind: 'unit'; name: string; known: number; collected: number; overdue: number }
  | { kind: 'task'; task: StandingTask }
  | { kind: 'tasks'; work: WorkLine }
  | { kind: 'employer'; employer: EmployerLine }
  | { kind: 'matter'; matter: MatterLine };

export interface Behind {
  topic: DigestPointer['topic'];
  unit: Pick<GridNode, '_id' | 'name'>;
  /** Each with what opens when its number is answered. */
  lines: (BehindLine & { to: DigestPointer | null })[];
  /** In all; more than the lines when the list was cut. */
  all: number;
  /** There are employers or cases that the person's role may not read: numbers only (domain.md 10). */
  hidden?: boolean;
}

/** The unit that a request names, or the person's own; several when the name fits several. */
export async function unitsAsked(deps: MatterDeps, scope: Scope, name: string): Promise<GridNode[]> {
  const tree = await deps.grid(deps.tx, scope.today);
  const area = { prefixes: areaOf(scope.roles, 'read_totals') };
  if (name !== '') return findNodes(tree, area, name).map(({ node }) => node);
  return area.prefixes.slice(0, 1).flatMap((path) => tree.within({ prefixes: [path] }).slice(0, 1));
}

/**
 * Opens a part of a digest and remembers its lines for the next number.
 * @throws DomainError grid_cell_not_found for a unit outside of the person's area
 */
export async function openBehind(deps: MatterDeps, scope: Scope, pointer: DigestPointer): Promise<Behind> {
  const tree = await deps.grid(deps.tx, scope.today);
  const unit = nodeInForce(tree, pointer.nodeId);
  if (!may(scope, 'read_totals', unit.gridPath)) throw new DomainError('grid_cell_not_found', { cell: unit.name });
  const found = await read(deps, scope, tree, unit, pointer.topic);
  remember(
    deps.tx,
    scope,
    found.lines.map(({ to }) => to),
  );
  return found;
}

/** What the number of a line opens; null when the last list is old, has no such line, or nothing is behind it. */
export async function pointerOf(tx: Tx, scope: Scope, number: number): Promise<DigestPointer | null> {
  const view = await findDigestView(tx, scope.staffId);
  if (view === null || tx.now.getTime() - view.at.getTime() > VIEW_HOURS * 3_600_000) return null;
  return view.lines[number - 1] ?? null;
}

function remember(tx: Tx, scope: Scope, lines: (DigestPointer | null)[]): void {
  saveDigestView(tx, { _id: scope.staffId, at: tx.now, lines });
}

async function read(
  deps: MatterDeps,
  scope: Scope,
  tree: GridTree,
  unit: GridNode,
  topic: DigestPointer['topic'],
): Promise<Behind> {
  const head = { topic, unit: { _id: unit._id, name: unit.name } };
  const whole = { ...scope, prefixes: [unit.gridPath] };
  const children = tree.children(unit._id);
  if (topic === 'overdue') {
    const tasks = (await standing(deps, whole, unit)).overdue(unit);
    // more than a list holds are told by kind of work, so that every one of them is in it
    const folded = tasks.length > LINES_MOST ? linesOf(tasks) : [];
    const lines =
      folded.length > 0
        ? folded.map((work) => ({ kind: 'tasks' as const, work, to: null }))
        : tasks.map((task) => ({ kind: 'task' as const, task, to: null }));
    return { ...head, lines: lines.slice(0, LINES_MOST), all: lines.length };
  }
  if (topic === 'matters') {
    if (!may(scope, 'read', unit.gridPath)) return { ...head, lines: [], all: 0, hidden: true };
    const matters = await listMatters(deps, whole, 'open', LINES_MOST + 1);
    const lines = matters.slice(0, LINES_MOST).map((matter) => ({ kind: 'matter' as const, matter, to: null }));
    return { ...head, lines, all: matters.length };
  }
  const cells = await progressByCell(deps, whole);
  const under = (node: GridNode) => cells.filter(({ gridPath }) => gridPath.startsWith(node.gridPath));
  if (topic === 'uncollected' && children.length === 0) {
    const all = missingOf(cells);
    if (!may(scope, 'read', unit.gridPath)) return { ...head, lines: [], all, hidden: all > 0 };
    const employers = await employersWithoutData(deps, whole, { limit: LINES_MOST });
    return { ...head, lines: employers.map((employer) => ({ kind: 'employer' as const, employer, to: null })), all };
  }
  const work = await standing(deps, whole, unit);
  const lineOf = (node: GridNode) =>
    unitLine(node, under(node), work, topic === 'uncollected' ? 'uncollected' : 'unit');
  if (topic === 'uncollected') {
    const behind = children
      .map((node) => ({ node, missing: missingOf(under(node)) }))
      .filter(({ missing }) => missing > 0);
    const lines = behind.sort((a, b) => b.missing - a.missing).map(({ node }) => lineOf(node));
    return { ...head, lines: lines.slice(0, LINES_MOST), all: lines.length };
  }
  const topics = [
    { topic: 'overdue' as const, count: work.overdue(unit).length },
    { topic: 'uncollected' as const, count: missingOf(cells) },
    ...(may(scope, 'read', unit.gridPath)
      ? [{ topic: 'matters' as const, count: (await listMatters(deps, whole, 'open')).length }]
      : []),
  ].filter(({ count }) => count > 0);
  const lines = [
    ...topics.map((each) => ({ kind: 'topic' as const, ...each, to: { nodeId: unit._id, topic: each.topic } })),
    ...children.map(lineOf),
  ];
  return { ...head, lines: lines.slice(0, 2 * LINES_MOST), all: lines.length };
}

function standing(deps: MatterDeps, scope: Scope, { _id, gridPath }: GridNode): Promise<Standing> {
  // whatever the person may do there: what is told of tasks here is what digests tell
  return taskStanding(deps, { ...scope, roles: [{ role: 'leader', nodeId: _id, gridPath }] });
}

function missingOf(cells: readonly Progress[]): number {
  const { known, collected } = coverageOf(cells);
  return known - collected;
}

function unitLine(node: GridNode, cells: readonly Progress[], work: Standing, topic: DigestPointer['topic']) {
  const numbers = coverageOf(cells);
  return {
    kind: 'unit' as const,
    name: node.name,
    ...numbers,
    overdue: work.overdue(node).length,
    to: { nodeId: node._id, topic },
  };
}
