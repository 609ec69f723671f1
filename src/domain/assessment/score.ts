/** From shares to points and a grade (domain.md 8.3); pure. */
import type { AssessmentItem, AssessmentRules } from '../../../schemas/assessment.js';

/** One dimension of one unit: a share of 0 to 1, where it comes from, and which records it was read of. */
export interface ItemShare {
  item: AssessmentItem;
  /** Null: nothing to judge; counts as full and is marked. */
  share: number | null;
  /** Numbers behind it by code; the words stand in texts/assessment.ts. */
  parts: readonly { code: string; have: number; of: number }[];
  /** Ids of records, as `tasks:<id>`; at most so many as a reader looks through. */
  sources: readonly string[];
}

export interface ScoredItem extends ItemShare {
  weight: number;
  points: number;
}

export interface Deduction {
  code: 'false_entry' | 'overdue' | 'leak';
  count: number;
  points: number;
}

/** Points that people gave, with the record that says why. */
export interface Bonus {
  id: string;
  on: string;
  points: number;
  reason: string;
  documentNo?: string;
}

export interface Score {
  items: ScoredItem[];
  deductions: Deduction[];
  bonuses: readonly Bonus[];
  /** Their sum, cut at the most the rules allow. */
  bonus: number;
  /** One decimal, half up; never below 0 nor above 100 and the bonus. */
  total: number;
  grade: 'A' | 'B' | 'C';
  /** 验收: items 1–7 and coverage are reached; else what lacks. */
  accepted: boolean;
  lacking: AssessmentItem[];
}

/** The weights that are used when some are tried out: those given on top of the rules', scaled to the same sum. */
export function weightsOf(
  rules: AssessmentRules,
  tried: Partial<AssessmentRules['weights']> = {},
): AssessmentRules['weights'] {
  const sum = (weights: Record<string, number>) => Object.values(weights).reduce((all, each) => all + each, 0);
  const merged = { ...rules.weights, ...tried };
  const factor = sum(merged) === 0 ? 0 : sum(rules.weights) / sum(merged);
  return Object.fromEntries(
    Object.entries(merged).map(([item, weight]) => [item, weight * factor]),
  ) as AssessmentRules['weights'];
}

const BUILDING: readonly AssessmentItem[] = [
  'organisation',
  'funding',
  'staffing',
  'premises',
  'network',
  'grid',
  'wall_charts',
];

/** `sum(w·f) − deductions + bonus`. */
export function scoreOf(
  rules: AssessmentRules,
  weights: AssessmentRules['weights'],
  shares: readonly ItemShare[],
  found: { falseEntries: number; overdue: number; leaks: number; bonuses: readonly Bonus[] },
): Score {
  const items = shares.map((each) => {
    const weight = weights[each.item];
    return { ...each, weight, points: weight * (each.share ?? 1) };
  });
  const overdue = Math.min(rules.overdue.most, found.overdue * rules.overdue.points);
  const all: Deduction[] = [
    { code: 'false_entry', count: found.falseEntries, points: found.falseEntries * rules.falseEntry },
    { code: 'overdue', count: found.overdue, points: overdue },
  ];
  const deductions = all.filter(({ count }) => count > 0);
  const given = found.bonuses.reduce((sum, { points }) => sum + points, 0);
  const bonus = Math.min(rules.bonusMost, given);
  const earned = items.reduce((sum, { points }) => sum + points, 0);
  const lost = deductions.reduce((sum, { points }) => sum + points, 0);
  const total = found.leaks > 0 ? 0 : Math.max(0, oneDecimal(earned - lost + bonus));
  const lacking = items
    .filter(({ item, share }) => {
      const least = item === 'coverage' ? rules.acceptance.coverage : rules.acceptance.items;
      return (BUILDING.includes(item) || item === 'coverage') && (share ?? 1) < least;
    })
    .map(({ item }) => item);
  return {
    items,
    deductions: found.leaks > 0 ? [...deductions, { code: 'leak', count: found.leaks, points: earned }] : deductions,
    bonuses: found.bonuses,
    bonus,
    total,
    grade: total >= rules.grades.A ? 'A' : total >= rules.grades.B ? 'B' : 'C',
    accepted: lacking.length === 0,
    lacking,
  };
}

/** Half up: 89.95 is 90.0. Rounding noise of sums is taken off first. */
export function oneDecimal(points: number): number {
  return Math.floor(Number((points * 10).toFixed(6)) + 0.5) / 10;
}
