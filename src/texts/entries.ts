/** Sentences about what a bureau's own forms brought. */
import { dayOf } from '../lib/day.js';

/** Columns before those of the form: when, and who. */
export const ENTRY_COLUMNS = ['时间', '填报人'] as const;

export function formLine({ form, count, lastAt }: { form: string; count: number; lastAt: Date }): string {
  return `${form}　${count} 条，最近一条 ${dayOf(lastAt)}`;
}

export function entriesLine(form: string, count: number, file: string): string {
  return `已写出“${form}” ${count} 条：${file}`;
}

export function noEntries(form?: string): string {
  return form === undefined ? '还没有自建表单的数据。' : `“${form}”还没有数据。看有哪些表单：entries list`;
}
