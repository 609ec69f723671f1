/** What is written on the picture of a digest. */
import type { Coverage, DigestFacts, RankedUnit, RankingFacts } from '../../schemas/digest.js';
import { labelOf } from '../../schemas/enums.js';
import { LIGHTS } from '../../schemas/plan.js';
import { formatDay } from '../lib/day-text.js';
import { formatCount, formatPercent } from '../lib/numbers.js';
import { KIND_NAMES, sinceText } from './digest-words.js';
import { headline } from './digests.js';

/** Words and numbers of the picture in the shape that `charts/coverage.ts` draws; null when there is nothing to say yet. */
export function digestPicture(facts: DigestFacts) {
  const { unit, day, blocks } = facts;
  const { collection, ranking } = blocks;
  // before there is a plan or a list of employers it would say nothing
  if (collection.known === 0 && (blocks.work?.lights ?? []).length === 0) return null;
  const rate = formatPercent(collection.collected, collection.known);
  return {
    title: facts.kind === 'daily' ? unit.name : `${unit.name} ${KIND_NAMES[facts.kind]}`,
    date: formatDay(day, day),
    about: '采集覆盖率',
    lights: (blocks.work?.lights ?? []).map(({ light, done, of }) => ({
      label: labelOf(LIGHTS, light),
      numbers: `${formatCount(done)}/${formatCount(of)}`,
      share: done / of,
    })),
    rate,
    lines: [
      `${formatCount(collection.collected)}/${formatCount(collection.known)} 户`,
      `${sinceText(facts)} +${formatCount(collection.opened)} 户`,
    ],
    ...(ranking === undefined || ranking.units.length === 0 ? ownNumbers(facts) : comparison(facts, ranking, rate)),
  };
}

/** The units below as bars, against the whole. */
function comparison(facts: DigestFacts, { units, minKnown }: RankingFacts, rate: string) {
  const { collection } = facts.blocks;
  return {
    warning: headline(facts)[0]?.replace('⚠ ', '') ?? '',
    ...(collection.known > 0 && { percent: percent(collection) }),
    tiles: [],
    bars: units.map(barOf),
    lineLabel: `合计 ${rate}`,
    legend: legendOf(units, minKnown),
  };
}

/** A unit with nothing below it, mostly a village: what there is to do, and how each kind of employer stands. */
function ownNumbers(facts: DigestFacts) {
  const { collection, work, exceptions } = facts.blocks;
  const { known, collected, due, stale, individuals } = collection;
  const silent = exceptions.silent.length > 0 ? [`${exceptions.silentWorkdays} 个工作日没有上报`] : [];
  const others = { known: known - individuals.known, collected: collected - individuals.collected };
  const soon = (work?.soon ?? []).reduce((sum, { count }) => sum + count, 0);
  const tile = (label: string, count: number, unit: string, alert: boolean) => ({
    label,
    number: `${formatCount(count)} ${unit}`,
    alert: alert && count > 0,
  });
  const kinds = [
    { name: '单位', ...others },
    { name: '个体户', ...individuals },
  ].filter((kind) => kind.known > 0);
  return {
    warning: [...headline(facts).map((text) => text.replace('⚠ ', '')), ...silent].join('，'),
    tiles: [
      tile('还没采集', known - collected, '户', false),
      tile('待更新', due + stale, '户', stale > 0),
      tile(`${work?.soonDays ?? 3} 天内到期`, soon, '项', false),
      tile('逾期', work?.overdue ?? 0, '项', true),
    ],
    bars: kinds.map((kind) => barOf({ ...kind, nodeId: '', standing: 'between' })),
    lineLabel: '',
    legend: [],
  };
}

function barOf({ name, collected, known, standing, before }: RankedUnit) {
  const numbers = `${formatCount(collected)}/${formatCount(known)}`;
  return {
    name,
    percent: percent({ collected, known }),
    ...(before !== undefined && before.known > 0 && { before: percent(before) }),
    standing,
    rate: formatPercent(collected, known),
    numbers: standing === 'unranked' ? `样本少 ${numbers}` : numbers,
  };
}

function legendOf(units: readonly RankedUnit[], minKnown: number) {
  const named = (standing: RankedUnit['standing']) => units.filter((unit) => unit.standing === standing).length;
  const entries = [
    { mark: 'leading', label: `前 ${named('leading')}`, shown: named('leading') > 0 },
    { mark: 'trailing', label: `后 ${named('trailing')}`, shown: named('trailing') > 0 },
    { mark: 'unranked', label: `不足 ${minKnown} 户不排名`, shown: named('unranked') > 0 },
    { mark: 'before', label: '一周前', shown: units.some(({ before }) => before !== undefined && before.known > 0) },
  ] as const;
  return entries.filter(({ shown }) => shown).map(({ mark, label }) => ({ mark, label }));
}

function percent({ collected, known }: Coverage): number {
  return known === 0 ? 0 : (100 * collected) / known;
}
