/**
 * What time does to tasks: those that were waiting open, due days follow the calendar, repeated work comes again, people who
 * left hand over. All of it derives from records and may run at any time, twice too.
 */
import type { Scope } from '../../../schemas/scope.js';
import { type Task, UNFINISHED, WITH_OWNER } from '../../../schemas/task.js';
import type { TaskNotice } from '../../../schemas/task-messages.js';
import { groupBy } from '../../lib/group-by.js';
import { addWorkdays } from '../../lib/workdays.js';
import { findTasks, replaceTask, statesByKey } from '../../models/task.js';
import { dueInSpan, spanOf } from '../plans/index.js';
import { assignmentsOn } from '../staff/index.js';
import { addTask, draftTask } from './create.js';
import type { DueMove, TaskDeps } from './deps.js';
import { waitsFor } from './guards.js';
import { personFor, servesFor, unitName } from './people.js';
import { moved } from './rules.js';

const EVERYWHERE = { prefixes: ['/'] };

/** Opens tasks whose day has come and that wait for nothing any more. Returns how many. */
export async function openTasks(deps: TaskDeps, scope: Scope): Promise<number> {
  const planned = await findTasks(deps.tx, EVERYWHERE, { state: 'planned', opensOn: { $lte: scope.today } });
  const states = await statesByKey(deps.tx, [...new Set(planned.flatMap(({ after }) => after))]);
  const ready = planned.filter((task) => waitsFor(task, states) === undefined);
  for (const task of ready)
    replaceTask(deps.tx, task, moved(task, { at: deps.tx.now, by: scope.userid, event: 'opened', state: 'open' }));
  return ready.length;
}

/** Reckons due days of working-day rules anew, for the calendar may have changed. Returns what moved. */
export async function reckonDueDays(deps: TaskDeps, scope: Scope): Promise<DueMove[]> {
  const tasks = await findTasks(deps.tx, EVERYWHERE, { state: { $in: UNFINISHED }, 'due.kind': 'workdays' });
  const moves: DueMove[] = [];
  for (const task of tasks) {
    if (task.due.kind !== 'workdays') continue;
    const { day, provisional } = addWorkdays(deps.calendar, task.due.from, task.due.count);
    if (day === task.dueOn && provisional === task.provisional) continue;
    const move = { at: deps.tx.now, by: scope.userid, event: 'due_changed' as const, note: task.dueOn };
    const after = moved(task, { ...move, dueOn: day, set: { provisional } });
    replaceTask(deps.tx, task, after);
    if (day !== task.dueOn) moves.push({ task: after, was: task.dueOn });
  }
  return moves;
}

/** Who is told that a due day moved: whoever answers for work that lies with its owner and was told of before. */
export async function dueMoveNotices(deps: TaskDeps, scope: Scope, moves: readonly DueMove[]): Promise<TaskNotice[]> {
  if (moves.length === 0) return [];
  const tree = await deps.grid(deps.tx, scope.today);
  const staff = await deps.staff(deps.tx);
  return moves.flatMap(({ task, was }): TaskNotice[] => {
    const { _id: taskId, title, dueOn, state, quietUntil } = task;
    if (!WITH_OWNER.includes(state) || (quietUntil !== undefined && quietUntil > deps.tx.now)) return [];
    const person = personFor(task, tree, staff, scope.today);
    if (person === undefined) return [];
    return [{ kind: 'due_moved', taskId, title, unit: unitName(tree, task.aboutId), dueOn, was, to: [person.userid] }];
  });
}

/** Work that a person set to be repeated comes again when its span of time is over. Calling off the last one ends it. */
export async function repeatTasks(deps: TaskDeps, scope: Scope): Promise<number> {
  const all = await findTasks(deps.tx, EVERYWHERE, { repeat: { $exists: true }, kind: { $ne: 'duty' } });
  let added = 0;
  for (const series of groupBy(all, seriesOf).values()) {
    const last = series.reduce((a, b) => (a.opensOn > b.opensOn ? a : b));
    if (last.repeat === undefined || last.state === 'cancelled') continue;
    const span = spanOf(last.repeat.every, scope.today);
    const key = `${seriesOf(last)}:${span.name}`;
    const tree = await deps.grid(deps.tx, scope.today);
    if (span.from <= last.opensOn || series.some((task) => task.key === key)) continue;
    if (tree.node(last.nodeId)?.validTo !== undefined) continue;
    const { kind, title, source, nodeId, priority, evidence, check, repeat } = last;
    const draft = await draftTask(deps, scope, {
      ...{ key, kind, title, source, nodeId, priority, evidence, repeat },
      due: dueInSpan(deps.calendar, span, repeat).day,
      ...(check !== undefined && { check }),
    });
    addTask(deps, scope, draft);
    added++;
  }
  return added;
}

/** The key without its span. */
function seriesOf({ key }: Pick<Task, 'key'>): string {
  return key.slice(0, key.lastIndexOf(':'));
}

/**
 * Hands over work of people who no longer serve there: from then on whoever serves answers for it. The history keeps the id of
 * who answered before. Who serves elsewhere now is told too; who left altogether is not written to any more.
 */
export async function handOver(deps: TaskDeps, scope: Scope): Promise<TaskNotice[]> {
  const tasks = await findTasks(deps.tx, EVERYWHERE, { state: { $in: UNFINISHED }, assigneeId: { $exists: true } });
  const tree = await deps.grid(deps.tx, scope.today);
  const staff = await deps.staff(deps.tx);
  return tasks.flatMap((task): TaskNotice[] => {
    const person = staff.all.find(({ _id }) => _id === task.assigneeId);
    if (person !== undefined && servesFor(person, task.gridPath, scope.today)) return [];
    const after = moved(task, {
      ...{ at: deps.tx.now, by: scope.userid, event: 'handed_over', drop: ['assigneeId'] },
      ...(task.assigneeId !== undefined && { note: task.assigneeId }),
    });
    replaceTask(deps.tx, task, after);
    const next = personFor(after, tree, staff, scope.today);
    const { _id: taskId, title, dueOn } = task;
    if (next === undefined) return [];
    const about = { taskId, title, unit: unitName(tree, task.aboutId), dueOn };
    const toNext: TaskNotice = { kind: 'handed_over', ...about, to: [next.userid] };
    if (person === undefined || assignmentsOn(person, scope.today).length === 0) return [toNext];
    return [toNext, { kind: 'handed_on', ...about, note: next.name, to: [person.userid] }];
  });
}
