/**
 * The acceptance test of a complaint (R25 art. 18; REG423 art. 13, 20, 21): proposals C1–C6 with reason, law and time. Nothing is
 * decided here; a person decides (PIPL art. 24: no automatic refusal).
 */
import type { MatterKind, MoveReason, Procedure, SupplementItem, Track } from '../../../schemas/matter-enums.js';
import type { MatterAction } from '../../../schemas/matter-move.js';
import { addMonths, type Day, monthEnd } from '../../lib/day.js';
import type { Jurisdiction } from './jurisdiction.js';

/** What is known when a matter comes in. What is not known is absent, and its check says `unknown`. */
export interface IntakeFacts {
  kind: MatterKind;
  /** The day of the complaint or report; the two years look back from it. */
  today: Day;
  ongoing?: boolean | undefined;
  endedOn?: Day | undefined;
  /** Last month of the arrears, `YYYY-MM`; stands for the end when no day is known. */
  periodTo?: string | undefined;
  missing: readonly SupplementItem[];
  /** Tracks that the words speak of, and whether any matter of inspection is among the categories. */
  tracks: readonly Track[];
  inspectionMatter: boolean;
  jurisdiction: Jurisdiction['kind'];
  elsewhere?: Procedure | undefined;
  /** Receipt number of an open matter of the same persons and employer. */
  sameAs?: string | undefined;
}

export type CheckCode = 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6';

export interface Proposal {
  check: CheckCode;
  result: 'pass' | 'fail' | 'unknown';
  law: string;
  /** What a failed check proposes. */
  action?: MatterAction;
  reason?: MoveReason;
  track?: Track;
  missing?: readonly SupplementItem[];
  sameAs?: string;
  /** Within so many working days; 0 at once. */
  withinWorkdays?: number;
}

/** REG423 art. 20: not pursued when it ended more than two years before. */
const TWO_YEARS_MONTHS = 24;

export function checkIntake(facts: IntakeFacts): Proposal[] {
  return [
    twoYears(facts),
    definite(facts),
    withinInspection(facts),
    jurisdiction(facts),
    noOtherProcedure(facts),
    notYetHandled(facts),
  ];
}

/** What a complaint must contain (R25 art. 14) and does not; a report needs employer and facts only (ZJ art. 19). */
export function missingItems(
  kind: MatterKind,
  has: { [K in SupplementItem]?: boolean | undefined },
  isWage: boolean,
): SupplementItem[] {
  const person: SupplementItem[] = kind === 'complaint' ? ['name', 'contact'] : [];
  const wage: SupplementItem[] = isWage && kind === 'complaint' ? ['period', 'amount'] : [];
  const needed: SupplementItem[] = [...person, 'employer_name', 'employer_place', 'facts', ...wage];
  return needed.filter((item) => has[item] !== true);
}

function twoYears({ today, ongoing, endedOn, periodTo }: IntakeFacts): Proposal {
  const about = { check: 'C1', law: 'REG423 art. 20' } as const;
  if (ongoing === true) return { ...about, result: 'pass' };
  const end = endedOn ?? (periodTo && monthEnd(`${periodTo}-01`));
  if (end === undefined) return { ...about, result: 'unknown' };
  if (addMonths(end, TWO_YEARS_MONTHS) >= today) return { ...about, result: 'pass' };
  return { ...about, result: 'fail', action: 'refuse', reason: 'too_old', withinWorkdays: 5 };
}

function definite({ missing }: IntakeFacts): Proposal {
  const about = { check: 'C2', law: 'R25 art. 18' } as const;
  if (missing.length === 0) return { ...about, result: 'pass' };
  return { ...about, result: 'fail', action: 'request_supplement', missing, withinWorkdays: 5 };
}

function withinInspection({ tracks, inspectionMatter }: IntakeFacts): Proposal {
  const about = { check: 'C3', law: 'REG423 art. 11' } as const;
  const track = tracks.find((one) => one !== 'inspection' && one !== 'police');
  if (inspectionMatter) return { ...about, result: 'pass', ...(track !== undefined && { track }) };
  if (track === undefined) return { ...about, result: 'unknown' };
  return { ...about, result: 'fail', action: 'guide', reason: 'not_inspection', track, withinWorkdays: 5 };
}

function jurisdiction({ jurisdiction: kind }: IntakeFacts): Proposal {
  const about = { check: 'C4', law: 'REG423 art. 13' } as const;
  if (kind === 'cell' || kind === 'town') return { ...about, result: 'pass' };
  if (kind === 'unknown') return { ...about, result: 'unknown' };
  return { ...about, result: 'fail', action: 'transfer', reason: 'no_jurisdiction', withinWorkdays: 5 };
}

function noOtherProcedure({ elsewhere }: IntakeFacts): Proposal {
  const about = { check: 'C5', law: 'REG423 art. 21; R25 art. 15' } as const;
  if (elsewhere === undefined) return { ...about, result: 'unknown' };
  if (elsewhere === 'none') return { ...about, result: 'pass' };
  const track = elsewhere === 'court' ? 'court' : 'arbitration';
  return { ...about, result: 'fail', action: 'guide', reason: 'other_procedure', track, withinWorkdays: 0 };
}

function notYetHandled({ sameAs }: IntakeFacts): Proposal {
  const about = { check: 'C6', law: 'QD art. 27(3)' } as const;
  if (sameAs === undefined) return { ...about, result: 'pass' };
  return { ...about, result: 'fail', action: 'merge', reason: 'already_handled', sameAs };
}
