/** Who may read what was written in a matter, and the row that every reading leaves in the access log (domain.md 10). */
import type { Matter } from '../../../schemas/matter.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { findRecused } from '../../models/matter.js';
import { audit } from '../audit/index.js';
import { may } from '../rights/index.js';
import type { MatterDeps } from './deps.js';
import { isHandler, isOpen } from './judge.js';

/** A report's text may point to who wrote it: its handlers only. A complaint's, also the inspectors of the place. */
export function mayReadFacts(matter: Matter, scope: Scope): boolean {
  if (isHandler(matter, scope.userid, scope.today)) return true;
  return matter.kind === 'complaint' && isOpen(matter) && may(scope, 'investigate', matter.gridPath);
}

/** @throws DomainError matter_refused with the guard `recused` */
export async function refuseRecused(deps: Pick<MatterDeps, 'tx'>, scope: Scope, matter: Matter): Promise<void> {
  const declared = matter.employerId === undefined ? [] : await findRecused(deps.tx, matter.employerId);
  const recused = matter.recused.some(({ userid }) => userid === scope.userid) || declared.includes(scope.userid);
  if (recused)
    throw new DomainError('matter_refused', { guard: 'recused', action: 'receive', state: matter.state, roles: '' });
}

export function logReading({ tx }: Pick<MatterDeps, 'tx'>, scope: Scope, matter: Matter, fields: string): void {
  const changes = { role: scope.roles[0]?.role ?? '', fields, result: 'shown' };
  audit(tx, { actor: scope.userid, action: 'matter.read', object: { kind: 'matter', id: matter._id }, changes });
}
