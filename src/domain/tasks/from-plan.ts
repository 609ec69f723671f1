/** Making a plan's items tasks, and keeping them so when the plan, the grid or the calendar changes. */
import { isDeepStrictEqual } from 'node:util';
import type { Milestone, PlanTemplate, StoredPlan } from '../../../schemas/plan.js';
import type { Scope } from '../../../schemas/scope.js';
import { type Task, UNFINISHED } from '../../../schemas/task.js';
import { DomainError } from '../../errors.js';
import { findPlan, findPlans, insertPlan, replacePlan } from '../../models/plan.js';
import { findTaskLines, findTasks, insertTask, replaceTask, type TaskLine } from '../../models/task.js';
import { audit } from '../audit/index.js';
import { nodeInForce } from '../grid/index.js';
import { type PlanItem, planItems, planNamed, unknownBodies } from '../plans/index.js';
import { demand } from '../rights/index.js';
import type { DueMove, TaskDeps } from './deps.js';
import { moved } from './rules.js';

export interface PlanOutcome {
  added: number;
  changed: number;
  cancelled: number;
  /** Due days that moved. */
  moves: DueMove[];
  /** Names in `bodies` that nobody in the district has. */
  unknown: string[];
}

/**
 * Makes one task per item and body of a district; again and again with the same effect. New bodies get theirs, changed dates
 * are followed, what the plan no longer asks is called off. Dates before today are overdue at once. `plan` may name an edition.
 * @throws DomainError record_not_found for an unknown plan, grid_cell_not_found, not_allowed
 */
export async function instantiatePlan(
  deps: TaskDeps,
  scope: Scope,
  { plan: name, districtId }: { plan: string; districtId: string },
): Promise<PlanOutcome> {
  const plan = planNamed(deps.plans, name);
  if (plan === undefined) throw new DomainError('record_not_found');
  const district = nodeInForce(await deps.grid(deps.tx, scope.today), districtId);
  demand(scope, 'manage_grid', district.gridPath);
  const before = await findPlan(deps.tx, name, districtId);
  const outcome = await keepTasksOf(deps, scope, plan, district.gridPath);
  if (before === null) {
    insertPlan(deps.tx, storedPlan(deps, scope, plan, district));
    const object = { kind: 'plan', id: `${name}:${districtId}` };
    audit(deps.tx, { actor: scope.userid, action: 'plan.instantiated', object, changes: { tasks: outcome.added } });
  } else replacePlan(deps.tx, before, { ...storedPlan(deps, scope, plan, district), since: before.since });
  return outcome;
}

/** Brings the tasks of all plans in force up to date; part of the daily keeping. */
export async function keepPlans(deps: TaskDeps, scope: Scope): Promise<PlanOutcome> {
  const sum: PlanOutcome = { added: 0, changed: 0, cancelled: 0, moves: [], unknown: [] };
  for (const { plan: name, gridPath } of await findPlans(deps.tx)) {
    const plan = planNamed(deps.plans, name);
    if (plan === undefined) continue; // its file was taken away: what was set goes on
    const { added, changed, cancelled, moves, unknown } = await keepTasksOf(deps, scope, plan, gridPath);
    sum.added += added;
    sum.changed += changed;
    sum.cancelled += cancelled;
    sum.moves.push(...moves);
    sum.unknown.push(...unknown);
  }
  return sum;
}

/** Plans in force in the district of a scope. */
export async function plansInForce(deps: Pick<TaskDeps, 'tx'>): Promise<StoredPlan[]> {
  return findPlans(deps.tx);
}

