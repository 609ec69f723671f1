/** Legal clocks of a matter (domain.md 5.4, 6): what runs, since when, with which pauses, and when it ends by each profile. */
import { z } from 'zod';
import { DayText } from './day.js';
import { options } from './enums.js';
import { MATTER_KINDS } from './matter-enums.js';

/**
 * accept: decide acceptance · investigate, decide: REG423 art. 17, R25 art. 37 · close: filing to closing (HN art. 16) ·
 * penalty: APL art. 60 · answer: first answer on unpaid wages · order: the date of an order · object: the receiver of a
 * transfer may object · satisfaction: call after closing
 */
export const CLOCK_OPTIONS = options([
  ['accept', '决定是否受理'],
  ['answer', '首次答复'],
  ['investigate', '调查'],
  ['decide', '作出处理'],
  ['close', '办结'],
  ['penalty', '处罚期限'],
  ['order', '复查整改'],
  ['object', '对方退回移送'],
  ['satisfaction', '回访'],
]);
export const ClockKind = z.enum(CLOCK_OPTIONS.map(({ value }) => value));
export type ClockKind = z.infer<typeof ClockKind>;

const unit = z.enum(['workday', 'day']);

/** How long one profile gives. An extension begins at the end of the first period, moved to a working day or not. */
export const ClockTerm = z.strictObject({
  profile: z.string().min(1).max(40),
  length: z.int().min(0).max(1_000),
  unit,
  extension: z.strictObject({ length: z.int().min(1).max(1_000), unit, from: z.enum(['moved', 'unmoved']) }).optional(),
});
export type ClockTerm = z.infer<typeof ClockTerm>;

export const ClockPause = z.strictObject({ from: DayText, to: DayText.optional() });
export type ClockPause = z.infer<typeof ClockPause>;

/** `due` is absent while a pause that stops the period still lasts. */
export const ClockDue = z.strictObject({ profile: z.string(), due: DayText.optional(), provisional: z.boolean() });
export type ClockDue = z.infer<typeof ClockDue>;

export const MatterClock = z.strictObject({
  kind: ClockKind,
  startOn: DayText,
  /** Copied from the rules when the clock began, so that a change of rules does not move a running case. */
  terms: z.array(ClockTerm).min(1),
  pauses: z.array(ClockPause),
  extendedOn: DayText.optional(),
  stoppedOn: DayText.optional(),
  /** Reckoned from all above; never edited by hand. */
  dues: z.array(ClockDue),
  /** By the profile that the bureau has chosen; absent when that profile has no such time limit. */
  legalDue: DayText.optional(),
  /** The earliest of all profiles: what the house works to. */
  internalDue: DayText.optional(),
  /** The calendar of a year that was touched is not confirmed yet. */
  provisional: z.boolean(),
  /** The dates that held before, each up to its last day: a digest of a past day counts as it was then. */
  was: z.array(z.strictObject({ until: DayText, legal: DayText.optional(), internal: DayText.optional() })),
});
export type MatterClock = z.infer<typeof MatterClock>;

/** A time limit of a profile, for the matters it speaks of. */
export const ProfileClock = ClockTerm.omit({ profile: true }).extend({
  kind: ClockKind,
  for: z.array(z.enum(MATTER_KINDS.map(({ value }) => value) as ['complaint', 'report'])).optional(),
  wageOnly: z.boolean().optional(),
  source: z.string(),
});
export type ProfileClock = z.infer<typeof ProfileClock>;

export const ClockProfile = z.strictObject({ id: z.string().min(1).max(40), clocks: z.array(ProfileClock) });
export type ClockProfile = z.infer<typeof ClockProfile>;
