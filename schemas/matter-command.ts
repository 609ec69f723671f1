/** What people of the service do to a matter, as it comes from a card or a conversation: one shape for each step. */
import { z } from 'zod';
import { ORDER_KINDS } from './matter-document.js';
import { type MoveReason, OUTCOMES, SATISFACTION, SUPPLEMENT_ITEMS, TRACKS } from './matter-enums.js';
import { MATTER_FIELDS } from './matter-intake.js';

const id = z.string().min(1).max(40);
const oneOf = <V extends string>(options: readonly { value: V }[]) =>
  z.enum(options.map(({ value }) => value) as [V, ...V[]]);

/** Reasons that a step can have. */
export const REASONS_OF = {
  transfer: ['no_jurisdiction', 'level'],
  refuse: ['too_old', 'employer_unclear', 'no_answer', 'not_inspection', 'other_procedure', 'already_handled'],
  extend: ['complex'],
  suspend: ['party_fled', 'no_evidence', 'other_legal_cause'],
  revoke: ['minor_corrected', 'not_established'],
  reopen: ['new_facts'],
  review: ['review_upheld'],
} as const satisfies Record<string, readonly MoveReason[]>;

const common = {
  matterId: id,
  /** The version that the person has seen: when it has moved on since, the step is refused and he is told. */
  seen: z.int(),
  /** In the person's own words; sealed. */
  note: z.string().trim().min(1).max(2_000).optional(),
};
const step = <A extends string, S extends z.ZodRawShape>(action: A, shape: S) =>
  z.strictObject({ ...common, action: z.literal(action), ...shape });

const outcome = z.strictObject({
  code: oneOf(OUTCOMES),
  people: z.int().min(0).max(100_000).optional(),
  paidFen: z.int().min(0).optional(),
});
const evidence = z.array(z.string().min(1).max(64)).max(20);
const place = { address: z.string().max(200).optional(), phone: z.string().max(40).optional() };

export const MatterCommand = z.discriminatedUnion('action', [
  step('request_supplement', { items: z.array(oneOf(SUPPLEMENT_ITEMS)).min(1) }),
  step('supplement', { facts: MATTER_FIELDS.facts.optional(), evidence: evidence.optional() }),
  step('guide', { track: oneOf(TRACKS) }),
  step('transfer', { to: z.string().trim().min(2).max(100), ...place, reason: z.enum(REASONS_OF.transfer) }),
  step('return_transfer', {}),
  step('mediate', {}),
  step('settle', { outcome, evidence }),
  step('refuse', { reason: z.enum(REASONS_OF.refuse) }),
  step('review', { reason: z.enum(REASONS_OF.review) }),
  step('file', {}),
  /** The first leads. */
  step('assign', { officers: z.array(z.string()).min(1).max(4) }),
  step('investigate', {}),
  step('extend', { reason: z.enum(REASONS_OF.extend) }),
  step('suspend', { reason: z.enum(REASONS_OF.suspend) }),
  step('resume', {}),
  step('decide', {}),
  step('order', {
    kind: oneOf(ORDER_KINDS),
    within: z.strictObject({ length: z.int().min(1).max(365), unit: z.enum(['workday', 'day']) }),
    fileId: z.string().min(1).max(64).optional(),
  }),
  step('correct', { evidence }),
  step('revoke', { reason: z.enum(REASONS_OF.revoke) }),
  step('enforce', {}),
  step('crime_transfer', { to: z.string().trim().min(2).max(100) }),
  step('return_from_police', {}),
  /** The outcome may stand already, from settling. */
  step('close', { outcome: outcome.optional() }),
  step('reopen', { reason: z.enum(REASONS_OF.reopen) }),
  step('archive', {}),
  /** `pressed`: the person says, or it seems, that the employer pressed for it. */
  step('withdraw', { pressed: z.boolean() }),
  step('note_withdrawal', { pressed: z.boolean() }),
  step('merge', { into: id }),
  step('join', { into: id, representatives: z.array(id).max(20) }),
  step('rate', { grade: oneOf(SATISFACTION) }),
]);
export type MatterCommand = z.infer<typeof MatterCommand>;
export type Command<A extends MatterCommand['action']> = Extract<MatterCommand, { action: A }>;
