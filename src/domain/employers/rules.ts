/** Decisions about employer files; pure. */
import { parseUscc } from '../../../schemas/codes.js';
import type { CollectedEmployer } from '../../../schemas/collected-employer.js';
import type { Employer } from '../../../schemas/employer.js';
import type { LabourUse } from '../../../schemas/labour-use.js';
import { missingPaths, requiredPaths } from '../../../schemas/needs.js';
import { addDays, type Day, daysBetween } from '../../lib/day.js';

/** Basic data is refreshed at least every half year (MOHRSS09); the borders of the colours are PROPOSED (domain.md 4.4). */
const FRESH_DAYS = 150;
export const STALE_AFTER_DAYS = 183;

export type Freshness = 'never' | 'fresh' | 'due' | 'stale';

/** fresh up to 150 days after the last collection, due up to 183, stale after. */
export function freshnessOf(collectedOn: Day | undefined, today: Day): Freshness {
  if (collectedOn === undefined) return 'never';
  const days = daysBetween(collectedOn, today);
  return days <= FRESH_DAYS ? 'fresh' : days <= STALE_AFTER_DAYS ? 'due' : 'stale';
}

/** Collected before these days, an employer is due, or stale. */
export function freshnessBorders(today: Day): { due: Day; stale: Day } {
  return { due: addDays(today, -FRESH_DAYS), stale: addDays(today, -STALE_AFTER_DAYS) };
}

/** 档案号: code of the cell and four digits, more when a cell has more (domain.md 4.1 file_no, PROPOSED). */
export function fileNumber(cellCode: string, sequence: number): string {
  return cellCode + String(sequence).padStart(4, '0');
}

/** A collected employer on its way in: right keys, values not yet checked. */
export type Draft = { [K in keyof CollectedEmployer]?: unknown };
type LabourUseDraft = { [K in keyof LabourUse]?: unknown };

/** Values that follow from the others, so that nobody is asked for them. What is there stays. */
export function withImplied(draft: Draft, today: Day): Draft {
  const given = defined(draft);
  const address = [given.road, given.houseNo].filter((part) => part !== undefined).join('');
  const implied: Draft = {
    status: 'normal',
    ...(given.unitKind === 'individual_business' && { regType: '400', ownership: 'individual' }),
    ...(address !== '' && { workAddress: address }),
  };
  if (given.labourUse === undefined) return { ...implied, ...given };
  const use = defined(given.labourUse as LabourUseDraft);
  const shouldSign = use.labourRelation === undefined ? {} : { shouldSign: use.labourRelation };
  return { ...implied, ...given, labourUse: { asOf: today, ...shouldSign, ...use } };
}

/** A copy without the fields that have no value. */
export function defined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null)) as T;
}

/** All codes a duplicate can be found by; the organisation code inside the unified one too. */
export function codesOf({ uscc, orgCode, regNo }: Pick<Employer, 'uscc' | 'orgCode' | 'regNo'>): string[] {
  const inside = uscc === undefined ? undefined : parseUscc(uscc);
  const all = [uscc, orgCode, inside?.ok ? inside.orgCode : undefined, regNo];
  return [...new Set(all.filter((code) => code !== undefined))];
}

/** The code that only one file of a cell may have; undefined for sites and for whoever has no code. */
export function identityCodeOf(
  employer: Pick<Employer, 'unitKind' | 'uscc' | 'orgCode' | 'regNo'>,
): string | undefined {
  if (employer.unitKind === 'construction_project') return undefined;
  return employer.uscc ?? employer.orgCode ?? employer.regNo;
}

/** 完整率 of one file. */
export function completenessOf(record: CollectedEmployer, today: Day): { required: number; filled: number } {
  const required = requiredPaths(record, today).length;
  return { required, filled: required - missingPaths(record, today).length };
}
