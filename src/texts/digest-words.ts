/** What the parts of a digest share. */
import type { DigestBlocks, DigestFacts, DigestKind } from '../../schemas/digest.js';
import { addDays } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';

export interface Look {
  facts: DigestFacts;
  /** How many names a list may have. */
  most: number;
}

export type Lines<Name extends keyof DigestBlocks> = (block: NonNullable<DigestBlocks[Name]>, look: Look) => string[];

export const KIND_NAMES: Readonly<Record<DigestKind, string>> = { daily: '日报', weekly: '周报', monthly: '月报' };

/** `昨日`, or from which day on; `上周`, `8月`. */
export function sinceText({ kind, since, day }: Pick<DigestFacts, 'kind' | 'since' | 'day'>): string {
  if (kind === 'weekly') return '上周';
  if (kind === 'monthly') return `${Number(since.slice(5, 7))}月`;
  return since === addDays(day, -1) ? '昨日' : `${formatDay(since, day)}以来`;
}

/** What the units directly below a level are called. */
export function belowText(level: number): string {
  return level === 1 ? '镇街' : '村社区';
}

/** `甲村、乙村`, `甲村、乙村等 9 个`, or the number alone. */
export function listed<T>(items: readonly T[], most: number, show: (item: T) => string): string {
  const shown = items.slice(0, most).map(show).join('、');
  if (items.length <= most) return shown;
  const space = /[0-9A-Za-z]$/.test(shown) ? ' ' : '';
  return `${shown}${shown === '' ? '' : `${space}等 `}${items.length} 个`;
}

export function joined(parts: readonly (string | false)[]): string[] {
  const said = parts.filter((part) => part !== false && part !== '');
  return said.length === 0 ? [] : [said.join('，')];
}
