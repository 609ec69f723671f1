import type { Log } from '../../lib/log.js';
import type { WireFault } from './wire-error.js';

/** Why a request was refused; bounded, so that it can be a label of a metric. `content`: authentic, but not readable. */
export type Refusal = WireFault | 'method' | 'query' | 'too-large' | 'aborted' | 'content';

const LOG_EVERY_MS = 60_000;

/**
 * Counts every refusal and logs at most one line per reason and minute, with the number that went unlogged before it:
 * public scanners hit callback URLs (wecom.md 1.5).
 */
export function makeRefusals(deps: {
  log: Pick<Log, 'warn'>;
  count(reason: Refusal): void;
  /** Milliseconds of a clock that never jumps. */
  monotonicMs(): number;
}): (reason: Refusal, detail: string) => void {
  const seen = new Map<Refusal, { loggedAtMs: number; suppressed: number }>();
  return (reason, detail) => {
    deps.count(reason);
    const nowMs = deps.monotonicMs();
    const last = seen.get(reason);
    if (last !== undefined && nowMs - last.loggedAtMs < LOG_EVERY_MS) {
      last.suppressed += 1;
      return;
    }
    deps.log.warn({ reason, detail, suppressed: last?.suppressed ?? 0 }, 'callback refused');
    seen.set(reason, { loggedAtMs: nowMs, suppressed: 0 });
  };
}
