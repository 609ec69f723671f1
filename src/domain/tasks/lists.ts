/** Tasks as a person asks for them: what to do, what to accept, one of them. */
import type { Scope } from '../../../schemas/scope.js';
import { type Task, WITH_OWNER } from '../../../schemas/task.js';
import { DomainError } from '../../errors.js';
import { workdaysBetween } from '../../lib/workdays.js';
import { keptFiles } from '../../models/file.js';
import { findTaskLines, findTasks, type TaskLine } from '../../models/task.js';
import type { TaskDeps } from './deps.js';
import { judgeTask } from './guards.js';
import { mayDirect, mayWorkOn, personFor, taskArea, unitName } from './people.js';

/** A task in a list, with what people call things. */
export interface ListedTask {
  task: TaskLine;
  /** The body it is about. */
  unit: string;
  /** Working days since the due day; negative before it. */
  lateWorkdays: number;
}

export interface MyTasks {
  /** The person is the one who is asked today. */
  mine: ListedTask[];
  /** Other work of the bodies where the person serves. */
  ours: ListedTask[];
  /** Handed in, waits for somebody like this person to accept. */
  toAccept: ListedTask[];
  /** A later due day was asked for. */
  toExtend: ListedTask[];
}

/** What a person has to do today, the most urgent first (`my-tasks`). */
export async function myTasks(deps: TaskDeps, scope: Scope): Promise<MyTasks> {
  const area = taskArea(scope);
  const places = scope.roles.map(({ nodeId }) => nodeId);
  const work = await findTaskLines(
    deps.tx,
    { prefixes: ['/'] },
    {
      state: { $in: WITH_OWNER },
      $or: [{ nodeId: { $in: places } }, { assigneeId: scope.staffId }],
    },
  );
  const waiting = await findTaskLines(deps.tx, area, {
    $or: [{ state: 'reported' }, { extension: { $exists: true } }],
  });
  const list = await lister(deps, scope);
  const tree = await deps.grid(deps.tx, scope.today);
  const staff = await deps.staff(deps.tx);
  const isMine = (task: TaskLine) => personFor(task, tree, staff, scope.today)?._id === scope.staffId;
  const direct = waiting.filter((task) => mayDirect(scope, task));
  return {
    mine: list(work.filter(isMine)),
    ours: list(work.filter((task) => !isMine(task))),
    toAccept: list(direct.filter(({ state }) => state === 'reported')),
    toExtend: list(direct.filter(({ extension }) => extension !== undefined)),
  };
}

/** Unfinished tasks of bodies inside the person's area: of one body and those below it, or of all. */
export async function tasksOfArea(deps: TaskDeps, scope: Scope, nodeId?: string): Promise<ListedTask[]> {
  const area = taskArea(scope);
  const path = nodeId === undefined ? undefined : (await deps.grid(deps.tx, scope.today)).node(nodeId)?.gridPath;
  const inside =
    path === undefined ? area : { prefixes: area.prefixes.some((prefix) => path.startsWith(prefix)) ? [path] : [] };
  const tasks = await findTaskLines(deps.tx, inside, { state: { $in: [...WITH_OWNER, 'reported'] } });
  return (await lister(deps, scope))(tasks);
}

/** One task with its reports and history; null when there is none in the person's area. */
async function taskById({ tx }: Pick<TaskDeps, 'tx'>, scope: Scope, id: string): Promise<Task | null> {
  return (await findTasks(tx, taskArea(scope), { _id: id }, { limit: 1 }))[0] ?? null;
}

/** One task as a person opens it, with what he may do with it. */
export interface OpenedTask extends ListedTask {
  task: Task;
  /** What the check last found; judged now when it never was. */
  judged?: NonNullable<Task['judged']>;
  /** Who handed in last, or asked for a later day, by name. */
  reportedBy?: string;
  askedBy?: string;
  /** Photos that were handed in last, as far as they can be shown. */
  photos: string[];
  mayWork: boolean;
  mayDirect: boolean;
}

/** @throws DomainError task_not_found outside of what the person sees */
export async function openTask(deps: TaskDeps, scope: Scope, id: string): Promise<OpenedTask> {
  const task = await taskById(deps, scope, id);
  if (task === null) throw new DomainError('task_not_found');
  const [listed] = (await lister(deps, scope))([task]);
  const staff = await deps.staff(deps.tx);
  const nameOf = (userid?: string) => (userid === undefined ? undefined : staff.personByUserid(userid)?.name);
  const judged = task.judged ?? (await judgeTask(deps, task, scope.today));
  const reportedBy = nameOf(task.reports.at(-1)?.by);
  const askedBy = nameOf(task.extension?.by);
  return {
    task,
    unit: listed?.unit ?? '',
    lateWorkdays: listed?.lateWorkdays ?? 0,
    ...(judged !== undefined && { judged }),
    ...(reportedBy !== undefined && { reportedBy }),
    ...(askedBy !== undefined && { askedBy }),
    photos: await keptFiles(deps.tx, task.reports.at(-1)?.evidence.photos ?? []),
    mayWork: mayWorkOn(scope, task),
    mayDirect: mayDirect(scope, task),
  };
}

async function lister(deps: TaskDeps, scope: Scope): Promise<(tasks: readonly TaskLine[]) => ListedTask[]> {
  const tree = await deps.grid(deps.tx, scope.today);
  return (tasks) =>
    tasks
      .map((task) => ({
        task,
        unit: unitName(tree, task.aboutId),
        lateWorkdays: workdaysBetween(deps.calendar, task.dueOn, scope.today),
      }))
      .sort(
        (a, b) =>
          Number(b.task.priority === 'red') - Number(a.task.priority === 'red') ||
          (a.task.dueOn < b.task.dueOn ? -1 : a.task.dueOn > b.task.dueOn ? 1 : 0) ||
          a.unit.localeCompare(b.unit, 'zh-CN'),
      );
}
