/** What people are told at once about a task, by direct message. */
import type { OutboundBody, OutboundMessage } from '../../schemas/message.js';
import { openerId } from '../../schemas/opener.js';
import type { TaskNotice } from '../../schemas/task-messages.js';
import type { Day } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';
import { groupBy } from '../lib/group-by.js';

const TEXT: Readonly<Record<TaskNotice['kind'], (n: TaskNotice, today: Day) => string>> = {
  reported: (n) => `${n.unit} 报来“${n.title}”已完成，请验收。`,
  accepted: (n) => `✓ ${n.unit} 的“${n.title}”已验收通过。`,
  returned: (n, today) => `${n.unit} 的“${n.title}”退回补正：${n.note ?? ''}。${deadline(n, today)}`,
  extension_asked: (n, today) =>
    `${n.unit} 的“${n.title}”（${deadline(n, today)}）申请延到 ${formatDay(n.askedFor ?? n.dueOn, today)}：${n.note ?? ''}。`,
  extended: (n, today) => `${n.unit} 的“${n.title}”已延期，${deadline(n, today)}。`,
  extension_refused: (n, today) =>
    `${n.unit} 的“${n.title}”没有同意延期：${n.note ?? ''}。仍是 ${deadline(n, today)}。`,
  assigned: (n, today) => `请您负责 ${n.unit} 的“${n.title}”，${deadline(n, today)}。`,
  handed_over: (n, today) => `原责任人已调离，${n.unit} 的“${n.title}”转由您负责，${deadline(n, today)}。`,
  handed_on: (n) => `您经手的 ${n.unit} “${n.title}”已转给${n.note ?? ''}，不用再办。`,
  due_moved: (n, today) => `期限有变动：${movedLine(n, today)}。`,
  cancelled: (n) => `${n.unit} 的“${n.title}”已取消：${n.note ?? ''}。`,
};

function deadline({ dueOn }: TaskNotice, today: Day): string {
  return dueOn < today ? `${formatDay(dueOn, today)}已到期` : `${formatDay(dueOn, today)}前`;
}

function movedLine({ unit, title, was, dueOn }: TaskNotice, today: Day): string {
  return `${unit} 的“${title}”由 ${formatDay(was ?? dueOn, today)}改为 ${formatDay(dueOn, today)}`;
}

/** Several of a kind for one person are one message: a head line, and one per work. */
const TOGETHER: Readonly<
  Partial<Record<TaskNotice['kind'], { head: (count: number) => string; line: (n: TaskNotice, today: Day) => string }>>
> = {
  handed_over: {
    head: (count) => `原责任人已调离，${count} 项工作转由您负责：`,
    line: (n, today) => `${n.unit} 的“${n.title}”，${deadline(n, today)}`,
  },
  handed_on: {
    head: (count) => `您经手的 ${count} 项工作已转给别人，不用再办：`,
    line: (n) => `${n.unit} 的“${n.title}”，转给${n.note ?? ''}`,
  },
  due_moved: { head: (count) => `${count} 项工作的期限有变动：`, line: movedLine },
};
/** Lines of one such message; the others are counted. */
const LINES_MAX = 8;

/** The flow that a notice's button opens, what stands on it, and what to send where there are no buttons. */
interface Way {
  flow: string;
  ask: string;
  label: string;
  hint: string;
}
const ACCEPT: Way = { flow: 'to-accept', ask: '现在看看吗？', label: '打开', hint: '发“待验收”处理。' };
const WORK: Way = { flow: 'my-tasks', ask: '现在看看吗？', label: '打开任务', hint: '发“任务”办理。' };
/** Without an entry there is nothing to do. */
const WAYS: Readonly<Partial<Record<TaskNotice['kind'], Way>>> = {
  reported: { ...ACCEPT, label: '现在验收' },
  extension_asked: { ...ACCEPT, label: '现在答复' },
  returned: { ...WORK, label: '现在补正' },
  extension_refused: WORK,
  assigned: WORK,
  handed_over: WORK,
  due_moved: WORK,
};

function bodyOf(notice: TaskNotice, text: string, key: string, cards: boolean, count: number): OutboundBody {
  const way = WAYS[notice.kind];
  if (way === undefined) return { kind: 'text', text };
  if (!cards) return { kind: 'text', text: `${text}${way.hint}` };
  const about = count === 1 ? { about: notice.taskId } : {};
  const taskId = openerId({ flow: way.flow, ...about }, key.replace(/[^0-9A-Za-z_-]/g, '').slice(-36));
  return { kind: 'question', text: `${text}\n${way.ask}`, choices: [{ id: 'open', label: way.label }], taskId };
}

/**
 * One message per person and notice; several by which work changed hands or got another day are one. @param key of what caused
 * them: the same notices are queued once @param cards whether they may have a button
 */
export function taskNoticeMessages(
  notices: readonly TaskNotice[],
  today: Day,
  key: string,
  cards: boolean,
): OutboundMessage[] {
  const each = notices.flatMap((notice) => notice.to.map((userid) => ({ notice, userid })));
  const together = groupBy(each, ({ notice, userid }) =>
    TOGETHER[notice.kind] === undefined ? `${notice.kind} ${notice.taskId} ${userid}` : `${notice.kind} ${userid}`,
  );
  return [...together.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const { notice, userid } = first;
    const text = textOf(
      all.map((one) => one.notice),
      today,
    );
    return {
      target: { kind: 'member' as const, userid },
      body: bodyOf(notice, text, `${key}${userid}`, cards, all.length),
      effectKey: `${key}:task:${notice.taskId}:${notice.kind}:${userid}`,
    };
  });
}

function textOf(all: readonly TaskNotice[], today: Day): string {
  const [notice] = all;
  if (notice === undefined) return '';
  const list = TOGETHER[notice.kind];
  if (list === undefined || all.length === 1) return TEXT[notice.kind](notice, today);
  const lines = all.slice(0, LINES_MAX).map((one, i) => `${i + 1} ${list.line(one, today)}`);
  const rest = all.length - lines.length;
  return [list.head(all.length), ...lines, ...(rest > 0 ? [`还有 ${rest} 项`] : [])].join('\n');
}
