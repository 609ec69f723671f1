import type { Digest, DigestBlocks, DigestFacts } from '../../../schemas/digest.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { addDays, type Day, daysBetween, instantAt } from '../../lib/day.js';
import { findDigestsOf, lastDigestDay } from '../../models/digest.js';
import { progressByCell } from '../employers/index.js';
import type { GridTree } from '../grid/index.js';
import { collectionPart } from './collection.js';
import { sinceDay } from './due.js';
import { exceptionsPart } from './exceptions.js';
import type { CellState, DigestContext, DigestDeps, DigestParts } from './part.js';
import { rankingPart } from './ranking-part.js';

/** The blocks of the daily digest. */
const PARTS: Required<DigestParts> = {
  collection: collectionPart,
  ranking: rankingPart,
  exceptions: exceptionsPart,
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
export async function digestFacts(deps: DigestDeps, scope: Scope, day: Day): Promise<UnitDigest[]> {
  const context = await readContext(deps, scope, day);
  const answers: [string, (unit: GridNode) => unknown][] = [];
  for (const [name, part] of Object.entries(PARTS)) answers.push([name, await part(deps, context)]);
  const blocksOf = (unit: GridNode) => {
    const blocks = answers.map(([name, answer]) => [name, answer(unit)] as const);
    return Object.fromEntries(blocks.filter(([, block]) => block !== undefined)) as DigestBlocks;
  };
  return context.tree
    .within(scope)
    .sort((a, b) => b.level.level - a.level.level)
    .map((unit) => {
      const about = { nodeId: unit._id, name: unit.name, level: unit.level.level };
      return { unit, facts: { unit: about, day, since: context.since, blocks: blocksOf(unit) } };
    });
}

/** Reads what all blocks share. */
export async function readContext(deps: DigestDeps, scope: Scope, day: Day): Promise<DigestContext> {
  const { tx, grid, calendar } = deps;
  const tree = await grid(tx, day);
  const since = sinceDay(calendar, await lastDigestDay(tx, 'daily', day), day);
  const [from, to] = [instantAt(since), instantAt(day)];
  const cells = await progressByCell(deps, { ...scope, today: day }, { from, to }, to);
  const before = await weekBefore(deps, day);
  return {
    scope,
    day,
    since,
    tree,
    cells: cellsByUnit(tree, cells),
    weekBefore: (unit) => before.get(unit._id),
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

async function weekBefore({ tx }: DigestDeps, day: Day): Promise<Map<string, Digest>> {
  const then = await lastDigestDay(tx, 'daily', addDays(day, 1 - WEEK_DAYS));
  if (then === null || daysBetween(then, day) > WEEK_LATEST_DAYS) return new Map();
  return new Map((await findDigestsOf(tx, 'daily', then)).map((digest) => [digest.nodeId, digest]));
}
