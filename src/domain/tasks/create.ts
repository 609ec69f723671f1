import type { Scope } from '../../../schemas/scope.js';
import type { Task } from '../../../schemas/task.js';
import { addMonths, type Day } from '../../lib/day.js';
import { addWorkdays, isConfirmed } from '../../lib/workdays.js';
import { findTasks, insertTask } from '../../models/task.js';
import { audit } from '../audit/index.js';
import { nodeInForce } from '../grid/index.js';
import { demand } from '../rights/index.js';
import type { TaskDeps } from './deps.js';
import { refusal, servesForOrRefuse } from './guards.js';

/** Work to be set. Due: a day, or so many working days after today. */
export interface NewTask
  extends Pick<Task, 'key' | 'kind' | 'title' | 'source' | 'nodeId'>,
    Partial<
      Pick<
        Task,
        | 'short'
        | 'groupTitle'
        | 'plan'
        | 'light'
        | 'weight'
        | 'aboutId'
        | 'role'
        | 'directedFrom'
        | 'assigneeId'
        | 'priority'
        | 'opensOn'
        | 'after'
        | 'repeat'
        | 'evidence'
        | 'check'
        | 'renewWorkdays'
        | 'selfAccepted'
        | 'doneBy'
        | 'about'
        | 'batchId'
        | 'quietUntil'
      >
    > {
  due: Day | { workdays: number };
}

/**
 * Sets a piece of work. The same key is set once: the task that is there comes back as it is.
 * @throws DomainError grid_cell_not_found, grid_node_not_in_force, not_allowed, task_refused (due, person)
 */
export async function createTask(
  deps: TaskDeps,
  scope: Scope,
  input: NewTask,
): Promise<{ task: Task; created: boolean }> {
  const [known] = await findTasks(deps.tx, { prefixes: ['/'] }, { key: input.key }, { limit: 1 });
  if (known !== undefined) return { task: known, created: false };
  const tree = await deps.grid(deps.tx, scope.today);
  const owner = nodeInForce(tree, input.nodeId);
  demand(scope, 'assign_work', owner.gridPath);
  const task = await draftTask(deps, scope, input);
  if (typeof input.due === 'string') demandDue(task.dueOn, scope.today);
  if (input.assigneeId !== undefined) await servesForOrRefuse(deps, input.assigneeId, owner.gridPath, scope.today);
  addTask(deps, scope, task);
  return { task, created: true };
}

/** @throws DomainError task_refused (due) for a day that has passed or lies more than a year ahead */
export function demandDue(dueOn: Day, today: Day): void {
  if (dueOn < today || dueOn > addMonths(today, 12)) throw refusal('due');
}

/** The record of a new task; nothing is written. */
export async function draftTask(deps: TaskDeps, scope: Scope, input: NewTask): Promise<Task> {
  const { tx, calendar } = deps;
  const tree = await deps.grid(tx, scope.today);
  const owner = nodeInForce(tree, input.nodeId);
  const about = input.aboutId === undefined ? owner : nodeInForce(tree, input.aboutId);
  const { due, aboutId: _, opensOn = scope.today, after = [], ...rest } = input;
  const reckoned =
    typeof due === 'string'
      ? { day: due, provisional: !isConfirmed(calendar, due) }
      : addWorkdays(calendar, scope.today, due.workdays);
  const state = opensOn > scope.today || after.length > 0 ? 'planned' : 'open';
  return {
    priority: 'normal',
    evidence: [],
    selfAccepted: false,
    about: [],
    ...rest,
    _id: tx.newId(),
    version: 1,
    gridPath: owner.gridPath,
    aboutId: about._id,
    aboutPath: about.gridPath,
    opensOn,
    dueOn: reckoned.day,
    activeFrom: scope.today,
    due: typeof due === 'string' ? { kind: 'fixed' } : { kind: 'workdays', count: due.workdays, from: scope.today },
    provisional: reckoned.provisional,
    after,
    state,
    reports: [],
    pastPlaces: [],
    history: [{ at: tx.now, by: scope.userid, event: 'created', state, dueOn: reckoned.day }],
    createdAt: tx.now,
    updatedAt: tx.now,
  };
}

/** Writes a drafted task. */
export function addTask({ tx }: Pick<TaskDeps, 'tx'>, scope: Scope, task: Task): void {
  insertTask(tx, task);
  const { key, kind, dueOn, nodeId } = task;
  audit(tx, {
    actor: scope.userid,
    action: 'task.created',
    object: { kind: 'task', id: task._id },
    changes: { key: key.slice(0, 200), kind, dueOn, nodeId },
  });
}
