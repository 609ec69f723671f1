import { labelOf } from '../../schemas/enums.js';
import { TASK_STATES } from '../../schemas/task.js';
import type { Facts } from '../errors.js';
import { evidenceWords, lackWords } from './task-words.js';

/** Why a step of a task was refused, and what to do; a missing line falls back to the state's. */
const WHY: Readonly<Record<string, (f: Facts) => string>> = {
  state: (f) => `这项工作现在是“${labelOf(TASK_STATES, String(f['state'] ?? ''))}”，这一步办不了。`,
  waits: (f) => `要等前面的事项先完成：${f['title'] ?? ''}。`,
  check: (f) =>
    `还差一些没到位（${f['have'] ?? 0}/${f['need'] ?? 0}）${f['lacks'] ? `：${lackWords(String(f['lacks']).split(','))}` : ''}。补齐后会自动核对。`,
  evidence: (f) => `还要交：${evidenceWords(String(f['missing'] ?? '').split(','))}。`,
  elsewhere: (f) => `这一项不用报完成：请发“${f['way'] ?? ''}”办理，办好后自动办结。`,
  own_report: () => '自己报的完成情况要由另一位同事验收。',
  due: () => '日期不合适：要晚于今天和原来的期限，且不超过一年。例如 9月30日。',
  person: () => '这位同事现在不在该单位任职，请换一位。',
  snooze: (f) => `这项工作不能再推迟提醒了，最多推 ${f['max'] ?? ''} 个工作日。`,
  no_extension: () => '这项工作没有待批的延期申请。',
  batch_count: (f) => `数目对不上：一共是 ${f['count'] ?? ''} 个单位。请回复 ${f['count'] ?? ''} 确认，或发“取消”。`,
  batch_late: (f) => `已过 ${f['minutes'] ?? ''} 分钟，不能整批撤回，可以逐项取消。`,
  batch_gone: () => '这次布置已经失效，请重新发起。',
};

export function taskRefusalText(facts: Facts): string {
  return (WHY[String(facts['why'])] ?? WHY['state'])?.(facts) ?? '';
}
