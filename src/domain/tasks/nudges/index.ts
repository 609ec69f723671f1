export { confirmNudge, notePassed } from './confirm.js';
export type { DueItem, DueSource, NudgeContext, Rung } from './due-item.js';
export { foldNudge } from './fold.js';
export { type NudgeDeps, type NudgeEntry, type PendingNudge, type PendingNudges, pendingNudges } from './pending.js';
export { type UnreachedUnit, unreachedUnits } from './reach.js';
export { acceptanceSource, taskSource } from './sources.js';
