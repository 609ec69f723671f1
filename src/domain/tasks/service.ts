/** What people do with a task: hand in, accept, give back, extend, put off, pass on. */
import type { Scope } from '../../../schemas/scope.js';
import type { Evidence, Task } from '../../../schemas/task.js';
import { Evidence as EvidenceSchema, UNFINISHED, WITH_OWNER } from '../../../schemas/task.js';
import type { TaskNotice } from '../../../schemas/task-messages.js';
import { DomainError } from '../../errors.js';
import { addMonths, type Day } from '../../lib/day.js';
import { addWorkdays, isConfirmed } from '../../lib/workdays.js';
import { replaceTask } from '../../models/task.js';
import { audit } from '../audit/index.js';
import { demand } from '../rights/index.js';
import type { TaskDeps } from './deps.js';
import { demandBefore, demandMet, judgeTask, servesForOrRefuse, taskFor } from './guards.js';
import { acceptorsOf, mayDirect, personFor, unitName } from './people.js';
import { missingEvidence, moved, refusal } from './rules.js';

export interface TaskOutcome {
  task: Task;
  notices: TaskNotice[];
}

/**
 * The body says that the work is done and hands in what is asked for. Where only a check decides it is done when the check
 * holds; where nobody has to accept it is done at once; else the next level accepts.
 * @param by what was sent, for a task that is done by that alone (`doneBy`)
 * @throws DomainError task_not_found, not_allowed, invalid_record, task_refused (state, elsewhere, evidence, check, waits)
 */
export async function reportTask(
  deps: TaskDeps,
  scope: Scope,
  id: string,
  given: Evidence,
  by?: string,
): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'work');
  if (task.doneBy !== undefined && task.doneBy !== by) throw refusal('elsewhere', { way: task.doneBy });
  const evidence = readEvidence(given, scope.today);
  const missing = missingEvidence(task.evidence, evidence);
  if (missing.length > 0) throw refusal('evidence', { missing: missing.join(',') });
  demandMet(await judgeTask(deps, task, scope.today));
  const at = deps.tx.now;
  const report = { by: scope.userid, at, evidence };
  const set = { reports: [...task.reports, report].slice(-50), reportedAt: at };
  const ready = task.selfAccepted || (task.evidence.length === 0 && task.check !== undefined);
  if (ready) {
    await demandBefore(deps, task);
    const done = moved(task, { at, by: scope.userid, event: 'accepted', state: 'done', set: { ...set, doneAt: at } });
    return save(deps, scope, task, done, []);
  }
  const after = moved(task, { at, by: scope.userid, event: 'reported', state: 'reported', set });
  return save(deps, scope, task, after, await noticeTo(deps, scope, after, 'reported', 'acceptors'));
}

/**
 * The next level accepts what was handed in. Nobody accepts his own.
 * @throws DomainError task_not_found, not_allowed, task_refused (state, own_report, check, waits)
 */
export async function acceptTask(deps: TaskDeps, scope: Scope, id: string): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'direct');
  if (task.state !== 'reported') throw refusal('state', { state: task.state });
  if (task.reports.at(-1)?.by === scope.userid) throw refusal('own_report');
  await demandBefore(deps, task);
  demandMet(await judgeTask(deps, task, scope.today));
  const at = deps.tx.now;
  const done = moved(task, { at, by: scope.userid, event: 'accepted', state: 'done', set: { doneAt: at } });
  return save(deps, scope, task, done, await noticeTo(deps, scope, done, 'accepted', 'reporter'));
}

/** Gives back what was handed in, with the reason. @throws DomainError task_not_found, not_allowed, task_refused (state) */
export async function returnTask(deps: TaskDeps, scope: Scope, id: string, reason: string): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'direct');
  const at = deps.tx.now;
  const move = { at, by: scope.userid, event: 'returned' as const, state: 'returned' as const, note: reason };
  const after = moved(task, { ...move, set: { returnedFor: reason }, drop: ['reportedAt'] });
  return save(deps, scope, task, after, await noticeTo(deps, scope, after, 'returned', 'reporter', reason));
}

