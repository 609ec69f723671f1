import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../../../schemas/scope.js';
import { type Task, UNFINISHED } from '../../../schemas/task.js';
import { addWorkdays } from '../../lib/workdays.js';
import { findTaskLines, findTasks, replaceTask, statesByKey, type TaskLine } from '../../models/task.js';
import { type CheckFacts, type CheckResult, loadFacts } from '../plans/index.js';
import type { TaskDeps } from './deps.js';
import { resultOf, waitsFor } from './guards.js';
import { moved } from './rules.js';

const EVERYWHERE = { prefixes: ['/'] };

export interface Settled {
  met: number;
  failedAgain: number;
}

/**
 * Judges all tasks with a check by the data of today. Where nothing has to be handed in, or the data proves it, a check that holds
 * finishes the task;
 * a finished one that must stay so is opened again, with days of its own, when its check fails.
 */
export async function settleChecks(deps: TaskDeps, scope: Scope): Promise<Settled> {
  const states = [...UNFINISHED, 'done'];
  const lines = await findTaskLines(deps.tx, EVERYWHERE, { check: { $exists: true }, state: { $in: states } });
  const judged = lines.filter(({ state, renewWorkdays }) => state !== 'done' || renewWorkdays !== undefined);
  if (judged.length === 0) return { met: 0, failedAgain: 0 };
  const facts = await loadFacts(deps, scope);
  const keys = await statesByKey(deps.tx, [...new Set(judged.flatMap(({ after }) => after))]);
  const results = new Map(judged.flatMap((task) => changedResult(task, facts, keys)));
  const settled: Settled = { met: 0, failedAgain: 0 };
  for (const task of await findTasks(deps.tx, EVERYWHERE, { _id: { $in: [...results.keys()] } })) {
    const result = results.get(task._id);
    if (result !== undefined) replaceTask(deps.tx, task, settledTask(deps, scope, task, result, settled));
  }
  return settled;
}

/** The result when it changes anything about the task. */
function changedResult(
  task: TaskLine,
  facts: CheckFacts,
  keys: ReadonlyMap<string, Task['state']>,
): [string, CheckResult & { finishes: boolean }][] {
  const result = resultOf(task, facts);
  if (result === undefined) return [];
  const isProof = task.evidence.length === 0 || result.proves === true;
  const finishes = result.met && isProof && task.state !== 'done' && waitsFor(task, keys) === undefined;
  const fails = !result.met && task.state === 'done';
  if (task.state === 'done' && !fails) return [];
  return finishes || fails || !isDeepStrictEqual(task.judged, keptOf(result))
    ? [[task._id, { ...result, finishes }]]
    : [];
}

function settledTask(
  { tx, calendar }: TaskDeps,
  scope: Scope,
  task: Task,
  { finishes, ...result }: CheckResult & { finishes: boolean },
  settled: Settled,
): Task {
  const [at, by, judged] = [tx.now, scope.userid, keptOf(result)];
  if (finishes) {
    settled.met++;
    return moved(task, {
      at,
      by,
      event: 'met',
      state: 'done',
      set: { judged, doneAt: at },
      drop: ['reportedAt'],
    });
  }
  if (task.state === 'done' && task.renewWorkdays !== undefined) {
    settled.failedAgain++;
    const { day: dueOn, provisional } = addWorkdays(calendar, scope.today, task.renewWorkdays);
    const due = { kind: 'workdays' as const, count: task.renewWorkdays, from: scope.today };
    return moved(task, {
      at,
      by,
      event: 'failed_again',
      state: 'open',
      dueOn,
      set: { judged, due, provisional },
      drop: ['doneAt'],
    });
  }
  return { ...task, judged };
}

function keptOf({ have, need, lacks, warn }: CheckResult): NonNullable<Task['judged']> {
  return { have, need, ...(lacks !== undefined && { lacks }), ...(warn !== undefined && { warn }) };
}
