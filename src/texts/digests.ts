/** The daily digest as a group reads it: units and numbers, no persons (voice.md rules 10 and 12). */
import type {
  ActivityFacts,
  CollectionFacts,
  Coverage,
  DigestBlocks,
  DigestFacts,
  DigestKind,
  ExceptionFacts,
  RankedUnit,
  RankingFacts,
} from '../../schemas/digest.js';
import { addDays } from '../lib/day.js';
import { formatDay, formatMonth } from '../lib/day-text.js';
import { escapeMarkdown } from '../lib/markdown.js';
import { formatCount, formatRate } from '../lib/numbers.js';
import { byteLength } from '../lib/utf8.js';
import { alertLines, matterLines, situationLines } from './digest-cases.js';
import { belowText, joined, KIND_NAMES, type Lines, type Look, listed, sinceText } from './digest-words.js';
import { unreachedLines, workLines } from './digest-work.js';

/** What an app chat takes as markdown; a webhook takes twice as much (wecom.md 3.3, 4.2). */
const MAX_BYTES = 2048;
/** Names in one list, fewer when the digest would not fit. */
const LIST_LENGTHS = [8, 5, 3, 1, 0];

/** One function per block, in the order of the text; a block without one does not compile. */
const LINES: { [Name in keyof Required<DigestBlocks>]: Lines<Name> } = {
  collection: collectionLines,
  work: workLines,
  ranking: rankingLines,
  activity: activityLines,
  matters: matterLines,
  alerts: alertLines,
  situations: situationLines,
  exceptions: exceptionLines,
  unreached: unreachedLines,
};

/** Markdown of at most 2,048 bytes. @param link to the page behind it */
export function digestText(facts: DigestFacts, link?: string): string {
  const foot = link === undefined ? '' : `\n\n[看全部明细](${link})`;
  const texts = LIST_LENGTHS.map((most) => () => write({ facts, most }) + foot);
  for (const text of texts) if (byteLength(text()) <= MAX_BYTES) return text();
  return write({ facts, most: 0 }) + foot;
}

/** Without markup and without a limit: for pages. */
export function digestParagraphs(facts: DigestFacts): string[][] {
  const look = { facts, most: Number.POSITIVE_INFINITY };
  return (Object.keys(LINES) as (keyof typeof LINES)[])
    .map((name) => linesOf(name, look))
    .filter((lines) => lines.length > 0);
}

function write(look: Look): string {
  const names = Object.keys(LINES) as (keyof typeof LINES)[];
  const paragraphs = names.map((name) => linesOf(name, look).join('\n')).filter((text) => text !== '');
  return [`**${escapeMarkdown(digestTitle(look.facts))}**`, ...headline(look.facts), paragraphs.join('\n\n')].join(
    '\n',
  );
}

/** `惠济区 11月24日 周二`, `惠济区 周报 11月16日—11月22日`, `惠济区 月报 2026年8月`. */
export function digestTitle({ kind, unit, day, since }: DigestFacts): string {
  if (kind === 'daily') return `${unit.name} ${formatDay(day, day)}`;
  const last = addDays(day, -1);
  const span = kind === 'monthly' ? formatMonth(since.slice(0, 7)) : `${shortDay(since)}—${shortDay(last)}`;
  return `${unit.name} ${KIND_NAMES[kind]} ${span}`;
}

const shortDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** The worst first, in one line; nothing when all is well. */
export function headline({ blocks: { work, alerts, matters, situations } }: DigestFacts): string[] {
  const news = (matters?.complaints ?? 0) + (matters?.reports ?? 0);
  const situation = situations?.news.length ?? 0;
  return joined([
    situation > 0 && `⚠ 重要情况 ${situation} 件`,
    (work?.overdue ?? 0) > 0 && `逾期 ${formatCount(work?.overdue ?? 0)} 项`,
    (alerts?.red ?? 0) > 0 && `红色预警 ${formatCount(alerts?.red ?? 0)} 户`,
    news > 0 && `新投诉举报 ${formatCount(news)} 件`,
  ]);
}

function linesOf<Name extends keyof DigestBlocks>(name: Name, look: Look): string[] {
  const block = look.facts.blocks[name];
  return block === undefined ? [] : LINES[name](block, look);
}

function collectionLines(block: CollectionFacts, { facts }: Look): string[] {
  const { opened, refreshed, known, collected, due, stale } = block;
  const missing = known - collected;
  if (known === 0 && opened + refreshed === 0) return ['还没有单位名单，也没有采集'];
  const whole = known === 0 ? '还没有单位名单' : `累计 ${formatRate(collected, known, '户')}`;
  const rest = facts.unit.level === 3 && missing > 0 ? `，还差 ${formatCount(missing)} 户` : '';
  const toRefresh = [
    due > 0 && `待更新 ${formatCount(due)} 户`,
    stale > 0 && `超过半年未更新 ${formatCount(stale)} 户`,
  ].filter((part) => part !== false);
  return [`${sinceText(facts)}${workText(opened, refreshed)}`, whole + rest, ...kindsLine(block), ...joined(toRefresh)];
}

