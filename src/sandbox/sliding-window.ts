/** Counts events per key over a moving span of (virtual) time, for the frequency limits of wecom.md 9.3. */
export interface SlidingWindow {
  /** Counts one event at `at` (ms) unless the limit is reached: then false, and nothing is counted. */
  take(key: string, at: number): boolean;
  /** True when one more event would be refused. */
  isFull(key: string, at: number): boolean;
  clear(): void;
}

/** @param limit events allowed within `spanMs` */
export function slidingWindow(limit: number, spanMs: number): SlidingWindow {
  const hits = new Map<string, number[]>();
  const recent = (key: string, at: number) => {
    const times = hits.get(key) ?? [];
    while (times.length > 0 && (times[0] ?? at) <= at - spanMs) times.shift();
    // Events of the future are forgotten too: the clock may have been moved back.
    while (times.length > 0 && (times.at(-1) ?? at) > at) times.pop();
    return times;
  };
  return {
    take(key, at) {
      const times = recent(key, at);
      if (times.length >= limit) return false;
      times.push(at);
      hits.set(key, times);
      return true;
    },
    isFull: (key, at) => recent(key, at).length >= limit,
    clear: () => hits.clear(),
  };
}
