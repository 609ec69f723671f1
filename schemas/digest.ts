/**
 * Digests (日报): what a unit is told in the morning. The numbers are kept as they were known when the digest was made. The
 * facts come in blocks; a new block is a key here, a part in `domain/digests` and its lines in `texts/digests.ts`.
 */
import { z } from 'zod';
import { DayText } from './day.js';
import { GridLevelNumber } from './grid.js';
import { MATTER_CATEGORIES, type MatterCategory } from './matter-enums.js';
import { LIGHTS, type Light } from './plan.js';

/** `weekly` is of the day a week begins, `monthly` of the first of a month: each tells of the span before it. */
const DIGEST_KINDS = ['daily', 'weekly', 'monthly'] as const;
export type DigestKind = (typeof DIGEST_KINDS)[number];

const count = z.int().min(0);
const id = z.string().min(1);
const name = z.string().min(1);

/** A rate is kept as its two numbers; what is shown is computed from them. */
const Coverage = z.strictObject({ collected: count, known: count });
export type Coverage = z.infer<typeof Coverage>;

/** 采集: employers are counted as of the beginning of the digest's day, `opened` and `refreshed` since the last digest. */
export const CollectionFacts = Coverage.extend({
  opened: count,
  refreshed: count,
  due: count,
  stale: count,
  /** Apart, so that many individual businesses do not hide poor coverage of enterprises (domain.md 8.3). */
  individuals: Coverage,
  cells: count,
});
export type CollectionFacts = z.infer<typeof CollectionFacts>;

/** How a unit stands among its neighbours: one of the first, of the last, between, or too small to be ranked. */
const STANDINGS = ['leading', 'between', 'trailing', 'unranked'] as const;
export type Standing = (typeof STANDINGS)[number];

export const RankedUnit = Coverage.extend({
  nodeId: id,
  name,
  standing: z.enum(STANDINGS),
  /** Units with equal rates share a rank. */
  rank: z.int().min(1).optional(),
  /** About a week ago, and the rank by how much the rate has grown since. */
  before: Coverage.optional(),
  gainRank: z.int().min(1).optional(),
});
export type RankedUnit = z.infer<typeof RankedUnit>;

/** The units directly below, best first, those that are not ranked at the end (domain.md 9). */
export const RankingFacts = z.strictObject({
  /** Units with fewer known employers are not ranked. */
  minKnown: count,
  beforeDay: DayText.optional(),
  units: z.array(RankedUnit),
  /** Weekly and monthly: last now and in the ranking of the span before. */
  lastTwice: z.array(z.strictObject({ nodeId: id, name })).optional(),
});
export type RankingFacts = z.infer<typeof RankingFacts>;

export const SilentCell = z.strictObject({
  nodeId: id,
  name,
  /** The unit directly below the digest's unit that the cell belongs to; a town's cell is one itself. */
  below: name,
  /** Day of the last report; absent when there never was one. */
  lastOn: DayText.optional(),
  /** Employers that are known and not collected yet. */
  missing: count,
});
export type SilentCell = z.infer<typeof SilentCell>;

/** What somebody must look at; employers are counted, not named. */
export const ExceptionFacts = z.strictObject({
  silentWorkdays: count,
  silent: z.array(SilentCell),
  refused: count,
  unlicensed: count,
  /** Employers whose last data names workers under 16. */
  under16: count,
});
export type ExceptionFacts = z.infer<typeof ExceptionFacts>;

/** One of the seven lights: so many milestones of so many are done; `was` at the beginning of the span. */
const LightFacts = z.strictObject({
  light: z.enum(LIGHTS.map(({ value }) => value) as [Light, ...Light[]]),
  done: count,
  of: count,
  was: count,
});
export type LightFacts = z.infer<typeof LightFacts>;

/** Tasks of one kind of work in one line. */
const WorkLine = z.strictObject({
  title: name,
  count,
  /** The bodies it is about, the longest overdue first. */
  units: z.array(z.string()),
  /** The earliest due day, and how many working days ago it was; negative before it. */
  dueOn: DayText,
  lateWorkdays: z.int(),
});
export type WorkLine = z.infer<typeof WorkLine>;

