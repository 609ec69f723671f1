/**
 * How bodies stand with their work: seven lights, what is due, what is overdue. As of an instant, so that a past day gives the
 * numbers it had.
 */
import type { GridNode } from '../../../schemas/grid.js';
import { LIGHTS, type Light } from '../../../schemas/plan.js';
import type { Scope } from '../../../schemas/scope.js';
import { type Task, UNFINISHED } from '../../../schemas/task.js';
import { addDays, type Day, instantAt } from '../../lib/day.js';
import { workdaysBetween } from '../../lib/workdays.js';
import { findStandings, type TaskStanding } from '../../models/task.js';
import type { TaskDeps } from './deps.js';
import { foldOf } from './nudges/sources.js';
import { taskArea } from './people.js';
import { lastOf, standingAt } from './rules.js';

export type Lights = Record<Light, { done: number; of: number }>;

/** A task in a digest: nothing in it that a group may not read. */
export interface StandingTask {
  taskId: string;
  title: string;
  fold: string;
  /** The body it is about. */
  nodeId: string;
  unit: string;
  aboutPath: string;
  /** The body whose work it is. */
  ownerPath: string;
  dueOn: Day;
  /** Working days since the due day; negative before it. */
  lateWorkdays: number;
  state: Task['state'];
}

export interface Standing {
  /** Milestones about the unit and the bodies below it. */
  lights(unit: GridNode): Lights;
  /** Unfinished tasks whose owner is the unit or lies below, that are due from the day on within `days` days. */
  dueWithin(unit: GridNode, days: number): StandingTask[];
  /** Those that were due before the day, the longest overdue first. */
  overdue(unit: GridNode): StandingTask[];
}

/** Reads the tasks of the scope once and answers for every unit in it, as things are now. */
export async function taskStanding(deps: Pick<TaskDeps, 'tx' | 'grid' | 'calendar'>, scope: Scope): Promise<Standing> {
  const at = new Date(deps.tx.now.getTime() + 1);
  return standingOf(deps, await findStandings(deps.tx, taskArea(scope), { from: at, to: at }), at, scope.today);
}

/** The same as of the beginnings of days, from one reading. @param days the earliest first */
export async function taskStandings(
  deps: Pick<TaskDeps, 'tx' | 'grid' | 'calendar'>,
  scope: Scope,
  days: readonly [Day, ...Day[]],
): Promise<Standing[]> {
  const span = { from: instantAt(days[0]), to: instantAt(days.at(-1) ?? days[0]) };
  const tasks = await findStandings(deps.tx, taskArea(scope), span);
  const standings: Standing[] = [];
  for (const day of days) standings.push(await standingOf(deps, tasks, instantAt(day), day));
  return standings;
}

async function standingOf(
  deps: Pick<TaskDeps, 'tx' | 'grid' | 'calendar'>,
  all: readonly TaskStanding[],
  at: Date,
  day: Day,
): Promise<Standing> {
  const tree = await deps.grid(deps.tx, day);
  const tasks = all.flatMap((task) => {
    const then = standingAt(task, at);
    return then === undefined ? [] : [{ ...task, ...then }];
  });
  const lit = tasks.filter(
    ({ light, kind, state }) => light !== undefined && kind === 'milestone' && state !== 'cancelled',
  );
  const open = tasks.filter(({ state }) => UNFINISHED.includes(state));
  const told = (task: TaskStanding): StandingTask => ({
    taskId: task._id,
    title: task.groupTitle ?? task.short ?? task.title,
    fold: foldOf(task),
    nodeId: lastOf(task.aboutPath),
    unit: tree.node(lastOf(task.aboutPath))?.name ?? '',
    aboutPath: task.aboutPath,
    ownerPath: task.gridPath,
    dueOn: task.dueOn,
    lateWorkdays: workdaysBetween(deps.calendar, task.dueOn, day),
    state: task.state,
  });
  const byDue = (a: TaskStanding, b: TaskStanding) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0);
  const of = (unit: GridNode) => open.filter(({ gridPath }) => gridPath.startsWith(unit.gridPath)).sort(byDue);
  return {
    lights: (unit) => lightsOf(lit.filter(({ aboutPath }) => aboutPath.startsWith(unit.gridPath))),
    dueWithin: (unit, days) =>
      of(unit)
        .filter(({ dueOn }) => dueOn >= day && dueOn <= addDays(day, days))
        .map(told),
    overdue: (unit) =>
      of(unit)
        .filter(({ dueOn }) => dueOn < day)
        .map(told),
  };
}

function lightsOf(tasks: readonly Pick<Task, 'light' | 'state'>[]): Lights {
  const lights = Object.fromEntries(LIGHTS.map(({ value }) => [value, { done: 0, of: 0 }])) as Lights;
  for (const { light, state } of tasks) {
    if (light === undefined) continue;
    lights[light].of++;
    if (state === 'done') lights[light].done++;
  }
  return lights;
}
