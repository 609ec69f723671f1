/** The daily digest as a group reads it: units and numbers, no persons (voice.md rules 10 and 12). */
import type {
  CollectionFacts,
  Coverage,
  DigestBlocks,
  DigestFacts,
  ExceptionFacts,
  RankedUnit,
  RankingFacts,
} from '../../schemas/digest.js';
import { addDays } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';
import { escapeMarkdown } from '../lib/markdown.js';
import { formatCount, formatRate } from '../lib/numbers.js';
import { byteLength } from '../lib/utf8.js';

/** What an app chat takes as markdown; a webhook takes twice as much (wecom.md 3.3, 4.2). */
const MAX_BYTES = 2048;
/** Names in one list, fewer when the digest would not fit. */
const LIST_LENGTHS = [8, 5, 3, 1, 0];

interface Look {
  facts: DigestFacts;
  /** How many names a list may have. */
  most: number;
}

type Lines<Name extends keyof DigestBlocks> = (block: NonNullable<DigestBlocks[Name]>, look: Look) => string[];

/** One function per block, in the order of the text; a block without one does not compile. */
const LINES: { [Name in keyof Required<DigestBlocks>]: Lines<Name> } = {
  collection: collectionLines,
  ranking: rankingLines,
  exceptions: exceptionLines,
};

/** Markdown of at most 2,048 bytes. */
export function digestText(facts: DigestFacts): string {
  const texts = LIST_LENGTHS.map((most) => () => write({ facts, most }));
  for (const text of texts) if (byteLength(text()) <= MAX_BYTES) return text();
  return write({ facts, most: 0 });
}

function write(look: Look): string {
  const { unit, day } = look.facts;
  const names = Object.keys(LINES) as (keyof typeof LINES)[];
  const paragraphs = names.map((name) => linesOf(name, look).join('\n')).filter((text) => text !== '');
  return `**${escapeMarkdown(unit.name)} ${formatDay(day, day)}**\n${paragraphs.join('\n\n')}`;
}

function linesOf<Name extends keyof DigestBlocks>(name: Name, look: Look): string[] {
  const block = look.facts.blocks[name];
  return block === undefined ? [] : LINES[name](block, look);
}

function collectionLines(block: CollectionFacts, { facts }: Look): string[] {
  const { opened, refreshed, known, collected, due, stale } = block;
  const missing = known - collected;
  const whole = known === 0 ? '还没有单位名单，也没有采集' : `累计 ${formatRate(collected, known, '户')}`;
  const rest = facts.unit.level === 3 && missing > 0 ? `，还差 ${formatCount(missing)} 户` : '';
  const toRefresh = [
    due > 0 && `待更新 ${formatCount(due)} 户`,
    stale > 0 && `超过半年未更新 ${formatCount(stale)} 户`,
  ].filter((part) => part !== false);
  return [`${sinceText(facts)}${workText(opened, refreshed)}`, whole + rest, ...kindsLine(block), ...joined(toRefresh)];
}

/** `昨日`, or from which day on. */
export function sinceText({ since, day }: Pick<DigestFacts, 'since' | 'day'>): string {
  return since === addDays(day, -1) ? '昨日' : `${formatDay(since, day)}以来`;
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

function rankingLines({ minKnown, units }: RankingFacts, { facts, most }: Look): string[] {
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
    ...gainLine(ranked, most),
    ...(small.length === 0
      ? []
      : [
          `样本少（不足 ${minKnown} 户）不排名：${listed(small, most, (u) => `${escapeMarkdown(u.name)} ${u.collected}/${u.known}`)}`,
        ]),
  ];
}

/** Praise by number: who has grown most in the week. */
function gainLine(ranked: readonly RankedUnit[], most: number): string[] {
  const best = ranked
    .map((unit) => ({ unit, points: Math.round(100 * growthOf(unit)) }))
    .filter(({ unit, points }) => (unit.gainRank ?? Number.POSITIVE_INFINITY) <= 3 && points >= 1)
    .sort((a, b) => (a.unit.gainRank ?? 0) - (b.unit.gainRank ?? 0))
    .slice(0, Math.min(3, most));
  if (best.length === 0) return [];
  return [`一周进步：${best.map(({ unit, points }) => `${escapeMarkdown(unit.name)} +${points} 个百分点`).join('、')}`];
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

/** What the units directly below a level are called. */
function belowText(level: number): string {
  return level === 1 ? '镇街' : '村社区';
}

/** `甲村、乙村`, `甲村、乙村等 9 个`, or the number alone. */
function listed<T>(items: readonly T[], most: number, show: (item: T) => string): string {
  const shown = items.slice(0, most).map(show).join('、');
  if (items.length <= most) return shown;
  return `${shown}${shown === '' ? '' : '等 '}${items.length} 个`;
}

function joined(parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [parts.join('，')];
}
