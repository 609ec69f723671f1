/** 检查、督促、验收、考核 (S38, S48): an activity about a body below, with its result and what follows from it. */
import { type AssessmentRules, type Supervision, SupervisionForm } from '../../../schemas/assessment.js';
import type { Scope } from '../../../schemas/scope.js';
import { UNFINISHED } from '../../../schemas/task.js';
import type { TaskNotice } from '../../../schemas/task-messages.js';
import { DomainError } from '../../errors.js';
import { addDays } from '../../lib/day.js';
import { findSupervision, findSupervisions, insertSupervision, voidSupervision } from '../../models/supervision.js';
import { findTasks } from '../../models/task.js';
import { audit } from '../audit/index.js';
import { nodeInForce } from '../grid/index.js';
import { areaOf, demand, may } from '../rights/index.js';
import { cancelTask, createTask, type TaskDeps } from '../tasks/index.js';

/**
 * Puts an activity on record; a date for follow-up makes a task of the body.
 * @throws DomainError grid_cell_not_found, grid_node_not_in_force, not_allowed, invalid_record (field), task_refused (due)
 */
export async function recordSupervision(
  deps: TaskDeps,
  scope: Scope,
  nodeId: string,
  given: Record<string, unknown>,
): Promise<Supervision> {
  const { tx } = deps;
  const tree = await deps.grid(tx, scope.today);
  const node = nodeInForce(tree, nodeId);
  const above = tree.path(nodeId).at(-2) ?? node;
  demand(scope, 'assign_work', above.gridPath);
  const form = readForm(given, scope.today);
  const id = tx.newId();
  const task = form.followUpBy === undefined ? undefined : await followUp(deps, scope, id, nodeId, form);
  const record: Supervision = {
    ...form,
    _id: id,
    nodeId,
    gridPath: node.gridPath,
    byPath: above.gridPath,
    by: scope.userid,
    ...(task !== undefined && { taskId: task }),
    at: tx.now,
  };
  insertSupervision(tx, record);
  const { activity, on, result, bonus } = form;
  audit(tx, {
    actor: scope.userid,
    action: 'supervision.recorded',
    object: { kind: 'supervision', id },
    changes: { activity, on, result, nodeId, ...(bonus !== undefined && { bonus }) },
  });
  return record;
}

/**
 * Bonus points of a unit (domain.md 8.3), a kind of 考核: with the reason, and a document number or photos.
 * @throws DomainError as `recordSupervision`; invalid_record (bonus, note, documentNo)
 */
export async function recordBonus(
  deps: TaskDeps & { assessment: AssessmentRules },
  scope: Scope,
  nodeId: string,
  given: Record<string, unknown>,
): Promise<Supervision> {
  const { bonus = 0, note, documentNo, photos = [] } = readForm({ ...given, ...A_BONUS }, scope.today);
  const fault =
    bonus <= 0 || bonus > deps.assessment.bonusMost
      ? 'bonus'
      : note === undefined
        ? 'note'
        : documentNo === undefined && photos.length === 0
          ? 'documentNo'
          : undefined;
  if (fault !== undefined) throw new DomainError('invalid_record', { field: fault });
  return recordSupervision(deps, scope, nodeId, { ...given, ...A_BONUS });
}
const A_BONUS = { activity: 'assess', result: 'good' };

/** Activities that the person may take back, the latest first. */
export async function supervisionsOf({ tx }: Pick<TaskDeps, 'tx'>, scope: Scope): Promise<Supervision[]> {
  const area = { prefixes: areaOf(scope.roles, 'assign_work') };
  const span = { from: addDays(scope.today, -VOIDABLE_DAYS), to: scope.today };
  const found = await findSupervisions(tx, area, span);
  return found.filter(({ byPath }) => may(scope, 'assign_work', byPath)).reverse();
}
/** Longer ago than an assessment's year nothing is taken back. */
const VOIDABLE_DAYS = 400;

/**
 * Takes an activity back that was put down wrongly: with it go its points, and the work that it set unless that is done.
 * @throws DomainError record_not_found, not_allowed
 */
export async function voidActivity(
  deps: TaskDeps,
  scope: Scope,
  id: string,
  reason: string,
): Promise<{ record: Supervision; notices: TaskNotice[] }> {
  const { tx } = deps;
  const record = await findSupervision(tx, id);
  if (record === null || record.voided !== undefined) throw new DomainError('record_not_found');
  demand(scope, 'assign_work', record.byPath);
  if (reason.trim() === '') throw new DomainError('invalid_record', { field: 'reason' });
  voidSupervision(tx, id, { by: scope.userid, at: tx.now, reason });
  const { activity, on, nodeId, taskId, bonus } = record;
  audit(tx, {
    actor: scope.userid,
    action: 'supervision.voided',
    object: { kind: 'supervision', id },
    changes: { activity, on, nodeId, reason, ...(bonus !== undefined && { bonus }) },
  });
  const [task] = taskId === undefined ? [] : await findTasks(tx, { prefixes: ['/'] }, { _id: taskId });
  if (task === undefined || !UNFINISHED.includes(task.state)) return { record, notices: [] };
  return { record, notices: (await cancelTask(deps, scope, task._id, reason)).notices };
}

function readForm(given: Record<string, unknown>, today: string): SupervisionForm {
  const parsed = SupervisionForm.safeParse(given);
  if (!parsed.success) throw new DomainError('invalid_record', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  const form = parsed.data;
  if (form.on > today) throw new DomainError('invalid_record', { field: 'on' });
  if ((form.mistakes ?? 0) > (form.samples ?? 0)) throw new DomainError('invalid_record', { field: 'mistakes' });
  return form;
}

async function followUp(
  deps: TaskDeps,
  scope: Scope,
  id: string,
  nodeId: string,
  { activity, followUpBy = '', note }: SupervisionForm,
): Promise<string> {
  const titles = {
    inspect: '整改检查发现的问题',
    urge: '落实督促事项',
    accept: '整改后再验收',
    assess: '整改考核扣分项',
  };
  const { task } = await createTask(deps, scope, {
    key: `supervision:${id}`,
    kind: 'follow_up',
    title: (note === undefined
      ? titles[activity as keyof typeof titles]
      : `${titles[activity as keyof typeof titles]}：${note}`
    ).slice(0, 60),
    groupTitle: titles[activity as keyof typeof titles],
    source: { kind: 'supervision', id },
    nodeId,
    due: followUpBy,
    priority: 'high',
    evidence: ['note'],
  });
  return task._id;
}
