/** Work set for many bodies at once (“给各中队布置…，8月10日前”): proposed, confirmed with their number, for a while undone. */
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Task, TaskBatch } from '../../../schemas/task.js';
import { findBatch, findTasks, insertBatch, replaceBatch, replaceTask } from '../../models/task.js';
import { audit } from '../audit/index.js';
import { nodeInForce } from '../grid/index.js';
import { spanOf } from '../plans/index.js';
import { demand } from '../rights/index.js';
import { addTask, demandDue, draftTask } from './create.js';
import type { TaskDeps } from './deps.js';
import { moved, refusal } from './rules.js';

export interface NewBatch
  extends Pick<TaskBatch, 'title' | 'dueOn' | 'nodeIds'>,
    Partial<Pick<Task, 'kind' | 'priority' | 'evidence' | 'check' | 'repeat'>> {}

/** What the person must confirm. */
export interface ProposedBatch {
  batchId: string;
  /** To be said again by the person. */
  count: number;
  units: GridNode[];
  undoMinutes: number;
}

/**
 * Notes what somebody wants to set for which bodies; nothing is set yet.
 * @throws DomainError grid_cell_not_found, grid_node_not_in_force, not_allowed, task_refused (due)
 */
export async function proposeBatch(deps: TaskDeps, scope: Scope, input: NewBatch): Promise<ProposedBatch> {
  const { tx } = deps;
  const tree = await deps.grid(tx, scope.today);
  const units = [...new Set(input.nodeIds)].map((id) => nodeInForce(tree, id));
  for (const unit of units) demand(scope, 'assign_work', unit.gridPath);
  demandDue(input.dueOn, scope.today);
  const batch: TaskBatch = {
    kind: 'assigned',
    priority: 'normal',
    evidence: ['note'],
    ...input,
    _id: tx.newId(),
    version: 1,
    state: 'proposed',
    nodeIds: units.map(({ _id }) => _id),
    by: scope.userid,
    proposedAt: tx.now,
  };
  insertBatch(tx, batch);
  return { batchId: batch._id, count: units.length, units, undoMinutes: deps.rules.undoMinutes };
}

/**
 * Sets the work, when the person repeats the number of bodies. Nobody is told before it can no longer be undone.
 * @throws DomainError task_refused (batch_gone, batch_count), and as `proposeBatch`
 */
export async function confirmBatch(
  deps: TaskDeps,
  scope: Scope,
  batchId: string,
  count: number,
): Promise<{ tasks: Task[]; undoUntil: Date }> {
  const { tx, rules } = deps;
  const batch = await findBatch(tx, scope.userid, batchId);
  const undoMs = rules.undoMinutes * 60_000;
  if (batch?.state !== 'proposed' || tx.now.getTime() - batch.proposedAt.getTime() > undoMs)
    throw refusal('batch_gone');
  if (count !== batch.nodeIds.length) throw refusal('batch_count', { count: batch.nodeIds.length });
  const undoUntil = new Date(tx.now.getTime() + undoMs);
  const { title, dueOn: due, kind, priority, evidence, check, repeat } = batch;
  const tree = await deps.grid(tx, scope.today);
  const tasks: Task[] = [];
  for (const nodeId of batch.nodeIds) {
    demand(scope, 'assign_work', nodeInForce(tree, nodeId).gridPath);
    const span = repeat === undefined ? [] : [spanOf(repeat.every, scope.today).name];
    const key = ['batch', batchId, nodeId, ...span].join(':');
    const task = await draftTask(deps, scope, {
      ...{ key, kind, title, nodeId, due, priority, evidence, batchId, quietUntil: undoUntil },
      ...(check !== undefined && { check }),
      ...(repeat !== undefined && { repeat }),
      source: { kind: 'person', id: scope.staffId },
    });
    addTask(deps, scope, task);
    tasks.push(task);
  }
  replaceBatch(tx, batch, { ...batch, state: 'confirmed', confirmedAt: tx.now });
  note(deps, scope, batch, 'task_batch.confirmed');
  return { tasks, undoUntil };
}

/** The last batch of the person, while it can be taken back; null otherwise. */
export async function batchToUndo({ tx, rules }: TaskDeps, scope: Scope): Promise<TaskBatch | null> {
  const batch = await findBatch(tx, scope.userid);
  if (batch?.confirmedAt === undefined || batch.state !== 'confirmed') return null;
  return tx.now.getTime() - batch.confirmedAt.getTime() > rules.undoMinutes * 60_000 ? null : batch;
}

/**
 * Takes a batch back, all of it that is not done. Without an id the last one of the person.
 * @throws DomainError task_refused (batch_gone, batch_late)
 */
export async function undoBatch(
  deps: TaskDeps,
  scope: Scope,
  batchId?: string,
): Promise<{ title: string; undone: number }> {
  const { tx, rules } = deps;
  const batch = await findBatch(tx, scope.userid, batchId);
  if (batch?.confirmedAt === undefined || batch.state !== 'confirmed') throw refusal('batch_gone');
  if (tx.now.getTime() - batch.confirmedAt.getTime() > rules.undoMinutes * 60_000)
    throw refusal('batch_late', { minutes: rules.undoMinutes });
  const tasks = await findTasks(
    tx,
    { prefixes: ['/'] },
    { batchId: batch._id, state: { $nin: ['done', 'cancelled'] } },
  );
  for (const task of tasks)
    replaceTask(tx, task, moved(task, { at: tx.now, by: scope.userid, event: 'undone', state: 'cancelled' }));
  replaceBatch(tx, batch, { ...batch, state: 'undone' });
  note(deps, scope, batch, 'task_batch.undone');
  return { title: batch.title, undone: tasks.length };
}

function note({ tx }: TaskDeps, scope: Scope, { _id, nodeIds }: TaskBatch, action: string): void {
  audit(tx, {
    actor: scope.userid,
    action,
    object: { kind: 'task_batch', id: _id },
    changes: { bodies: nodeIds.length },
  });
}