/** 建设进度, 逾期, 快到期. */
const WorkFacts = z.strictObject({
  /** Without those that no milestone stands behind. */
  lights: z.array(LightFacts),
  overdue: count,
  overdueWas: count,
  late: z.array(WorkLine),
  soonDays: count,
  soon: z.array(WorkLine),
});
export type WorkFacts = z.infer<typeof WorkFacts>;

/** 投诉举报 of the span. Villages are not told: everybody there could guess who it was. */
const MatterBlock = z.strictObject({
  complaints: count,
  reports: count,
  accepted: count,
  closed: count,
  open: count,
  overdue: count,
  legallyOverdue: count,
  people: count,
  peoplePaid: count,
  paidFen: count,
  closedInTime: count,
  dueForRate: count,
  satisfied: count,
  rated: count,
  categories: z.partialRecord(
    z.enum(MATTER_CATEGORIES.map(({ value }) => value) as [MatterCategory, ...MatterCategory[]]),
    count,
  ),
});
export type MatterBlock = z.infer<typeof MatterBlock>;

/** Open alerts of employers by level; `newRed` since the span began. */
const AlertFacts = z.strictObject({
  red: count,
  orange: count,
  yellow: count,
  newRed: count,
  /** Red ones that nobody has decided about. */
  undecided: count,
  cells: z.array(z.strictObject({ name, red: count, orange: count })),
});
export type AlertFacts = z.infer<typeof AlertFacts>;

/** Important situations (S63): those of the span, and how many are not over. */
const SituationFacts = z.strictObject({
  open: count,
  news: z.array(z.strictObject({ no: z.string(), unit: name, on: DayText, people: count })),
});
export type SituationFacts = z.infer<typeof SituationFacts>;

/** Bodies whose group cannot be reached; told to the district on the day only. */
const UnreachedFacts = z.array(z.strictObject({ name, why: z.enum(['none', 'dead']) }));
export type UnreachedFacts = z.infer<typeof UnreachedFacts>;

/** 人均采集: who was out in the span, and what they brought. */
const ActivityFacts = z.strictObject({ collectors: count, records: count, workdays: count });
export type ActivityFacts = z.infer<typeof ActivityFacts>;

export const DigestBlocks = z.strictObject({
  work: WorkFacts.optional(),
  collection: CollectionFacts,
  ranking: RankingFacts.optional(),
  activity: ActivityFacts.optional(),
  matters: MatterBlock.optional(),
  alerts: AlertFacts.optional(),
  situations: SituationFacts.optional(),
  exceptions: ExceptionFacts,
  unreached: UnreachedFacts.optional(),
});
export type DigestBlocks = z.infer<typeof DigestBlocks>;

export const DigestFacts = z.strictObject({
  kind: z.enum(DIGEST_KINDS).default('daily'),
  unit: z.strictObject({ nodeId: id, name, level: GridLevelNumber }),
  day: DayText,
  /** First day of the span; the last one is the day before the digest's. */
  since: DayText,
  blocks: DigestBlocks,
});
export type DigestFacts = z.infer<typeof DigestFacts>;

export const Digest = z.strictObject({
  _id: id,
  kind: z.enum(DIGEST_KINDS),
  day: DayText,
  nodeId: id,
  gridPath: z.string(),
  facts: DigestFacts,
  text: z.string(),
  pictureFileId: id.optional(),
  madeAt: z.date(),
});
export type Digest = z.infer<typeof Digest>;

/** A job has done its work for a target on a day, or will not do it any more. */
export const JobMark = z.strictObject({
  _id: id,
  job: z.string(),
  day: DayText,
  /** Node id, or `all`. */
  target: id,
  outcome: z.enum(['done', 'skipped']),
  /** Ids the message was about. */
  about: z.array(id),
  at: z.date(),
});
export type JobMark = z.infer<typeof JobMark>;
