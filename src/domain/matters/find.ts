/** Finding matters within what a person may reach. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterAction } from '../../../schemas/matter-move.js';
import { covers, type Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { findMattersById } from '../../models/matter.js';
import { holdsRole } from '../rights/index.js';
import type { MatterDeps } from './deps.js';
import { isHandler } from './judge.js';

/**
 * A matter for a step: in the person's area, handled by him, or to be approved by one of his roles. Others are told that there
 * is none, as for a number that does not exist.
 * @throws DomainError matter_not_found
 */
export async function findReachable(
  deps: Pick<MatterDeps, 'tx' | 'rules'>,
  scope: Scope,
  id: string,
  action?: MatterAction,
): Promise<Matter> {
  const [matter] = await findMattersById(deps.tx, [id]);
  if (matter === undefined) throw new DomainError('matter_not_found');
  const approves = action !== undefined && holdsRole(scope, deps.rules.approvers[action] ?? [], matter.gridPath);
  if (approves || covers(scope, matter.gridPath) || isHandler(matter, scope.userid, scope.today)) return matter;
  throw new DomainError('matter_not_found');
}
