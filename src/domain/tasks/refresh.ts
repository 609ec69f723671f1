/** The half-yearly refresh as tasks: a portion per cell, collector and week, and what of it falls on today. */
import type { Role, Scope } from '../../../schemas/scope.js';
import { WITH_OWNER } from '../../../schemas/task.js';
import { dayOf } from '../../lib/day.js';
import { groupBy } from '../../lib/group-by.js';
import { isWorkday } from '../../lib/workdays.js';
import { countTasks, findTaskLines, findTasks, replaceTask } from '../../models/task.js';
import { dealWeek, type EmployerLine, employersById, employersToRefresh, shareOfToday } from '../employers/index.js';
import { dueInSpan, spanOf } from '../plans/index.js';
import { assignmentsOn, type StaffDirectory } from '../staff/index.js';
import { addTask, draftTask } from './create.js';
import type { TaskDeps } from './deps.js';
import { leftOf } from './portion.js';
import { moved } from './rules.js';

const EVERYWHERE = { prefixes: ['/'] };
const COLLECTORS: readonly Role[] = ['co_inspector', 'part_time_inspector', 'full_time_inspector'];
/** Of one task (schemas/task.ts). */
const ABOUT_MAX = 500;

/**
 * Once a week deals out what will be due: one task per cell and collector, due at the week's end. What lies in an open task is
 * not dealt again. Returns how many tasks were set.
 */
export async function dealRefresh(deps: TaskDeps, scope: Scope): Promise<number> {
  const { tx, calendar } = deps;
  const week = spanOf('week', scope.today);
  const { day: dueOn } = dueInSpan(calendar, week, { workday: -1 });
  if (!isWorkday(calendar, scope.today) || dueOn < scope.today) return 0;
  if ((await countTasks(tx, { kind: 'refresh', 'source.id': week.name })) > 0) return 0;
  const open = await findTaskLines(tx, EVERYWHERE, { kind: 'refresh', state: { $in: WITH_OWNER } });
  const dealt = new Set(open.flatMap(({ about }) => about));
  // who is due on any day of the week
  const due = await employersToRefresh(deps, { ...scope, today: week.to }, { limit: 0 });
  const staff = await deps.staff(tx);
  const tree = await deps.grid(tx, scope.today);
  let set = 0;
  for (const [nodeId, lines] of groupBy(due, ({ cellId }) => cellId)) {
    if (tree.node(nodeId) === undefined) continue;
    const stops = lines.filter(({ employerId }) => !dealt.has(employerId));
    const people = collectorsOf(nodeId, staff, scope.today);
    const portions = dealWeek(stops, people.length, { from: scope.today, to: week.to }, calendar);
    for (const [i, about] of portions.entries()) {
      if (about.length === 0) continue;
      const person = people[i];
      const task = await draftTask(deps, scope, {
        ...{ key: `refresh:${nodeId}:${person ?? '-'}:${week.name}`, kind: 'refresh', nodeId, due: dueOn },
        ...{ title: `本周更新 ${about.length} 户用工信息`, short: '半年更新', groupTitle: '半年更新' },
        source: { kind: 'refresh', id: week.name },
        about: about.slice(0, ABOUT_MAX),
        selfAccepted: true,
        ...(person !== undefined && { assigneeId: person }),
      });
      addTask(deps, scope, task);
      set++;
    }
  }
  return set;
}

/** Ids of those who collect in the cell itself and are not away. */
function collectorsOf(nodeId: string, staff: StaffDirectory, day: string): string[] {
  return staff
    .servingAt(nodeId, day)
    .filter((person) => !person.absences.some(({ from, to }) => from <= day && day <= to))
    .filter((person) => assignmentsOn(person, day).some((a) => a.nodeId === nodeId && COLLECTORS.includes(a.role)))
    .sort((a, b) => (a.userid < b.userid ? -1 : 1))
    .map(({ _id }) => _id);
}

/** Finishes the portions of which everything has been refreshed. Returns how many. */
export async function settleRefresh(deps: TaskDeps, scope: Scope): Promise<number> {
  let met = 0;
  for (const task of await findTasks(deps.tx, EVERYWHERE, { kind: 'refresh', state: { $in: WITH_OWNER } })) {
    if ((await leftOf(deps, scope, task)).length > 0) continue;
    const at = deps.tx.now;
    replaceTask(deps.tx, task, moved(task, { at, by: scope.userid, event: 'met', state: 'done', set: { doneAt: at } }));
    met++;
  }
  return met;
}

/** What the person should refresh today: his share of each of his portions, and how much is left of them in all. */
export async function refreshToday(deps: TaskDeps, scope: Scope): Promise<{ today: EmployerLine[]; left: number }> {
  const places = scope.roles.map(({ nodeId }) => nodeId);
  const mine = { $or: [{ assigneeId: scope.staffId }, { assigneeId: { $exists: false }, nodeId: { $in: places } }] };
  const tasks = await findTaskLines(deps.tx, EVERYWHERE, { kind: 'refresh', state: { $in: WITH_OWNER }, ...mine });
  const sum = { today: [] as EmployerLine[], left: 0 };
  for (const { about, createdAt, dueOn } of tasks) {
    const lines = await employersById(deps, scope, about);
    const left = lines.filter(({ collectedOn = '' }) => collectedOn < dayOf(createdAt));
    const doneToday = lines.filter(({ collectedOn }) => collectedOn === scope.today).length;
    const share = shareOfToday({ left: left.length, doneToday }, { today: scope.today, to: dueOn }, deps.calendar);
    sum.today.push(...left.slice(0, share));
    sum.left += left.length;
  }
  return sum;
}
