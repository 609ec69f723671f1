/** Running the rules over employers, and what follows: an alert each, that rises by any data and falls by new data only (S53). */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { ALERT_LEVELS, type Alert, type AlertLevel, MonitoringRules } from '../../../schemas/alert.js';
import type { Scope } from '../../../schemas/scope.js';
import { UNFINISHED, WITH_OWNER } from '../../../schemas/task.js';
import { addDays, addMonths, timeOf } from '../../lib/day.js';
import { groupBy } from '../../lib/group-by.js';
import { loadYaml } from '../../lib/yaml-file.js';
import { findAlerts, latestGrades, saveAlert } from '../../models/alert.js';
import { employerBatch, type WatchedEmployer } from '../../models/employer.js';
import { findLabourUseOfAll } from '../../models/labour-use.js';
import { blacklistedEmployers, mattersByEmployer } from '../../models/matter-figures.js';
import { readSetting, writeSetting } from '../../models/setting.js';
import { findTasks, replaceTask } from '../../models/task.js';
import { daysNobodyMet } from '../../models/visit.js';
import { isInForce } from '../grid/index.js';
import { cancelTask, createTask, moved, type TaskDeps } from '../tasks/index.js';
import { DECIDED_BY, decisionKey } from './decide.js';
import { findingsOf, levelOf, measure, type Observed } from './judge.js';

const MATTER_DAYS = 90;
/** A place on the list of those who owe wages lasts so long (domain.md 5.6). */
const LISTED_YEARS = 3;
/** Employers of one transaction. */
const BATCH = 500;
/** The nightly round over all employers begins at this time. */
const FULL_FROM = '02:30';
const SETTING = 'monitoring';
const Progress = z.object({ upTo: z.date(), fullOn: z.string(), after: z.string().optional() });
type Progress = z.infer<typeof Progress>;

export type WatchDeps = TaskDeps & { monitoring: MonitoringRules };

/** @throws Error with the file and place for rules that do not fit */
export function loadMonitoringRules(path: string): MonitoringRules {
  return loadYaml(path, MonitoringRules);
}

export interface Watched {
  seen: number;
  raised: number;
  lowered: number;
  /** There is more to do at this instant. */
  more: boolean;
}

/**
 * One batch: employers that changed since the last round, and once a night all of them. Call it until `more` is false; a crash
 * between two batches loses nothing.
 */
export async function watchBatch(deps: WatchDeps, scope: Scope): Promise<Watched> {
  const { tx } = deps;
  const progress = (await readSetting(tx, SETTING, Progress)) ?? { upTo: new Date(0), fullOn: scope.today };
  const isFull = progress.fullOn < scope.today && timeOf(tx.now) >= FULL_FROM;
  const after = progress.after ?? '';
  const batch = await employerBatch(tx, after, BATCH, isFull ? undefined : progress.upTo);
  const outcome = await watchEmployers(deps, scope, batch);
  const more = batch.length === BATCH;
  const last = batch.at(-1)?._id;
  const next: Progress = more
    ? { ...progress, after: last ?? after }
    : { upTo: tx.now, fullOn: isFull ? scope.today : progress.fullOn };
  const idle = !more && !isFull && batch.length === 0 && progress.after === undefined;
  if (!idle) writeSetting(tx, SETTING, next);
  return { ...outcome, more };
}

async function watchEmployers(
  deps: WatchDeps,
  scope: Scope,
  employers: readonly WatchedEmployer[],
): Promise<Omit<Watched, 'more'>> {
  const { tx } = deps;
  const counts = { seen: employers.length, raised: 0, lowered: 0 };
  if (employers.length === 0) return counts;
  const ids = employers.map(({ _id }) => _id);
  const rows = groupBy(await findLabourUseOfAll(tx, ids), ({ employerId }) => employerId);
  const matters = await mattersByEmployer(tx, addDays(scope.today, -MATTER_DAYS));
  const alerts = new Map(
    (await findAlerts(tx, { prefixes: ['/'] }, { _id: { $in: ids } })).map((one) => [one._id, one]),
  );
  const missed = await daysNobodyMet(tx, ids);
  const grades = await latestGrades(tx, ids);
  const listed = await blacklistedEmployers(tx, addMonths(scope.today, -12 * LISTED_YEARS));
  for (const employer of employers) {
    const { _id, collectedAt } = employer;
    const vain = (missed.get(_id) ?? []).filter(({ at }) => collectedAt === undefined || at > collectedAt);
    const seen = {
      rows: rows.get(_id) ?? [],
      matters: matters.get(_id) ?? { count: 0, people: 0 },
      missed: new Set(vain.map(({ on }) => on)).size,
      grade: grades.get(_id)?.decided,
      blacklisted: listed.has(_id),
    };
    const change = await watchOne(deps, scope, employer, seen, alerts.get(_id) ?? null);
    if (change !== null) counts[change]++;
  }
  return counts;
}

const rank = (level: Alert['level']) => (level === 'none' ? -1 : ALERT_LEVELS.indexOf(level));

