/** Reads an account to its end under a lease: pages in, messages handled, until no nudge is left (wecom.md 6.3). */
import type { KfCursor } from '../../schemas/kf.js';
import { ChannelError } from '../errors.js';
import { finishReading, giveUpReading, leaseAccount, renewLease, restartCursor } from '../models/kf-cursor.js';
import { ConflictError } from '../models/transaction.js';
import { type HandleDeps, handleRound } from './handle.js';
import { type IntakeDeps, takePage } from './intake.js';

/** Small, so that a process that is killed loses little of what it was taking. */
const PAGE_ENTRIES = 100;
/** Then what they brought is handled before the next ones. */
const PAGES_AT_ONCE = 5;
/** A nudge's token is good for ten minutes. */
const TOKEN_LIFE_MS = 9 * 60_000;
const BAD_TOKEN = 95007;
/** No code is documented for a bad cursor; a wrong parameter of a call that has no other of ours to be wrong. */
const BAD_PARAMETER: readonly unknown[] = [40035, 40058, 40063];
/** Pages without an entry that may follow one another. */
const EMPTY_PAGES_MAX = 1_000;
const PAUSE_MS = { first: 1_000, longest: 900_000 };

/** What was sent longer ago when the service first listens is history (wecom.md 6.3 no. 4). */
export const HISTORY_MS = 600_000;

export type KfAlert =
  | { kind: 'bad_cursor' | 'unreadable' | 'stuck'; openKfId: string; code: string }
  /** Reading fails again and again. */
  | { kind: 'unread'; openKfId: string; code: string }
  | { kind: 'not_delivered'; openKfId: string; code: string; rowId: string };

export interface ReadDeps extends HandleDeps, IntakeDeps {
  holder: string;
  /** A process that dies while it reads keeps the others waiting for so long. */
  leaseMs: number;
  /** Rows were queued. */
  wake(): void;
  alert(alert: KfAlert): void;
  isStopping(): boolean;
}

class LeaseLost extends Error {}

/** Another process reads the account now. */
function isLost(error: unknown): boolean {
  return error instanceof LeaseLost || error instanceof ConflictError;
}

/** Returns when nothing waits any more, another process reads, or it failed (then it is tried again later). */
export async function readAccount(deps: ReadDeps, openKfId: string): Promise<void> {
  const by = { openKfId, holder: deps.holder };
  const leased = await leaseAccount(deps.db, by, deps.clock(), deps.leaseMs);
  if (leased === null) return;
  /** In a row, with nothing gained between them: the pause grows with them. */
  let failures = leased.failures;
  const beat = setInterval(() => void renew().catch(() => undefined), deps.leaseMs / 3);
  try {
    await untilNothingWaits(leased);
  } catch (error) {
    if (isLost(error)) {
      deps.log.warn({ openKfId }, 'another process reads the account now');
      return;
    }
    await fail(error, failures + 1);
  } finally {
    clearInterval(beat);
  }

  async function renew(): Promise<KfCursor> {
    const row = await renewLease(deps.db, by, new Date(deps.clock().getTime() + deps.leaseMs));
    if (row === null) throw new LeaseLost();
    return row;
  }

  /**
   * Pages come before handling, a few at a time: a welcome must go within 20 s, also when much waits. What has been taken is
   * handled even when the next page does not come.
   */
  async function untilNothingWaits(leased: KfCursor): Promise<void> {
    const failed = new Set<string>();
    let answered: number | null = null;
    let unread: { error: unknown } | undefined;
    for (let account = leased; !deps.isStopping(); account = await renew()) {
      let isMore = false;
      if (unread === undefined && account.nudges !== answered) {
        try {
          isMore = await readPages(account);
          if (!isMore) answered = account.nudges;
        } catch (error) {
          if (isLost(error)) throw error;
          unread = { error };
        }
      }
      const before = failed.size;
      const handled = await handleRound(deps, openKfId, failed);
      deps.wake();
      if (handled > 0 && failed.size === before) failures = 0;
      if (handled > 0 || isMore) continue;
      if (unread !== undefined || failed.size > 0) break;
      if (answered !== null && (await finishReading(deps.db, by, answered, deps.clock()))) return;
    }
    if (unread !== undefined) return await fail(unread.error, failures + 1);
    if (failed.size > 0) failures++;
    await giveUpReading(deps.db, by, failures, pauseEnd(failures));
  }

  /** True when more pages follow. */
  async function readPages(from: KfCursor): Promise<boolean> {
    let account = from;
    let empty = 0;
    for (let pages = 1; ; pages++, account = await renew()) {
      const page = await fetchPage(account);
      const taken = await takePage(deps, account, by, page);
      report(taken);
      // a page of known messages counts: after a replay there may be hundreds of them before the first new one
      if (page.entries.length > 0 && page.nextCursor !== account.cursor) failures = 0;
      if (!page.hasMore) return false;
      empty = page.entries.length === 0 ? empty + 1 : 0;
      if ((empty > 0 && page.nextCursor === account.cursor) || empty > EMPTY_PAGES_MAX) {
        deps.alert({ kind: 'stuck', openKfId, code: 'has_more' });
        return false;
      }
      if (empty === 0 && pages >= PAGES_AT_ONCE) return true;
    }
  }

  async function fetchPage(account: KfCursor) {
    const { cursor, token } = account;
    const ask = { openKfId, cursor, limit: PAGE_ENTRIES };
    const isFresh = token !== undefined && deps.clock().getTime() - token.at.getTime() < TOKEN_LIFE_MS;
    try {
      return await deps.client.sync({ ...ask, ...(isFresh && { token: token.value }) });
    } catch (error) {
      if (!(error instanceof ChannelError) || error.code !== BAD_TOKEN || !isFresh)
        return await withoutCursor(error, account);
    }
    return await deps.client.sync(ask).catch((error: unknown) => withoutCursor(error, account));
  }

  /** A cursor that is refused: three days come again, and what was taken before is known. */
  async function withoutCursor(error: unknown, account: KfCursor): Promise<never> {
    if (error instanceof ChannelError && BAD_PARAMETER.includes(error.code) && account.cursor !== '') {
      deps.alert({ kind: 'bad_cursor', openKfId, code: String(error.code) });
      await restartCursor(deps.db, by, new Date(deps.clock().getTime() - HISTORY_MS));
    }
    throw error;
  }

  function report({ unreadable, failed }: Awaited<ReturnType<typeof takePage>>): void {
    if (unreadable > 0) deps.alert({ kind: 'unreadable', openKfId, code: String(unreadable) });
    for (const { rowId, failType } of failed)
      deps.alert({ kind: 'not_delivered', openKfId, code: String(failType), rowId });
  }

  async function fail(error: unknown, failures: number): Promise<void> {
    deps.log.error({ err: error, openKfId, failures }, 'an account could not be read');
    const code = error instanceof ChannelError ? String(error.code) : 'unexpected';
    const needsHelp = error instanceof ChannelError && error.klass !== 'R';
    if (needsHelp ? failures === 1 : failures % 5 === 0) deps.alert({ kind: 'unread', openKfId, code });
    await giveUpReading(deps.db, by, failures, pauseEnd(failures));
  }

  function pauseEnd(failures: number): Date {
    return new Date(deps.clock().getTime() + Math.min(PAUSE_MS.first * 2 ** failures, PAUSE_MS.longest));
  }
}
