/** What was noted with the steps of a matter: for those who handle it, and who inspect the place of a complaint. */
import { COVERED } from '../../../schemas/matter-redaction.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { Confidential } from '../../lib/confidential.js';
import { maskNumbersIn } from '../../lib/mask.js';
import { unseal } from '../../lib/seal.js';
import { findMatter, findMatterEvents, MATTER_EVENTS } from '../../models/matter.js';
import { findIdentities } from '../../models/matter-identity.js';
import { may } from '../rights/index.js';
import type { MatterDeps } from './deps.js';
import { isHandler } from './judge.js';
import { namesOf } from './persons.js';
import { logReading, refuseRecused } from './reading.js';

/**
 * The notes by event. Names of those whose matter it is are covered, as in what they write, and numbers masked; who calls them
 * up is logged. Empty for those who may not read them. @throws DomainError matter_not_found; matter_refused with the guard `recused`
 */
export async function readNotes(
  deps: MatterDeps,
  scope: Scope,
  matterId: string,
): Promise<ReadonlyMap<string, Confidential<string>>> {
  const matter = await findMatter(deps.tx, scope, matterId);
  if (matter === null) throw new DomainError('matter_not_found');
  await refuseRecused(deps, scope, matter);
  const inspects = matter.kind === 'complaint' && may(scope, 'investigate', matter.gridPath);
  const events = await findMatterEvents(deps.tx, matter._id);
  const noted = events.flatMap(({ _id, note }) => (note === undefined ? [] : [{ _id, note }]));
  if (noted.length === 0 || !(inspects || isHandler(matter, scope.userid, scope.today))) return new Map();
  logReading(deps, scope, matter, 'notes');
  const names = namesOf(deps, await findIdentities(deps.tx, { caseId: matter._id }));
  return new Map(
    noted.map(({ _id, note }) => {
      const text = unseal(deps.keys, note, { collection: MATTER_EVENTS, id: _id, field: 'note' });
      const shown = names.reduce((left, name) => left.replaceAll(name, COVERED), text);
      return [_id, new Confidential(shown.split(COVERED).map(maskNumbersIn).join(COVERED))];
    }),
  );
}
