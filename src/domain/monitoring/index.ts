export { creditProposal, decideAlert, decideGrade, openAlerts } from './decide.js';
export { alertAt, loadMonitoringRules, type WatchDeps, watchBatch } from './watch.js';
