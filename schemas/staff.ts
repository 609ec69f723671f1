/** People of the grid: who they are, in which role and where they serve on which days (domain.md 1.2). */
import { z } from 'zod';
import { DayText as day } from './day.js';
import type { Option } from './field.js';
import { Role } from './scope.js';
import { sealed } from './sealed.js';

const id = z.string().min(1).max(40);

/** What a certificate allows: enforcement 执法证/监察员证, or collecting as a co-inspector 协理员证. */
const CERTIFICATE_KINDS = ['enforcement', 'co_inspector'] as const;
type CertificateKind = (typeof CERTIFICATE_KINDS)[number];
export const CERTIFICATE_OPTIONS: readonly (Option & { value: CertificateKind })[] = [
  { value: 'enforcement', label: '监察员证', synonyms: ['执法证', '劳动保障监察证', '行政执法证'] },
  { value: 'co_inspector', label: '协理员证', synonyms: ['协管员证', '辅助证'] },
];

export const Certificate = z.object({
  kind: z.enum(CERTIFICATE_KINDS),
  no: z.string().min(1).max(40),
  validFrom: day,
  validTo: day.optional(),
});
export type Certificate = z.infer<typeof Certificate>;

/** A role in one node from a first to a last day, both included; open without `to`. */
export const Assignment = z.object({
  id,
  role: Role,
  nodeId: id,
  gridPath: z.string(),
  from: day,
  to: day.optional(),
});
export type Assignment = z.infer<typeof Assignment>;

const Absence = z.object({ from: day, to: day });

export const Staff = z.object({
  _id: id,
  /** WeCom userid in lower case; the platform does not tell cases apart. */
  userid: z.string().regex(/^[^A-Z]{1,64}$/),
  name: z.string().min(1).max(40),
  phoneSealed: sealed<'phone'>().optional(),
  certificates: z.array(Certificate),
  assignments: z.array(Assignment),
  absences: z.array(Absence),
  /** Duty texts the person has acknowledged (S9). */
  dutiesAcknowledged: z.array(z.object({ duty: z.string(), version: z.int(), at: z.date() })),
  /** Grows with every change; guards against two people changing the same person. */
  version: z.int(),
});
export type Staff = z.infer<typeof Staff>;

/** How S7 and S8 are read (domain.md 2.4). */
export const StaffingPolicy = z.object({
  /** A2: the “grid unit” is a level-3 cell (default) or a town. */
  unitLevel: z.literal([2, 3]),
  /** A4: part-time and co-inspectors count together (default), or two of one kind are needed. */
  anyMix: z.boolean(),
  fullTime: z.int().min(0),
  partTimeOrCo: z.int().min(0),
});
export type StaffingPolicy = z.infer<typeof StaffingPolicy>;

/** S7 and S8 as this service reads them unless the bureau says otherwise. */
export const STAFFING_2010: StaffingPolicy = { unitLevel: 3, anyMix: true, fullTime: 1, partTimeOrCo: 2 };
