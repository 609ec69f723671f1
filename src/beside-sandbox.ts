/** For a process beside the one that runs the sandbox: who runs it, and one virtual clock for both. */
import { z } from 'zod';
import type { MovableClock } from './lib/clock.js';
import type { Log } from './lib/log.js';

const TIMEOUT_MS = 1_500;
const LOOK_EVERY_MS = 500;
/** What a reading may be off by the time it was under way. */
const TOLERANCE_MS = 1_500;

const Health = z.object({ corpId: z.string() });
const Reading = z.object({ ms: z.number(), frozen: z.boolean() });

/** The corp for which a sandbox stands in there; null when none answers, '' when it is something else. */
export async function sandboxCorpAt(url: string): Promise<string | null> {
  try {
    const answer = await fetch(`${url}/sandbox/health`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return Health.safeParse(await answer.json().catch(() => undefined)).data?.corpId ?? '';
  } catch {
    return null;
  }
}

export interface FollowDeps {
  url: string;
  clock: MovableClock;
  /**
   * Does what became due; called after the clock was set forward. The sandbox is at `to` already, so nothing can be done as of
   * an instant in between: its windows of frequency would fill up.
   */
  moved(from: Date, to: Date): Promise<void>;
  log: Pick<Log, 'error'>;
}

/** Takes the sandbox's time over: with `join` once, before the service wakes; after `start` whenever the clock was moved. */
export function followClock({ url, clock, moved, log }: FollowDeps) {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();

  /** @returns the instants between which the clock was set forward */
  async function look(): Promise<{ from: Date; to: Date } | null> {
    const reading = await readClock(url);
    if (reading === null) return null;
    const from = clock.now();
    const isOff = Math.abs(reading.ms - from.getTime()) > (reading.frozen ? 0 : TOLERANCE_MS);
    if (reading.frozen !== clock.frozen) clock.freeze(reading.frozen);
    if (!isOff) return null;
    const to = new Date(reading.ms);
    clock.set(to);
    return to > from ? { from, to } : null;
  }

  async function follow(): Promise<void> {
    const step = await look();
    if (step !== null) await moved(step.from, step.to);
  }

  function next(): void {
    timer = setTimeout(() => {
      looking = follow()
        .catch((err: unknown) =>
          log.error({ err }, 'what became due with the sandbox clock failed; sweeps make up for it'),
        )
        .then(() => timer !== undefined && next());
    }, LOOK_EVERY_MS);
  }

  return {
    async join(): Promise<void> {
      await look();
    },
    start: next,
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      await looking;
    },
  };
}

async function readClock(url: string): Promise<z.infer<typeof Reading> | null> {
  try {
    const answer = await fetch(`${url}/sandbox/clock`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return Reading.safeParse(await answer.json()).data ?? null;
  } catch {
    return null; // it is down or not up yet: the clock goes on as it is
  }
}
