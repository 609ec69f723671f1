/** Two matters become one: the persons and their numbers go to the other, which may thereby reach a threshold. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterCommand } from '../../../schemas/matter-command.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { Scope } from '../../../schemas/scope.js';
import { moveIdentities } from '../../models/matter-identity.js';
import type { MatterDeps } from './deps.js';
import { raise } from './escalate.js';
import { mergedNotices } from './notices.js';
import { actingRole, afterStep, writeMatter } from './save.js';

/**
 * Adds a merged or joined matter to its target. Of a duplicate the people are the same, of a joined complaint they add up; each
 * person keeps a row (R25 art. 12).
 */
export async function addToTarget(
  deps: MatterDeps,
  scope: Scope,
  merged: Matter,
  target: Matter,
  command: Extract<MatterCommand, { action: 'merge' | 'join' }>,
): Promise<MatterNotice[]> {
  const joins = command.action === 'join';
  const peopleCount = Math.max(target.peopleCount ?? 0, merged.peopleCount ?? 0);
  const amountFen = (target.amountFen ?? 0) + (joins ? (merged.amountFen ?? 0) : 0);
  const after = afterStep(
    deps,
    target,
    {
      set: {
        mergedFrom: [...target.mergedFrom, merged._id],
        complainants: target.complainants + (joins ? merged.complainants : 0),
        ...(peopleCount > 0 && { peopleCount }),
        ...(amountFen > 0 && { amountFen }),
        evidence: [...new Set([...target.evidence, ...merged.evidence])].slice(0, 200),
        ...(command.action === 'join' &&
          command.representatives.length > 0 && { representatives: command.representatives }),
      },
      clocks: [],
    },
    scope.today,
  );
  const told = await mergedNotices(deps, merged, target);
  moveIdentities(deps.tx, merged._id, target._id);
  const raised = await raise(deps, after, scope.today);
  const role = actingRole(scope, target.gridPath);
  const more = { from: merged.receiptNo, people: after.complainants };
  writeMatter(deps, target, raised.matter, scope.today, { action: command.action, by: scope.userid, role, more });
  return [...told, ...raised.notices];
}
