/** What is stored about a person (PIPL art. 45): told to the person himself, masked, with how long it is kept. */

import type { Matter } from '../../../schemas/matter.js';
import type { IdentityField, MatterIdentity } from '../../../schemas/matter-identity.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Confidential } from '../../lib/confidential.js';
import type { Day } from '../../lib/day.js';
import { audit } from '../audit/index.js';
import type { MatterDeps } from './deps.js';
import { openIdentity, type PersonKey, presentIn } from './identity.js';
import { findOwnMatter, mattersOfPerson } from './look-up.js';
import type { Own } from './person.js';
import { masked } from './read-identity.js';
import { keepUntil } from './retention.js';

export interface StoredAbout {
  receiptNo: string;
  kind: Matter['kind'];
  state: Matter['state'];
  role: 'complainant' | 'reporter' | 'affected';
  /** Everything that is stored of the person, by field. */
  fields: IdentityField[];
  /** Masked, so that the person recognises them. */
  shown: Partial<Record<'name' | 'phone' | 'idNumber' | 'address', Confidential<string>>>;
  wroteFacts: boolean;
  files: number;
  /** When identity and text are removed; unknown while the matter is open. */
  keptUntil?: Day;
}

/** @param key proved by the channel */
export async function storedAboutPerson(deps: MatterDeps, key: PersonKey): Promise<StoredAbout[]> {
  return shownOf(deps, await mattersOfPerson(deps, key), 'person');
}

/**
 * The same at the counter, for the one matter whose number the person brings together with his telephone: staff cannot find out
 * of anybody whether he has reported something. Wrong guesses are counted for the one who types them.
 */
export async function storedAtCounter(
  deps: MatterDeps,
  scope: Pick<Scope, 'userid'>,
  proof: { receiptNo: string; phone: string },
): Promise<Own<{ stored: StoredAbout[] }>> {
  const found = await findOwnMatter(deps, { id: scope.userid }, proof);
  if (found.kind !== 'found') return found;
  return { kind: 'found', stored: shownOf(deps, [found], scope.userid) };
}

function shownOf(
  deps: MatterDeps,
  own: readonly { matter: Matter; identity: MatterIdentity }[],
  actor: string,
): StoredAbout[] {
  return own.map(({ matter, identity }) => {
    const changes = { fields: presentIn(identity).join(' '), purpose: 'own_request', result: 'shown' };
    audit(deps.tx, {
      actor,
      action: 'identity.about_me',
      object: { kind: 'matter', id: matter._id },
      changes,
    });
    const keptUntil = keepUntil(matter, deps.rules.retention).strip;
    return {
      receiptNo: matter.receiptNo,
      kind: matter.kind,
      state: matter.state,
      role: identity.role,
      fields: presentIn(identity),
      shown: masked(openIdentity(deps.identityKeys, identity)),
      wroteFacts: matter.facts !== undefined,
      files: matter.evidence.length,
      ...(keptUntil !== undefined && { keptUntil }),
    };
  });
}
