/** Who may do what with a task, and who is asked on a day. */
import type { GridNode } from '../../../schemas/grid.js';
import type { Role, Scope } from '../../../schemas/scope.js';
import type { Staff } from '../../../schemas/staff.js';
import type { Task } from '../../../schemas/task.js';
import type { Day } from '../../lib/day.js';
import type { GridTree } from '../grid/index.js';
import { areaOf, may } from '../rights/index.js';
import { assignmentsOn, type Responsible, type StaffDirectory, whoIsResponsible } from '../staff/index.js';
import { acceptingPath, lastOf } from './rules.js';

/** Tasks hold nothing personal, so whoever sees totals of an area sees its tasks: leaders too. */
export function taskArea(scope: Scope): Pick<Scope, 'prefixes'> {
  return { prefixes: areaOf(scope.roles, 'read_totals') };
}

/** Whoever works in the owner's area or is named may hand in; whoever directs it too. */
export function mayWorkOn(scope: Scope, task: Pick<Task, 'gridPath' | 'assigneeId'>): boolean {
  if (task.assigneeId === scope.staffId) return true;
  return may(scope, 'collect', task.gridPath) || may(scope, 'assign_work', task.gridPath);
}

/** Accepts, returns, extends: the level above the owner, for the district its own leaders. */
export function mayDirect(scope: Scope, task: Pick<Task, 'gridPath' | 'directedFrom'>): boolean {
  return may(scope, 'assign_work', acceptingPath(task));
}

/** True when the person serves in the owner's line on the day, above it or below. */
export function servesFor(person: Staff, gridPath: string, day: Day): boolean {
  return assignmentsOn(person, day).some((a) => gridPath.startsWith(a.gridPath) || a.gridPath.startsWith(gridPath));
}

type Owned = Pick<Task, 'nodeId' | 'gridPath' | 'role' | 'assigneeId'>;

/** Who answers for work of a squadron or the centre that names no role: its head, not whoever collects there. */
const HEAD_OF_LEVEL: Readonly<Partial<Record<number, Role>>> = { 1: 'brigade_leader', 2: 'squadron_leader' };

/**
 * Who is asked on a day: the named person while he serves there and is not away, else whoever of the owner holds the role,
 * else the first who is present (S18: the nearest level above where nobody is). Undefined: nobody at all.
 */
export function personFor(task: Owned, tree: GridTree, staff: StaffDirectory, day: Day): Staff | undefined {
  const named = staff.all.find(({ _id }) => _id === task.assigneeId);
  const away = named?.absences.some(({ from, to }) => from <= day && day <= to) ?? false;
  if (named !== undefined && !away && servesFor(named, task.gridPath, day)) return named;
  const found = whoIsResponsible(tree, staff, task.nodeId, day);
  const present = found.filter(({ absent }) => !absent);
  const wanted = task.role ?? HEAD_OF_LEVEL[tree.node(task.nodeId)?.level.level ?? 3];
  const inRole = present.find(({ role, nodeId }) => role === wanted && nodeId === task.nodeId);
  return (inRole ?? present[0] ?? found[0])?.person;
}

/** Who accepts a task on a day: those who direct the level above, the present ones. */
export function acceptorsOf(
  task: Pick<Task, 'gridPath' | 'directedFrom'>,
  tree: GridTree,
  staff: StaffDirectory,
  day: Day,
): Staff[] {
  const directs = ({ role }: Responsible) =>
    role === 'squadron_leader' || role === 'brigade_leader' || role === 'command_centre_operator';
  const found = whoIsResponsible(tree, staff, lastOf(acceptingPath(task)), day).filter(directs);
  const present = found.filter(({ absent }) => !absent);
  return [...new Set((present.length > 0 ? present : found).map(({ person }) => person))];
}

/** The unit as people call it. */
export function unitName(tree: GridTree, nodeId: string): string {
  return (tree.node(nodeId) as GridNode | undefined)?.name ?? '';
}
