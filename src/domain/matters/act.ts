/** One step of the staff in a matter: judged by the table, written with its event, papers and audit row, told to whom it concerns. */
import type { AuditValue } from '../../../schemas/audit.js';
import type { Matter } from '../../../schemas/matter.js';
import { MatterCommand } from '../../../schemas/matter-command.js';
import type { MatterState, RedFlag } from '../../../schemas/matter-enums.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import type { Day } from '../../lib/day.js';
import { formatMoment } from '../../lib/day-text.js';
import { findMatterEvents, findRecused } from '../../models/matter.js';
import type { Tx } from '../../models/transaction.js';
import { withAddition } from './additions.js';
import type { MatterDeps } from './deps.js';
import { effectsOf } from './effects.js';
import { raise } from './escalate.js';
import { findReachable } from './find.js';
import { judgeMove, officersOn, type StepFacts } from './judge.js';
import { addToTarget } from './merge.js';
import { redNotices, registryOf, stepNotices } from './notices.js';
import { makePapers, type Paper } from './papers.js';
import { actingRole, afterStep, writeMatter } from './save.js';

export interface Acted {
  matterId: string;
  /** To act on next: `seen` of the next step. */
  version: number;
  receiptNo: string;
  registerNo: string;
  state: MatterState;
  dueOn?: string;
  legalDueOn?: string;
  papers: Paper[];
  notices: MatterNotice[];
}

/**
 * Takes one step. Of two people who act on the same version one succeeds; the other is told what happened.
 * @throws DomainError matter_not_found, matter_changed, matter_refused (facts: guard, action, state, roles), invalid_record
 */
