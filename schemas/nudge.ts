/** Nudges (催办): their ladder, which is configuration, and the row that says one was told. */
import { z } from 'zod';
import { DayText } from './day.js';

/**
 * Who hears of it: the person responsible that day by direct message; the group of the body it is about (`unit`), of the level
 * above the owner (`parent`), of the town, of the district, or of the leaders.
 */
export const NUDGE_AUDIENCES = ['person', 'unit', 'parent', 'town', 'district', 'leaders'] as const;
export const NudgeAudience = z.enum(NUDGE_AUDIENCES);
export type NudgeAudience = z.infer<typeof NudgeAudience>;

const to = z.array(NudgeAudience).min(1);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Calendar days before the due day (moved to the working day before), or working days after it. */
export const LadderStep = z.union([
  z.strictObject({ days: z.int().min(-90).max(0), to }),
  z.strictObject({ workdays: z.int().min(1).max(60), to }),
]);

/** `config/nudges.yaml` */
export const NudgeRules = z
  .strictObject({
    /** Times of the day at which a target gets its one folded message; a missed slot is made up until the next. */
    slots: z.array(time).min(1),
    minutesBetween: z.int().min(1).max(600),
    perTaskPerDay: z.int().min(1).max(10),
    ladder: z.array(LadderStep).min(1),
    /** After the last step of the ladder, again after every so many working days. */
    weekly: z.strictObject({ workdays: z.int().min(1).max(60), to }),
    /** Work that somebody was just given. */
    assigned: z.strictObject({ to }),
    /** Work that was handed in waits for the next level so long before that level is reminded. */
    acceptance: z.strictObject({ workdays: z.int().min(1).max(60) }),
    /** At any hour, and again until it is done. */
    red: z.strictObject({ everyHours: z.int().min(1).max(168), to }),
    snooze: z.strictObject({ maxWorkdays: z.int().min(1).max(30), times: z.int().min(1).max(10) }),
    undoMinutes: z.int().min(1).max(120),
  })
  .superRefine(({ slots, minutesBetween }, ctx) => {
    const minutes = slots.map((slot) => Number(slot.slice(0, 2)) * 60 + Number(slot.slice(3)));
    for (const [i, at] of minutes.entries()) {
      const before = minutes[i - 1];
      if (before !== undefined && at - before < minutesBetween)
        ctx.addIssue({
          code: 'custom',
          path: ['slots', i],
          message: `less than ${minutesBetween} minutes after the slot before`,
        });
    }
  });
export type NudgeRules = z.infer<typeof NudgeRules>;

/** A rung of a piece of work was told to a target, or passed over because a newer one was told instead. */
export const Nudge = z.strictObject({
  _id: z.string().min(1),
  /** Item, due day and rung in one. */
  key: z.string().min(1),
  /** `task:<id>`, `matter:<id>:<clock>` */
  item: z.string().min(1),
  /** A new due day begins a new ladder. */
  due: DayText,
  rung: z.string().min(1),
  /** `member:<userid>`, `group:<node id>`, `group:<node id>:leaders`; `-` for a rung that was passed over. */
  target: z.string().min(1),
  audiences: z.array(NudgeAudience),
  outcome: z.enum(['sent', 'skipped']),
  day: DayText,
  /** `HH:mm` of the slot, or `red`. */
  slot: z.string(),
  at: z.date(),
});
export type Nudge = z.infer<typeof Nudge>;