function workText(opened: number, refreshed: number): string {
  if (opened === 0 && refreshed === 0) return '没有采集';
  const parts = [
    opened > 0 && `采集 +${formatCount(opened)} 户`,
    refreshed > 0 && `更新 ${formatCount(refreshed)} 户`,
  ].filter((part) => part !== false);
  return parts.join('，');
}

function kindsLine({ known, collected, individuals }: CollectionFacts): string[] {
  const others: Coverage = { known: known - individuals.known, collected: collected - individuals.collected };
  if (individuals.known === 0 || others.known === 0) return [];
  const rate = (of: Coverage) => formatRate(of.collected, of.known);
  return [`单位 ${rate(others)}`, `个体户 ${rate(individuals)}`];
}

function rankingLines({ minKnown, units, lastTwice = [] }: RankingFacts, { facts, most }: Look): string[] {
  const ranked = units.filter(({ rank }) => rank !== undefined);
  const small = units.filter(({ standing }) => standing === 'unranked');
  if (ranked.length < 2) return [];
  const line = (unit: RankedUnit) =>
    `${unit.rank} ${escapeMarkdown(unit.name)} ${formatRate(unit.collected, unit.known)}`;
  const leading = ranked.filter(({ standing }) => standing === 'leading').map(line);
  const trailing = ranked.filter(({ standing }) => standing === 'trailing').map(line);
  const between = ranked.length - leading.length - trailing.length;
  const head = `**覆盖率排名**（${ranked.length} 个${belowText(facts.unit.level)}）`;
  return [
    head,
    ...leading,
    ...(leading.length > 0 && trailing.length > 0 && between > 0 ? [`…… 中间 ${between} 个`] : []),
    ...trailing,
    ...gainLine(ranked, facts.kind, most),
    ...(lastTwice.length === 0
      ? []
      : [
          `连续${facts.kind === 'monthly' ? '两月' : '两周'}末位，列督办：${listed(lastTwice, most, ({ name }) => escapeMarkdown(name))}`,
        ]),
    ...(small.length === 0
      ? []
      : [
          `样本少（不足 ${minKnown} 户）不排名：${listed(small, most, (u) => `${escapeMarkdown(u.name)} ${u.collected}/${u.known}`)}`,
        ]),
  ];
}

/** Praise by number: who has grown most in the week or month. */
function gainLine(ranked: readonly RankedUnit[], kind: DigestKind, most: number): string[] {
  const best = ranked
    .map((unit) => ({ unit, points: Math.round(100 * growthOf(unit)) }))
    .filter(({ unit, points }) => (unit.gainRank ?? Number.POSITIVE_INFINITY) <= 3 && points >= 1)
    .sort((a, b) => (a.unit.gainRank ?? 0) - (b.unit.gainRank ?? 0))
    .slice(0, Math.min(3, most));
  if (best.length === 0) return [];
  const span = kind === 'monthly' ? '一月' : '一周';
  return [
    `${span}进步：${best.map(({ unit, points }) => `${escapeMarkdown(unit.name)} +${points} 个百分点`).join('、')}`,
  ];
}

function growthOf({ collected, known, before }: RankedUnit): number {
  if (before === undefined || before.known === 0 || known === 0) return 0;
  return collected / known - before.collected / before.known;
}

function exceptionLines(
  { silent, silentWorkdays, refused, unlicensed, under16 }: ExceptionFacts,
  look: Look,
): string[] {
  const { facts } = look;
  const cells = facts.blocks.collection.cells;
  const counts = [
    refused > 0 && `拒绝配合 ${formatCount(refused)} 户`,
    unlicensed > 0 && `无照用工 ${formatCount(unlicensed)} 户`,
  ].filter((part) => part !== false);
  const lines = [
    ...(silent.length === 0 ? [] : [silentLine({ silent, silentWorkdays }, cells, look)]),
    ...joined(counts),
    ...(under16 === 0 ? [] : [`⚠ 报有未满16周岁用工 ${formatCount(under16)} 户，请今天核实`]),
  ];
  return lines.length === 0 ? [] : ['**请关注**', ...lines];
}

function silentLine(
  { silent, silentWorkdays }: Pick<ExceptionFacts, 'silent' | 'silentWorkdays'>,
  cells: number,
  { facts, most }: Look,
): string {
  const what = `${silentWorkdays} 个工作日没有上报`;
  if (facts.unit.level === 3) return what;
  const share = `${what}：${silent.length}/${cells} 个${belowText(2)}`;
  if (most === 0) return share;
  if (facts.unit.level === 2) return `${share}（${listed(silent, most, ({ name }) => escapeMarkdown(name))}）`;
  const byTown = new Map<string, number>();
  for (const { below } of silent) byTown.set(below, (byTown.get(below) ?? 0) + 1);
  const towns = [...byTown].sort(([, a], [, b]) => b - a);
  return `${share}（${listed(towns, most, ([town, count]) => `${escapeMarkdown(town)} ${count}`)}）`;
}

function activityLines({ collectors, records, workdays }: ActivityFacts, { facts }: Look): string[] {
  if (collectors === 0) return [];
  const each = Math.round((10 * records) / (collectors * Math.max(1, workdays))) / 10;
  const what = `${sinceText(facts)} ${formatCount(collectors)} 人采集 ${formatCount(records)} 户次`;
  return [`${what}，人均每个工作日 ${formatCount(each)} 户次`];
}
