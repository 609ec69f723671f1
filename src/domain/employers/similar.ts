/** 一户一档: one file per employer. Which files on hand may be the one that somebody is about to open. */
import type { UnitKind } from '../../../schemas/enums.js';
import { distanceM, type MapPoint } from '../../lib/geo.js';
import { houseKeyOf, nameLikeness, roadKeyOf } from './names.js';

/** What two employers are compared by. Phones are blind indexes, never numbers. */
export interface Traits {
  unitKind?: UnitKind | undefined;
  codes: readonly string[];
  nameKeys: readonly string[];
  phoneIndex: readonly string[];
  road?: string | undefined;
  houseNo?: string | undefined;
  location?: MapPoint | undefined;
}

export type SameReason = 'code' | 'name' | 'phone' | 'door' | 'near';

export interface Likeness {
  /** 0 … 1. A common code is 1. */
  score: number;
  /** The strongest first. */
  reasons: SameReason[];
  metres?: number;
}

/** What each sign alone is worth (PROPOSED). Signs add up like independent chances; neighbours alone prove nothing. */
const WORTH = { name: 0.65, phone: 0.35, door: 0.4, near: 0.25 };
const NAME_FROM = 0.7;
const NEAR_METRES = 60;
/** From here on the person is asked whether it is the same. */
const ASK_FROM = 0.5;
/** Two different unified codes speak against one employer, though a licence can be reissued. */
const OTHER_CODE = 0.6;

/** How likely two records are one employer; undefined when it is not worth asking. */
export function judgeLikeness(probe: Traits, other: Traits): Likeness | undefined {
  const metres = probe.location && other.location ? distanceM(probe.location, other.location) : undefined;
  const at = metres === undefined ? {} : { metres: Math.round(metres) };
  // several sites of one builder share its code
  const oneCodeOneFile = probe.unitKind !== 'construction_project' && other.unitKind !== 'construction_project';
  if (oneCodeOneFile && probe.codes.some((code) => other.codes.includes(code)))
    return { score: 1, reasons: ['code'], ...at };
  const likeness = Math.max(0, ...probe.nameKeys.flatMap((a) => other.nameKeys.map((b) => nameLikeness(a, b))));
  const signs: [SameReason, number][] = [
    ['name', likeness >= NAME_FROM ? WORTH.name * likeness : 0],
    ['phone', probe.phoneIndex.some((phone) => other.phoneIndex.includes(phone)) ? WORTH.phone : 0],
    ['door', sameDoor(probe, other) ? WORTH.door : 0],
    ['near', metres !== undefined && metres < NEAR_METRES ? WORTH.near : 0],
  ];
  const score =
    (1 - signs.reduce((miss, [, worth]) => miss * (1 - worth), 1)) * (otherCode(probe, other) ? OTHER_CODE : 1);
  if (score < ASK_FROM) return undefined;
  const reasons = signs.filter(([, worth]) => worth > 0).sort((a, b) => b[1] - a[1]);
  return { score, reasons: reasons.map(([reason]) => reason), ...at };
}

/** The candidates worth asking about, the likeliest first. */
export function judgeSimilar<T extends Traits>(probe: Traits, candidates: readonly T[]): (Likeness & { one: T })[] {
  return candidates
    .flatMap((one) => {
      const likeness = judgeLikeness(probe, one);
      return likeness === undefined ? [] : [{ ...likeness, one }];
    })
    .sort((a, b) => b.score - a.score);
}

function sameDoor(a: Traits, b: Traits): boolean {
  if (a.road === undefined || b.road === undefined || a.houseNo === undefined || b.houseNo === undefined) return false;
  return roadKeyOf(a.road) === roadKeyOf(b.road) && houseKeyOf(a.houseNo) === houseKeyOf(b.houseNo);
}

function otherCode(a: Traits, b: Traits): boolean {
  const unified = ({ codes }: Traits) => codes.find((code) => code.length === 18);
  const [x, y] = [unified(a), unified(b)];
  return x !== undefined && y !== undefined && x !== y;
}
