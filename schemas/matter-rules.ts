/** What the bureau decides about complaints and reports: `config/matters.yaml`. Every value has a default and a source there. */
import { z } from 'zod';
import { ClockProfile } from './matter-clock.js';
import { MATTER_ACTIONS } from './matter-move.js';
import { Role } from './scope.js';

export const AUDIENCES = ['handler', 'squadron', 'brigade', 'leader'] as const;
export const Audience = z.enum(AUDIENCES);
export type Audience = z.infer<typeof Audience>;

/** One rung of the ladder of nudges: a share of the time, or working days before (−) or after (+) the internal due date. */
export const LadderRung = z.union([
  z.strictObject({ percent: z.int().min(1).max(99), to: z.array(Audience).min(1) }),
  z.strictObject({ workdays: z.int().min(-60).max(60), to: z.array(Audience).min(1) }),
]);
export type LadderRung = z.infer<typeof LadderRung>;

/** People of one cause, and who hears of it (domain.md 5.5). */
export const PeopleThreshold = z.strictObject({
  people: z.int().min(1),
  code: z.string().regex(/^[a-z_0-9]+$/),
  to: z.array(Audience).min(1),
  withinMinutes: z.int().min(0),
  reportCard: z.boolean(),
  red: z.boolean(),
  source: z.string(),
});
export type PeopleThreshold = z.infer<typeof PeopleThreshold>;

/** Sums of the crime of refusing to pay (SPC2013, local). */
export const CrimeSums = z.strictObject({
  code: z.string().regex(/^[a-z_0-9]+$/),
  oneWorkerFen: z.int().min(1),
  oneWorkerMonths: z.int().min(1),
  manyWorkers: z.int().min(2),
  manyWorkersFen: z.int().min(1),
  source: z.string(),
});
export type CrimeSums = z.infer<typeof CrimeSums>;

/** `{year}` and `{seq:4}` stand for the year and the number with at least so many digits. */
const Pattern = z.string().regex(/^[^{}]*\{year\}[^{}]*\{seq:[1-6]\}[^{}]*$/);

export const REGISTERS = [
  'complaint',
  'report',
  'filing',
  'inquiry',
  'rectification',
  'handling',
  'penalty',
  'transfer',
  'supervise',
] as const;
export const Register = z.enum(REGISTERS);
export type Register = z.infer<typeof Register>;

export const MatterRules = z.strictObject({
  /** Signs the letters. */
  bureau: z.strictObject({ name: z.string().min(2), phone: z.string().min(3) }),
  /** Whose time limits are the legal ones. */
  profile: z.string(),
  profiles: z.array(ClockProfile).min(1),
  counting: z.strictObject({ pauseStart: z.boolean(), pauseEnd: z.boolean() }),
  /** Clocks that no profile speaks of. */
  house: z.strictObject({
    supplementDays: z.int().min(1),
    objectWorkdays: z.int().min(1),
    satisfactionWorkdays: z.int().min(1),
  }),
  ladder: z.array(LadderRung).min(1),
  /** Who approves which step (open question 8 of domain.md 12). */
  approvers: z.partialRecord(z.enum(MATTER_ACTIONS), z.array(Role).min(1)),
  registers: z.record(Register, Pattern),
  people: z.array(PeopleThreshold),
  crime: z.array(CrimeSums),
  /** Warn at this share of a sum, in per cent. */
  crimeWarnPercent: z.int().min(1).max(100),
  identicalReports: z.strictObject({ count: z.int().min(2), days: z.int().min(1) }),
  maxRepresentatives: z.int().min(1),
  lookUp: z.strictObject({ wrongPerAskerPerHour: z.int().min(1), wrongPerHour: z.int().min(1) }),
  retention: z.strictObject({
    refusedYears: z.int().min(1),
    closedFileYears: z.int().min(3),
    rawTextDays: z.int().min(1),
    draftDays: z.int().min(1),
  }),
});
export type MatterRules = z.infer<typeof MatterRules>;
