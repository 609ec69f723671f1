import type { Log } from './lib/log.js';

/** One small chore that is due every few seconds: lost replies, timers of conversations, files to fetch. */
export interface Chore {
  name: string;
  run(): Promise<void>;
}

export interface Pulse {
  start(): void;
  /** Runs every chore once; a failing one does not stop the others. */
  beat(): Promise<void>;
  /** Runs `work` between two beats: none begins by itself before its end. */
  between(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Chores that Agenda is too coarse for. All of them derive what is due from records, so any number of processes may beat. */
export function makePulse(chores: readonly Chore[], everyMs: number, log: Log): Pulse {
  let timer: NodeJS.Timeout | null = null;
  let beating: Promise<void> = Promise.resolve();
  let stopped = false;
  let held = 0;

  async function beat(): Promise<void> {
    for (const chore of chores) {
      try {
        await chore.run();
      } catch (err) {
        log.error({ err, chore: chore.name }, 'chore failed; it is tried again at the next beat');
      }
    }
  }

  function next(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      beating = (held > 0 ? Promise.resolve() : beat()).then(next);
    }, everyMs);
  }

  return {
    start: next,
    beat,
    async between(work) {
      held += 1;
      try {
        await beating;
        await work();
      } finally {
        held -= 1;
      }
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await beating;
    },
  };
}
