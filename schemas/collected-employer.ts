/** What one visit brings home: the employer, its labour use of this period, and workers as far as they were taken down. */
import { z } from 'zod';
import { refuseHard, under } from './checks.js';
import { EMPLOYER_FIELDS, employerChecks } from './employer.js';
import type { RecordCheck } from './field.js';
import { field } from './field.js';
import { LabourUse, labourUseChecks } from './labour-use.js';
import { Worker } from './worker.js';

/** Checks that speak of the employer and of its numbers. */
const acrossChecks: readonly RecordCheck[] = [
  {
    code: 'all_migrant_in_organ',
    level: 'soft',
    reads: ['labourUse.migrant', 'labourUse.total', 'unitKind'],
    holds: (get) =>
      get('unitKind') !== 'state_organ' ||
      get('labourUse.total') === 0 ||
      get('labourUse.migrant') !== get('labourUse.total'),
    say: (get) => `机关 ${get('labourUse.total')} 人全是农民工`,
    source: 'domain.md 4.2 cross checks',
  },
  {
    code: 'labour_use_missing',
    level: 'hard',
    reads: ['unitKind'],
    atEnd: true,
    mendedBy: ['labourUse.total', 'refused'],
    holds: (get) => get('refused') === true || get('labourUse.total') !== undefined,
    say: () => '还没有填用工人数；单位不肯提供的，请选拒绝配合',
    source: 'domain.md 4.2 n_total',
  },
];

/** Every check of a collected employer, with paths as in the whole record (`labourUse.total`). Workers have their own. */
export const collectedChecks: readonly RecordCheck[] = [
  ...employerChecks,
  ...under('labourUse.', labourUseChecks),
  ...acrossChecks,
];

export const CollectedEmployer = z
  .object({
    ...EMPLOYER_FIELDS,
    labourUse: LabourUse.optional(),
    workers: field(z.array(Worker).max(500), { label: '劳动者', kind: 'text', privacy: 'personal' }).optional(),
  })
  .superRefine(refuseHard([...employerChecks, ...acrossChecks]));
export type CollectedEmployer = z.infer<typeof CollectedEmployer>;
