/** What people decide: about an alert, and about the yearly credit grade. Code only proposes. */
import type { Alert, CreditGrade } from '../../../schemas/alert.js';
import type { Role, Scope } from '../../../schemas/scope.js';
import { WITH_OWNER } from '../../../schemas/task.js';
import { DomainError } from '../../errors.js';
import { findAlerts, findCreditGrade, latestGrades, saveAlert, saveCreditGrade } from '../../models/alert.js';
import { findEmployer } from '../../models/employer.js';
import { findLabourUse } from '../../models/labour-use.js';
import { mattersByEmployer } from '../../models/matter-figures.js';
import { findTasks } from '../../models/task.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import { demand, holdsRole } from '../rights/index.js';
import { reportTask, type TaskDeps } from '../tasks/index.js';
import { type CreditProposal, proposeGrade } from './grade.js';

export interface AlertLine {
  alert: Alert;
  /** Name of the employer. */
  name: string;
}

/** Open alerts that the person may read, the gravest first, those without a decision before the others. */
export async function openAlerts(tx: Tx, scope: Scope, limit = 20): Promise<AlertLine[]> {
  const order: readonly Alert['level'][] = ['red', 'orange', 'yellow'];
  const found = (await findAlerts(tx, scope, { level: { $ne: 'none' } }))
    .sort(
      (a, b) =>
        order.indexOf(a.level) - order.indexOf(b.level) ||
        Number(a.decision !== undefined) - Number(b.decision !== undefined),
    )
    .slice(0, limit);
  const lines: AlertLine[] = [];
  for (const alert of found) lines.push({ alert, name: (await findEmployer(tx, scope, alert._id))?.name ?? '' });
  return lines;
}

/** What people send to decide about an alert. */
export const DECIDED_BY = '用工预警';

/** The town's task to decide about an alert that has become red (domain.md 7.3). */
export function decisionKey(employerId: string, round: number): string {
  return `alert:${employerId}:${round}:decide`;
}

/**
 * A person's decision about an alert; the level stays until there is new data. The task to decide is done by it.
 * @throws DomainError employer_not_found, not_allowed
 */
export async function decideAlert(
  deps: TaskDeps,
  scope: Scope,
  employerId: string,
  { verdict, note }: Pick<NonNullable<Alert['decision']>, 'verdict' | 'note'>,
): Promise<Alert> {
  const { tx } = deps;
  const [before] = await findAlerts(tx, scope, { _id: employerId });
  if (before === undefined) throw new DomainError('employer_not_found');
  demand(scope, 'assign_work', before.gridPath);
  const after: Alert = {
    ...before,
    decision: { by: scope.userid, at: tx.now, verdict, note },
    history: [...before.history, { at: tx.now, level: before.level, decided: true }].slice(-400),
    updatedAt: tx.now,
  };
  saveAlert(tx, before, after);
  const object = { kind: 'alert', id: employerId };
  audit(tx, { actor: scope.userid, action: 'alert.decided', object, changes: { verdict, level: before.level } });
  const key = decisionKey(employerId, before.round);
  for (const task of await findTasks(tx, { prefixes: ['/'] }, { key, state: { $in: WITH_OWNER } }))
    await reportTask(deps, scope, task._id, { note: note === '' ? verdict : note }, DECIDED_BY);
  return after;
}

/** The county's inspection body grades, not the towns (domain.md 7.1). */
const GRADERS: readonly Role[] = ['brigade_leader', 'command_centre_operator'];

interface ProposedGrade extends CreditProposal {
  name: string;
  gridPath: string;
  /** As it was decided for that year before. */
  kept?: CreditGrade | undefined;
  /** Whether the asker may decide. */
  mayDecide: boolean;
}

/** The grade in the file of an employer, of the latest year that has one. The asker has read the file already. */
export async function gradeInFile(
  tx: Tx,
  employerId: string,
): Promise<Pick<CreditGrade, 'year' | 'decided'> | undefined> {
  return (await latestGrades(tx, [employerId])).get(employerId);
}

/** The proposal for a year with the employer's name, and what was decided. @throws DomainError employer_not_found */
export async function creditProposal(tx: Tx, scope: Scope, employerId: string, year: number): Promise<ProposedGrade> {
  const employer = await findEmployer(tx, scope, employerId);
  if (employer === null) throw new DomainError('employer_not_found');
  const matters = (await mattersByEmployer(tx, `${year}-01-01`, `${year}-12-31`)).get(employerId);
  const rows = (await findLabourUse(tx, scope, employerId, 24)).filter(({ asOf }) => asOf.startsWith(String(year)));
  const proposal = proposeGrade({
    handled: matters?.ended ?? 0,
    mostPeople: matters?.people ?? 0,
    under16: rows.some(({ under16 = 0 }) => under16 > 0),
    refused: employer.refusals >= 2,
  });
  const { name, gridPath } = employer;
  const kept = await findCreditGrade(tx, employerId, year);
  return { ...proposal, name, gridPath, kept, mayDecide: holdsRole(scope, GRADERS, gridPath) };
}

/**
 * The grade as a person of the county's inspection body decides it, with what was proposed and why. Another grade than the
 * proposed one takes a reason, for the file.
 * @throws DomainError employer_not_found, not_allowed, invalid_record (note)
 */
export async function decideGrade(
  tx: Tx,
  scope: Scope,
  employerId: string,
  { year, decided, note }: Pick<CreditGrade, 'year' | 'decided' | 'note'>,
): Promise<CreditGrade> {
  const { grade: proposed, rule, gridPath, mayDecide } = await creditProposal(tx, scope, employerId, year);
  if (!mayDecide) throw new DomainError('not_allowed');
  if (decided !== proposed && note === '') throw new DomainError('invalid_record', { field: 'note' });
  const _id = `${employerId}:${year}`;
  const kept = { _id, employerId, gridPath, year, proposed, rule, decided, note, by: scope.userid, at: tx.now };
  saveCreditGrade(tx, kept);
  const object = { kind: 'credit_grade', id: _id };
  audit(tx, { actor: scope.userid, action: 'credit.decided', object, changes: { proposed, decided, rule } });
  return kept;
}
