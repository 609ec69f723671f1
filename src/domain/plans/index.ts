export { setUpBody } from './bodies.js';
export { type CheckFacts, type CheckResult, judgeCheck } from './checks/index.js';
export { dueInSpan, spanOf } from './due.js';
export { editionName, planNamed } from './edition.js';
export { type FactDeps, factsBy, loadFacts } from './facts.js';
export type { PlanFinding } from './finding.js';
export { bodiesOf, type PlanItem, planItems, unknownBodies } from './instantiate.js';
export { type LintedPlan, lintPlan } from './lint.js';
export { loadPlans, type PlanBook } from './load.js';
export {
  acknowledge,
  addRecord,
  completeRecord,
  listRecords,
  type NewRecord,
  type RecordDeps,
  recordPlaces,
  textsFor,
} from './records.js';
export { type StationFacts, setUpStation, stationNow } from './stations.js';
export { signIn, trainingsToday } from './trainings.js';
