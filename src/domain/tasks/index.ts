export {
  batchToUndo,
  confirmBatch,
  type NewBatch,
  type ProposedBatch,
  proposeBatch,
  undoBatch,
} from './batch.js';
export { readBodies } from './bodies.js';
export { createTask, type NewTask } from './create.js';
export type { TaskDeps } from './deps.js';
export { instantiatePlan, keepPlans, type PlanOutcome, plansInForce } from './from-plan.js';
export { dueMoveNotices, handOver, openTasks, reckonDueDays, repeatTasks } from './keep.js';
export { type ListedTask, type MyTasks, myTasks, type OpenedTask, openTask, tasksOfArea } from './lists.js';
export { loadNudgeRules } from './load-rules.js';
export {
  acceptanceSource,
  confirmNudge,
  type DueItem,
  type DueSource,
  foldNudge,
  type NudgeContext,
  type NudgeDeps,
  type NudgeEntry,
  notePassed,
  type PendingNudge,
  type PendingNudges,
  pendingNudges,
  type Rung,
  taskSource,
  type UnreachedUnit,
  unreachedUnits,
} from './nudges/index.js';
export { type Order, readOrder } from './order.js';
export { planRules } from './plan-rules.js';
export { planProgress } from './progress.js';
export { moveTasks } from './redraw.js';
export { dealRefresh, refreshToday, settleRefresh } from './refresh.js';
export { moved, standingAt } from './rules.js';
export {
  acceptTask,
  approveExtension,
  askExtension,
  assignTask,
  cancelTask,
  muteTask,
  refuseExtension,
  reportTask,
  returnTask,
  snoozeTask,
  type TaskOutcome,
} from './service.js';
export { type Settled, settleChecks } from './settle.js';
export { type Lights, type Standing, type StandingTask, taskStanding, taskStandings } from './standing.js';
export { superviseTask } from './supervise.js';
