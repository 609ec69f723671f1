import type { GridNode } from '../../../schemas/grid.js';
import type { Role } from '../../../schemas/scope.js';
import type { StaffingPolicy } from '../../../schemas/staff.js';
import type { Day } from '../../lib/day.js';
import type { GridTree } from '../grid/index.js';
import type { StaffDirectory } from './directory.js';
import { assignmentsOn } from './rules.js';

/** People who serve in one grid unit. */
export interface UnitStaff {
  fullTime: number;
  partTime: number;
  coInspectors: number;
}

/** A demand of the plan that is not met. */
export interface StaffingGap {
  rule: 'S7' | 'S8';
  need: number;
  have: number;
}

/**
 * What a grid unit lacks: one full-time inspector (S7), two part-time or co-inspectors (S8). A4: any mix of the two kinds
 * counts, or with `anyMix: false` only two of one kind.
 */
export function judgeStaffing(unit: UnitStaff, policy: StaffingPolicy): StaffingGap[] {
  const others = policy.anyMix ? unit.partTime + unit.coInspectors : Math.max(unit.partTime, unit.coInspectors);
  const gaps: StaffingGap[] = [
    { rule: 'S7', need: policy.fullTime, have: unit.fullTime },
    { rule: 'S8', need: policy.partTimeOrCo, have: others },
  ];
  return gaps.filter(({ need, have }) => have < need);
}

export interface UnitGaps {
  node: GridNode;
  staff: UnitStaff;
  gaps: StaffingGap[];
}

/** Grid units (A2: cells or towns) of an area that lack people. Everybody counts once in each unit where he serves. */
export function staffingGaps(
  tree: GridTree,
  directory: StaffDirectory,
  area: { prefixes: readonly string[] },
  policy: StaffingPolicy,
): UnitGaps[] {
  return tree
    .within(area)
    .filter((node) => node.level.level === policy.unitLevel)
    .map((node) => {
      const staff = staffOf(tree, directory, node, tree.day);
      return { node, staff, gaps: judgeStaffing(staff, policy) };
    })
    .filter(({ gaps }) => gaps.length > 0);
}

/** People in the unit itself and, for a town, in its villages. */
function staffOf(tree: GridTree, directory: StaffDirectory, unit: GridNode, day: Day): UnitStaff {
  const people: Record<'fullTime' | 'partTime' | 'coInspectors', Set<string>> = {
    fullTime: new Set(),
    partTime: new Set(),
    coInspectors: new Set(),
  };
  const counted: Partial<Record<Role, keyof UnitStaff>> = {
    full_time_inspector: 'fullTime',
    part_time_inspector: 'partTime',
    co_inspector: 'coInspectors',
  };
  for (const node of tree.within({ prefixes: [unit.gridPath] })) {
    for (const person of directory.servingAt(node._id, day)) {
      for (const { role, nodeId } of assignmentsOn(person, day)) {
        const kind = counted[role];
        if (kind !== undefined && nodeId === node._id) people[kind].add(person._id);
      }
    }
  }
  return { fullTime: people.fullTime.size, partTime: people.partTime.size, coInspectors: people.coInspectors.size };
}
