/** Whether a step may be taken, by whom, and if not why not; pure. Refusals are values, so that the bot can explain them. */

import type { Matter } from '../../../schemas/matter.js';
import type { ClockKind } from '../../../schemas/matter-clock.js';
import type { Command } from '../../../schemas/matter-command.js';
import {
  ENDED_STATES,
  type MatterCategory,
  type MatterState,
  type OutcomeCode,
  WAGE_CATEGORIES,
} from '../../../schemas/matter-enums.js';
import {
  type Guard,
  MATTER_ACTIONS,
  type MatterAction,
  type Refusal,
  type WhoMay,
} from '../../../schemas/matter-move.js';
import type { MatterRules } from '../../../schemas/matter-rules.js';
import type { Role, Scope } from '../../../schemas/scope.js';
import type { Day } from '../../lib/day.js';
import { holdsRole, may } from '../rights/index.js';
import { MOVES } from './moves.js';

/** Roles whose bearers the district appoints (S3, S7): the county level of domain.md 5.7. */
const COUNTY_ROLES: readonly Role[] = ['full_time_inspector', 'squadron_leader', 'brigade_leader'];
const INSPECTOR_ROLES: readonly Role[] = [
  'full_time_inspector',
  'part_time_inspector',
  'squadron_leader',
  'brigade_leader',
];
const INTAKE_ROLES: readonly Role[] = [...INSPECTOR_ROLES, 'co_inspector', 'grid_head', 'command_centre_operator'];
/** Approves by office, without inspecting: needs no certificate. */
const BY_OFFICE: Role = 'leader';

/** What a step brings along, as far as guards look at it. */
export interface StepFacts {
  outcome?: Command<'close'>['outcome'] | undefined;
  evidence?: readonly string[] | undefined;
  /** Officers of the matter as they are on the day, and those to be named. */
  serving: readonly Scope[];
  officers?: readonly Scope[] | undefined;
  /** The matter that this one becomes part of. */
  target?: Matter | undefined;
  representatives?: number | undefined;
}

export type Verdict = { ok: true; to: MatterState } | Refusal;

/** Judges one step on a day. @param actor whose roles and certificate are those of the day */
export function judgeMove(
  matter: Matter,
  action: MatterAction,
  actor: Scope,
  step: StepFacts,
  rules: Pick<MatterRules, 'approvers' | 'maxRepresentatives'>,
): Verdict {
  const move = MOVES[action];
  const who = whoMay(action, rules);
  const refuse = (guard: Guard): Refusal => ({ ok: false, action, guard, state: matter.state, who });
  if (!move.from.includes(matter.state)) return refuse('state');
  if (matter.recused.some(({ userid }) => userid === actor.userid)) return refuse('recused');
  const right = rightGuard(matter, actor, who);
  if (right !== null) return refuse(right);
  const failed = move.guards.find((guard) => !CHECKS[guard](matter, actor, step, action, rules));
  if (failed !== undefined) return refuse(failed);
  const to =
    move.to === 'same' ? matter.state : move.to === 'before' ? (matter.stateBefore ?? 'investigating') : move.to;
  return { ok: true, to };
}

/** Who may take a step, whoever asks. */
export function whoMay(action: MatterAction, rules: Pick<MatterRules, 'approvers'>): WhoMay {
  const { by, county } = MOVES[action];
  const approvers = rules.approvers[action];
  const plain = by === 'intake' ? INTAKE_ROLES : by === 'inspector' && county !== true ? INSPECTOR_ROLES : COUNTY_ROLES;
  return {
    roles: approvers ?? (by === 'other' ? INTAKE_ROLES : plain),
    certified: by === 'inspector' || by === 'handler',
    handlersOnly: by === 'handler' && approvers === undefined,
  };
}

/** Every step that leads on from where the matter is, with what stands in its way for this person. */
export function nextSteps(
  matter: Matter,
  actor: Scope,
  serving: readonly Scope[],
  rules: Pick<MatterRules, 'approvers' | 'maxRepresentatives'>,
): { action: MatterAction; verdict: Verdict }[] {
  return MATTER_ACTIONS.filter((action) => MOVES[action].from.includes(matter.state)).map((action) => ({
    action,
    verdict: judgeMove(matter, action, actor, { ...ASSUMED, serving }, rules),
  }));
}

/** What the person will be asked for is taken as given when only the right to take a step is asked. */
const ASSUMED = { outcome: { code: 'corrected', people: 0, paidFen: 0 }, evidence: [''] } as const;

function rightGuard(matter: Matter, actor: Scope, who: WhoMay): Guard | null {
  if (who.handlersOnly && !isHandler(matter, actor.userid, actor.today)) return 'handler';
  if (who.roles.includes(BY_OFFICE) && holdsRole(actor, [BY_OFFICE], matter.gridPath)) return null;
  // an officer may come from another town: his roles count wherever they are
  const path = isHandler(matter, actor.userid, actor.today) ? null : matter.gridPath;
  if (!holdsRole(actor, who.roles, path)) return 'role';
  if (!who.certified) return null;
  if (!actor.certified) return 'certificate';
  return path === null || may(actor, 'investigate', path) ? null : 'role';
}

