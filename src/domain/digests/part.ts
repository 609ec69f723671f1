/** What every block of a digest is made from, and the shape of a block's maker. */
import type { Digest, DigestBlocks, DigestKind } from '../../../schemas/digest.js';
import type { DigestSettings } from '../../../schemas/digest-settings.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Day } from '../../lib/day.js';
import type { Calendar } from '../../lib/workdays.js';
import type { Tx } from '../../models/transaction.js';
import type { Progress } from '../employers/index.js';
import type { GridReader, GridTree } from '../grid/index.js';

export interface DigestDeps {
  tx: Tx;
  grid: GridReader;
  calendar: Calendar;
  settings: DigestSettings;
}

/** A cell with its numbers as of the beginning of the day. */
export interface CellState extends Progress {
  node: GridNode;
}

/** Read once for all units and all blocks. */
export interface DigestContext {
  kind: DigestKind;
  scope: Scope;
  day: Day;
  since: Day;
  tree: GridTree;
  /** Cells at or below a unit. */
  cells(unit: GridNode): readonly CellState[];
  /** The unit's digest to compare with: of about a week ago, for longer spans the one before. */
  earlier(unit: GridNode): Digest | undefined;
}

/** Makes one block: prepares for all units at once, then answers for each. A new part of the digest is one of these. */
export type DigestPart<Block> = (deps: DigestDeps, context: DigestContext) => Promise<(unit: GridNode) => Block>;

export type DigestParts = { [Name in keyof DigestBlocks]: DigestPart<DigestBlocks[Name]> };
