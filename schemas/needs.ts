/**
 * Which fields a kind and size of unit needs: little of a small shop, all of a large firm (domain.md 4.1–4.2, column R; the
 * three depths and their borders are PROPOSED). Paths are those of a collected employer.
 */

import { reading } from './checks.js';
import type { UnitKind } from './enums.js';
import { monthsBehind } from './labour-use-doubts.js';

/** light: unlicensed, and individual businesses with at most 7 workers · full: from 50 workers, dispatch agencies, sites. */
export type Depth = 'light' | 'standard' | 'full';

const SMALL_SHOP_WORKERS = 7;
const LARGE_FIRM_WORKERS = 50;

/** How much is asked. @param total workers in all; without it a unit counts as small */
export function depthOf(unitKind: UnitKind, total = 0): Depth {
  if (unitKind === 'unlicensed') return 'light';
  if (unitKind === 'dispatch_agency' || unitKind === 'construction_project' || total >= LARGE_FIRM_WORKERS)
    return 'full';
  return unitKind === 'individual_business' && total <= SMALL_SHOP_WORKERS ? 'light' : 'standard';
}

const list = (text: string) => text.trim().split(/\s+/);
const labour = (text: string) => list(text).map((key) => `labourUse.${key}`);

/** Needed of everybody. */
const LIGHT = [
  ...list('unitKind name industry status legalRep legalRepPhone workAddress road'),
  ...labour('asOf total labourRelation migrant juvenile under16 signed wageAvgFen lastPaidMonth depositOrIdHeld'),
];
/** Needed in addition of all but small shops: column R. */
const STANDARD = [
  ...list('houseNo hrContact hrPhone regAddress'),
  ...labour(`male female dispatchedIn shouldSign pension medical injury unemployment maternity wageMinFen payCycle payDay
    payMethod wageLedger wageSlip hoursSystem hoursDay hoursWeek restDaysWeek rulesMade rulesPublished rosterKept
    attendanceKept`),
];
/** Asked in addition of large firms, and may stay open: column O. */
const FULL = [
  ...list('shortName socialInsuranceNo ownership establishedOn regCapitalFen businessScope'),
  ...labour(`onPost offPost nonlocal retainedElsewhere students pensioners partTime disabled maternityProtected newHires left
    signedTask signedUnder3y signed3to10y signedLong overdueSign collectiveContract wageTotalFen overtimeMonth overtimePaid
    annualLeave union mediationOrg skillJobs skillCertified trainedWorkers`),
];

const CODED_KINDS: readonly UnitKind[] = ['enterprise', 'dispatch_agency', 'hr_service_agency', 'construction_project'];
const AGENCIES: readonly UnitKind[] = [
  'dispatch_agency',
  'hr_service_agency',
  'training_institution',
  'skill_appraisal_agency',
];
const ON_QUOTA: readonly UnitKind[] = ['state_organ', 'public_institution'];

/** Fields that one answer makes necessary (column C). */
function conditional(get: (path: string) => unknown, unitKind: UnitKind, today: string): string[] {
  const count = (key: string) => (get(`labourUse.${key}`) as number | undefined) ?? 0;
  const hours = get('labourUse.hoursSystem');
  const paid = get('labourUse.lastPaidMonth');
  const late =
    paid !== undefined && monthsBehind(String(paid), today, get('labourUse.payDay') as number | undefined) > 0;
  return [
    ...(CODED_KINDS.includes(unitKind) ? ['regType'] : []),
    ...(AGENCIES.includes(unitKind) ? labour('agencyLicenceNo agencyLicenceUntil') : []),
    ...(unitKind === 'dispatch_agency' ? labour('dispatchedOut') : []),
    ...(ON_QUOTA.includes(unitKind) ? labour('staffQuota') : []),
    ...(unitKind === 'construction_project'
      ? labour('project.generalContractor project.wageDeposit project.realName project.wageOfficer project.noticeBoard')
      : []),
    ...(count('dispatchedIn') > 0 ? labour('dispatchAgencies') : []),
    ...(count('juvenile') > 0 ? labour('juvenileCheck') : []),
    ...(count('female') > 0 ? labour('femaleProtection') : []),
    ...(hours !== undefined && hours !== 'standard' ? labour('hoursApprovalNo hoursApprovalUntil') : []),
    ...(late ? labour('arrearsMonths arrearsWorkers arrearsFen') : []),
  ];
}

/** What a refusal still tells: what can be seen from the street. */
const REFUSED = list('unitKind name workAddress road refusedNote');

/**
 * Paths that this record needs, from its kind, size and answers so far.
 * @param today for wages that are late
 */
export function requiredPaths(record: unknown, today: string): string[] {
  const get = reading(record);
  const unitKind = get('unitKind') as UnitKind;
  if (get('refused') === true) return REFUSED;
  const depth = depthOf(unitKind, get('labourUse.total') as number | undefined);
  const more = conditional(get, unitKind, today);
  // small shops are not asked what only matters for the bookkeeping of larger ones
  return [...new Set(depth === 'light' ? [...LIGHT, ...more] : [...LIGHT, ...STANDARD, ...more])];
}

/** Paths worth asking for a record of this kind and size; those of `requiredPaths` first. */
export function askedPaths(record: unknown, today: string): string[] {
  const get = reading(record);
  const depth = depthOf(get('unitKind') as UnitKind, get('labourUse.total') as number | undefined);
  const required = requiredPaths(record, today);
  if (get('refused') === true || depth !== 'full') return required;
  return [...new Set([...required, ...FULL])];
}

/** Required fields without an answer. */
export function missingPaths(record: unknown, today: string): string[] {
  const get = reading(record);
  return requiredPaths(record, today).filter((path) => get(path) === undefined);
}
