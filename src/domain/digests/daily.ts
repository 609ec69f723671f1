/** Which digests are still to be made on a day, and keeping one. */
import type { Digest, DigestFacts, DigestKind } from '../../../schemas/digest.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { type Day, dayOf } from '../../lib/day.js';
import type { Calendar } from '../../lib/workdays.js';
import { findDigest, findDigestsOf, insertDigest, lastDigestDay, unitsWithDigest } from '../../models/digest.js';
import { findMarks, markSkipped } from '../../models/job-mark.js';
import type { Tx } from '../../models/transaction.js';
import { systemScope } from '../rights/index.js';
import { type DueSpan, missedDays } from './due.js';
import { digestFacts, type UnitDigest } from './facts.js';
import type { DigestDeps } from './part.js';

/** Names the job in `job_marks` and in effect keys. */
export const DAILY_DIGEST = 'daily-digest';

/**
 * Units of the scope that have a group and no digest of the day, with their facts, from the cell up. Weekly and monthly ones are
 * for towns and the district. A unit that was new on the day has nothing to be told of; a day that was passed over stays so.
 */
export async function pendingDigests(
  deps: DigestDeps,
  scope: Scope,
  day: Day,
  kind: DigestKind = 'daily',
): Promise<UnitDigest[]> {
  const made = await unitsWithDigest(deps.tx, kind, day);
  const isFor = (unit: GridNode) => kind === 'daily' || unit.level.level < 3;
  const isPending = (unit: GridNode) =>
    isFor(unit) && unit.groups.length > 0 && unit.validFrom < day && !made.has(unit._id);
  if (kind === 'daily' && (await isPassedOver(deps.tx, day))) return [];
  const tree = await deps.grid(deps.tx, day);
  if (!tree.within(scope).some(isPending)) return [];
  return (await digestFacts(deps, scope, day, kind)).filter(({ unit }) => isPending(unit));
}

async function isPassedOver(tx: Tx, day: Day): Promise<boolean> {
  return (await findMarks(tx, DAILY_DIGEST, day)).some((mark) => mark.day === day && mark.outcome === 'skipped');
}

/**
 * The digests of a week or month that are still to be made, of one span at a time: after a stop a month's and a week's do not come
 * on one day. Nothing is made up from before the first daily digest. @param spans as `spansDueOn` gives them
 */
export async function pendingSpans(deps: DigestDeps, today: Day, spans: readonly DueSpan[]): Promise<UnitDigest[]> {
  for (const { kind, day, late } of spans) {
    if (late && (await lastDigestDay(deps.tx, 'daily', day)) === null) continue;
    const pending = await pendingDigests(deps, systemScope(day), day, kind);
    if (pending.length > 0) return pending;
    const [made] = await findDigestsOf(deps.tx, kind, day);
    if (kind === 'monthly' && made !== undefined && dayOf(made.madeAt) === today) return [];
  }
  return [];
}

/** Keeps the numbers of a day as they are known now. `ConflictError` when the unit has its digest of the day. */
export function keepDigest(
  tx: Tx,
  unit: GridNode,
  kept: { facts: DigestFacts; text: string; pictureFileId?: string },
): void {
  const { day, kind } = kept.facts;
  insertDigest(tx, {
    _id: tx.newId(),
    kind,
    day,
    nodeId: unit._id,
    gridPath: unit.gridPath,
    madeAt: tx.now,
    ...kept,
  });
}

/** The digest of a past day as it was sent; null when there was none. */
export async function sentDigest(
  tx: Tx,
  unit: Pick<GridNode, '_id'>,
  day: Day,
  kind: DigestKind = 'daily',
): Promise<Digest | null> {
  return findDigest(tx, kind, day, unit._id);
}

/** Records the working days since the last digest whose digests will not be sent: that of `day` covers them. */
export async function noteMissedDays(tx: Tx, calendar: Calendar, day: Day): Promise<Day[]> {
  const missed = missedDays(calendar, await lastDigestDay(tx, 'daily', day), day);
  for (const each of missed) markSkipped(tx, { job: DAILY_DIGEST, day: each, target: 'all' });
  return missed;
}
