/**
 * Complaints and reports as they are kept (domain.md 5). Nothing here says who complained or reported: that stands in
 * `matter_identities`, under another key. What a person wrote is sealed.
 */
import { z } from 'zod';
import { DayText } from './day.js';
import { MatterClock } from './matter-clock.js';
import {
  MATTER_CHANNELS,
  MATTER_KINDS,
  MATTER_STATES,
  MOVE_REASONS,
  OUTCOMES,
  PRIORITIES,
  RED_FLAGS,
  SATISFACTION,
  SUPPLEMENT_ITEMS,
  TRACKS,
} from './matter-enums.js';
import { MATTER_FIELDS } from './matter-intake.js';
import { MATTER_ACTIONS } from './matter-move.js';
import { Role } from './scope.js';
import { sealed } from './sealed.js';

const id = z.string().min(1).max(40);
const oneOf = <V extends string>(options: readonly { value: V }[]) =>
  z.enum(options.map(({ value }) => value) as [V, ...V[]]);

export const State = oneOf(MATTER_STATES);
export const Outcome = z.strictObject({
  code: oneOf(OUTCOMES),
  /** Workers who got what was owed, and how much; asked for wage cases. */
  people: z.int().min(0),
  paidFen: z.int().min(0),
});
export type Outcome = z.infer<typeof Outcome>;

/** Who handles it, with the days; open without `to`. `intake`: until officers are named. */
export const Handler = z.strictObject({
  userid: z.string(),
  duty: z.enum(['lead', 'second', 'intake']),
  from: DayText,
  to: DayText.optional(),
});
export type Handler = z.infer<typeof Handler>;

/** Fields of what was said that are sealed under the data keys. */
export const MATTER_SEALED = ['facts', 'demands', 'hiredBy'] as const;
const {
  facts: _facts,
  demands: _demands,
  hiredBy: _hiredBy,
  evidence: _evidence,
  proofs,
  ...contentOpen
} = MATTER_FIELDS;

export const Matter = z.strictObject({
  _id: id,
  version: z.int(),
  /** By the place of work (REG423 art. 13), never by the seat of registration. The district when the place is not known. */
  cellId: id,
  gridPath: z.string(),
  pastCells: z.array(z.strictObject({ cellId: id, gridPath: z.string(), until: DayText })),
  createdAt: z.date(),
  updatedAt: z.date(),

  kind: oneOf(MATTER_KINDS),
  state: State,
  stateSince: DayText,
  priority: oneOf(PRIORITIES),
  channel: oneOf(MATTER_CHANNELS),
  /** For the public. Tells nothing of how many there are. */
  receiptNo: z.string(),
  /** 登记号, one a year and kind, without gaps. */
  registerNo: z.string(),
  filingNo: z.string().optional(),
  receivedAt: z.date(),
  receivedOn: DayText,
  /** Userid, or `sys` for what a worker wrote himself. */
  receivedBy: z.string(),
  /** A report without a name; nobody is told the outcome. */
  anonymous: z.boolean(),

  ...contentOpen,
  proofs,
  employerId: id.optional(),
  /** The name made plain, for finding other matters of the same employer. */
  employerKey: z.string().optional(),
  facts: sealed<'facts'>().optional(),
  demands: sealed<'demands'>().optional(),
  hiredBy: sealed<'hiredBy'>().optional(),
  evidence: z.array(z.string().min(1).max(64)).max(200),
  /** Persons with a row of their own. */
  complainants: z.int().min(0),
  /** Complainants or people named, whichever was larger, on the day it came in: for digests. */
  peopleAtReceipt: z.int().min(0),
  redFlags: z.array(oneOf(RED_FLAGS)),

  clocks: z.array(MatterClock),
  /** The earliest internal and legal date of the running clocks, for lists. */
  dueOn: DayText.optional(),
  legalDueOn: DayText.optional(),

  handlers: z.array(Handler),
  /** Who may not open it: declared relations, matters about the person himself (REG423 art. 16). */
  recused: z.array(z.strictObject({ userid: z.string(), why: z.enum(['declared', 'about_staff']) })),

  supplement: z
    .strictObject({ items: z.array(oneOf(SUPPLEMENT_ITEMS)).min(1), askedOn: DayText, until: DayText })
    .optional(),
  transfer: z
    .strictObject({ to: z.string().max(100), on: DayText, reason: oneOf(MOVE_REASONS), returnedOn: DayText.optional() })
    .optional(),
  /** Came from another body: it may not be transferred again (BJ-JUR). */
  transferredFrom: z.string().max(100).optional(),
  guidedTo: oneOf(TRACKS).optional(),
  filedOn: DayText.optional(),
  /** When the last end began; absent while it is open. */
  endedOnState: DayText.optional(),
  closedOn: DayText.optional(),
  /** Every time it ended, with what was reached then; `until` is the day on which it was opened again. */
  ends: z.array(z.strictObject({ on: DayText, until: DayText.optional(), people: z.int(), paidFen: z.int() })),
  outcome: Outcome.optional(),
  withdrawal: z.strictObject({ on: DayText, pressed: z.boolean() }).optional(),
  /** Where it goes on when the police give it back. */
  stateBefore: State.optional(),
  mergedInto: id.optional(),
  mergedFrom: z.array(id),
  /** Rows of `matter_identities`. */
  representatives: z.array(id),
  escalations: z.array(z.strictObject({ code: z.string(), on: DayText, people: z.int(), amountFen: z.int() })),
  satisfaction: z.strictObject({ grade: oneOf(SATISFACTION), on: DayText, by: z.string() }).optional(),
  /** What was written and who it was has been removed (domain.md 10). */
  strippedOn: DayText.optional(),
  rawTextRemovedOn: DayText.optional(),
});
export type Matter = z.infer<typeof Matter>;

/** What happened to a matter; append-only, numbered from 1. */
export const MatterEvent = z.strictObject({
  _id: id,
  matterId: id,
  seq: z.int().min(1),
  at: z.date(),
  on: DayText,
  /** Userid, `sys`, or `person` for whoever complained or reported. */
  by: z.string(),
  role: Role.optional(),
  action: z.enum([...MATTER_ACTIONS, 'recompute', 'add_facts', 'move_cell']),
  from: State.optional(),
  to: State,
  reason: oneOf(MOVE_REASONS).optional(),
  note: sealed<'note'>().optional(),
  documentIds: z.array(id),
  /** Clocks whose internal date changed. */
  dues: z.array(z.strictObject({ kind: z.string(), was: DayText.optional(), is: DayText.optional() })),
});
export type MatterEvent = z.infer<typeof MatterEvent>;

/** A person of the staff has relations to an employer (REG423 art. 16): he may not open its matters. */
export const Recusal = z.strictObject({ _id: id, userid: z.string(), employerId: id, declaredOn: DayText });
export type Recusal = z.infer<typeof Recusal>;
