/** What whoever complained or reported does himself: ask how it stands, add, withdraw, say whether it was well done. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterCommand } from '../../../schemas/matter-command.js';
import type { MatterState, OutcomeCode, Satisfaction, SupplementItem, Track } from '../../../schemas/matter-enums.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import { DomainError } from '../../errors.js';
import type { Day } from '../../lib/day.js';
import { findMattersById } from '../../models/matter.js';
import { systemScope } from '../rights/index.js';
import { takeStep } from './act.js';
import { withAddition } from './additions.js';
import { audienceOf } from './audience.js';
import type { MatterDeps } from './deps.js';
import { raise } from './escalate.js';
import { isOpen } from './judge.js';
import { type Asker, type Claim, findOwnMatter, mattersOfPerson } from './look-up.js';
import { redNotices, registryOf, toMembers } from './notices.js';
import { afterStep, writeMatter } from './save.js';

/** How a matter stands, as its person is told: state and dates, nothing of who handles it or of others. */
export interface Progress {
  receiptNo: string;
  kind: Matter['kind'];
  state: MatterState;
  since: Day;
  /** The next date by the chosen profile. */
  dueOn?: Day;
  missing?: readonly SupplementItem[];
  supplementUntil?: Day;
  guidedTo?: Track;
  outcome?: OutcomeCode;
  /** He may still withdraw it by himself. */
  canWithdraw: boolean;
  canRate: boolean;
}

export type Own<T> = ({ kind: 'found' } & T) | { kind: 'unknown' } | { kind: 'limited' };

/** How the person's matter stands. */
export async function progressFor(deps: MatterDeps, asker: Asker, claim: Claim): Promise<Own<{ progress: Progress }>> {
  const found = await findOwnMatter(deps, asker, claim);
  return found.kind === 'found' ? { kind: 'found', progress: progressOf(found.matter) } : found;
}

/** All matters of a customer whom the channel knows, the latest first; what was merged stands once, where it goes on. */
export async function ownMatters(deps: MatterDeps, customerId: string, limit = 10): Promise<Progress[]> {
  const own = await mattersOfPerson(deps, { customerId });
  const cases = [...new Set(own.map(({ identity }) => identity.caseId))].slice(0, limit);
  const found = await findMattersById(deps.tx, cases);
  return cases.flatMap((id) => found.filter(({ _id }) => _id === id).map(progressOf));
}

/**
 * Facts or proofs that come later. While the matter waits to be completed they bring it back to the desk; otherwise they are
 * added and its handlers told. Red words count as in the first message.
 * @throws DomainError matter_refused (guard state) when it has ended
 */
export async function supplementByPerson(
  deps: MatterDeps,
  asker: Asker,
  claim: Claim,
  input: { today: Day; facts?: string; evidence?: readonly string[] },
): Promise<Own<{ progress: Progress; notices: MatterNotice[] }>> {
  const found = await findOwnMatter(deps, asker, claim);
  if (found.kind !== 'found') return found;
  const { matter } = found;
  const { today, evidence = [] } = input;
  if (!isOpen(matter)) throw refusedNow(matter);
  const { set, newFlags } = await withAddition(deps, matter, input, today);
  const stepped = afterStep(
    deps,
    matter,
    {
      set: {
        ...set,
        ...(matter.state === 'supplement' && { state: 'received' as const, stateSince: today }),
      },
      clocks: matter.state === 'supplement' ? [{ do: 'go_on', kinds: ['accept'] }] : [],
    },
    today,
  );
  const raised = await raise(deps, stepped, today);
  const action = matter.state === 'supplement' ? ('supplement' as const) : ('add_facts' as const);
  writeMatter(deps, matter, raised.matter, today, { action, by: 'person', more: { evidence: evidence.length } });
  const registry = await registryOf(deps, today);
  const handlers = audienceOf(registry, raised.matter, 'handler', today);
  const notices = [
    ...toMembers(handlers, raised.matter, { kind: 'added', no: matter.receiptNo }),
    ...redNotices(registry, raised.matter, newFlags, today),
    ...raised.notices,
  ];
  return { kind: 'found', progress: progressOf(raised.matter), notices };
}

/**
 * Withdraws a complaint. Before it is filed it ends; afterwards, for reports, and when the employer pressed, the wish is noted
 * and the inspector decides, for the violation is pursued ex officio (domain.md 5.7).
 * @throws DomainError matter_refused (guard state) when it has ended
 */
export async function withdrawByPerson(
  deps: MatterDeps,
  asker: Asker,
  claim: Claim,
  input: { today: Day; pressed: boolean },
): Promise<Own<{ progress: Progress; ended: boolean; notices: MatterNotice[] }>> {
  const found = await findOwnMatter(deps, asker, claim);
  if (found.kind !== 'found') return found;
  const { matter } = found;
  const ends = canWithdraw(matter) && !input.pressed;
  const command: MatterCommand = {
    action: ends ? 'withdraw' : 'note_withdrawal',
    matterId: matter._id,
    seen: matter.version,
    pressed: input.pressed,
  };
  const acted = await takeStep(deps, systemScope(input.today), matter, command, 'person');
  const [now = matter] = await findMattersById(deps.tx, [acted.matterId]);
  return { kind: 'found', progress: progressOf(now), ended: ends, notices: acted.notices };
}

/** 满意, 基本满意, 不满意 after closing, by the person himself, and what he says to it. @throws DomainError matter_refused */
export async function rateByPerson(
  deps: MatterDeps,
  asker: Asker,
  claim: Claim,
  { today, grade, note }: { today: Day; grade: Satisfaction; note?: string },
): Promise<Own<{ notices: MatterNotice[] }>> {
  const found = await findOwnMatter(deps, asker, claim);
  if (found.kind !== 'found') return found;
  const { matter } = found;
  const about = { matterId: matter._id, seen: matter.version, ...(note !== undefined && { note }) };
  const acted = await takeStep(deps, systemScope(today), matter, { ...about, action: 'rate', grade }, 'person');
  return { kind: 'found', notices: acted.notices };
}

export function progressOf(matter: Matter): Progress {
  const { supplement, guidedTo, outcome } = matter;
  const due = matter.legalDueOn ?? matter.dueOn;
  return {
    receiptNo: matter.receiptNo,
    kind: matter.kind,
    state: matter.state,
    since: matter.stateSince,
    ...(due !== undefined && { dueOn: due }),
    ...(matter.state === 'supplement' &&
      supplement !== undefined && { missing: supplement.items, supplementUntil: supplement.until }),
    ...(guidedTo !== undefined && { guidedTo }),
    ...(outcome !== undefined && { outcome: outcome.code }),
    canWithdraw: canWithdraw(matter),
    canRate: matter.state === 'closed' && matter.satisfaction === undefined,
  };
}

/** One complainant alone may end his complaint; a group's goes on for the others. */
function canWithdraw({ kind, state, complainants }: Matter): boolean {
  return kind === 'complaint' && complainants <= 1 && ['received', 'supplement', 'pre_mediation'].includes(state);
}

function refusedNow(matter: Matter): DomainError {
  return new DomainError('matter_refused', { guard: 'state', action: 'supplement', state: matter.state, roles: '' });
}
