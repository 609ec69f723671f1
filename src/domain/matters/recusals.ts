import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { findEmployer } from '../../models/employer.js';
import { saveRecusal } from '../../models/matter.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import { systemScope } from '../rights/index.js';

/**
 * A member of the staff declares a relation to an employer (REG423 art. 16): from now on he can neither open nor handle its
 * matters. He may declare it of any employer of the district, for he can be named officer anywhere in it. @throws DomainError employer_not_found
 */
export async function declareRelation({ tx }: { tx: Tx }, scope: Scope, employerId: string): Promise<void> {
  if ((await findEmployer(tx, systemScope(scope.today), employerId)) === null)
    throw new DomainError('employer_not_found');
  saveRecusal(tx, { _id: tx.newId(), userid: scope.userid, employerId, declaredOn: scope.today });
  audit(tx, {
    actor: scope.userid,
    action: 'recusal.declare',
    object: { kind: 'employer', id: employerId },
    changes: {},
  });
}
