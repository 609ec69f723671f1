/**
 * Sends queued rows: each lane (target) in order and one row at a time across all processes, lanes side by side. At least
 * once: a crash between sending and marking sends again.
 */
import { type Claimed, claimHead, claimNext, type DueLane, findDueLanes } from '../models/outbox.js';
import type { SendLimit } from '../models/send-log.js';
import { pauseMs } from './backoff.js';
import { deliver } from './deliver.js';
import type { RelayDeps, TargetKind } from './relay-deps.js';

export interface Relay {
  /** Sends what is due now and returns when it has gone or must wait. */
  tick(): Promise<void>;
  /** Looks for due rows after every `wake` and every `pollMs`, until `stop`. */
  run(): void;
  /** Rows were committed: look now. */
  wake(): void;
  /** Lets the rows that are being sent come to their end; the rest stay queued. */
  stop(): Promise<void>;
}

/** Messages to one receiver (wecom.md 9.3). Customer service counts per customer message instead. */
export const PLATFORM_LIMITS: Record<TargetKind, readonly SendLimit[]> = {
  member: [
    { max: 30, windowMs: 60_000 },
    { max: 1_000, windowMs: 3_600_000 },
  ],
  group: [{ max: 20, windowMs: 60_000 }],
  customer: [],
};

const KINDS: readonly TargetKind[] = ['member', 'group', 'customer'];
/** Pauses of a kind of target for which nothing would go. */
const STOP = { firstMs: 60_000, longestMs: 900_000 };
/** A lane that waits for its first row or for another process is not looked at again before this. */
const BLOCKED_REST_MS = 2_000;

export function makeRelay(deps: RelayDeps): Relay {
  const { db, clock, log } = deps;
  const active = new Map<string, Promise<void>>();
  const resting = new Map<string, Date>();
  const stops = new Map<TargetKind, { until: Date; times: number }>();
  let stopping = false;
  let running: Promise<void> | null = null;
  let awake = false;
  /** Calls of `wake`, each of which may mean new rows in any lane. */
  let wakes = 0;
  let endWait = () => {};

  const isStopped = (kind: TargetKind) => (stops.get(kind)?.until ?? 0) > clock();

  /** Starts lanes that have due rows, as many as there is room for. Returns how many. */
  async function startLanes(): Promise<number> {
    const now = clock();
    for (const [lane, until] of resting) if (until <= now) resting.delete(lane);
    const room = deps.maxLanes - active.size;
    if (room <= 0) return 0;
    const lanes = await findDueLanes(db, {
      now,
      without: [...active.keys(), ...resting.keys()],
      kinds: KINDS.filter((kind) => deps.senders[kind] !== undefined && !isStopped(kind)),
      leaseMs: deps.leaseMs,
      limit: room,
    });
    for (const due of lanes) {
      if (!active.has(due.lane)) active.set(due.lane, runLane(due));
    }
    return lanes.length;
  }

  async function runLane(due: DueLane): Promise<void> {
    try {
      await sendRows(due);
    } catch (error) {
      log.error({ err: error }, 'a lane failed; its rows stay in the outbox');
      rest(due.lane, BLOCKED_REST_MS);
    } finally {
      active.delete(due.lane);
      if (active.size === deps.maxLanes - 1) wake();
    }
  }

  async function sendRows({ lane, kind }: DueLane): Promise<void> {
    let behind: Claimed['behind'] = [];
    let seen = wakes;
    for (let sent = 0; !stopping && !isStopped(kind); sent++) {
      const by = { holder: deps.holder, now: clock(), leaseMs: deps.leaseMs };
      let claimed = await claimNext(db, behind, by);
      if (claimed === null) {
        seen = wakes;
        claimed = await claimHead(db, lane, by);
      }
      if (claimed === null) {
        if (sent === 0) rest(lane, BLOCKED_REST_MS);
        return;
      }
      const delivered = await deliver(deps, claimed.row);
      behind = [];
      if (delivered.next === 'rest') {
        resting.set(lane, delivered.until);
        return;
      }
      if (delivered.next === 'stop') stopKind(kind, claimed.row._id, delivered.error);
      else if (delivered.sent) {
        stops.delete(kind);
        behind = claimed.behind;
        if (behind.length === 0 && wakes === seen) return; // what others add meanwhile is found by the next look at all lanes
      }
    }
  }

  function rest(lane: string, ms: number): void {
    resting.set(lane, new Date(clock().getTime() + ms));
  }

  function stopKind(kind: TargetKind, rowId: string, error: { code: string; message: string }): void {
    if (isStopped(kind)) return; // another lane met the same
    const times = (stops.get(kind)?.times ?? 0) + 1;
    const until = new Date(clock().getTime() + pauseMs(STOP, times, deps.random()));
    stops.set(kind, { until, times });
    deps.count('stopped', kind);
    log.error({ target: kind, code: error.code, until }, 'sending stopped for a while');
    deps.alert({ kind: 'stopped', target: kind, rowId, code: error.code, message: error.message });
  }

  function wake(): void {
    awake = true;
    wakes++;
    endWait();
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      awake = false;
      await startLanes().catch((error) => log.error({ err: error }, 'the outbox cannot be read'));
      if (!awake && !stopping) await wokenOrAfter(deps.pollMs);
    }
    await Promise.all(active.values());
  }

  function wokenOrAfter(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    async tick() {
      while ((await startLanes()) > 0 || active.size > 0) await Promise.all(active.values());
    },
    run() {
      running ??= loop();
    },
    wake,
    async stop() {
      stopping = true;
      wake();
      await running;
      await Promise.all(active.values());
    },
  };
}