const PAID: readonly OutcomeCode[] = ['paid_in_full', 'paid_in_part'];
/** Clocks that an extension lengthens. */
export const EXTENDABLE: readonly ClockKind[] = ['investigate', 'close'];

type Check = (
  matter: Matter,
  actor: Scope,
  step: StepFacts,
  action: MatterAction,
  rules: Pick<MatterRules, 'maxRepresentatives'>,
) => boolean;

const isTrue: Check = () => true;
const CHECKS: Record<Guard, Check> = {
  state: isTrue,
  role: isTrue,
  certificate: isTrue,
  handler: isTrue,
  recused: isTrue,
  complaint_only: ({ kind }) => kind === 'complaint',
  // what is missing is listed once; an extension is granted once (REG423 art. 17)
  once: (matter, _actor, _step, action) =>
    action === 'extend'
      ? matter.clocks.every(({ stoppedOn, extendedOn }) => stoppedOn !== undefined || extendedOn === undefined)
      : action === 'rate'
        ? matter.satisfaction === undefined
        : matter.supplement === undefined,
  // a body that got it by transfer asks the superior instead (BJ-JUR)
  transferred_before: ({ transferredFrom }) => transferredFrom === undefined,
  supplement_waiting: ({ state, supplement }, { today }) =>
    state !== 'supplement' || (supplement !== undefined && today > supplement.until),
  // REG423 art. 16: two different officers, each with a certificate that is valid today
  two_officers: (_matter, _actor, { serving }) =>
    new Set(serving.filter(({ certified }) => certified).map(({ userid }) => userid)).size >= 2,
  officer_role: (matter, _actor, { officers }) =>
    officers === undefined ||
    (new Set(officers.map(({ userid }) => userid)).size === officers.length &&
      officers.every(mayBeOfficer) &&
      officers.length >= (matter.filedOn === undefined ? 1 : 2)),
  officer_recused: (matter, _actor, { officers }) =>
    officers === undefined || officers.every(({ userid }) => !matter.recused.some((one) => one.userid === userid)),
  outcome: (_matter, _actor, { outcome }) => outcome !== undefined,
  // wage cases name people and amount; when something was paid, neither is 0
  wage_outcome: ({ categories }, _actor, { outcome }) => {
    if (!isWage(categories) || outcome === undefined) return true;
    const { code, people, paidFen } = outcome;
    if (people === undefined || paidFen === undefined) return false;
    return !PAID.includes(code) || (people > 0 && paidFen > 0);
  },
  proof: (_matter, _actor, { evidence }) => (evidence?.length ?? 0) > 0,
  // the extension is approved before the legal time is over
  in_time: ({ clocks }, { today }) =>
    clocks.every(
      ({ kind, stoppedOn, legalDue = today }) =>
        !EXTENDABLE.includes(kind) || stoppedOn !== undefined || today <= legalDue,
    ),
  order_running: ({ clocks }, { today }) =>
    clocks.every(
      ({ kind, stoppedOn, legalDue }) => kind !== 'order' || stoppedOn !== undefined || today > (legalDue ?? ''),
    ),
  was_filed: ({ filedOn }) => filedOn !== undefined,
  merge_target: (matter, _actor, { target }) =>
    target === undefined || (target._id !== matter._id && target.kind === matter.kind && isOpen(target)),
  representatives: (_matter, _actor, { representatives = 0 }, _action, { maxRepresentatives }) =>
    representatives <= maxRepresentatives,
  // the satisfaction call is never the handler's own (domain.md 5.7)
  not_handler: (matter, { userid }) => matter.handlers.every((handler) => handler.userid !== userid),
};

/** REG423 art. 16: a valid certificate, and appointed by the district. */
export function mayBeOfficer(scope: Scope): boolean {
  return scope.certified && holdsRole(scope, COUNTY_ROLES, null);
}

export function isOpen(matter: Pick<Matter, 'state'>): boolean {
  return !ENDED_STATES.includes(matter.state);
}

export function isWage(categories: readonly MatterCategory[]): boolean {
  return categories.some((category) => WAGE_CATEGORIES.includes(category));
}

/** The officers (not the intake) of a day. */
export function officersOn(matter: Pick<Matter, 'handlers'>, day: Day): Matter['handlers'] {
  return handlersOn(matter, day).filter(({ duty }) => duty !== 'intake');
}

/** Who handles a matter on a day. */
export function handlersOn({ handlers }: Pick<Matter, 'handlers'>, day: Day): Matter['handlers'] {
  return handlers.filter(({ from, to }) => from <= day && (to === undefined || day <= to));
}

export function isHandler(matter: Pick<Matter, 'handlers'>, userid: string, day: Day): boolean {
  return handlersOn(matter, day).some((handler) => handler.userid === userid);
}