/**
 * Asks for a later due day; whoever directs the work extends it at once.
 * @throws DomainError task_not_found, not_allowed, task_refused (state, due)
 */
export async function askExtension(
  deps: TaskDeps,
  scope: Scope,
  id: string,
  ask: { to: Day; reason: string },
): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'work');
  if (!WITH_OWNER.includes(task.state) && task.state !== 'planned') throw refusal('state', { state: task.state });
  if (ask.to <= task.dueOn || ask.to <= scope.today || ask.to > addMonths(scope.today, 12)) throw refusal('due');
  if (mayDirect(scope, task)) return extend(deps, scope, task, ask.to);
  const extension = { ...ask, by: scope.userid, at: deps.tx.now };
  const move = { at: deps.tx.now, by: scope.userid, event: 'extension_asked' as const, note: ask.reason };
  const after = moved(task, { ...move, set: { extension } });
  const notices = await noticeTo(deps, scope, after, 'extension_asked', 'acceptors', ask.reason);
  return save(
    deps,
    scope,
    task,
    after,
    notices.map((notice) => ({ ...notice, askedFor: ask.to })),
  );
}

/** @throws DomainError task_not_found, not_allowed, task_refused (no_extension, due) */
export async function approveExtension(deps: TaskDeps, scope: Scope, id: string): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'direct');
  if (task.extension === undefined) throw refusal('no_extension');
  if (task.extension.to <= scope.today) throw refusal('due');
  return extend(deps, scope, task, task.extension.to);
}

/** @throws DomainError task_not_found, not_allowed, task_refused (no_extension) */
export async function refuseExtension(deps: TaskDeps, scope: Scope, id: string, reason: string): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'direct');
  if (task.extension === undefined) throw refusal('no_extension');
  const move = { at: deps.tx.now, by: scope.userid, event: 'extension_refused' as const, note: reason };
  const notices = await noticeTo(deps, scope, task, 'extension_refused', 'asker', reason);
  return save(deps, scope, task, moved(task, { ...move, drop: ['extension'] }), notices);
}

async function extend(deps: TaskDeps, scope: Scope, task: Task, to: Day): Promise<TaskOutcome> {
  const provisional = !isConfirmed(deps.calendar, to);
  const after = moved(task, {
    at: deps.tx.now,
    by: scope.userid,
    event: 'extended',
    ...(task.state !== 'planned' && { state: 'extended' as const }),
    dueOn: to,
    set: { due: { kind: 'fixed' }, provisional },
    drop: ['extension', 'snooze'],
  });
  const whom = task.extension === undefined ? 'responsible' : 'asker';
  return save(deps, scope, task, after, await noticeTo(deps, scope, { ...task, dueOn: to }, 'extended', whom));
}

/** Names who answers for the work. @throws DomainError task_not_found, not_allowed, task_refused (state, person) */
export async function assignTask(deps: TaskDeps, scope: Scope, id: string, staffId: string): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'work');
  demand(scope, 'assign_work', task.gridPath);
  if (!UNFINISHED.includes(task.state)) throw refusal('state', { state: task.state });
  await servesForOrRefuse(deps, staffId, task.gridPath, scope.today);
  const move = { at: deps.tx.now, by: scope.userid, event: 'assigned' as const };
  const after = moved(task, { ...move, set: { assigneeId: staffId } });
  return save(deps, scope, task, after, await noticeTo(deps, scope, after, 'assigned', 'responsible'));
}

/** Calls a task off, with the reason; a plan's own item only by the district. @throws DomainError task_not_found, not_allowed, task_refused (state) */
export async function cancelTask(deps: TaskDeps, scope: Scope, id: string, reason: string): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'direct');
  if (task.plan !== undefined) demand(scope, 'manage_grid', task.gridPath);
  const move = { at: deps.tx.now, by: scope.userid, event: 'cancelled' as const, state: 'cancelled' as const };
  const after = moved(task, { ...move, note: reason });
  return save(deps, scope, task, after, await noticeTo(deps, scope, after, 'cancelled', 'responsible', reason));
}

