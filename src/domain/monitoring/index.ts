export { creditProposal, decideAlert, decideGrade, gradeInFile, openAlerts } from './decide.js';
export { alertAt, loadMonitoringRules, type WatchDeps, watchBatch } from './watch.js';
