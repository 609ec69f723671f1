/** What of a matter is withheld from those whom it is shown to, by whom and why (issue 6, moderation). The original stays. */
import { z } from 'zod';
import { DayText } from './day.js';
import { labelOf, options } from './enums.js';
import { sealed } from './sealed.js';

/** Why a person covers a passage or a photo. */
export const REDACTION_REASONS = options([
  ['identity', '能认出当事人或举报人'],
  ['third_person', '别人的个人信息'],
  ['minor', '涉及未成年人'],
  ['business_secret', '商业秘密'],
  ['indecent', '辱骂、血腥等不宜展示'],
]);
/** Why a covering by a person is lifted again. */
export const LIFT_REASONS = options([
  ['mistake', '遮错了'],
  ['agreed', '本人同意不遮'],
  ['not_needed', '不用再遮'],
]);
/** Why a rule does it by itself: identity, telephone and card numbers; names of those who complained or reported. */
const RULE_REASONS = options([
  ['number_rule', '证件号、电话、卡号自动遮盖'],
  ['name_rule', '当事人姓名自动遮盖'],
]);

export const PASSAGE_MIN = 2;
export const PASSAGE_MAX = 500;

/** Fields that are kept in clear, because work and search need them: there a rule masks numbers before anything is stored. */
export const CLEAR_TEXTS = ['employerName', 'employerPlace', 'siteName', 'generalContractor'] as const;

/** Stands in a shown text for a passage that is covered; people read words in its place. */
export const COVERED = '\uFFFC';

const reasons = [...REDACTION_REASONS, ...RULE_REASONS, ...LIFT_REASONS].map(({ value }) => value);
const id = z.string().min(1).max(64);

/** Append-only. Never holds covered words in clear. */
export const Redaction = z.strictObject({
  _id: id,
  matterId: id,
  at: z.date(),
  on: DayText,
  /** Userid, or `sys` for a rule. */
  by: z.string(),
  reason: z.enum(reasons as [(typeof reasons)[number], ...(typeof reasons)[number][]]),
  what: z.enum(['facts', 'photo', ...CLEAR_TEXTS]),
  /** Places where it stood. */
  times: z.int().min(1),
  /** Covered passages of the facts, `from` up to `to`. Facts only grow at their end, so that places never move. */
  spans: z.array(z.strictObject({ from: z.int().min(0), to: z.int().min(1) })),
  fileId: id.optional(),
  /** The covering that this row lifts; it covers nothing itself. */
  lifts: id.optional(),
  /** As it was written, of a field that is kept in clear and masked. */
  original: sealed<'original'>().optional(),
});
export type Redaction = z.infer<typeof Redaction>;

export function redactionReason(reason: Redaction['reason']): string {
  return labelOf([...REDACTION_REASONS, ...RULE_REASONS, ...LIFT_REASONS], reason);
}