/**
 * The body is not reminded before `until`; the level above still is.
 * @throws DomainError task_not_found, not_allowed, task_refused (state, snooze)
 */
export async function snoozeTask(
  deps: TaskDeps,
  scope: Scope,
  id: string,
  { until, reason }: { until: Day; reason: string },
): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'work');
  if (!UNFINISHED.includes(task.state)) throw refusal('state', { state: task.state });
  const { maxWorkdays, times } = deps.rules.snooze;
  const used = task.history.filter(({ event, dueOn }) => event === 'snoozed' && dueOn === task.dueOn).length;
  const latest = addWorkdays(deps.calendar, scope.today, maxWorkdays).day;
  if (used >= times || until <= scope.today || until > latest) throw refusal('snooze', { max: maxWorkdays });
  const move = { at: deps.tx.now, by: scope.userid, event: 'snoozed' as const, note: reason };
  const after = moved(task, { ...move, set: { snooze: { until, reason, by: scope.userid } } });
  return save(deps, scope, task, after, []);
}

/**
 * Nobody is reminded of the task any more, or again with `null`. Takes those who direct the work, so that nobody hides behind
 * it; it stays in lists and digests. @throws DomainError task_not_found, not_allowed, task_refused (state)
 */
export async function muteTask(deps: TaskDeps, scope: Scope, id: string, reason: string | null): Promise<TaskOutcome> {
  const task = await taskFor(deps, scope, id, 'direct');
  if (!UNFINISHED.includes(task.state)) throw refusal('state', { state: task.state });
  const [at, by] = [deps.tx.now, scope.userid];
  const after =
    reason === null
      ? moved(task, { at, by, event: 'unmuted', drop: ['mute'] })
      : moved(task, { at, by, event: 'muted', note: reason, set: { mute: { reason, by, at } } });
  return save(deps, scope, task, after, []);
}

function save(deps: TaskDeps, scope: Scope, before: Task, after: Task, notices: TaskNotice[]): TaskOutcome {
  replaceTask(deps.tx, before, after);
  const event = after.history.at(-1)?.event ?? 'created';
  audit(deps.tx, {
    actor: scope.userid,
    action: `task.${event}`,
    object: { kind: 'task', id: before._id },
    changes: { state: after.state, dueOn: after.dueOn },
  });
  return { task: { ...after, version: before.version + 1 }, notices };
}

function readEvidence(given: Evidence, today: Day): Evidence {
  const parsed = EvidenceSchema.safeParse(given);
  if (!parsed.success) throw new DomainError('invalid_record', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  if (parsed.data.on !== undefined && parsed.data.on > today) throw new DomainError('invalid_record', { field: 'on' });
  return parsed.data;
}

/** The message about what happened, to those concerned but not to the actor himself. */
async function noticeTo(
  deps: TaskDeps,
  scope: Scope,
  task: Task,
  kind: TaskNotice['kind'],
  whom: 'acceptors' | 'reporter' | 'asker' | 'responsible',
  note?: string,
): Promise<TaskNotice[]> {
  const tree = await deps.grid(deps.tx, scope.today);
  const staff = await deps.staff(deps.tx);
  const responsible = personFor(task, tree, staff, scope.today)?.userid;
  const of = {
    acceptors: () => [
      ...new Set([
        ...acceptorsOf(task, tree, staff, scope.today).map(({ userid }) => userid),
        // who follows it up is told himself
        ...(task.kind === 'supervise' ? [task.history[0]?.by] : []),
      ]),
    ],
    reporter: () => [task.reports.at(-1)?.by ?? responsible],
    asker: () => [task.extension?.by ?? responsible],
    responsible: () => [responsible],
  };
  const to = of[whom]().filter((userid): userid is string => userid !== undefined && userid !== scope.userid);
  if (to.length === 0) return [];
  const { _id: taskId, title, dueOn } = task;
  return [{ kind, taskId, title, unit: unitName(tree, task.aboutId), dueOn, to, ...(note !== undefined && { note }) }];
}
