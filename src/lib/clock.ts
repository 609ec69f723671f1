/** A source of the present instant. Everything outside `src/lib` takes one as a parameter. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** A clock that can be moved: real time plus an offset, or frozen. Used by the demo, the replay and the tests. */
export interface MovableClock {
  now: Clock;
  /** Sets the present instant; the clock goes on from there unless it is frozen. */
  set(to: Date): void;
  advance(ms: number): void;
  freeze(on: boolean): void;
  readonly frozen: boolean;
}

/** @param start instant the clock shows first; without it real time. */
export function movableClock(start?: Date, base: Clock = systemClock): MovableClock {
  let offsetMs = start === undefined ? 0 : start.getTime() - base().getTime();
  let frozenAt: number | undefined;
  const read = () => frozenAt ?? base().getTime() + offsetMs;
  const set = (ms: number) => {
    if (frozenAt === undefined) offsetMs = ms - base().getTime();
    else frozenAt = ms;
  };
  return {
    now: () => new Date(read()),
    set: (to) => set(to.getTime()),
    advance: (ms) => set(read() + ms),
    freeze(on) {
      const present = read();
      if (on) frozenAt = present;
      else {
        frozenAt = undefined;
        offsetMs = present - base().getTime();
      }
    },
    get frozen() {
      return frozenAt !== undefined;
    },
  };
}

/** A clock for tests: moves by `stepMs` at every reading, so that records keep their order. */
export function steppingClock(start: string, stepMs = 1000): Clock {
  let t = Date.parse(start) - stepMs;
  return () => {
    t += stepMs;
    return new Date(t);
  };
}
