/** Tasks: one model for everything with a due date: milestones, duties, collection, refresh, follow-ups, supervision. */
import { z } from 'zod';
import { DayText as day } from './day.js';
import { options } from './enums.js';
import { CheckRef, EVIDENCE_KINDS, LIGHTS, Repeat } from './plan.js';
import { Role } from './scope.js';

const id = z.string().min(1).max(80);
const text = (max: number) => z.string().trim().min(1).max(max);
const keysOf = <V extends string>(list: readonly { value: V }[]) => list.map(({ value }) => value) as [V, ...V[]];

export const TASK_KINDS = options([
  ['milestone', '方案事项'],
  ['duty', '经常工作'],
  ['collection', '采集任务'],
  ['refresh', '更新任务'],
  ['assigned', '布置工作'],
  ['follow_up', '跟进'],
  ['supervise', '督办'],
]);
export type TaskKind = (typeof TASK_KINDS)[number]['value'];

/**
 * planned: its time has not come or it waits for others · open · extended: open with a later date · returned: handed in and
 * given back · reported: handed in, waits for acceptance · done · cancelled
 */
export const TASK_STATES = options([
  ['planned', '未开始'],
  ['open', '办理中'],
  ['extended', '已延期'],
  ['returned', '退回补正'],
  ['reported', '待验收'],
  ['done', '已完成'],
  ['cancelled', '已取消'],
]);
export type TaskState = (typeof TASK_STATES)[number]['value'];

/** Work still lies with the owner. */
export const WITH_OWNER: readonly TaskState[] = ['open', 'extended', 'returned'];
export const UNFINISHED: readonly TaskState[] = ['planned', ...WITH_OWNER, 'reported'];

export const PRIORITIES = ['normal', 'high', 'red'] as const;
export const EVENTS = [
  'created',
  'opened',
  'reported',
  'accepted',
  'returned',
  'extension_asked',
  'extension_refused',
  'extended',
  'met',
  'failed_again',
  'due_changed',
  'assigned',
  'handed_over',
  'moved',
  'changed',
  'snoozed',
  'muted',
  'unmuted',
  'cancelled',
  'undone',
] as const;
export type TaskEvent = (typeof EVENTS)[number];

/** What a body hands in. */
export const Evidence = z.strictObject({
  documentNo: text(40).optional(),
  on: day.optional(),
  photos: z.array(id).max(20).optional(),
  note: text(500).optional(),
});
export type Evidence = z.infer<typeof Evidence>;
export type { EvidenceKind } from './plan.js';

const Report = z.strictObject({ by: z.string(), at: z.date(), evidence: Evidence });

/** Whence a task came: a plan's item, a person, an alert, … */
const Source = z.strictObject({
  kind: z.enum(['plan', 'person', 'alert', 'matter', 'supervision', 'refresh']),
  id,
});

/** How the due day was found, to find it again when the calendar changes. */
const DueRule = z.union([
  z.strictObject({ kind: z.literal('plan') }),
  z.strictObject({ kind: z.literal('fixed') }),
  z.strictObject({ kind: z.literal('workdays'), count: z.int().min(1), from: day }),
]);

export const Task = z.strictObject({
  _id: id,
  version: z.int(),
  /** Unique; the same work is never set twice. */
  key: z.string().min(1).max(200),
  kind: z.enum(keysOf(TASK_KINDS)),
  title: text(60),
  /** As a list of units says it. */
  short: text(12).optional(),
  /** For groups, when the title says more than a group may read. */
  groupTitle: text(60).optional(),
  source: Source,
  plan: z.strictObject({ plan: z.string(), item: z.string() }).optional(),
  light: z.enum(keysOf(LIGHTS)).optional(),
  weight: z.number().min(0).optional(),
  /** The body whose work it is. */
  nodeId: id,
  gridPath: z.string(),
  /** The body it is about; mostly the same. */
  aboutId: id,
  aboutPath: z.string(),
  /** Who set it answers for it from here: accepts and calls off; the level above the owner when missing. */
  directedFrom: z.string().optional(),
  /** Who is asked first, by role; or the person by id. Without either, whoever serves there that day. */
  role: Role.optional(),
  assigneeId: id.optional(),
  priority: z.enum(PRIORITIES),
  opensOn: day,
  dueOn: day,
  /** Since when it has stood as it stands: rungs of before are not made up. */
  activeFrom: day,
  due: DueRule,
  /** Reckoned over a year whose calendar is not confirmed. */
  provisional: z.boolean(),
  /** Keys of tasks that must be done before. */
  after: z.array(z.string()),
  repeat: Repeat.optional(),
  /** What must be handed in; empty when a check alone decides. */
  evidence: z.array(z.enum(EVIDENCE_KINDS)),
  check: CheckRef.optional(),
  /** Working days it is open again when its check fails later. */
  renewWorkdays: z.int().min(1).optional(),
  /** Nobody has to accept. */
  selfAccepted: z.boolean(),
  /** What people send to do it: another step than a report finishes it. */
  doneBy: z.string().min(1).max(20).optional(),
  /** Records it is about: employers to refresh, an alert. */
  about: z.array(id).max(500),
  state: z.enum(keysOf(TASK_STATES)),
  /** How the check stood when it was last judged. */
  judged: z
    .strictObject({
      have: z.number(),
      need: z.number(),
      lacks: z.array(z.string()).optional(),
      warn: z.string().optional(),
    })
    .optional(),
  reports: z.array(Report).max(50),
  /** Why it was given back last. */
  returnedFor: text(300).optional(),
  extension: z.strictObject({ to: day, reason: text(300), by: z.string(), at: z.date() }).optional(),
  snooze: z.strictObject({ until: day, reason: text(200), by: z.string() }).optional(),
  mute: z.strictObject({ reason: text(200), by: z.string(), at: z.date() }).optional(),
  /** Bodies that had it before a redrawing, with the instant it left. */
  pastPlaces: z.array(z.strictObject({ gridPath: z.string(), aboutPath: z.string(), until: z.date() })),
  batchId: id.optional(),
  /** Nobody is told before: the time in which a batch can be undone. */
  quietUntil: z.date().optional(),
  reportedAt: z.date().optional(),
  doneAt: z.date().optional(),
  /** Each event with the state and due day after it, so that any past day can be told again. */
  history: z.array(
    z.strictObject({
      at: z.date(),
      by: z.string(),
      event: z.enum(EVENTS),
      state: z.enum(keysOf(TASK_STATES)),
      dueOn: day,
      note: z.string().max(300).optional(),
    }),
  ),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Task = z.infer<typeof Task>;

/** Work that is set for many bodies at once: proposed, confirmed with the number of bodies, and for a while undone. */
export const TaskBatch = z.strictObject({
  _id: id,
  version: z.int(),
  state: z.enum(['proposed', 'confirmed', 'undone']),
  title: text(60),
  dueOn: day,
  nodeIds: z.array(id).min(1).max(2_000),
  kind: z.enum(keysOf(TASK_KINDS)),
  priority: z.enum(PRIORITIES),
  evidence: z.array(z.enum(EVIDENCE_KINDS)),
  check: CheckRef.optional(),
  repeat: Repeat.optional(),
  by: z.string(),
  proposedAt: z.date(),
  confirmedAt: z.date().optional(),
});
export type TaskBatch = z.infer<typeof TaskBatch>;
