/** Who stands for an audience on a day, and which group a place has. */
import type { GridNode } from '../../../schemas/grid.js';
import type { Matter } from '../../../schemas/matter.js';
import type { Audience } from '../../../schemas/matter-rules.js';
import type { Role } from '../../../schemas/scope.js';
import type { Day } from '../../lib/day.js';
import type { GridTree } from '../grid/index.js';
import { assignmentsOn, type StaffDirectory } from '../staff/index.js';
import { handlersOn } from './judge.js';

export interface Registry {
  tree: GridTree;
  staff: StaffDirectory;
}

/** `duty`: whoever must hear of a danger at once. */
const ROLES: Record<Exclude<Audience, 'handler'> | 'duty', readonly Role[]> = {
  squadron: ['squadron_leader'],
  brigade: ['brigade_leader'],
  leader: ['leader'],
  duty: ['squadron_leader', 'brigade_leader', 'command_centre_operator'],
};

/**
 * Userids of an audience of a matter on a day, each once; nobody who is recused. Where a level has nobody present, the next
 * above stands in (S18).
 */
export function audienceOf(
  { tree, staff }: Registry,
  matter: Pick<Matter, 'cellId' | 'handlers' | 'recused'>,
  audience: Audience | 'duty',
  day: Day,
): string[] {
  const recused = new Set(matter.recused.map(({ userid }) => userid));
  const allowed = (userids: readonly string[]) => [...new Set(userids)].filter((userid) => !recused.has(userid));
  if (audience === 'handler') {
    const handlers = allowed(handlersOn(matter, day).map(({ userid }) => userid));
    return handlers.length > 0 ? handlers : audienceOf({ tree, staff }, matter, 'squadron', day);
  }
  const path = tree.path(matter.cellId).reverse();
  const serving = (roles: readonly Role[]) => allowed(path.flatMap((node) => presentAt(staff, node._id, roles, day)));
  const own = serving(ROLES[audience]);
  if (own.length > 0) return own;
  return audience === 'squadron' ? serving(ROLES.brigade) : audience === 'brigade' ? serving(ROLES.duty) : [];
}

function presentAt(staff: StaffDirectory, nodeId: string, roles: readonly Role[], day: Day): string[] {
  return staff
    .servingAt(nodeId, day)
    .filter((person) => {
      const absent = person.absences.some(({ from, to }) => from <= day && day <= to);
      return !absent && assignmentsOn(person, day).some((a) => a.nodeId === nodeId && roles.includes(a.role));
    })
    .map(({ userid }) => userid);
}

/** The node of the town, or of the district when the town is not known: whose group hears of a matter. */
export function unitOf(tree: GridTree, cellId: string): GridNode | undefined {
  const path = tree.path(cellId);
  return path.find(({ level }) => level.level === 2) ?? path[0];
}

/** The unit itself or the nearest above that has a group; undefined when none has. */
export function unitWithGroup(
  tree: GridTree,
  cellId: string,
  purpose: 'work' | 'leaders' = 'work',
): GridNode | undefined {
  const unit = unitOf(tree, cellId);
  if (unit === undefined) return undefined;
  return tree
    .path(unit._id)
    .reverse()
    .find(({ groups }) => groups.some((group) => group.purpose === purpose));
}
