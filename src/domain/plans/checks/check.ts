import type { z } from 'zod';
import type { GridNode } from '../../../../schemas/grid.js';
import type { RecordKind, RecordOf } from '../../../../schemas/unit-record.js';
import type { Day } from '../../../lib/day.js';
import type { GridTree } from '../../grid/index.js';
import type { StaffDirectory } from '../../staff/index.js';

/** Collection of the cells at or below a node. */
export interface CollectionSums {
  known: number;
  collected: number;
  stale: number;
  required: number;
  filled: number;
}

/** How the employers at or below a node stand in the city's platform. */
export interface CitySums {
  sent: number;
  entered: number;
  returned: number;
  changed: number;
  /** Latest day of an answer. */
  answeredOn: Day | '';
}

/** All that checks of one district read, loaded once. */
export interface CheckFacts {
  day: Day;
  tree: GridTree;
  staff: StaffDirectory;
  /** Present records of a kind: of one body, or of all. */
  records<K extends RecordKind>(kind: K, nodeId?: string): readonly RecordOf<K>[];
  collection(gridPath: string): CollectionSums;
  city(gridPath: string): CitySums;
}

/** How a body stands to a demand: so many of so many. `lacks` and `warn` are codes, their words stand in texts/tasks.ts. */
export interface CheckResult {
  met: boolean;
  have: number;
  need: number;
  lacks?: string[];
  /** Met, but somebody should look. */
  warn?: string;
  /** The data is proof of it: nothing need be handed in beside. */
  proves?: boolean;
}

/** A rule judged from data; `params` as a plan writes them. */
export interface Check {
  params: z.ZodType;
  judge(node: GridNode, facts: CheckFacts, params: unknown): CheckResult;
}

/** Makes a check from its schema of parameters and a judgement on what they were read as. */
export function check<P extends z.ZodType>(of: {
  params: P;
  judge(node: GridNode, facts: CheckFacts, params: z.infer<P>): CheckResult;
}): Check {
  return { params: of.params, judge: (node, facts, params) => of.judge(node, facts, of.params.parse(params)) };
}

/** One thing that is there or not. */
export function there(is: boolean): CheckResult {
  return { met: is, have: is ? 1 : 0, need: 1 };
}

/** All of some things; what lacks is named. */
export function allOf(parts: Readonly<Record<string, boolean>>): CheckResult {
  const lacks = Object.keys(parts).filter((key) => parts[key] === false);
  const need = Object.keys(parts).length;
  return { met: lacks.length === 0, have: need - lacks.length, need, ...(lacks.length > 0 && { lacks }) };
}

/** A share in whole numbers; nothing of nothing is not met. */
export function share(have: number, of: number, percent: number): CheckResult {
  return { met: of > 0 && have * 100 >= of * percent, have, need: of };
}
