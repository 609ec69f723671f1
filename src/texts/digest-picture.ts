/** What is written on the picture of a digest. */
import type { Coverage, DigestFacts, RankedUnit } from '../../schemas/digest.js';
import { labelOf } from '../../schemas/enums.js';
import { LIGHTS } from '../../schemas/plan.js';
import { formatDay } from '../lib/day-text.js';
import { formatCount, formatPercent } from '../lib/numbers.js';
import { KIND_NAMES, sinceText } from './digest-words.js';
import { headline } from './digests.js';

/** Words and numbers of the picture in the shape that `charts/coverage.ts` draws; null when there is nothing to compare. */
export function digestPicture(facts: DigestFacts) {
  const { unit, day, blocks } = facts;
  const { collection, ranking } = blocks;
  if (ranking === undefined || ranking.units.length === 0) return null;
  // before there is a plan or a list of employers it would say nothing
  if (collection.known === 0 && (blocks.work?.lights ?? []).length === 0) return null;
  const rate = formatPercent(collection.collected, collection.known);
  return {
    title: facts.kind === 'daily' ? unit.name : `${unit.name} ${KIND_NAMES[facts.kind]}`,
    date: formatDay(day, day),
    about: '采集覆盖率',
    warning: headline(facts)[0]?.replace('⚠ ', '') ?? '',
    lights: (blocks.work?.lights ?? []).map(({ light, done, of }) => ({
      label: labelOf(LIGHTS, light),
      numbers: `${formatCount(done)}/${formatCount(of)}`,
      share: done / of,
    })),
    ...(collection.known > 0 && { percent: percent(collection) }),
    rate,
    lines: [
      `${formatCount(collection.collected)}/${formatCount(collection.known)} 户`,
      `${sinceText(facts)} +${formatCount(collection.opened)} 户`,
    ],
    bars: ranking.units.map(barOf),
    lineLabel: `合计 ${rate}`,
    legend: legendOf(ranking.units, ranking.minKnown),
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
