export { openBehind, pointerOf, unitsAsked } from './behind.js';
export { DAILY_DIGEST, keepDigest, noteMissedDays, pendingDigests, pendingSpans, sentDigest } from './daily.js';
export { dailyDueOn, spanEnd, spansDueOn } from './due.js';
export { digestFacts, type UnitDigest } from './facts.js';
export { finishNudges, markNudged, NUDGE_SILENT_CELLS, pendingNudges, type SilentTown } from './nudge.js';
export type { DigestDeps } from './part.js';
export { DIGEST_SETTINGS, loadDigestSettings } from './settings.js';
export { spreadSeconds, spreadStart } from './spread.js';
export { superviseLast } from './supervise-last.js';
