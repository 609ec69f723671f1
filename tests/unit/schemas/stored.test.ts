import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { EMPLOYER_FIELDS } from '../../../schemas/employer.js';
import { fieldRegistry, PRIVACY_CLASSES } from '../../../schemas/field.js';
import { LABOUR_USE_FIELDS } from '../../../schemas/labour-use.js';
import {
  EMPLOYER_SEALED,
  StoredEmployer,
  StoredLabourUse,
  StoredWorker,
  WORKER_SEALED,
} from '../../../schemas/stored-employer.js';
import { WORKER_FIELDS } from '../../../schemas/worker.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { sealFields, unsealFields } from '../../../src/lib/seal-fields.js';
import { WORKER } from '../../fixtures/employers.js';

const classOf = (schema: z.ZodType): string => {
  const meta = fieldRegistry.get(schema);
  return meta?.privacy ?? ('unwrap' in schema ? classOf((schema.unwrap as () => z.ZodType)()) : 'open');
};
const toSeal = (fields: Record<string, z.ZodType>) =>
  Object.keys(fields).filter((key) => {
    const schema = fields[key];
    return (
      schema !== undefined &&
      PRIVACY_CLASSES.indexOf(classOf(schema) as 'open') >= PRIVACY_CLASSES.indexOf('personal_high')
    );
  });

describe('what the law asks to protect is sealed', () => {
  test('exactly the fields of class personal_high and above', () => {
    expect(toSeal(EMPLOYER_FIELDS).sort()).toEqual([...EMPLOYER_SEALED].sort());
    expect(toSeal(WORKER_FIELDS).sort()).toEqual([...WORKER_SEALED].sort());
    expect(toSeal(LABOUR_USE_FIELDS)).toEqual([]);
  });

  test.each([
    ['employer', EMPLOYER_FIELDS, StoredEmployer],
    ['labour use', LABOUR_USE_FIELDS, StoredLabourUse],
    ['worker', WORKER_FIELDS, StoredWorker],
  ])('every field of an %s is kept', (_name, fields, stored) => {
    expect(Object.keys(stored.shape)).toEqual(expect.arrayContaining(Object.keys(fields)));
  });
});

describe('sealing the fields of a record', () => {
  const ring = readKeyRing(newDataKey('test'));
  const at = { collection: 'workers', id: 'w1' };

  test('turns round, keeps the rest, leaves out what is not there', () => {
    const record = { ...WORKER, wageStdFen: 380_000 };
    const kept = sealFields(
      ring,
      at,
      record,
      WORKER_SEALED.filter((key) => key in record) as ('idNo' | 'wageStdFen')[],
    );
    expect(kept).toMatchObject({ name: WORKER.name, idNo: expect.stringMatching(/^v1\.test\./) });
    expect(JSON.stringify(kept)).not.toContain(WORKER.idNo);
    expect(unsealFields(ring, at, kept, ['idNo', 'mobile', 'wageStdFen'] as 'idNo'[])).toEqual(record);
    expect(sealFields(ring, at, { name: 'x', idNo: undefined }, ['idNo'])).toEqual({ name: 'x' });
  });
});
