/** What stands behind a line of a digest, as a numbered list in the single chat. */
import { formatDay } from '../lib/day-text.js';
import { formatCount, formatRate } from '../lib/numbers.js';
import { employerLine } from './cells.js';
import { matterLineText } from './matter-cards.js';

type EmployerFacts = Parameters<typeof employerLine>[0];
type MatterFacts = Parameters<typeof matterLineText>[0];

type Line =
  | { kind: 'topic'; topic: Topic; count: number }
  | { kind: 'unit'; name: string; known: number; collected: number; overdue: number }
  | { kind: 'task'; task: { title: string; unit: string; dueOn: string; lateWorkdays: number } }
  | {
      kind: 'tasks';
      work: { title: string; count: number; units: readonly string[]; dueOn: string; lateWorkdays: number };
    }
  | { kind: 'employer'; employer: EmployerFacts }
  | { kind: 'matter'; matter: MatterFacts };
type Topic = 'unit' | 'overdue' | 'uncollected' | 'matters';

interface BehindFacts {
  topic: Topic;
  unit: { name: string };
  lines: readonly (Line & { to: unknown })[];
  all: number;
  hidden?: boolean;
}

const HEADS: Readonly<Record<Topic, string>> = {
  unit: '明细',
  overdue: '逾期事项',
  uncollected: '还没采集的',
  matters: '在办的投诉举报',
};
const TOPIC_LINES: Readonly<Record<Exclude<Topic, 'unit'>, [string, string]>> = {
  overdue: ['逾期事项', '项'],
  uncollected: ['还没采集', '户'],
  matters: ['在办投诉举报', '件'],
};

/** Names of units in one line. */
const NAMES_MOST = 30;

/** Numbered; the last line says what a number does. */
export function behindText({ topic, unit, lines, all, hidden }: BehindFacts, today: string): string {
  const head = `${unit.name}：${HEADS[topic]}`;
  if (hidden === true) return `${head}${all > 0 ? ` ${formatCount(all)} 户` : ''}。名单只给承办的人看。`;
  if (lines.length === 0) return `${head}，没有。`;
  const shown = lines.map((line, i) => `${i + 1} ${lineText(line, topic, today)}`);
  const more = all > lines.length ? [`…… 还有 ${formatCount(all - lines.length)} 个`] : [];
  const opens = lines.some(({ to }) => to !== null) ? ['回编号往下看。'] : [];
  return [head, ...shown, ...more, ...opens].join('\n');
}

function lineText(line: Line, topic: Topic, today: string): string {
  switch (line.kind) {
    case 'topic': {
      const [what, unit] = line.topic === 'unit' ? ['明细', '个'] : TOPIC_LINES[line.topic];
      return `${what} ${formatCount(line.count)} ${unit}`;
    }
    case 'unit': {
      if (topic === 'uncollected') return `${line.name} 还差 ${formatCount(line.known - line.collected)} 户`;
      const late = line.overdue > 0 ? `，逾期 ${formatCount(line.overdue)} 项` : '';
      return `${line.name} 采集 ${formatRate(line.collected, line.known)}${late}`;
    }
    case 'task': {
      const { title, unit, dueOn, lateWorkdays } = line.task;
      return `${title}（${unit}）${formatDay(dueOn, today)}到期，已过 ${lateWorkdays} 个工作日`;
    }
    case 'tasks': {
      const { title, count, units, dueOn, lateWorkdays } = line.work;
      const named = `${units.slice(0, NAMES_MOST).join('、')}${units.length > NAMES_MOST ? ` 等 ${units.length} 个` : ''}`;
      return `${title} ${formatCount(count)} 项，${formatDay(dueOn, today)}起到期，最久已过 ${lateWorkdays} 个工作日：${named}`;
    }
    case 'employer':
      return employerLine(line.employer, today);
    case 'matter':
      return matterLineText(line.matter, today);
  }
}

export function noSuchDigestUnit(name: string): string {
  return name === ''
    ? '您名下还没有网格，请联系所在中队。'
    : `您的范围里没有“${name}”。请写镇街或村社区的名称，如 周报 古荥镇。`;
}

/** @param names of units that were meant, perhaps */
export function whichUnit(name: string, names: readonly string[]): string {
  return `“${name}”有几处：${names.join('、')}。请写全名。`;
}

export const NOTHING_BEHIND = '这个编号后面没有明细了。发“日报”从头看。';
