import type { UnitKind } from '../../schemas/enums.js';
import type { Scope } from '../../schemas/scope.js';
import { EMPLOYERS } from './employer.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

/** Numbers of one cell. All count employers but `workers`. */
export interface CellNumbers {
  gridPath: string;
  /** On file or on a list, and not closed. */
  known: number;
  collected: number;
  /** Collected, and to be refreshed soon or overdue. */
  due: number;
  stale: number;
  refused: number;
  /** Of the known and of the collected ones. */
  individualsKnown: number;
  individualsCollected: number;
  unlicensed: number;
  lastCollectedAt: Date | null;
  /** Of the latest labour-use rows. */
  workers: number;
  /** Files opened, and files refreshed, in the asked span. */
  opened: number;
  refreshed: number;
  /** 完整率: sums over collected employers. */
  required: number;
  filled: number;
}

export interface Span {
  from: Date;
  to: Date;
}

/**
 * Numbers per cell of the scope, read from one index. Cells without any employer are not among them.
 * @param before days as instants: last collected before it is due, or stale
 * @param asOf leaves out files opened, and first collections, from this instant on
 */
export async function sumByCell(
  tx: Tx,
  scope: Scope,
  closed: readonly string[],
  before: { due: Date; stale: Date },
  span: Span,
  asOf?: Date,
): Promise<CellNumbers[]> {
  const { db, session } = await tx.reading(EMPLOYERS);
  const isCollected = { $eq: ['$fileState', 'collected'] };
  const collected = asOf === undefined ? isCollected : { $and: [isCollected, { $lt: ['$firstCollectedAt', asOf] }] };
  const isKind = (kind: UnitKind) => ({ $eq: ['$unitKind', kind] });
  const inSpan = (at: string) => ({ $and: [{ $gte: [at, span.from] }, { $lt: [at, span.to] }] });
  const count = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } });
  const sum = (value: string) => ({ $sum: { $cond: [collected, { $ifNull: [value, 0] }, 0] } });
  return db
    .collection(EMPLOYERS)
    .aggregate<CellNumbers>(
      [
        {
          $match: within(scope, { status: { $nin: closed }, ...(asOf !== undefined && { createdAt: { $lt: asOf } }) }),
        },
        {
          $group: {
            _id: '$gridPath',
            known: { $sum: 1 },
            collected: count(collected),
            due: count(collected, { $lt: ['$collectedAt', before.due] }, { $gte: ['$collectedAt', before.stale] }),
            stale: count(collected, { $lt: ['$collectedAt', before.stale] }),
            refused: count({ $eq: ['$refused', true] }),
            individualsKnown: count(isKind('individual_business')),
            individualsCollected: count(collected, isKind('individual_business')),
            unlicensed: count(isKind('unlicensed')),
            lastCollectedAt: { $max: '$collectedAt' },
            workers: sum('$lastTotal'),
            opened: count(collected, inSpan('$firstCollectedAt')),
            refreshed: count(collected, inSpan('$collectedAt'), { $lt: ['$firstCollectedAt', span.from] }),
            required: sum('$required'),
            filled: sum('$filled'),
          },
        },
        { $sort: { _id: 1 } },
        {
          $project: {
            _id: 0,
            gridPath: '$_id',
            known: 1,
            collected: 1,
            due: 1,
            stale: 1,
            refused: 1,
            individualsKnown: 1,
            individualsCollected: 1,
            unlicensed: 1,
            lastCollectedAt: 1,
            workers: 1,
            opened: 1,
            refreshed: 1,
            required: 1,
            filled: 1,
          },
        },
      ],
      { session },
    )
    .toArray();
}
