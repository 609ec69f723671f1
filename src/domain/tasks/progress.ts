import type { Scope } from '../../../schemas/scope.js';
import { UNFINISHED } from '../../../schemas/task.js';
import type { Day } from '../../lib/day.js';
import { groupBy } from '../../lib/group-by.js';
import { findTaskLines } from '../../models/task.js';
import type { TaskDeps } from './deps.js';
import { taskArea } from './people.js';

/** One item of a plan over all bodies it is for; of a duty every span is one. */
export interface ItemProgress {
  title: string;
  dueOn: Day;
  done: number;
  of: number;
  /** Unfinished and due before the scope's day. */
  overdue: number;
}

/** How the items of a plan stand, by their due days. */
export async function planProgress({ tx }: Pick<TaskDeps, 'tx'>, scope: Scope, plan: string): Promise<ItemProgress[]> {
  const tasks = await findTaskLines(tx, taskArea(scope), { 'plan.plan': plan, state: { $ne: 'cancelled' } });
  return [...groupBy(tasks, (task) => `${task.plan?.item} ${task.due.kind === 'plan' ? task.dueOn : ''}`).values()]
    .map((group) => ({
      title: group[0]?.title ?? '',
      dueOn: group.map(({ dueOn }) => dueOn).sort()[0] ?? '',
      done: group.filter(({ state }) => state === 'done').length,
      of: group.length,
      overdue: group.filter(({ state, dueOn }) => UNFINISHED.includes(state) && dueOn < scope.today).length,
    }))
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}
