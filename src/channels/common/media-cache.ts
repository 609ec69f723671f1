/** Uploads of the same file are shared for as long as the platform keeps them. */
import type { Clock } from '../../lib/clock.js';

/** The platform keeps a temporary media for 3 days (wecom.md 7.1); ours ends earlier, so that a resend still finds it. */
const KEEP_MS = 60 * 3_600_000;
const ENTRIES_MAX = 500;

export interface MediaCache<T> {
  /** The upload of this key, made once also when asked for by several at a time. A failed one is forgotten. */
  get(key: string, upload: () => Promise<T>): Promise<T>;
  forget(key: string): void;
}

export function makeMediaCache<T>(clock: Clock): MediaCache<T> {
  const entries = new Map<string, { at: number; value: Promise<T> }>();
  return {
    get(key, upload) {
      const now = clock().getTime();
      const entry = entries.get(key);
      if (entry !== undefined && now - entry.at < KEEP_MS && now >= entry.at) return entry.value;
      const value = upload();
      entries.delete(key);
      entries.set(key, { at: now, value });
      const [oldest] = entries.keys();
      if (entries.size > ENTRIES_MAX && oldest !== undefined) entries.delete(oldest);
      value.catch(() => {
        if (entries.get(key)?.value === value) entries.delete(key);
      });
      return value;
    },
    forget: (key) => void entries.delete(key),
  };
}
