import type { Scope } from '../../../schemas/scope.js';
import type { Task } from '../../../schemas/task.js';
import { dayOf } from '../../lib/day.js';
import { type EmployerLine, employersById } from '../employers/index.js';
import type { TaskDeps } from './deps.js';

/** What of a portion has not been refreshed since it was dealt out, along the road. */
export async function leftOf(
  deps: Pick<TaskDeps, 'tx'>,
  scope: Scope,
  { about, createdAt }: Pick<Task, 'about' | 'createdAt'>,
): Promise<EmployerLine[]> {
  return (await employersById(deps, scope, about)).filter(({ collectedOn = '' }) => collectedOn < dayOf(createdAt));
}
