/** Tasks as people read them in a list and one by one. */
import { labelOf } from '../../schemas/enums.js';
import { TASK_KINDS, TASK_STATES, type Task } from '../../schemas/task.js';
import type { Day } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';
import { checkWay, evidenceWords, lackWords } from './task-words.js';

/** A task with what people call things. */
export interface TaskFacts {
  task: Pick<Task, 'title' | 'short' | 'dueOn' | 'state' | 'kind' | 'priority' | 'snooze' | 'mute'>;
  unit: string;
  /** Working days since the due day; negative before it. */
  lateWorkdays: number;
}

/** `三图上墙（纪公庙村）：8月10日 周二前`, and what is unusual about its reminders */
export function taskLine({ task, unit, lateWorkdays }: TaskFacts, today: Day): string {
  const marks = [
    task.priority === 'red' ? '⚠ ' : '',
    task.kind === 'supervise' ? '督办　' : '',
    task.state === 'returned' ? '退回补正　' : '',
  ].join('');
  return `${marks}${task.title}（${unit}）：${whenText(task.dueOn, lateWorkdays, today)}${reminderMark(task, today)}`;
}

function reminderMark({ snooze, mute }: TaskFacts['task'], today: Day): string {
  if (mute !== undefined) return '（不再提醒）';
  return snooze !== undefined && snooze.until > today ? `（${formatDay(snooze.until, today)}再提醒）` : '';
}

/** What stands behind the question of a list that leaves `count` out; '' when it leaves out none. */
export function moreText(count: number): string {
  return count > 0 ? `（先列 20 项，另有 ${count} 项）` : '';
}

/** `等验收：…`, `申请延到 8月20日：…` */
export function waitingLine(facts: TaskFacts & { task: Pick<Task, 'extension'> }): string {
  const { extension } = facts.task;
  const what = facts.task.state === 'reported' || extension === undefined ? '待验收' : '申请延期';
  return `${what}　${facts.task.title}（${facts.unit}）`;
}

export interface OpenedFacts extends TaskFacts {
  task: Task;
  judged?: Task['judged'];
  reportedBy?: string;
  askedBy?: string;
}

/** One task in full: whose, till when, what to hand in, how it stands, what was handed in last. */
export function taskText(facts: OpenedFacts, today: Day): string {
  const { task, unit, lateWorkdays } = facts;
  const state = task.state === 'open' ? '' : `　${labelOf(TASK_STATES, task.state)}`;
  return [
    `${task.title}${state}`,
    `${unit}　${labelOf(TASK_KINDS, task.kind)}　${whenText(task.dueOn, lateWorkdays, today)}${openDate(task)}`,
    ...(task.evidence.length > 0 ? [`要交：${evidenceWords(task.evidence)}`] : []),
    ...checkLines(facts),
    ...(task.doneBy === undefined || task.state === 'done' ? [] : [`办理请发“${task.doneBy}”，办好后自动办结`]),
    ...(task.state === 'returned' ? [`退回原因：${task.returnedFor ?? ''}`] : []),
    ...(task.state === 'reported' ? reportLines(facts, today) : []),
    ...(task.extension === undefined
      ? []
      : [`${facts.askedBy ?? '承办人'}申请延到 ${formatDay(task.extension.to, today)}：${task.extension.reason}`]),
    ...(task.snooze !== undefined && task.snooze.until > today
      ? [`已推迟提醒到 ${formatDay(task.snooze.until, today)}`]
      : []),
    ...(task.mute === undefined ? [] : [`不再提醒：${task.mute.reason}`]),
  ].join('\n');
}

/** Reckoned in working days of a year whose holidays are not known yet: it may move. */
function openDate({ provisional, due, state }: Pick<Task, 'provisional' | 'due' | 'state'>): string {
  return provisional && due.kind !== 'fixed' && state !== 'done' ? '（放假安排未公布，暂定）' : '';
}

/** What has come of a step, told to who took it. */
export function outcomeText(
  { state, extension, dueOn }: Pick<Task, 'state' | 'extension' | 'dueOn'>,
  today: Day,
): string {
  if (extension !== undefined) return `已申请延到 ${formatDay(extension.to, today)}，等上一级答复。`;
  if (state === 'extended') return `已延到 ${formatDay(dueOn, today)}。`;
  if (state === 'reported') return '等上一级验收。';
  return state === 'done' ? '已办结。' : '';
}

function checkLines({ task, judged }: OpenedFacts): string[] {
  if (task.check === undefined) return [];
  const way = checkWay(task.check.name);
  const stand =
    judged === undefined ? '' : judged.need === 0 ? '没有数据可核对，请写明情况' : `现在 ${judged.have}/${judged.need}`;
  const lacks = judged?.lacks === undefined ? '' : `，还差 ${lackWords(judged.lacks)}`;
  const warn = judged?.warn === undefined ? '' : `，请留意：${lackWords([judged.warn])}`;
  return [
    `自动核对：${stand}${lacks}${warn}`,
    ...(way === undefined || task.state === 'done' ? [] : [`登记请发“${way}”`]),
  ];
}

function reportLines({ task, reportedBy }: OpenedFacts, today: Day): string[] {
  const last = task.reports.at(-1);
  if (last === undefined) return [];
  const { documentNo, on, photos = [], note } = last.evidence;
  const parts = [
    documentNo === undefined ? '' : `文号 ${documentNo}`,
    on === undefined ? '' : `日期 ${formatDay(on, today)}`,
    photos.length === 0 ? '' : `照片 ${photos.length} 张`,
    note ?? '',
  ].filter((part) => part !== '');
  return [`${reportedBy ?? '承办人'}报来：${parts.length === 0 ? '已完成' : parts.join('；')}`];
}

function whenText(dueOn: Day, lateWorkdays: number, today: Day): string {
  if (dueOn > today) return `${formatDay(dueOn, today)}前`;
  if (dueOn === today) return '今天到期';
  return lateWorkdays > 0
    ? `${formatDay(dueOn, today)}到期，逾期 ${lateWorkdays} 个工作日`
    : `${formatDay(dueOn, today)}已到期`;
}

/** Names of bodies in a confirmation. */
const NAMES_MAX = 10;

/** `古荥镇、花园口镇`; of many the first and how many there are. */
export function unitNames(names: readonly string[]): string {
  if (names.length <= NAMES_MAX) return names.join('、');
  return `${names.slice(0, NAMES_MAX).join('、')} 等 ${names.length} 个`;
}
