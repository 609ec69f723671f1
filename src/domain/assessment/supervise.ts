/** 检查、督促、验收、考核 (S38, S48): an activity about a body below, with its result and what follows from it. */
import { type Supervision, SupervisionForm } from '../../../schemas/assessment.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { insertSupervision } from '../../models/supervision.js';
import { audit } from '../audit/index.js';
import { nodeInForce } from '../grid/index.js';
import { demand } from '../rights/index.js';
import { createTask, type TaskDeps } from '../tasks/index.js';

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
  const { activity, on, result } = form;
  audit(tx, {
    actor: scope.userid,
    action: 'supervision.recorded',
    object: { kind: 'supervision', id },
    changes: { activity, on, result, nodeId },
  });
  return record;
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
