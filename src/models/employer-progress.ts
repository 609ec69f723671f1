import type { UnitKind } from '../../schemas/enums.js';
import type { Scope } from '../../schemas/scope.js';
import { EMPLOYERS } from './employer.js';
import { within } from './scope.js';
import { readTogether, type Tx } from './transaction.js';

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
 * Numbers per cell of the scope. Cells without any employer are not among them. Files that have not changed since `asOf` are read
 * from one index; for the others their remembered states are opened.
 * @param before days as instants: last collected before it is due, or stale
 * @param asOf counts files as they stood at this instant
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
  const counted = within(scope, { status: { $nin: closed } });
  const sums = sumStages(before, span, asOf);
  const read = (stages: object[]) =>
    db
      .collection(EMPLOYERS)
      .aggregate<CellNumbers>([...stages, ...sums], { session })
      .toArray();
  if (asOf === undefined) return read([{ $match: counted }]);
  const same = [{ $match: { ...counted, createdAt: { $lt: asOf }, updatedAt: { $lt: asOf } } }];
  const changed = [
    { $match: { createdAt: { $lt: asOf }, updatedAt: { $gte: asOf } } },
    { $replaceWith: stateAt(asOf) },
    { $match: counted },
  ];
  return merged((await readTogether(tx, [() => read(same), () => read(changed)])).flat());
}

/** The file as it stood at an instant: the first remembered state that lasted beyond it, else as it is. */
export function stateAt(asOf: Date): object {
  const later = { $filter: { input: { $ifNull: ['$past', []] }, as: 'p', cond: { $gte: ['$$p.until', asOf] } } };
  return { $ifNull: [{ $first: later }, '$$ROOT'] };
}

function merged(rows: readonly CellNumbers[]): CellNumbers[] {
  const byPath = new Map<string, CellNumbers>();
  for (const row of rows) {
    const sum = byPath.get(row.gridPath);
    byPath.set(row.gridPath, sum === undefined ? row : plus(sum, row));
  }
  return [...byPath.values()].sort((a, b) => (a.gridPath < b.gridPath ? -1 : 1));
}

function plus(a: CellNumbers, b: CellNumbers): CellNumbers {
  const times = [a.lastCollectedAt, b.lastCollectedAt].filter((at) => at !== null);
  const sums = Object.entries(a).map(([key, value]) => {
    const other = b[key as keyof CellNumbers];
    return [key, typeof value === 'number' && typeof other === 'number' ? value + other : value];
  });
  const last = times.sort((x, y) => y.getTime() - x.getTime())[0] ?? null;
  return { ...(Object.fromEntries(sums) as CellNumbers), lastCollectedAt: last };
}

function sumStages(before: { due: Date; stale: Date }, span: Span, asOf?: Date): object[] {
  const isCollected = { $eq: ['$fileState', 'collected'] };
  const collected = asOf === undefined ? isCollected : { $and: [isCollected, { $lt: ['$firstCollectedAt', asOf] }] };
  const isKind = (kind: UnitKind) => ({ $eq: ['$unitKind', kind] });
  const inSpan = (at: string) => ({ $and: [{ $gte: [at, span.from] }, { $lt: [at, span.to] }] });
  const count = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } });
  const sum = (value: string) => ({ $sum: { $cond: [collected, { $ifNull: [value, 0] }, 0] } });
  return [
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
  ];
}
