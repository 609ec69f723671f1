/** Between the record as people know it and the file as it is kept. */
import type { z } from 'zod';

import { failedChecks } from '../../../schemas/checks.js';
import { CollectedEmployer, collectedChecks } from '../../../schemas/collected-employer.js';
import { EMPLOYER_FIELDS, Employer, employerChecks } from '../../../schemas/employer.js';
import type { RecordCheck } from '../../../schemas/field.js';
import { EMPLOYER_SEALED, StoredEmployer } from '../../../schemas/stored-employer.js';
import { workerChecks } from '../../../schemas/worker.js';
import { DomainError } from '../../errors.js';
import type { Day } from '../../lib/day.js';
import { geoCellOf } from '../../lib/geo.js';
import { toPinyin } from '../../lib/pinyin.js';
import { blindIndex, type KeyRing } from '../../lib/seal.js';
import { sealFields, unsealFields } from '../../lib/seal-fields.js';
import { EMPLOYERS } from '../../models/employer.js';
import { changesOf } from '../audit/index.js';
import { nameKeysOf, roadKeyOf } from './names.js';
import { codesOf, type Draft, defined, identityCodeOf, withImplied } from './rules.js';

/**
 * Reads a draft: implied values filled in, the schema's and all hard checks passed with the day known.
 * @throws DomainError invalid_record with the field to blame and the check
 */
export function readDraft(draft: Draft, today: Day): CollectedEmployer {
  const record = parsed(CollectedEmployer, withImplied(draft, today));
  refuseHard(collectedChecks, record, today);
  for (const worker of record.workers ?? []) refuseHard(workerChecks, worker, today);
  return record;
}

/** Reads the employer alone, for a correction that brings no numbers. @throws as `readDraft` */
export function readCorrection(draft: Draft, today: Day): Employer {
  const record = parsed(Employer, withImplied(draft, today));
  refuseHard(employerChecks, record, today);
  return record;
}

function parsed<T extends object>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return defined(result.data);
  const issue = result.error.issues[0];
  const { check } = (issue?.code === 'custom' ? issue.params : undefined) ?? {};
  throw new DomainError('invalid_record', { field: issue?.path.join('.') ?? '', check: String(check ?? issue?.code) });
}

/** The schema has passed; what is left are the checks that need to know the day. */
function refuseHard(checks: readonly RecordCheck[], record: object, today: Day): void {
  const failed = failedChecks(checks, record, { today }).find(({ level }) => level === 'hard');
  if (failed !== undefined)
    throw new DomainError('invalid_record', { field: failed.reads[0] ?? '', check: failed.code });
}

const KEYS = Object.keys(EMPLOYER_FIELDS);
const identityOf = (record: object) => Object.fromEntries(Object.entries(record).filter(([key]) => KEYS.includes(key)));

/** What a file says of its employer, with the phones in clear: for merging, never for showing. */
export function openEmployer(keys: KeyRing, file: StoredEmployer): Employer {
  return identityOf(unsealFields(keys, { collection: EMPLOYERS, id: file._id }, file, EMPLOYER_SEALED)) as Employer;
}

/** What a file says of its employer without what is sealed. */
export function shownEmployer(file: StoredEmployer): Partial<Employer> {
  const { legalRepPhone: _, hrPhone: __, ...shown } = file;
  return identityOf(shown);
}

/** The fields of a file that follow from the employer: sealed phones, codes, keys for searching. */
export function keptOf(keys: KeyRing, id: string, employer: Employer) {
  const { name, shortName, road, location } = employer;
  const nameKeys = nameKeysOf(name, shortName);
  const identityCode = identityCodeOf(employer);
  return {
    ...sealFields(keys, { collection: EMPLOYERS, id }, defined(identityOf(employer) as Employer), EMPLOYER_SEALED),
    phoneIndex: phonesOf(employer).map((phone) => blindIndex(keys, 'phone', phone)),
    codes: codesOf(employer),
    ...(identityCode !== undefined && { identityCode }),
    nameKeys,
    pinyin: [...new Set(nameKeys.map((key) => toPinyin(key)).flatMap(({ full, initials }) => [full, initials]))],
    ...(road !== undefined && { roadKey: roadKeyOf(road) }),
    ...(location !== undefined && { geoCell: geoCellOf(location) }),
  };
}

/** Its phones, each once. */
export function phonesOf({ legalRepPhone, hrPhone }: Pick<Employer, 'legalRepPhone' | 'hrPhone'>): string[] {
  return [...new Set([legalRepPhone, hrPhone].filter((phone) => phone !== undefined))];
}

/** What the audit may tell of a change. Sealing anew is no change. */
export function fileChanges(keys: KeyRing, before: StoredEmployer | null, after: StoredEmployer) {
  const plain = (file: StoredEmployer) => ({ ...openEmployer(keys, file), fileNo: file.fileNo, cellId: file.cellId });
  return changesOf(StoredEmployer, before && plain(before), plain(after));
}
