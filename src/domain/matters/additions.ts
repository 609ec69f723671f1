/** What comes later to a matter: facts and proofs. Red words and numbers of persons count as in the first message. */

import type { Matter } from '../../../schemas/matter.js';
import type { RedFlag } from '../../../schemas/matter-enums.js';
import type { Day } from '../../lib/day.js';
import { findIdentities } from '../../models/matter-identity.js';
import { withMoreFacts } from './content.js';
import type { MatterDeps } from './deps.js';
import { namesOf, protectNumbersIn } from './persons.js';
import { coverNames, logMasks } from './redactions.js';

const MOST_FILES = 200;

export interface Addition {
  facts?: string | undefined;
  evidence?: readonly string[] | undefined;
}

/** The fields of the matter with what was added, and the red flags that are new. */
export async function withAddition(
  deps: Pick<MatterDeps, 'tx' | 'keys' | 'identityKeys' | 'words'>,
  matter: Matter,
  { facts, evidence = [] }: Addition,
  today: Day,
): Promise<{ set: Partial<Matter>; newFlags: RedFlag[] }> {
  const added = facts === undefined ? undefined : withMoreFacts(deps.keys, matter, facts, today);
  if (facts !== undefined && added !== undefined) {
    protectNumbersIn(deps, matter._id, facts);
    logMasks(deps, matter._id, { facts }, today);
    const names = namesOf(deps, await findIdentities(deps.tx, { caseId: matter._id }));
    coverNames(deps, matter._id, { ...added, names }, today);
  }
  const newFlags =
    facts === undefined ? [] : deps.words.redFlagsIn(facts).filter((flag) => !matter.redFlags.includes(flag));
  return {
    set: {
      evidence: [...new Set([...matter.evidence, ...evidence])].slice(0, MOST_FILES),
      redFlags: [...matter.redFlags, ...newFlags],
      ...added?.set,
    },
    newFlags,
  };
}
