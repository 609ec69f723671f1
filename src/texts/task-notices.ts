/** What people are told at once about a task, by direct message. */
import type { OutboundBody, OutboundMessage } from '../../schemas/message.js';
import { openerId } from '../../schemas/opener.js';
import type { TaskNotice } from '../../schemas/task-messages.js';
import type { Day } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';

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
  cancelled: (n) => `${n.unit} 的“${n.title}”已取消：${n.note ?? ''}。`,
};

function deadline({ dueOn }: TaskNotice, today: Day): string {
  return dueOn < today ? `${formatDay(dueOn, today)}已到期` : `${formatDay(dueOn, today)}前`;
}

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
};

function bodyOf(notice: TaskNotice, text: string, key: string, cards: boolean): OutboundBody {
  const way = WAYS[notice.kind];
  if (way === undefined) return { kind: 'text', text };
  if (!cards) return { kind: 'text', text: `${text}${way.hint}` };
  const taskId = openerId({ flow: way.flow, about: notice.taskId }, key.replace(/[^0-9A-Za-z_-]/g, '').slice(-36));
  return { kind: 'question', text: `${text}\n${way.ask}`, choices: [{ id: 'open', label: way.label }], taskId };
}

/**
 * One message per person and notice. @param key of what caused them: the same notices are queued once @param cards whether
 * they may have a button
 */
export function taskNoticeMessages(
  notices: readonly TaskNotice[],
  today: Day,
  key: string,
  cards: boolean,
): OutboundMessage[] {
  return notices.flatMap((notice) =>
    notice.to.map((userid) => ({
      target: { kind: 'member' as const, userid },
      body: bodyOf(notice, TEXT[notice.kind](notice, today), `${key}${userid}`, cards),
      effectKey: `${key}:task:${notice.taskId}:${notice.kind}:${userid}`,
    })),
  );
}
