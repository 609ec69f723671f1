export { dealWeek, shareOfToday } from './deal.js';
export { addKnownEmployers, type KnownOutcome, type KnownRow, listEmployers } from './known.js';
export {
  factsForChecks,
  type Probe,
  type SimilarEmployer,
  type StartingValues,
  searchEmployers,
  similarEmployers,
  startingValues,
} from './lookups.js';
export { plainEmployerName } from './names.js';
export {
  cellProgress,
  type EmployerLine,
  employersById,
  employersToRefresh,
  employersWithoutCell,
  employersWithoutData,
  type Progress,
  progressByCell,
  roadRegister,
} from './progress.js';
export { moveEmployers } from './redraw.js';
export type { Draft, Freshness } from './rules.js';
export {
  collectEmployer,
  type EmployerDeps,
  type EmployerNotice,
  type Filed,
  type NewCollection,
  type Refresh,
  refreshEmployer,
} from './service.js';
export { addToRoster, lastVisit, logVisit, type Noted } from './visits.js';
