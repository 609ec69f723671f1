import type { Role } from '../../../schemas/scope.js';
import type { Staff } from '../../../schemas/staff.js';
import type { Day } from '../../lib/day.js';
import type { GridTree } from '../grid/index.js';
import type { StaffDirectory } from './directory.js';
import { assignmentsOn, holdsOn } from './rules.js';

export interface Responsible {
  person: Staff;
  role: Role;
  /** The node where the person serves: the one asked for, or the nearest above where somebody is present. */
  nodeId: string;
  absent: boolean;
}

/** Who is asked first; leaders and auditors do no work of a cell. */
const ORDER: readonly Role[] = [
  'full_time_inspector',
  'part_time_inspector',
  'co_inspector',
  'grid_head',
  'squadron_leader',
  'brigade_leader',
  'command_centre_operator',
];

/**
 * Who answers for a node on a day, the first to be asked first: those who serve in it, and when none of them is present also
 * those of the nearest node above where somebody is (S18: the squadron carries the work of its area). Empty: nobody at all.
 */
export function whoIsResponsible(tree: GridTree, staff: StaffDirectory, nodeId: string, day: Day): Responsible[] {
  const found: Responsible[] = [];
  for (const node of tree.path(nodeId).reverse()) {
    const here = servingIn(staff, node._id, day);
    found.push(...here);
    if (here.some(({ absent }) => !absent)) break;
  }
  return found;
}

function servingIn(staff: StaffDirectory, nodeId: string, day: Day): Responsible[] {
  return staff
    .servingAt(nodeId, day)
    .flatMap((person) => {
      const roles = assignmentsOn(person, day).filter((a) => a.nodeId === nodeId && ORDER.includes(a.role));
      const absent = person.absences.some((absence) => holdsOn(absence, day));
      return roles.map(({ role }) => ({ person, role, nodeId, absent }));
    })
    .sort((a, b) => Number(a.absent) - Number(b.absent) || ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
}
