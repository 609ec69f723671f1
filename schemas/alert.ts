/** Dynamic monitoring (S53, domain.md 7.3): rules as data, and what they found about an employer. */
import { z } from 'zod';

const id = z.string().min(1).max(40);

/** From light to grave. */
export const ALERT_LEVELS = ['yellow', 'orange', 'red'] as const;
export const AlertLevel = z.enum(ALERT_LEVELS);
export type AlertLevel = z.infer<typeof AlertLevel>;

/** What rules measure. The value of each is a number; the rule says from where on it is which level. */
export const MEASURES = [
  'wage_days_late',
  'headcount_drop_percent',
  'contract_percent',
  'insured_percent',
  'stale_days',
  'refusals',
  'hours_week',
  'overtime_month',
  'under16',
  'lost_with_arrears',
  'matters_90_days',
  'people_in_matters',
  'visits_missed',
  'head_fled',
  'credit_grade',
  'blacklisted',
] as const;
export type Measure = (typeof MEASURES)[number];

/** A bound; `and` must hold beside it: red needs 10 workers and 40,000 yuan. */
const Bound = z.union([
  z.strictObject({ atLeast: z.number() }),
  z.strictObject({ moreThan: z.number() }),
  z.strictObject({ lessThan: z.number() }),
]);
export type Bound = z.infer<typeof Bound>;

export const MonitoringRules = z.strictObject({
  /** So many orange findings of one employer are red. */
  orangesForRed: z.int().min(2),
  /** Working days in which a red alert needs a decision by a person. */
  decideWorkdays: z.int().min(1),
  /** Working days of the cell's task, by level; a level without one makes no task. */
  taskWorkdays: z.strictObject({ yellow: z.int().optional(), orange: z.int().optional(), red: z.int().optional() }),
  /** Employers with fewer workers are not judged by rates. */
  fewest: z.int().min(0),
  rules: z.array(
    z.strictObject({
      name: z.string().min(1).max(20),
      measure: z.enum(MEASURES),
      yellow: Bound.optional(),
      orange: Bound.optional(),
      red: Bound.optional(),
      /** False: it is shown, but sets no task; refreshing has tasks of its own. */
      task: z.boolean().default(true),
    }),
  ),
});
export type MonitoringRules = z.infer<typeof MonitoringRules>;

const Finding = z.strictObject({ name: z.string(), measure: z.enum(MEASURES), level: AlertLevel, value: z.number() });
export type Finding = z.infer<typeof Finding>;

export const Alert = z.strictObject({
  /** The employer's id: one alert each, that rises and falls. */
  _id: id,
  version: z.int(),
  cellId: id,
  gridPath: z.string(),
  level: z.enum(['none', ...ALERT_LEVELS]),
  findings: z.array(Finding),
  /** Grows each time it is raised from nothing or becomes graver: names its task. */
  round: z.int(),
  decision: z
    .strictObject({ by: z.string(), at: z.date(), verdict: z.enum(['handle', 'watch', 'mistaken']), note: z.string() })
    .optional(),
  /** Each change of the level, so that any past day can be told again; the present one is last. */
  history: z
    .array(z.strictObject({ at: z.date(), level: z.enum(['none', ...ALERT_LEVELS]), decided: z.boolean() }))
    .max(400),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Alert = z.infer<typeof Alert>;

export const CREDIT_GRADES = ['A', 'B', 'C'] as const;

/** The yearly grade of an employer (domain.md 7.1): proposed by code, decided by a person. */
export const CreditGrade = z.strictObject({
  /** `<employer id>:<year>` */
  _id: z.string().min(1).max(60),
  employerId: id,
  gridPath: z.string(),
  year: z.int(),
  proposed: z.enum(CREDIT_GRADES),
  rule: z.string(),
  decided: z.enum(CREDIT_GRADES),
  note: z.string().max(300),
  by: z.string(),
  at: z.date(),
});
export type CreditGrade = z.infer<typeof CreditGrade>;
