/** What the command for plans says. */
import type { Day } from '../lib/day.js';
import { formatLongDay } from '../lib/day-text.js';

export const PLAN_HELP = `方案：检查、启用、查看。

  plan lint [FILE…]                    检查 plans/ 下的方案，或指定的文件
  plan instantiate huiji-2010          按方案给全区各单位立项；再运行一次只补新增的
  plan instantiate huiji-2010 --year 2027   同一方案，日期整体挪到那一年
  plan show [NAME]                     已启用的方案和各项进度
`;

export function lintedLine(files: number, errors: number, warnings: number): string {
  return `${files} 个方案，${errors} 处错误，${warnings} 处提示。`;
}

export function noSuchPlan(name: string, known: readonly string[]): string {
  return `没有可用的方案“${name}”。现有：${known.join('、') || '无'}。有错误的方案不能启用，请先运行 plan lint。`;
}

export function noSuchYear(year: string): string {
  return `“${year}”不是年份，请写如 2027。`;
}

export function oneDistrict(count: number): string {
  return count === 0 ? '还没有网格，请先导入网格。' : `有 ${count} 个区，方案只能给一个区立项。`;
}

export function instantiatedLine(
  name: string,
  district: string,
  { added, changed, cancelled, unknown }: { added: number; changed: number; cancelled: number; unknown: string[] },
): string {
  const missing = unknown.length === 0 ? '' : `方案里写的这些单位找不到：${unknown.join('、')}。`;
  return `${district}按“${name}”立项 ${added} 项，改动 ${changed} 项，取消 ${cancelled} 项。${missing}`;
}

export function noPlanInForce(name: string | undefined): string {
  return name === undefined ? '还没有启用的方案。' : `“${name}”没有启用。`;
}

export function planHead({
  plan,
  title,
  documentNo,
  since,
}: {
  plan: string;
  title: string;
  documentNo: string;
  since: Day;
}): string {
  return `${title}（${plan}，${documentNo}，${formatLongDay(since)}启用）`;
}

export function planItemLine(
  { title, dueOn, done, of, overdue }: { title: string; dueOn: Day; done: number; of: number; overdue: number },
  today: Day,
): string {
  const late = overdue > 0 ? `，逾期 ${overdue}` : '';
  return `  ${dueOn}${dueOn < today ? ' ' : '*'} ${String(done).padStart(3)}/${of}${late}  ${title}`;
}
