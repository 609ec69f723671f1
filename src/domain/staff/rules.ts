import type { GridLevel } from '../../../schemas/codes.js';
import type { GridNode } from '../../../schemas/grid.js';
import { ROLE_OPTIONS, type Role, type Scope } from '../../../schemas/scope.js';
import type { Assignment, Certificate, Staff } from '../../../schemas/staff.js';
import { DomainError } from '../../errors.js';
import type { Day } from '../../lib/day.js';
import { type GridTree, nodeInForce } from '../grid/index.js';
import { areaOf } from '../rights/index.js';

/** The levels where a role can be held: a squadron is a town's, the command centre the district's (S1, S2). */
const LEVELS: Record<Role, readonly GridLevel[]> = {
  full_time_inspector: [1, 2, 3],
  part_time_inspector: [2, 3],
  co_inspector: [2, 3],
  grid_head: [2, 3],
  squadron_leader: [2],
  brigade_leader: [1],
  command_centre_operator: [1],
  leader: [1, 2],
  auditor: [1],
};

/** What can be done to one person's record. `person` adds the person or changes what is given; `phone` is sealed on saving. */
export type StaffEdit =
  | { kind: 'person'; userid: string; name?: string; phone?: string; certificates?: Certificate[] }
  | { kind: 'assign'; userid: string; role: Role; nodeId: string; from: Day; to?: Day }
  /** @param lastDay the last day the assignment holds */
  | { kind: 'end'; userid: string; assignmentId: string; lastDay: Day }
  | { kind: 'absent'; userid: string; from: Day; to: Day };

/** The platform does not tell userids apart by case. */
export function plainUserid(userid: string): string {
  return userid.trim().toLowerCase();
}

export function holdsOn(row: { from: Day; to?: Day | undefined }, day: Day): boolean {
  return row.from <= day && (row.to === undefined || day <= row.to);
}

export function assignmentsOn(person: Staff, day: Day): Assignment[] {
  return person.assignments.filter((assignment) => holdsOn(assignment, day));
}

/** What the person may see on the day: several cells are possible, a town covers its villages, without assignment nothing. */
export function scopeOn(person: Staff, day: Day): Scope {
  const roles = assignmentsOn(person, day).map(({ role, nodeId, gridPath }) => ({ role, nodeId, gridPath }));
  return {
    userid: person.userid,
    staffId: person._id,
    prefixes: areaOf(roles, 'read'),
    roles,
    certified: person.certificates.some(
      ({ kind, validFrom, validTo }) => kind === 'enforcement' && holdsOn({ from: validFrom, to: validTo }, day),
    ),
    today: day,
  };
}

/**
 * The person after an edit; unchanged when the edit says nothing new.
 * @throws DomainError staff_not_found, staff_role_misplaced, staff_assignment_exists, staff_assignment_not_found, grid_*
 */
export function edited(person: Staff | null, edit: StaffEdit, tree: GridTree, newId: () => string): Staff {
  const userid = plainUserid(edit.userid);
  if (person === null) {
    if (edit.kind !== 'person' || edit.name === undefined) throw new DomainError('staff_not_found', { userid });
    const { name, certificates = [] } = edit;
    const nothing = { assignments: [], absences: [], dutiesAcknowledged: [] };
    return { _id: newId(), userid, name, certificates, ...nothing, version: 1 };
  }
  if (edit.kind === 'person') {
    const { name = person.name, certificates = person.certificates } = edit;
    return { ...person, name, certificates };
  }
  if (edit.kind === 'assign') return assigned(person, edit, nodeInForce(tree, edit.nodeId), newId);
  if (edit.kind === 'end') return ended(person, edit, tree.day);
  return { ...person, absences: [...person.absences, { from: edit.from, to: edit.to }] };
}

type Assign = Extract<StaffEdit, { kind: 'assign' }>;
function assigned(person: Staff, edit: Assign, node: GridNode, newId: () => string): Staff {
  const { role, nodeId, from, to } = edit;
  if (!LEVELS[role].includes(node.level.level))
    throw new DomainError('staff_role_misplaced', { role: roleLabel(role), name: node.name });
  const overlaps = person.assignments.some(
    (other) =>
      other.role === role &&
      other.nodeId === nodeId &&
      (other.to === undefined || from <= other.to) &&
      (to === undefined || other.from <= to),
  );
  if (overlaps) throw new DomainError('staff_assignment_exists', { name: node.name });
  const next = { id: newId(), role, nodeId, gridPath: node.gridPath, from, ...(to !== undefined && { to }) };
  return { ...person, assignments: [...person.assignments, next] };
}

type End = Extract<StaffEdit, { kind: 'end' }>;
function ended(person: Staff, edit: End, today: Day): Staff {
  const found = person.assignments.find(({ id }) => id === edit.assignmentId);
  if (found === undefined || (found.to !== undefined && found.to < today))
    throw new DomainError('staff_assignment_not_found');
  const closed = { ...found, to: edit.lastDay };
  return { ...person, assignments: person.assignments.map((other) => (other === found ? closed : other)) };
}

export function roleLabel(role: Role): string {
  return ROLE_OPTIONS.find(({ value }) => value === role)?.label ?? role;
}
