/** What the house proposes for a matter that came in; a person decides. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterCategory, RedFlag, Track } from '../../../schemas/matter-enums.js';
import type { MatterIdentity } from '../../../schemas/matter-identity.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { Scope } from '../../../schemas/scope.js';
import { addDays, type Day } from '../../lib/day.js';
import { findIdentities } from '../../models/matter-identity.js';
import { audienceOf } from './audience.js';
import { factsOf } from './content.js';
import type { MatterDeps } from './deps.js';
import { relatedMatters } from './escalate.js';
import { findReachable } from './find.js';
import { openIdentity } from './identity.js';
import { checkIntake, missingItems, type Proposal } from './intake-checks.js';
import { isOpen, isWage } from './judge.js';
import { type Jurisdiction, proposeJurisdiction } from './jurisdiction.js';
import { registryOf } from './notices.js';

export interface Advice {
  categories: MatterCategory[];
  tracks: Track[];
  redFlags: RedFlag[];
  jurisdiction: Jurisdiction;
}

/** What a text and a place propose while the person still writes; nothing is stored. */
export async function adviseIntake(
  deps: MatterDeps,
  input: { today: Day; text: string; place?: string | undefined },
): Promise<Advice> {
  const tree = await deps.grid(deps.tx, input.today);
  return {
    categories: deps.words.categoriesIn(input.text),
    tracks: deps.words.tracksIn(input.text),
    redFlags: deps.words.redFlagsIn(input.text),
    jurisdiction: proposeJurisdiction(tree, deps.words.neighbours, input.place ?? ''),
  };
}

/** Whoever must hear at once of what happens at a place; without a place, in the district. */
export async function onDuty(deps: MatterDeps, at: { today: Day; cellId?: string }): Promise<string[]> {
  const registry = await registryOf(deps, at.today);
  const cellId = at.cellId ?? registry.tree.children(null)[0]?._id ?? '';
  return audienceOf(registry, { cellId, handlers: [], recused: [] }, 'duty', at.today);
}

/**
 * The alarm of a conversation that has no number yet: to everybody on duty for the place, at once.
 * @param key names the conversation, so that the same words don't alarm twice
 */
export async function raiseAlarm(
  deps: MatterDeps,
  input: { today: Day; cellId: string; flags: readonly RedFlag[]; key: string },
): Promise<MatterNotice[]> {
  const place = (await deps.grid(deps.tx, input.today)).node(input.cellId)?.name;
  return (await onDuty(deps, input)).map((userid) => ({
    to: { kind: 'member', userid },
    say: { kind: 'red', no: '', flags: input.flags, place },
    effectKey: `alarm:${input.key}:${[...input.flags].sort().join('+')}:${userid}`,
    urgent: true,
  }));
}

/** C1–C6 for a matter, with what each failed check proposes (R25 art. 18). @throws DomainError matter_not_found */
export async function proposeDecision(deps: MatterDeps, scope: Scope, matterId: string): Promise<Proposal[]> {
  const matter = await findReachable(deps, scope, matterId);
  const rows = await findIdentities(deps.tx, { caseId: matter._id });
  const text = factsOf(deps.keys, matter) ?? '';
  const { tracks, jurisdiction } = await adviseIntake(deps, {
    today: matter.receivedOn,
    text,
    place: matter.employerPlace,
  });
  const known = (await deps.grid(deps.tx, scope.today)).node(matter.cellId)?.level.level;
  return checkIntake({
    kind: matter.kind,
    today: matter.receivedOn,
    ongoing: matter.ongoing,
    endedOn: matter.endedOn,
    periodTo: matter.periodTo,
    missing: missingItems(matter.kind, presentIn(matter, rows), isWage(matter.categories)),
    tracks,
    inspectionMatter: matter.categories.length > 0,
    // a matter that lies in a cell or town was placed by somebody
    jurisdiction: known === 3 ? 'cell' : known === 2 ? 'town' : jurisdiction.kind,
    elsewhere: matter.elsewhere,
    sameAs: await sameMatter(deps, matter, rows),
  });
}

function presentIn(matter: Matter, rows: readonly MatterIdentity[]) {
  const [main] = rows;
  return {
    name: main?.name !== undefined,
    contact: main?.phone !== undefined || main?.customer !== undefined,
    employer_name: matter.employerName !== undefined || matter.siteName !== undefined,
    employer_place: matter.employerPlace !== undefined || matter.employerId !== undefined,
    facts: matter.facts !== undefined,
    period: matter.periodFrom !== undefined || matter.periodTo !== undefined,
    amount: matter.amountFen !== undefined,
    proof: matter.evidence.length > 0,
  };
}

const HALF_YEAR_DAYS = 183;

/** An open matter of one of the same persons about the same employer. */
async function sameMatter(
  deps: MatterDeps,
  matter: Matter,
  rows: readonly MatterIdentity[],
): Promise<string | undefined> {
  const others = (await relatedMatters(deps, matter, addDays(matter.receivedOn, -HALF_YEAR_DAYS))).filter(isOpen);
  if (others.length === 0) return undefined;
  const theirs = await findIdentities(deps.tx, { caseId: { $in: others.map(({ _id }) => _id) } });
  const same = theirs.find((row) => rows.some((own) => samePerson(deps, own, row)));
  return others.find(({ _id }) => _id === same?.caseId)?.receiptNo;
}

/** A telephone is shared by mates: who gives another name is another person. */
function samePerson({ identityKeys }: MatterDeps, one: MatterIdentity, other: MatterIdentity): boolean {
  const same = (key: 'idIndex' | 'customerIndex' | 'phoneIndex') => one[key] !== undefined && one[key] === other[key];
  if (same('idIndex') || same('customerIndex')) return true;
  return same('phoneIndex') && openIdentity(identityKeys, one).name === openIdentity(identityKeys, other).name;
}
