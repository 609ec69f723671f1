import type { Scope } from '../../../schemas/scope.js';
import type { Staff } from '../../../schemas/staff.js';
import type { Day } from '../../lib/day.js';
import { cachedBy } from '../../models/setting.js';
import { loadStaff } from '../../models/staff.js';
import type { Tx } from '../../models/transaction.js';
import { holdsOn, plainUserid, scopeOn } from './rules.js';

/** Everybody of the grid, in memory. */
export interface StaffDirectory {
  readonly all: readonly Staff[];
  personByUserid(userid: string): Staff | null;
  /** The person's scope on the day; null for a userid that is not on the list. */
  scopeOf(userid: string, day: Day): Scope | null;
  /** Who serves in the node itself on the day. */
  servingAt(nodeId: string, day: Day): Staff[];
}

export type StaffReader = (tx: Tx) => Promise<StaffDirectory>;

/** Reads the list of staff from memory as long as nobody changes it; make one per process and hand it on. */
export function makeStaffReader(): StaffReader {
  return cachedBy('staff', async (tx) => directoryOf(await loadStaff(tx)));
}

export function directoryOf(all: readonly Staff[]): StaffDirectory {
  const byUserid = new Map(all.map((person) => [person.userid, person]));
  const byNode = new Map<string, Staff[]>();
  for (const person of all) {
    for (const nodeId of new Set(person.assignments.map((assignment) => assignment.nodeId))) {
      const there = byNode.get(nodeId);
      if (there === undefined) byNode.set(nodeId, [person]);
      else there.push(person);
    }
  }
  const personByUserid = (userid: string) => byUserid.get(plainUserid(userid)) ?? null;
  return {
    all,
    personByUserid,
    scopeOf: (userid, day) => {
      const person = personByUserid(userid);
      return person === null ? null : scopeOn(person, day);
    },
    servingAt: (nodeId, day) =>
      (byNode.get(nodeId) ?? []).filter((person) =>
        person.assignments.some((assignment) => assignment.nodeId === nodeId && holdsOn(assignment, day)),
      ),
  };
}
