/** Standing rules of a plan as a list: how many bodies meet each, and who does not. */
import { formatCount } from '../lib/numbers.js';
import { checkWay, lackWords } from './task-words.js';

interface RuleFacts {
  title: string;
  check: string;
  met: number;
  of: number;
  lacking: readonly { name: string; have: number; need: number; lacks?: string[] }[];
}

/** Names in one line. */
const NAMES_MOST = 12;

export const NO_RULES = '您的范围里没有按数据核对的要求。';

export function planRulesText(rules: readonly RuleFacts[]): string {
  return rules.length === 0 ? NO_RULES : ['按数据核对到现在：', ...rules.map(ruleLine)].join('\n');
}

export function ruleLine({ title, check, met, of, lacking }: RuleFacts): string {
  const head = `${lacking.length === 0 ? '✓' : '⚠'} ${title} ${formatCount(met)}/${formatCount(of)}`;
  if (lacking.length === 0) return head;
  const names = lacking.slice(0, NAMES_MOST).map(({ name, have, need, lacks }) => {
    const what = lacks === undefined ? `${formatCount(have)}/${formatCount(need)}` : `差${lackWords(lacks)}`;
    return `${name} ${what}`;
  });
  const more = lacking.length > NAMES_MOST ? ` 等 ${lacking.length} 个` : '';
  const way = checkWay(check);
  return `${head}：${names.join('、')}${more}${way === undefined ? '' : `。登记发“${way}”`}`;
}
