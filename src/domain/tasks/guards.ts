/** Loading a task that the person may touch, and the conditions that need the records. */
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Task } from '../../../schemas/task.js';
import { DomainError } from '../../errors.js';
import type { Day } from '../../lib/day.js';
import { findTasks, statesByKey } from '../../models/task.js';
import { type CheckFacts, type CheckResult, judgeCheck, loadFacts } from '../plans/index.js';
import { systemScope } from '../rights/index.js';
import type { TaskDeps } from './deps.js';
import { mayDirect, mayWorkOn, servesFor, taskArea } from './people.js';
import { leftOf } from './portion.js';
import { refusal } from './rules.js';

export { refusal } from './rules.js';

/** @throws DomainError task_not_found outside of what the person sees, not_allowed */
export async function taskFor(deps: TaskDeps, scope: Scope, id: string, to: 'work' | 'direct'): Promise<Task> {
  const [task] = await findTasks(deps.tx, taskArea(scope), { _id: id }, { limit: 1 });
  if (task === undefined) throw new DomainError('task_not_found');
  if (!(to === 'work' ? mayWorkOn(scope, task) : mayDirect(scope, task)))
    throw new DomainError('not_allowed', { power: to === 'work' ? 'collect' : 'assign_work' });
  return task;
}

/** @throws DomainError task_refused (waits) while tasks that must come before are not done */
export async function demandBefore(deps: TaskDeps, task: Task): Promise<void> {
  const waiting = waitsFor(task, await statesByKey(deps.tx, task.after));
  if (waiting === undefined) return;
  const [before] = await findTasks(deps.tx, { prefixes: ['/'] }, { key: waiting }, { limit: 1 });
  throw refusal('waits', { title: before?.title ?? '' });
}

/** The first key that is still to be done; a task that is cancelled or was never set holds nobody up. */
export function waitsFor(
  { after }: Pick<Task, 'after'>,
  states: ReadonlyMap<string, Task['state']>,
): string | undefined {
  return after.find((key) => !['done', 'cancelled', undefined].includes(states.get(key)));
}

/** How a task's own check stands; undefined without one. A portion of the refresh holds when all of it is refreshed. */
export async function judgeTask(deps: TaskDeps, task: Task, today: Day): Promise<CheckResult | undefined> {
  if (task.kind === 'refresh') {
    const left = (await leftOf(deps, systemScope(today), task)).length;
    return { met: left === 0, have: task.about.length - left, need: task.about.length };
  }
  if (task.check === undefined) return undefined;
  return resultOf(task, await loadFacts(deps, systemScope(today)));
}

/** @throws Error for a body that never was */
export function resultOf(task: Pick<Task, 'check' | 'aboutId'>, facts: CheckFacts): CheckResult | undefined {
  const about = facts.tree.node(task.aboutId);
  if (task.check === undefined) return undefined;
  if (about === undefined) throw new Error(`task about an unknown node ${task.aboutId}`);
  return judgeCheck(task.check, about as GridNode, facts);
}

/** @throws DomainError task_refused (check), with what is there and what lacks */
export function demandMet(result: CheckResult | undefined): void {
  if (result === undefined || result.met) return;
  throw refusal('check', {
    have: result.have,
    need: result.need,
    ...(result.lacks !== undefined && { lacks: result.lacks.join(',') }),
  });
}

/** @throws DomainError task_refused (person) for somebody who does not serve in the owner's line */
export async function servesForOrRefuse(deps: TaskDeps, staffId: string, gridPath: string, day: Day): Promise<void> {
  const person = (await deps.staff(deps.tx)).all.find(({ _id }) => _id === staffId);
  if (person === undefined || !servesFor(person, gridPath, day)) throw refusal('person');
}
