import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { CollectedEmployer, collectedChecks } from '../../../schemas/collected-employer.js';
import { Employer } from '../../../schemas/employer.js';
import * as enums from '../../../schemas/enums.js';
import { fieldsOf, type Option, type RecordCheck } from '../../../schemas/field.js';
import { LabourUse } from '../../../schemas/labour-use.js';
import { askedPaths, requiredPaths } from '../../../schemas/needs.js';
import { Visit } from '../../../schemas/visit.js';
import { Worker, workerChecks } from '../../../schemas/worker.js';
import { FACTORY, SHOP } from '../../fixtures/employers.js';

const RECORDS = { Employer, LabourUse, Worker, Visit, CollectedEmployer };
/** Kept but not asked, so without a label. */
const SILENT = ['industryCode', 'industryEdition', 'labourUse', 'project'];

describe.each(Object.entries(RECORDS))('%s', (_name, schema) => {
  const { fields, lists } = fieldsOf(schema);
  const all = [...fields, ...lists.flatMap((list) => list.fields)];

  test('every key has a label', () => {
    const named = new Set([...fields, ...lists].map(({ path }) => path.split('.')[0]));
    for (const key of Object.keys(schema.shape)) if (!SILENT.includes(key)) expect(named).toContain(key);
  });

  test('labels are Chinese and name one field each', () => {
    for (const { label } of [...all, ...lists]) expect(label).toMatch(/\p{Script=Han}/u);
    for (const group of [fields, ...lists.map((list) => list.fields)])
      expect(new Set(group.map(({ label }) => label)).size).toBe(group.length);
  });

  test('what people call a field belongs to one field only', () => {
    const owners = new Map<string, string>();
    for (const { path, label, synonyms = [] } of fields)
      for (const word of [label, ...synonyms]) {
        expect([word, owners.get(word) ?? path]).toEqual([word, path]);
        owners.set(word, path);
      }
  });

  test('choices have options, and their words mean one option each', () => {
    for (const { path, kind, options } of all) {
      if (kind !== 'choice' && kind !== 'choices') continue;
      const words = (options ?? []).flatMap(({ label, synonyms = [] }) => [label, ...synonyms]);
      expect([path, words.length > 0]).toEqual([path, true]);
      expect([path, [...new Set(words)]]).toEqual([path, words]);
    }
  });
});

describe('bounds reach the questions', () => {
  const byPath = new Map(fieldsOf(CollectedEmployer).fields.map((field) => [field.path, field]));
  test.each([
    ['labourUse.payDay', { min: 1, max: 31, unit: '号' }],
    ['labourUse.hoursDay', { min: 0, max: 24 }],
    ['name', { minLength: 1, maxLength: 100, required: true }],
    ['labourUse.total', { min: 0, kind: 'integer', required: true }],
    ['labourUse.project.realName', { min: 0, kind: 'integer' }],
    ['legalRepPhone', { kind: 'phone', privacy: 'personal_high', required: false }],
    ['hrPhone', { label: '劳资负责人电话' }],
  ])('%s', (path, expected) => {
    expect(byPath.get(path)).toMatchObject(expected);
  });

  test('lists inside the record are found', () => {
    const { lists } = fieldsOf(CollectedEmployer);
    expect(lists.map(({ path, label }) => [path, label])).toEqual([
      ['labourUse.dispatchAgencies', '派遣单位'],
      ['workers', '劳动者'],
    ]);
  });

  test('examples are valid values', () => {
    for (const { path, example, kind, check } of byPath.values())
      if (example !== undefined && ['text', 'uscc', 'org_code', 'reg_no', 'phone', 'date'].includes(kind))
        expect([path, check?.(example).ok]).toEqual([path, true]);
  });
});

const ENUMERATIONS = Object.entries<unknown>(enums).flatMap(([name, list]): [string, readonly Option[]][] =>
  Array.isArray(list) && typeof list[0] === 'object' ? [[name, list as Option[]]] : [],
);

describe('enumerations', () => {
  test.each(ENUMERATIONS)('%s: values and labels are unique', (_name, options) => {
    expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
    expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
  });

  test('labels of values', () => {
    expect(enums.labelOf(enums.UNIT_KINDS, 'unlicensed')).toBe('无照用工');
    expect(enums.labelOf(enums.UNIT_KINDS, 'no_such')).toBe('no_such');
    expect(enums.INDUSTRIES.map(({ value }) => value).join('')).toBe('ABCDEFGHIJKLMNOPQRST');
  });
});

describe('checks', () => {
  const paths = (schema: z.ZodObject) => {
    const { fields, lists } = fieldsOf(schema);
    return new Set([...fields, ...lists].map(({ path }) => path));
  };
  test.each<[string, readonly RecordCheck[], Set<string>]>([
    ['collected employer', collectedChecks, paths(CollectedEmployer)],
    ['worker', workerChecks, paths(Worker)],
  ])('%s: codes are unique and read fields that exist', (_name, checks, known) => {
    expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length);
    for (const { code, reads } of checks) {
      expect(code).toMatch(/^[a-z0-9_]+$/);
      for (const path of reads) expect([code, path, known.has(path)]).toEqual([code, path, true]);
    }
  });

  test('needed paths exist', () => {
    const known = paths(CollectedEmployer);
    const records = [
      SHOP,
      FACTORY,
      { unitKind: 'construction_project' },
      { unitKind: 'state_organ' },
      { refused: true },
    ];
    for (const record of records)
      for (const path of [...requiredPaths(record, '2026-03-20'), ...askedPaths(record, '2026-03-20')])
        expect([path, known.has(path)]).toEqual([path, true]);
  });
});
