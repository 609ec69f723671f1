import type { Scope } from '../../../schemas/scope.js';
import { UNFINISHED } from '../../../schemas/task.js';
import type { Day } from '../../lib/day.js';
import { countTasks } from '../../models/task.js';
import { areaOf } from '../rights/index.js';
import { createTask } from './create.js';
import type { TaskDeps } from './deps.js';
import { taskFor } from './guards.js';
import { refusal } from './rules.js';
import type { TaskOutcome } from './service.js';

/**
 * 督办: a superior follows a piece of work up with a date of its own; the owner must report to him. Groups and the person hear of
 * it by the next nudge, and it is told before other work.
 * @throws DomainError task_not_found, not_allowed, task_refused (state, due)
 */
export async function superviseTask(
  deps: TaskDeps,
  scope: Scope,
  id: string,
  { dueOn }: { dueOn: Day },
): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'direct');
  if (!UNFINISHED.includes(task.state)) throw refusal('state', { state: task.state });
  // the highest place from which the person directs it
  const [from] = areaOf(scope.roles, 'assign_work').filter((path) => task.gridPath.startsWith(path));
  const before = await countTasks(deps.tx, { source: { kind: 'supervision', id: task._id } });
  const { task: made } = await createTask(deps, scope, {
    key: `supervise:${task._id}:${before + 1}`,
    kind: 'supervise',
    title: task.title,
    ...(task.short !== undefined && { short: task.short }),
    ...(task.groupTitle !== undefined && { groupTitle: task.groupTitle }),
    ...(task.role !== undefined && { role: task.role }),
    source: { kind: 'supervision', id: task._id },
    nodeId: task.nodeId,
    ...(from !== undefined && { directedFrom: from }),
    aboutId: task.aboutId,
    due: dueOn,
    priority: 'high',
    evidence: ['note'],
  });
  return { task: made, notices: [] };
}
