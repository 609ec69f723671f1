import type { Matter } from '../../../schemas/matter.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { insertDocument } from '../../models/matter-document.js';
import { audit } from '../audit/index.js';
import type { MatterDeps } from './deps.js';
import { findReachable } from './find.js';
import { isHandler } from './judge.js';
import { takeDocumentNumber } from './numbers.js';
import { refuseRecused } from './reading.js';

const WHILE: readonly Matter['state'][] = ['investigating', 'extended', 'suspended', 'deciding'];

/**
 * 调查询问书: asks the employer for an answer (HN art. 13); no step of its own.
 * @throws DomainError matter_not_found; matter_refused with the guards state, handler, certificate, recused
 */
export async function issueInquiryNotice(
  deps: MatterDeps,
  scope: Scope,
  input: { matterId: string; fileId?: string },
): Promise<{ documentId: string; number: string }> {
  const { tx } = deps;
  const matter = await findReachable(deps, scope, input.matterId);
  await refuseRecused(deps, scope, matter);
  const guard = !WHILE.includes(matter.state)
    ? 'state'
    : !isHandler(matter, scope.userid, scope.today)
      ? 'handler'
      : !scope.certified
        ? 'certificate'
        : null;
  if (guard !== null) {
    const facts = { guard, action: 'investigate', state: matter.state, roles: 'full_time_inspector' };
    throw new DomainError('matter_refused', facts);
  }
  const number = await takeDocumentNumber(deps, 'inquiry', matter._id, scope.today);
  const documentId = tx.newId();
  const { fileId } = input;
  insertDocument(tx, {
    _id: documentId,
    matterId: matter._id,
    kind: 'inquiry',
    number,
    madeOn: scope.today,
    madeBy: scope.userid,
    ...(fileId !== undefined && { fileId }),
  });
  const object = { kind: 'matter', id: matter._id };
  audit(tx, { actor: scope.userid, action: 'document.inquiry', object, changes: { number } });
  return { documentId, number };
}
