/** One claimed row: its messages one after the other under the limits of its target, and what is written afterwards. */
import type { OutboxRow, SendError, SendOutcome, SendPart } from '../../schemas/outbox.js';
import { type RowChange, settleRow } from '../models/outbox.js';
import { takePermit } from '../models/send-log.js';
import { pauseMs } from './backoff.js';
import type { RelayDeps } from './relay-deps.js';

/** Tries of a row before it becomes a dead letter; with the pauses about an hour. */
const MAX_ATTEMPTS = 12;
const RETRY = { firstMs: 2_000, longestMs: 1_800_000 };

/** How the lane goes on: with its next row, not before an instant, or not while this kind of target is stopped. */
export type Delivered =
  | { next: 'row'; sent: boolean }
  | { next: 'rest'; until: Date }
  | { next: 'stop'; error: SendError };

type Failure = Exclude<SendOutcome, { kind: 'sent' }>;
type Progress = Pick<OutboxRow, 'partsSent' | 'platformIds' | 'failedReceivers' | 'responseCode'>;

class LeaseLost extends Error {}

/** Sends a claimed row and settles it. Throws only when the database does; the lease then brings the row back. */
export async function deliver(deps: RelayDeps, row: OutboxRow): Promise<Delivered> {
  try {
    return await sendParts(deps, row);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    deps.count('lease_lost', row.target.kind);
    deps.log.warn({ rowId: row._id }, 'the lease of a row had run out; another process has it now');
    return { next: 'row', sent: false };
  }
}

async function sendParts(deps: RelayDeps, row: OutboxRow): Promise<Delivered> {
  const parts = await attempt(deps, row, () => partsOf(deps, row));
  if ('kind' in parts) return await settleFailure(deps, row, parts, {});
  let progress: Progress = row;
  for (const part of parts.slice(row.partsSent)) {
    const free = await takePermit(deps.db, row.lane, deps.limits[row.target.kind], deps.clock());
    if (free !== null) {
      await settle(deps, row, { set: { ...changed(progress), state: 'queued' }, uncount: true });
      deps.count('limited', row.target.kind);
      return { next: 'rest', until: free };
    }
    const outcome = await attempt(deps, row, part);
    if (outcome.kind !== 'sent') return await settleFailure(deps, row, outcome, changed(progress));
    progress = plus(progress, outcome);
    if (progress.partsSent === parts.length) break;
    const leaseUntil = new Date(deps.clock().getTime() + deps.leaseMs);
    await settle(deps, row, { set: { ...changed(progress), leaseUntil } });
  }
  await settle(deps, row, { set: { ...changed(progress), state: 'sent', sentAt: deps.clock() } });
  deps.count('sent', row.target.kind);
  const refused = progress.failedReceivers?.length ?? 0;
  if (refused > 0) alert(deps, row, 'partial', { code: 'partial', message: `${refused} receivers were refused` });
  return { next: 'row', sent: true };
}

async function partsOf(deps: RelayDeps, row: OutboxRow): Promise<readonly SendPart[]> {
  const sender = deps.senders[row.target.kind];
  if (sender === undefined) throw new Error(`no sender for ${row.target.kind}`); // such rows are not claimed
  return await sender(row);
}

/** A throw is a fault of ours or a lost database: the row is tried again, so that nothing is lost. */
async function attempt<T>(deps: RelayDeps, row: OutboxRow, run: () => Promise<T>): Promise<T | Failure> {
  try {
    return await run();
  } catch (error) {
    deps.log.error({ err: error, rowId: row._id, target: row.target.kind }, 'sending threw');
    const message = error instanceof Error ? error.name : 'not an error';
    return { kind: 'retry', error: { code: 'unexpected', klass: 'R', message } };
  }
}

function plus(before: Progress, outcome: Extract<SendOutcome, { kind: 'sent' }>): Progress {
  const { platformId, responseCode, failedReceivers = [] } = outcome;
  return {
    ...before,
    partsSent: before.partsSent + 1,
    platformIds: [...before.platformIds, ...(platformId === undefined ? [] : [platformId])],
    failedReceivers: [...(before.failedReceivers ?? []), ...failedReceivers],
    ...(responseCode !== undefined && { responseCode }),
  };
}

function changed({ partsSent, platformIds, failedReceivers = [], responseCode }: Progress): Progress {
  return {
    partsSent,
    platformIds,
    ...(failedReceivers.length > 0 && { failedReceivers }),
    ...(responseCode !== undefined && { responseCode }),
  };
}

async function settleFailure(
  deps: RelayDeps,
  row: OutboxRow,
  failure: Failure,
  progress: Partial<Progress>,
): Promise<Delivered> {
  const { error } = failure;
  if (failure.kind === 'stop') {
    await settle(deps, row, { set: { ...progress, error, state: 'queued' }, uncount: true });
    return { next: 'stop', error };
  }
  if (failure.kind === 'held') {
    await settle(deps, row, { set: { ...progress, error, state: 'held' } });
    deps.count('held', row.target.kind);
    return { next: 'row', sent: false };
  }
  const facts = { rowId: row._id, target: row.target.kind, code: error.code, attempts: row.attempts };
  if (failure.kind === 'dead' || row.attempts >= MAX_ATTEMPTS) {
    await settle(deps, row, { set: { ...progress, error, state: 'dead' } });
    deps.count('dead', row.target.kind);
    deps.log.error(facts, 'dead letter');
    if (failure.kind !== 'dead' || failure.alert) alert(deps, row, 'dead_letter', error);
    return { next: 'row', sent: false };
  }
  const dueAt = failure.kind === 'later' ? failure.until : retryAt(deps, row, failure.afterMs ?? 0);
  await settle(deps, row, { set: { ...progress, error, state: 'queued', dueAt } });
  deps.count('retry', row.target.kind);
  deps.log.warn({ ...facts, dueAt }, 'a message will be tried again');
  return { next: 'row', sent: false };
}

function retryAt(deps: RelayDeps, row: OutboxRow, afterMs: number): Date {
  return new Date(deps.clock().getTime() + Math.max(afterMs, pauseMs(RETRY, row.attempts, deps.random())));
}

/** @throws LeaseLost when another process has claimed the row meanwhile */
async function settle(deps: RelayDeps, row: OutboxRow, change: RowChange): Promise<void> {
  if (!(await settleRow(deps.db, row, change))) throw new LeaseLost();
}

function alert(
  deps: RelayDeps,
  row: OutboxRow,
  kind: 'dead_letter' | 'partial',
  error: Pick<SendError, 'code' | 'message'>,
): void {
  deps.alert({ kind, target: row.target.kind, rowId: row._id, code: error.code, message: error.message });
}
