import type { Matter } from '../../schemas/matter.js';
import type { MatterClock } from '../../schemas/matter-clock.js';
import type { MatterCategory, MatterKind } from '../../schemas/matter-enums.js';
import { MATTERS } from './matter.js';
import type { Tx } from './transaction.js';

/** What is counted of a matter; nothing of it is personal. */
export interface MatterFigures {
  cellId: string;
  pastCells: { cellId: string; gridPath: string; until: string }[];
  kind: MatterKind;
  categories: MatterCategory[];
  receivedOn: string;
  filedOn?: string;
  people: number;
  ends: Matter['ends'];
  satisfaction?: Matter['satisfaction'];
  clocks: Pick<MatterClock, 'kind' | 'startOn' | 'internalDue' | 'legalDue' | 'stoppedOn' | 'was'>[];
}

/** Outcomes by which a violation was found. */
const VIOLATIONS = ['paid_in_full', 'paid_in_part', 'corrected', 'penalty', 'police', 'blacklisted'];
/** Clocks that tell whether the work is in time; the others are reminders. */
const COUNTED = ['accept', 'answer', 'investigate', 'decide', 'close', 'order'];

/** Matters that were open at some time within the days: one reading, only what is counted. */
export async function findMatterFigures(tx: Tx, { from, to }: { from: string; to: string }): Promise<MatterFigures[]> {
  const { db, session } = await tx.reading(MATTERS);
  return db
    .collection(MATTERS)
    .aggregate<MatterFigures>(
      [
        {
          $match: {
            receivedOn: { $lte: to },
            $or: [
              { endedOnState: { $exists: false } },
              { endedOnState: { $gte: from } },
              { 'satisfaction.on': { $gte: from } },
            ],
          },
        },
        {
          $project: {
            _id: 0,
            cellId: 1,
            pastCells: 1,
            kind: 1,
            categories: 1,
            receivedOn: 1,
            filedOn: 1,
            ends: 1,
            satisfaction: 1,
            people: '$peopleAtReceipt',
            clocks: {
              $map: {
                input: { $filter: { input: '$clocks', as: 'c', cond: { $in: ['$$c.kind', COUNTED] } } },
                as: 'c',
                in: {
                  kind: '$$c.kind',
                  startOn: '$$c.startOn',
                  internalDue: '$$c.internalDue',
                  legalDue: '$$c.legalDue',
                  stoppedOn: '$$c.stoppedOn',
                  was: '$$c.was',
                },
              },
            },
          },
        },
      ],
      { session },
    )
    .toArray();
}

/** What complaints and reports say of employers: how many since a day, the most people in one, how many ended with a violation. */
export interface EmployerMatters {
  count: number;
  people: number;
  ended: number;
}

/** By employer, of matters received since a day, to another if given (inclusive). */
export async function mattersByEmployer(
  tx: Tx,
  since: string,
  to?: string,
): Promise<ReadonlyMap<string, EmployerMatters>> {
  const { db, session } = await tx.reading(MATTERS);
  const rows = db.collection(MATTERS).aggregate<EmployerMatters & { _id: string }>(
    [
      {
        $match: {
          receivedOn: { $gte: since, ...(to !== undefined && { $lte: to }) },
          employerId: { $type: 'string' },
        },
      },
      {
        $group: {
          _id: '$employerId',
          count: { $sum: 1 },
          people: { $max: '$peopleAtReceipt' },
          ended: { $sum: { $cond: [{ $in: ['$outcome.code', VIOLATIONS] }, 1, 0] } },
        },
      },
    ],
    { session },
  );
  return new Map((await rows.toArray()).map(({ _id, ...rest }) => [_id, rest]));
}

/** Employers with a matter that ended with a place on the list of those who owe wages, received since a day. */
export async function blacklistedEmployers(tx: Tx, since: string): Promise<ReadonlySet<string>> {
  const { db, session } = await tx.reading(MATTERS);
  const filter = { receivedOn: { $gte: since }, employerId: { $type: 'string' }, 'outcome.code': 'blacklisted' };
  return new Set(
    (await db.collection<Matter>(MATTERS).distinct('employerId', filter as never, { session })) as string[],
  );
}