export async function actOnMatter(deps: MatterDeps, scope: Scope, input: MatterCommand): Promise<Acted> {
  const parsed = MatterCommand.safeParse(input);
  if (!parsed.success) throw new DomainError('invalid_record', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  const command = parsed.data;
  const found = await findReachable(deps, scope, command.matterId, command.action);
  await refuseStale(deps, found, command.seen, scope.today);
  return takeStep(deps, scope, found, command);
}

/**
 * The step itself, on a matter that was found and is as the person has seen it.
 * @param by who stands in the record: the actor, or `person` when whoever complained acts through the house
 */
export async function takeStep(
  deps: MatterDeps,
  scope: Scope,
  found: Matter,
  command: MatterCommand,
  by: string = scope.userid,
): Promise<Acted> {
  const matter = await withRecusals(deps.tx, found);
  const facts = await stepFacts(deps, scope, matter, command);
  const verdict = judgeMove(matter, command.action, scope, facts, deps.rules);
  if (!verdict.ok) {
    const { guard, action, state, who } = verdict;
    throw new DomainError('matter_refused', { guard, action, state, roles: who.roles.join(','), no: matter.receiptNo });
  }
  const plain = effectsOf(matter, command, verdict.to, scope, deps.rules);
  const added = command.action === 'supplement' ? await withAddition(deps, matter, command, scope.today) : undefined;
  const effects = { ...plain, set: { ...plain.set, ...added?.set } };
  const raised = await raisedBy(deps, afterStep(deps, matter, effects, scope.today), added?.newFlags, scope);
  const stepped = raised.matter;
  const papers = await makePapers(deps, stepped, command, effects, scope);
  const filing = papers.find(({ kind }) => kind === 'filing')?.number;
  const after: Matter = { ...stepped, ...(filing !== undefined && { filingNo: filing }) };
  writeMatter(deps, found, after, scope.today, {
    action: command.action,
    by,
    ...(by === scope.userid && { role: actingRole(scope, matter.gridPath) }),
    ...('reason' in command && { reason: command.reason }),
    note: command.note,
    documentIds: papers.map(({ id }) => id),
    more: toldInAudit(after, command),
  });
  const merged =
    facts.target !== undefined && (command.action === 'merge' || command.action === 'join')
      ? await addToTarget(deps, scope, after, facts.target, command)
      : [];
  return {
    matterId: after._id,
    version: after.version,
    receiptNo: after.receiptNo,
    registerNo: after.registerNo,
    state: after.state,
    ...(after.dueOn !== undefined && { dueOn: after.dueOn }),
    ...(after.legalDueOn !== undefined && { legalDueOn: after.legalDueOn }),
    papers,
    notices: [...(await stepNotices(deps, scope, matter, after, command, papers)), ...raised.notices, ...merged],
  };
}

/** New facts may reach a threshold or be an alarm; other steps do neither. */
async function raisedBy(
  deps: MatterDeps,
  matter: Matter,
  newFlags: readonly RedFlag[] | undefined,
  { today, userid }: Scope,
): Promise<{ matter: Matter; notices: MatterNotice[] }> {
  if (newFlags === undefined) return { matter, notices: [] };
  const raised = await raise(deps, matter, today);
  const red = redNotices(await registryOf(deps, today), raised.matter, newFlags, today, userid);
  return { matter: raised.matter, notices: [...red, ...raised.notices] };
}

function toldInAudit(after: Matter, command: MatterCommand): Record<string, AuditValue> {
  switch (command.action) {
    case 'assign':
      return { officers: command.officers.join(' ').slice(0, 200) };
    case 'guide':
      return { track: command.track };
    case 'close':
    case 'settle':
      return {
        outcome: after.outcome?.code ?? null,
        people: after.outcome?.people ?? 0,
        paidFen: after.outcome?.paidFen ?? 0,
      };
    case 'merge':
    case 'join':
      return { into: command.into };
    case 'rate':
      return { grade: command.grade };
    default:
      return {};
  }
}

/** What happened since the person looked. Names of staff may be told; who complained does not act here. */
async function refuseStale(deps: MatterDeps, matter: Matter, seen: number, today: Day): Promise<void> {
  if (matter.version === seen) return;
  const last = (await findMatterEvents(deps.tx, matter._id)).at(-1);
  const person = last === undefined ? null : (await deps.staff(deps.tx)).personByUserid(last.by);
  throw new DomainError('matter_changed', {
    no: matter.receiptNo,
    state: matter.state,
    version: matter.version,
    ...(last !== undefined && { action: last.action, at: formatMoment(last.at, today) }),
    ...(person !== null && { by: person.name }),
  });
}

/** Relations that were declared after the matter came in hold too. */
async function withRecusals(tx: Tx, matter: Matter): Promise<Matter> {
  if (matter.employerId === undefined) return matter;
  const known = new Set(matter.recused.map(({ userid }) => userid));
  const declared = (await findRecused(tx, matter.employerId)).filter((userid) => !known.has(userid));
  return {
    ...matter,
    recused: [...matter.recused, ...declared.map((userid) => ({ userid, why: 'declared' as const }))],
  };
}

async function stepFacts(deps: MatterDeps, scope: Scope, matter: Matter, command: MatterCommand): Promise<StepFacts> {
  const directory = await deps.staff(deps.tx);
  const scopeOf = (userid: string) => directory.scopeOf(userid, scope.today);
  const recused = new Set(matter.recused.map(({ userid }) => userid));
  const officers = officersOn(matter, scope.today).filter(({ userid }) => !recused.has(userid));
  const serving = officers.flatMap(({ userid }) => scopeOf(userid) ?? []);
  switch (command.action) {
    case 'assign': {
      const named = command.officers.map((userid) => scopeOf(userid) ?? { ...NOBODY, userid, today: scope.today });
      return { serving, officers: named };
    }
    case 'settle':
      return { serving, outcome: command.outcome, evidence: command.evidence };
    case 'correct':
      return { serving, evidence: command.evidence };
    case 'close':
      return { serving, outcome: command.outcome ?? matter.outcome };
    case 'merge':
    case 'join': {
      const target = await findReachable(deps, scope, command.into);
      const representatives = command.action === 'join' ? command.representatives.length : 0;
      return { serving, target, representatives };
    }
    default:
      return { serving };
  }
}

const NOBODY: Omit<Scope, 'userid' | 'today'> = { staffId: '', prefixes: [], roles: [], certified: false };
