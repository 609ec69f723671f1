import { ENDED_STATES } from '../../../schemas/matter-enums.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { findEmployer } from '../../models/employer.js';
import { findMatters, saveRecusal } from '../../models/matter.js';
import { audit } from '../audit/index.js';
import { systemScope } from '../rights/index.js';
import { audienceOf } from './audience.js';
import type { MatterDeps } from './deps.js';
import { officersOn } from './judge.js';
import { registryOf } from './notices.js';

/**
 * A member of the staff declares a relation to an employer (REG423 art. 16): from now on he can neither open nor handle its
 * matters. He may declare it of any employer of the district, for he can be named officer anywhere in it. For each open matter
 * that he handles, whoever names officers is told; the notices say nothing of the relation itself.
 * @throws DomainError employer_not_found
 */
export async function declareRelation(deps: MatterDeps, scope: Scope, employerId: string): Promise<MatterNotice[]> {
  const { tx } = deps;
  const { userid, today } = scope;
  if ((await findEmployer(tx, systemScope(today), employerId)) === null) throw new DomainError('employer_not_found');
  saveRecusal(tx, { _id: tx.newId(), userid, employerId, declaredOn: today });
  audit(tx, { actor: userid, action: 'recusal.declare', object: { kind: 'employer', id: employerId }, changes: {} });
  const registry = await registryOf(deps, today);
  const officer = registry.staff.all.find((person) => person.userid === userid)?.name ?? userid;
  const open = await findMatters(tx, systemScope(today), { employerId, state: { $nin: [...ENDED_STATES] } });
  return open
    .filter((matter) => officersOn(matter, today).some((one) => one.userid === userid))
    .flatMap((matter) => {
      const recused = [...matter.recused, { userid, why: 'declared' as const }];
      return audienceOf(registry, { ...matter, recused }, 'squadron', today).map((to) => ({
        to: { kind: 'member' as const, userid: to },
        say: { kind: 'recused' as const, no: matter.receiptNo, officer },
        effectKey: `matter:${matter._id}:recused:${userid}:${to}`,
      }));
    });
}
