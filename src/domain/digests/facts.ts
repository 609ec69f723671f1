import type { Digest, DigestBlocks, DigestFacts, DigestKind } from '../../../schemas/digest.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { addDays, type Day, daysBetween, instantAt } from '../../lib/day.js';
import { findDigestsOf, lastDigestDay } from '../../models/digest.js';
import { readTogether } from '../../models/transaction.js';
import { progressByCell } from '../employers/index.js';
import type { GridTree } from '../grid/index.js';
import { activityPart } from './activity.js';
import { alertsPart } from './alerts.js';
import { collectionPart } from './collection.js';
import { sinceDay, spanStart } from './due.js';
import { exceptionsPart } from './exceptions.js';
import { mattersPart } from './matters.js';
import type { CellState, DigestContext, DigestDeps, DigestParts } from './part.js';
import { rankingPart } from './ranking-part.js';
import { unreachedPart } from './reach.js';
import { situationsPart } from './situations.js';
import { workPart } from './work.js';

/** The blocks of a digest. */
const PARTS: Required<DigestParts> = {
  work: workPart,
  collection: collectionPart,
  ranking: rankingPart,
  activity: activityPart,
  matters: mattersPart,
  alerts: alertsPart,
  situations: situationsPart,
  exceptions: exceptionsPart,
  unreached: unreachedPart,
};

/** A digest of a week ago may lie so many days back, for there are holidays. */
const WEEK_DAYS = 7;
const WEEK_LATEST_DAYS = 12;

export interface UnitDigest {
  unit: GridNode;
  facts: DigestFacts;
}

/**
 * The facts of every unit inside the scope, those of cells first and the district's last. Numbers are as of the beginning of
 * `day`, so that they add up with those of the day before whenever they are computed.
 */
export async function digestFacts(
  deps: DigestDeps,
  scope: Scope,
  day: Day,
  kind: DigestKind = 'daily',
): Promise<UnitDigest[]> {
  const context = await readContext(deps, scope, day, kind);
  const prepare = Object.entries(PARTS).map(
    ([name, part]) =>
      async (): Promise<[string, (unit: GridNode) => unknown]> => [name, await part(deps, context)],
  );
  const answers = await readTogether(deps.tx, prepare);
  const blocksOf = (unit: GridNode) => {
    const blocks = answers.map(([name, answer]) => [name, answer(unit)] as const);
    return Object.fromEntries(blocks.filter(([, block]) => block !== undefined)) as DigestBlocks;
  };
  return context.tree
    .within(scope)
    .sort((a, b) => b.level.level - a.level.level)
    .map((unit) => {
      const about = { nodeId: unit._id, name: unit.name, level: unit.level.level };
      return { unit, facts: { kind, unit: about, day, since: context.since, blocks: blocksOf(unit) } };
    });
}

/** Reads what all blocks share. */
export async function readContext(
  deps: DigestDeps,
  scope: Scope,
  day: Day,
  kind: DigestKind = 'daily',
): Promise<DigestContext> {
  const { tx, grid, calendar } = deps;
  const tree = await grid(tx, day);
  const since =
    kind === 'daily' ? sinceDay(calendar, await lastDigestDay(tx, 'daily', day), day) : spanStart(kind, day);
  const [from, to] = [instantAt(since), instantAt(day)];
  const cells = await progressByCell(deps, { ...scope, today: day }, { from, to }, to);
  const before = kind === 'daily' ? await weekBefore(deps, day) : await digestsBefore(deps, kind, day);
  return {
    kind,
    scope,
    day,
    since,
    tree,
    cells: cellsByUnit(tree, cells),
    earlier: (unit) => before.get(unit._id),
  };
}

function cellsByUnit(tree: GridTree, cells: Awaited<ReturnType<typeof progressByCell>>): DigestContext['cells'] {
  const byUnit = new Map<string, CellState[]>();
  for (const cell of cells)
    for (const node of tree.path(cell.cellId)) {
      const state = { ...cell, node: tree.node(cell.cellId) ?? node };
      const states = byUnit.get(node._id);
      if (states === undefined) byUnit.set(node._id, [state]);
      else states.push(state);
    }
  return (unit) => byUnit.get(unit._id) ?? [];
}

async function digestsBefore({ tx }: DigestDeps, kind: DigestKind, day: Day): Promise<Map<string, Digest>> {
  const then = await lastDigestDay(tx, kind, day);
  if (then === null) return new Map();
  return new Map((await findDigestsOf(tx, kind, then)).map((digest) => [digest.nodeId, digest]));
}

async function weekBefore({ tx }: DigestDeps, day: Day): Promise<Map<string, Digest>> {
  const then = await lastDigestDay(tx, 'daily', addDays(day, 1 - WEEK_DAYS));
  if (then === null || daysBetween(then, day) > WEEK_LATEST_DAYS) return new Map();
  return new Map((await findDigestsOf(tx, 'daily', then)).map((digest) => [digest.nodeId, digest]));
}
