/** Rankings of units by coverage (domain.md 9); pure. */
import type { Coverage, RankedUnit, Standing } from '../../../schemas/digest.js';

/** At most so many are named as first and as last. */
const NAMED = 3;

interface Unit extends Coverage {
  nodeId: string;
  name: string;
  before?: Coverage;
}

/**
 * Units best first, those that are too small to be ranked after them. Order: rate, then name; equal rates share a rank.
 * @param minKnown units with fewer known employers are not ranked
 */
export function rankUnits(units: readonly Unit[], minKnown: number): RankedUnit[] {
  const ranked = units.filter((unit) => unit.known >= minKnown).sort((a, b) => byRate(a, b) || byName(a, b));
  const small = units.filter((unit) => unit.known < minKnown).sort(byName);
  const standings = standingsOf(ranked);
  const gains = gainRanks(ranked);
  return [
    ...ranked.map((unit, place) => {
      const rank = 1 + ranked.findIndex((other) => byRate(unit, other) === 0);
      const gainRank = gains.get(unit);
      const standing = standings[place] ?? 'between';
      return { ...fieldsOf(unit), standing, rank, ...(gainRank !== undefined && { gainRank }) };
    }),
    ...small.map((unit) => ({ ...fieldsOf(unit), standing: 'unranked' as const })),
  ];
}

function fieldsOf({ nodeId, name, collected, known, before }: Unit) {
  return { nodeId, name, collected, known, ...(before !== undefined && { before }) };
}

/** The higher rate first; compared as fractions, so that rounding makes no ties. */
function byRate(a: Coverage, b: Coverage): number {
  return b.collected * a.known - a.collected * b.known;
}

function byName(a: Unit, b: Unit): number {
  return a.name.localeCompare(b.name, 'zh-Hans-CN') || (a.nodeId < b.nodeId ? -1 : 1);
}

/**
 * The first and the last three, fewer when there are less than six. Who has collected nothing is not praised; who has
 * collected all, or as much as one of the first, is not called last.
 */
function standingsOf(ranked: readonly Unit[]): Standing[] {
  const named = Math.min(NAMED, Math.floor(ranked.length / 2));
  const lastLeader = ranked[named - 1];
  return ranked.map((unit, place) => {
    if (place < named) return unit.collected > 0 ? 'leading' : 'between';
    const isLast = place >= ranked.length - named;
    const behind = lastLeader !== undefined && byRate(lastLeader, unit) < 0;
    return isLast && behind && unit.collected < unit.known ? 'trailing' : 'between';
  });
}

/** Those that share the last rank; nobody where nobody is behind another. Whoever has collected all is not last. */
export function lastUnits(units: readonly RankedUnit[]): RankedUnit[] {
  const worst = Math.max(...units.map(({ rank = 1 }) => rank));
  return worst < 2 ? [] : units.filter(({ rank, collected, known }) => rank === worst && collected < known);
}

/** Ranks by growth of the rate, for units that have grown. */
function gainRanks(ranked: readonly Unit[]): Map<Unit, number> {
  const gained = ranked
    .map((unit) => ({ unit, gain: gainOf(unit) }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain);
  return new Map(gained.map(({ unit, gain }) => [unit, 1 + gained.findIndex((other) => other.gain === gain)]));
}

function gainOf({ collected, known, before }: Unit): number {
  if (before === undefined || before.known === 0 || known === 0) return 0;
  return collected / known - before.collected / before.known;
}
