/** Important situations (S63) as superiors and reporters read them. */
import type { MatterCategory } from '../../schemas/matter-enums.js';
import { type Day, dayOf, timeOf } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';
import { formatFen } from '../lib/money.js';
import { formatCount } from '../lib/numbers.js';
import { categoryNames } from './matters.js';

export const SITUATION_STEPS = {
  receive: '收到',
  supplement: '续报',
  close: '结束',
  leave: '先看着',
} as const;
export type SituationStep = keyof typeof SITUATION_STEPS;

interface Heading {
  no: string;
  at: Date;
  unit: string;
  people: number;
}

export function situationLine({ no, at, unit, people }: Heading, seen: boolean, today: Day): string {
  return `${no}，${unit}，${formatCount(people)} 人，${when(at, today)}${seen ? '' : '（未回收到）'}`;
}

/** What those of a matter want, for the card that its own data begin. */
export function situationDemandText(no: string, categories: readonly MatterCategory[]): string {
  return `${no}：${categoryNames(categories)}`;
}

export interface SituationText extends Heading {
  by: string;
  amountFen?: number | undefined;
  report: Partial<
    Record<'place' | 'employerName' | 'demand' | 'now' | 'risks' | 'done' | 'needed', string | undefined>
  >;
  /** Names and times of superiors who have it. */
  receipts: readonly { by: string; at: Date }[];
  supplements: readonly { by: string; at: Date; people: number; text: string }[];
}

/** The card as it was reported, with what has come since. */
export function situationCardText(card: SituationText, today: Day): string {
  const { no, unit, people, by, at, amountFen, report, receipts, supplements } = card;
  const line = (label: string, text: string | undefined) => (text === undefined ? '' : `${label}：${text}`);
  const lines = [
    `⚠ ${no}，${unit}，${formatCount(people)} 人。${by} ${when(at, today)}报告。`,
    line('地点', report.place),
    line('单位', report.employerName),
    line('现在', report.now),
    line('诉求', report.demand),
    amountFen === undefined ? '' : `金额：${formatFen(amountFen)}`,
    line('已做', report.done),
    line('风险', report.risks),
    line('需要', report.needed),
    ...supplements.map((one) => `续报 ${when(one.at, today)} ${one.by}：${one.text}（${formatCount(one.people)} 人）`),
    receipts.length === 0
      ? '还没有上级回复收到。'
      : `已收到：${receipts.map((one) => `${one.by} ${when(one.at, today)}`).join('、')}。`,
  ];
  return lines.filter((text) => text !== '').join('\n');
}

export function situationDoneText(step: SituationStep, no: string, told: number): string {
  switch (step) {
    case 'receive':
      return `✓ ${no} 已记下您收到。`;
    case 'supplement':
      return `✓ ${no} 续报已发，告诉了 ${told} 人。`;
    case 'close':
      return `✓ ${no} 已结束。`;
    case 'leave':
      return '';
  }
}

function when(at: Date, today: Day): string {
  const day = dayOf(at);
  return day === today ? timeOf(at) : `${formatDay(day, today)} ${timeOf(at)}`;
}