async function keepTasksOf(
  deps: TaskDeps,
  scope: Scope,
  plan: PlanTemplate,
  districtPath: string,
): Promise<PlanOutcome> {
  const { tx, calendar } = deps;
  const tree = await deps.grid(tx, scope.today);
  const items = planItems(plan, tree, districtPath, calendar);
  const area = { prefixes: [districtPath] };
  const known = new Map((await findTaskLines(tx, area, { 'plan.plan': plan.plan })).map((task) => [task.key, task]));
  const wanted = new Set(items.map(({ key }) => key));
  const unknown = unknownBodies(plan, tree, districtPath);
  const outcome: PlanOutcome = { added: 0, changed: 0, cancelled: 0, moves: [], unknown };
  for (const item of items)
    if (!known.has(item.key)) {
      insertTask(tx, taskOf(deps, scope, plan, item));
      outcome.added++;
    }
  const outdated = items.flatMap((item) => {
    const task = known.get(item.key);
    return task !== undefined && UNFINISHED.includes(task.state) && changesOf(plan, item, task) !== null ? [item] : [];
  });
  const changing = await findTasks(tx, area, { key: { $in: outdated.map(({ key }) => key) } });
  for (const task of changing) {
    const item = outdated.find(({ key }) => key === task.key);
    const changes = item === undefined ? null : changesOf(plan, item, task);
    if (changes === null) continue;
    const [at, by] = [tx.now, scope.userid];
    const { dueOn = task.dueOn, ...set } = changes;
    const event = dueOn === task.dueOn ? ('changed' as const) : ('due_changed' as const);
    const note = dueOn === task.dueOn ? 'plan' : task.dueOn;
    const after = moved(task, { at, by, event, dueOn, set, note });
    replaceTask(tx, task, after);
    if (dueOn !== task.dueOn) outcome.moves.push({ task: after, was: task.dueOn });
    outcome.changed++;
  }
  const gone = [...known.values()].filter(
    ({ key, kind, state }) => kind === 'milestone' && !wanted.has(key) && UNFINISHED.includes(state),
  );
  for (const task of await findTasks(tx, area, { key: { $in: gone.map(({ key }) => key) } })) {
    const why = tree.node(task.aboutId)?.validTo === undefined ? 'plan' : 'body';
    replaceTask(
      tx,
      task,
      moved(task, { at: tx.now, by: scope.userid, event: 'cancelled', state: 'cancelled', note: why }),
    );
    outcome.cancelled++;
  }
  return outcome;
}

/** What a plan says of a task; what people or checks made of it is not the plan's. */
function saidByPlan(plan: PlanTemplate, { of, owner }: PlanItem) {
  const weight = 'weight' in of ? of.weight : undefined;
  return {
    title: of.title,
    nodeId: owner._id,
    gridPath: owner.gridPath,
    evidence: of.evidence ?? [],
    selfAccepted: of.accept === 'none',
    plan: { plan: plan.plan, item: of.id },
    ...(of.short !== undefined && { short: of.short }),
    ...(of.light !== undefined && { light: of.light }),
    ...(weight !== undefined && { weight }),
    ...(of.responsible !== undefined && { role: of.responsible }),
    ...(of.check !== undefined && { check: of.check }),
    ...('renew' in of && of.renew !== undefined && { renewWorkdays: of.renew.workdays }),
  };
}

/** What must change in a task so that it says what the plan says; null for nothing. A day that people extended stays. */
function changesOf(plan: PlanTemplate, item: PlanItem, task: TaskLine): Partial<Task> | null {
  const said: Partial<Task> = { ...saidByPlan(plan, item), after: item.after };
  if (task.due.kind === 'plan') Object.assign(said, { dueOn: item.dueOn, provisional: item.provisional });
  const differing = Object.entries(said).filter(
    ([key, value]) => !isDeepStrictEqual(task[key as keyof typeof task], value),
  );
  return differing.length === 0 ? null : (Object.fromEntries(differing) as Partial<Task>);
}

function taskOf({ tx }: TaskDeps, scope: Scope, plan: PlanTemplate, item: PlanItem): Task {
  const { key, of, about, opensOn, dueOn, provisional, after } = item;
  const state = opensOn > scope.today || after.length > 0 ? ('planned' as const) : ('open' as const);
  return {
    ...saidByPlan(plan, item),
    _id: tx.newId(),
    version: 1,
    key,
    kind: isMilestone(of) ? 'milestone' : 'duty',
    source: { kind: 'plan', id: plan.plan },
    aboutId: about._id,
    aboutPath: about.gridPath,
    priority: 'normal',
    opensOn,
    dueOn,
    activeFrom: scope.today,
    due: { kind: 'plan' },
    provisional,
    after,
    about: [],
    state,
    reports: [],
    pastPlaces: [],
    history: [{ at: tx.now, by: scope.userid, event: 'created', state, dueOn }],
    createdAt: tx.now,
    updatedAt: tx.now,
  };
}

function isMilestone(of: PlanItem['of']): of is Milestone {
  return !('repeat' in of);
}

function storedPlan(
  { tx }: TaskDeps,
  scope: Scope,
  plan: PlanTemplate,
  district: { _id: string; gridPath: string },
): StoredPlan {
  return {
    _id: `${plan.plan}:${district._id}`,
    version: 1,
    plan: plan.plan,
    title: plan.title,
    documentNo: plan.document.no,
    documentOn: plan.document.on,
    districtId: district._id,
    gridPath: district.gridPath,
    since: scope.today,
    updatedAt: tx.now,
  };
}
