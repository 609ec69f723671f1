/**
 * Digests (日报): what a unit is told in the morning. The numbers are kept as they were known when the digest was made. The
 * facts come in blocks; a new block is a key here, a part in `domain/digests` and its lines in `texts/digests.ts`.
 */
import { z } from 'zod';
import { DayText } from './day.js';
import { GridLevelNumber } from './grid.js';

const DIGEST_KINDS = ['daily'] as const;

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

export const DigestBlocks = z.strictObject({
  collection: CollectionFacts,
  ranking: RankingFacts.optional(),
  exceptions: ExceptionFacts,
});
export type DigestBlocks = z.infer<typeof DigestBlocks>;

export const DigestFacts = z.strictObject({
  unit: z.strictObject({ nodeId: id, name, level: GridLevelNumber }),
  day: DayText,
  /** First day that `opened` and `refreshed` count; the last one is the day before the digest's. */
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