async function watchOne(
  deps: WatchDeps,
  scope: Scope,
  employer: WatchedEmployer,
  seen: Omit<Observed, 'employer' | 'today'>,
  before: Alert | null,
): Promise<'raised' | 'lowered' | null> {
  const { tx, monitoring } = deps;
  const values = measure({ ...seen, employer, today: scope.today }, monitoring.fewest);
  const findings = findingsOf(monitoring, values);
  const level = levelOf(monitoring, findings);
  const was = before?.level ?? 'none';
  if (level === was) {
    if (before !== null && tellsOtherThings(before, findings, employer.collectedAt))
      saveAlert(tx, before, { ...before, findings, updatedAt: tx.now });
    return null;
  }
  const raised = rank(level) > rank(was);
  const since = before?.history.at(-1)?.at;
  const isNewData = since === undefined || (employer.collectedAt !== undefined && employer.collectedAt > since);
  if (!raised && !isNewData) return null;
  const round = (before?.round ?? 0) + (raised ? 1 : 0);
  const { decision: _, ...rest } = before ?? {};
  saveAlert(tx, before, {
    ...(rest as Partial<Alert>),
    _id: employer._id,
    version: before?.version ?? 1,
    cellId: employer.cellId,
    gridPath: employer.gridPath,
    level,
    findings,
    round,
    history: [...(before?.history ?? []), { at: tx.now, level, decided: false }].slice(-400),
    createdAt: before?.createdAt ?? tx.now,
    updatedAt: tx.now,
  });
  if (raised) await setTask(deps, scope, employer, round, findings);
  else if (was === 'red') await callOff(deps, scope, [decisionKey(employer._id, round)], '新数据来了，级别已下降');
  if (level === 'none') await finishCheck(deps, scope, `alert:${employer._id}:${round}`);
  return raised ? 'raised' : 'lowered';
}

/** New data says that nothing is left to look after: the cell's work is in, and nothing reminds of it any more. */
async function finishCheck({ tx }: WatchDeps, scope: Scope, key: string): Promise<void> {
  for (const task of await findTasks(tx, { prefixes: ['/'] }, { key, state: { $in: [...WITH_OWNER] } })) {
    const done = { at: tx.now, by: scope.userid, event: 'met' as const, state: 'done' as const };
    replaceTask(tx, task, moved(task, { ...done, note: '新数据来了，预警已解除', set: { doneAt: tx.now } }));
  }
}

async function callOff(deps: WatchDeps, scope: Scope, keys: readonly string[], reason: string): Promise<void> {
  const filter = { key: { $in: [...keys] }, state: { $in: [...UNFINISHED] } };
  for (const task of await findTasks(deps.tx, { prefixes: ['/'] }, filter))
    await cancelTask(deps, scope, task._id, reason);
}

/** Other rules at the same level, or other numbers by new data; that a number grows day by day is not written down every night. */
function tellsOtherThings(before: Alert, findings: Alert['findings'], collectedAt: Date | undefined): boolean {
  const rules = (all: Alert['findings']) => all.map(({ name, level }) => `${name} ${level}`);
  if (!isDeepStrictEqual(rules(before.findings), rules(findings))) return true;
  return collectedAt !== undefined && collectedAt > before.updatedAt && !isDeepStrictEqual(before.findings, findings);
}

/** The cell looks after it; who does not is nudged and told on by the ladder of tasks. */
async function setTask(
  deps: WatchDeps,
  scope: Scope,
  { _id, name, cellId }: WatchedEmployer,
  round: number,
  findings: Alert['findings'],
): Promise<void> {
  const { monitoring } = deps;
  const silent = new Set(monitoring.rules.filter(({ task }) => !task).map((rule) => rule.name));
  const level = levelOf(
    monitoring,
    findings.filter((finding) => !silent.has(finding.name)),
  );
  const workdays = level === 'none' ? undefined : monitoring.taskWorkdays[level];
  const cell = (await deps.grid(deps.tx, scope.today)).node(cellId);
  if (workdays === undefined || cell === undefined || !isInForce(cell, scope.today)) return;
  // what was set at a lower level is part of it now
  const earlier = Array.from({ length: round - 1 }, (_, i) => `alert:${_id}:${i + 1}`);
  await callOff(deps, scope, earlier, '预警级别已升高，并入新的核查');
  const source = { kind: 'alert' as const, id: _id };
  const [, townId] = cell.gridPath.split('/').filter((id) => id !== '');
  if (level === 'red' && townId !== undefined)
    await createTask(deps, scope, {
      key: decisionKey(_id, round),
      kind: 'follow_up',
      title: `发“${DECIDED_BY}”定红色预警的处理意见：${name}`.slice(0, 60),
      short: '定预警意见',
      groupTitle: `定红色预警处理意见（发“${DECIDED_BY}”）`,
      source,
      nodeId: townId,
      role: 'squadron_leader',
      due: { workdays: monitoring.decideWorkdays },
      priority: 'high',
      evidence: ['note'],
      selfAccepted: true,
      doneBy: DECIDED_BY,
      about: [_id],
    });
  await createTask(deps, scope, {
    key: `alert:${_id}:${round}`,
    kind: 'follow_up',
    title: `核查预警单位：${name}`.slice(0, 60),
    short: '预警核查',
    groupTitle: `核查${LEVEL_WORDS[level as AlertLevel]}预警单位`,
    source,
    nodeId: cellId,
    due: { workdays },
    priority: 'high',
    evidence: ['note'],
    about: [_id],
  });
}

const LEVEL_WORDS: Readonly<Record<AlertLevel, string>> = { yellow: '黄色', orange: '橙色', red: '红色' };

/** The level of an alert at the beginning of a day, and whether somebody had decided about it by then. */
export function alertAt({ history }: Pick<Alert, 'history'>, asOf: Date): { level: Alert['level']; decided: boolean } {
  const last = history.findLast(({ at }) => at < asOf);
  return { level: last?.level ?? 'none', decided: last?.decided ?? false };
}
