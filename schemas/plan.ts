/**
 * The plan language: what a file in `plans/` may say. A plan is data: milestones with dates, recurring duties, rules that hold
 * all the time, and kinds of records. Editors complete and check the files by `plans/plan.schema.json`, made from here.
 */
import { z } from 'zod';
import { DayText } from './day.js';
import { options } from './enums.js';
import { Role } from './scope.js';

export const PLAN_LEVELS = ['district', 'town', 'village'] as const;
export type PlanLevel = (typeof PLAN_LEVELS)[number];

/** 七灯 of the digest (domain.md 9). */
export const LIGHTS = options([
  ['organisation', '组织'],
  ['funding', '经费'],
  ['staff', '人员'],
  ['premises', '用房'],
  ['network', '网络'],
  ['grid', '网格'],
  ['entry', '录入'],
]);
export type Light = (typeof LIGHTS)[number]['value'];
const Light = z.enum(LIGHTS.map(({ value }) => value) as [Light, ...Light[]]);

/** What a body hands in where data cannot tell: 文号, 照片, 日期, 说明. */
export const EVIDENCE_KINDS = ['document', 'photo', 'date', 'note'] as const;
export const EvidenceKind = z.enum(EVIDENCE_KINDS);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

/** Repeating spans of time; a duty is due on one working day of each. */
export const PERIODS = ['week', 'month', 'quarter', 'half_year', 'year'] as const;
export const Repeat = z
  .strictObject({
    every: z.enum(PERIODS),
    workday: z
      .int()
      .min(-60)
      .max(60)
      .refine((n) => n !== 0)
      .default(-1)
      .meta({ description: 'The n-th working day of the period; -1 is the last.' }),
  })
  .meta({ title: 'repeat' });
export type Repeat = z.infer<typeof Repeat>;

/** An automatic check by its name, with its parameters (`domain/plans/checks`). */
export const CheckRef = z.strictObject({
  name: z.string().min(1),
  with: z.record(z.string(), z.unknown()).optional(),
});
export type CheckRef = z.infer<typeof CheckRef>;

/** What the records of a plan are kept as; those of other parts of the program are named here too. */
export const PLAN_RECORDS = [
  'premises',
  'funding',
  'network_test',
  'diagram',
  'wall_chart',
  'complaint_point',
  'appointment',
  'training',
  'text',
  'member_request',
  'problem',
  'contact_card',
  'document',
  'plan',
  'grid_node',
  'employer',
  'labour_use',
  'worker',
  'visit',
  'alert',
  'supervision',
  'situation',
] as const;

const Id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/)
  .meta({ description: 'Lower-case letters, digits and hyphens; never changes.' });
const Source = z.string().regex(/^[A-Z]+\d+$/);
const text = (max: number) => z.string().trim().min(1).max(max);

const Due = z
  .union([
    DayText,
    z.strictObject({ workdays: z.int().min(0).max(500), after: z.string() }),
    z.strictObject({ days: z.int().min(0).max(1_500), after: z.string() }),
  ])
  .meta({
    description: 'A day, or so many (working) days after another milestone, after a day, or after `plan` itself.',
  });
export type Due = z.infer<typeof Due>;

/** What all items of a plan say of themselves. */
const item = {
  id: Id,
  title: text(40),
  /** As a list of units says it: 服务站. */
  short: text(12).optional(),
  sources: z.array(Source),
  note: text(200).optional(),
} as const;

const forBodies = {
  for: z
    .array(z.enum([...PLAN_LEVELS, 'grid_unit']))
    .min(1)
    .meta({ description: 'One item per body of these levels.' }),
  bodies: z.array(text(40)).min(1).optional().meta({ description: 'Only these: names or codes.' }),
} as const;

/** Work for which somebody answers. */
const owned = {
  ...forBodies,
  owner: z
    .enum(PLAN_LEVELS)
    .optional()
    .meta({ description: 'Whose work it is: this body of the item’s own line; itself when missing.' }),
  responsible: Role.optional().meta({ description: 'Who of the owner is asked first.' }),
  evidence: z.array(EvidenceKind).optional(),
  check: CheckRef.optional(),
  accept: z
    .enum(['above', 'none'])
    .default('above')
    .meta({ description: 'Evidence is accepted by the next level, or by nobody.' }),
  light: Light.optional(),
} as const;

export const Milestone = z.strictObject({
  ...item,
  ...owned,
  due: Due.optional().meta({ description: 'Missing: the plan’s `defaultDue`.' }),
  weight: z.number().min(0).max(100).default(1),
  after: z.array(Id).optional().meta({ description: 'Milestones that must be done before.' }),
  renew: z
    .strictObject({ workdays: z.int().min(1).max(60) })
    .optional()
    .meta({ description: 'When its check fails again later it is open again, for so many working days.' }),
});
export type Milestone = z.infer<typeof Milestone>;

export const Duty = z.strictObject({
  ...item,
  ...owned,
  repeat: Repeat,
  from: DayText,
  until: DayText.optional(),
});
export type Duty = z.infer<typeof Duty>;

export const RuleCheck = z.strictObject({ ...item, ...forBodies, check: CheckRef, light: Light.optional() });
export type RuleCheck = z.infer<typeof RuleCheck>;

export const RecordType = z.strictObject({ ...item, record: z.enum(PLAN_RECORDS) });

export const PlanTemplate = z.strictObject({
  plan: Id.meta({ description: 'Name of the plan; the file has the same name.' }),
  title: text(60),
  document: z.strictObject({ no: text(40), on: DayText, basis: z.array(text(60)).optional() }),
  /** A2: what a “grid unit” is. */
  gridUnit: z.enum(['village', 'town']).default('village'),
  /** A3: for milestones that name no date. */
  defaultDue: DayText.optional(),
  /** A body that came into being after a due day gets so many working days of its own. */
  newBodyWorkdays: z.int().min(1).max(250).default(20),
  /** What the plan's document demands, by its numbers; every one must be the source of an item. */
  requirements: z.record(Source, text(80)),
  milestones: z.array(Milestone),
  duties: z.array(Duty).default([]),
  rules: z.array(RuleCheck).default([]),
  records: z.array(RecordType).default([]),
});
export type PlanTemplate = z.infer<typeof PlanTemplate>;

/** What was instantiated for a district, and when it last was brought up to date. */
export const StoredPlan = z.strictObject({
  /** `<plan>:<district id>` */
  _id: z.string().min(1),
  version: z.int(),
  plan: z.string().min(1),
  title: z.string(),
  documentNo: z.string(),
  documentOn: DayText,
  districtId: z.string().min(1),
  gridPath: z.string(),
  since: DayText,
  updatedAt: z.date(),
});
export type StoredPlan = z.infer<typeof StoredPlan>;
