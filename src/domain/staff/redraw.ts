import { addDays } from '../../lib/day.js';
import { replaceStaff } from '../../models/staff.js';
import { audit } from '../audit/index.js';
import type { RedrawHook } from '../grid/index.js';
import type { StaffReader } from './directory.js';

/**
 * When nodes are split or merged, whoever serves in an old one serves in all of its successors from today, until somebody
 * divides the work anew; the old assignment stays on record.
 */
export function moveAssignments(staff: StaffReader): RedrawHook {
  return async (tx, { from, into, actor }) => {
    const old = new Set(from.map((node) => node._id));
    const yesterday = addDays(actor.today, -1);
    for (const person of (await staff(tx)).all) {
      const leaving = person.assignments.filter(
        (a) => old.has(a.nodeId) && (a.to === undefined || a.to >= actor.today),
      );
      if (leaving.length === 0) continue;
      const kept = person.assignments.filter((a) => !leaving.includes(a));
      const closed = leaving.filter((a) => a.from < actor.today).map((a) => ({ ...a, to: yesterday }));
      const moved = into.flatMap((node) =>
        leaving
          .filter((a, i) => leaving.findIndex((other) => other.role === a.role) === i)
          .map((a) => ({
            ...a,
            id: tx.newId(),
            nodeId: node._id,
            gridPath: node.gridPath,
            ...(a.from < actor.today && { from: actor.today }),
          })),
      );
      replaceStaff(tx, person, { ...person, assignments: [...kept, ...closed, ...moved] });
      const changes = {
        into: into
          .map(({ _id }) => _id)
          .join(' ')
          .slice(0, 200),
      };
      audit(tx, { actor: actor.userid, action: 'staff.moved', object: { kind: 'staff', id: person._id }, changes });
    }
  };
}
