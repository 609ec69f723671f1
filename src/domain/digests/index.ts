export { openBehind, pointerOf, unitsAsked } from './behind.js';
export { DAILY_DIGEST, keepDigest, noteMissedDays, pendingDigests, sentDigest } from './daily.js';
export { dailyDueOn, spanDueOn, spanEnd } from './due.js';
export { digestFacts, type UnitDigest } from './facts.js';
export { finishNudges, markNudged, NUDGE_SILENT_CELLS, pendingNudges, type SilentTown } from './nudge.js';
export { DIGEST_SETTINGS, type DigestDeps, type DigestSettings } from './part.js';
