/** Complaints and reports, alerts, important situations: lines of a digest. Units and numbers, never persons. */
import type { AlertFacts, MatterBlock, SituationFacts } from '../../schemas/digest.js';
import { labelOf } from '../../schemas/enums.js';
import { MATTER_CATEGORIES, type MatterCategory } from '../../schemas/matter-enums.js';
import { formatDay } from '../lib/day-text.js';
import { escapeMarkdown } from '../lib/markdown.js';
import { formatFenRounded } from '../lib/money.js';
import { formatCount, formatPercent, formatRate } from '../lib/numbers.js';
import { joined, type Look, listed, sinceText } from './digest-words.js';

const CATEGORIES_MOST = 3;

export function matterLines(block: MatterBlock, { facts }: Look): string[] {
  const { complaints, reports, people, accepted, closed, open, overdue, legallyOverdue } = block;
  const news = complaints + reports;
  const came = [
    complaints > 0 && `投诉 ${formatCount(complaints)} 件`,
    reports > 0 && `举报 ${formatCount(reports)} 件`,
    people > 0 && `${formatCount(people)} 人`,
  ];
  const done = [accepted > 0 && `立案 ${formatCount(accepted)} 件`, closed > 0 && `办结 ${formatCount(closed)} 件`];
  const late = legallyOverdue > 0 ? `（其中超法定期限 ${formatCount(legallyOverdue)} 件）` : '';
  return [
    '**投诉举报**',
    ...(news === 0 ? [] : joined([`${sinceText(facts)}新收${came.filter((part) => part !== false).join('，')}`])),
    ...joined([...done, paidText(block)]),
    ...joined([open > 0 && `在办 ${formatCount(open)} 件`, overdue > 0 && `超期 ${formatCount(overdue)} 件${late}`]),
    ...(facts.kind === 'daily' ? [] : spanLines(block)),
  ];
}

function paidText({ peoplePaid, paidFen }: MatterBlock): string | false {
  return paidFen > 0 && `为 ${formatCount(peoplePaid)} 人追回 ${formatFenRounded(paidFen)}`;
}

/** What only the longer digests tell: in time, satisfied, what about. */
function spanLines({ closedInTime, dueForRate, satisfied, rated, categories }: MatterBlock): string[] {
  const most = (Object.entries(categories) as [MatterCategory, number][])
    .sort((a, b) => b[1] - a[1])
    .slice(0, CATEGORIES_MOST);
  const all = Object.values(categories).reduce((sum, n) => sum + n, 0);
  const share = ([category, n]: [MatterCategory, number]) =>
    `${labelOf(MATTER_CATEGORIES, category)} ${formatPercent(n, all)}`;
  return [
    ...(dueForRate === 0 ? [] : [`按期办结 ${formatRate(closedInTime, dueForRate, '件')}`]),
    ...(rated === 0 ? [] : [`满意 ${formatRate(satisfied, rated, '件')}`]),
    ...(most.length === 0 ? [] : [`诉求：${most.map(share).join('、')}`]),
  ];
}

export function alertLines(
  { red, orange, yellow, newRed, undecided, cells }: AlertFacts,
  { facts, most }: Look,
): string[] {
  const counts = [
    red > 0 && `红 ${formatCount(red)} 户${newRed > 0 ? `（新增 ${formatCount(newRed)}）` : ''}`,
    orange > 0 && `橙 ${formatCount(orange)} 户`,
    yellow > 0 && `黄 ${formatCount(yellow)} 户`,
  ];
  const places = cells.filter((cell) => cell.red + cell.orange > 0 && facts.unit.level < 3);
  const where = ({ name, red: r, orange: o }: AlertFacts['cells'][number]) =>
    [escapeMarkdown(name), r > 0 && `红 ${r}`, o > 0 && `橙 ${o}`].filter((part) => part !== false).join(' ');
  return [
    '**用工预警**',
    ...joined(counts),
    ...(places.length === 0 || most === 0 ? [] : [listed(places, Math.min(most, 5), where)]),
    ...(undecided > 0 ? [`⚠ 红色预警 ${formatCount(undecided)} 户还没有处理意见，请 1 个工作日内定`] : []),
  ];
}

export function situationLines({ open, news }: SituationFacts, { facts, most }: Look): string[] {
  const line = ({ no, unit, on, people }: SituationFacts['news'][number]) =>
    `${escapeMarkdown(unit)} ${formatDay(on, facts.day)} ${formatCount(people)} 人（${escapeMarkdown(no)}）`;
  const shown = news.slice(0, Math.max(1, Math.min(most, 4)));
  const more = news.length - shown.length;
  return [
    '**重要情况**',
    ...shown.map(line),
    ...(more > 0 ? [`…… 还有 ${formatCount(more)} 件`] : []),
    ...(open > 0 ? [`没有了结的 ${formatCount(open)} 件`] : []),
  ];
}
