export { type Assessment, type AssessmentDeps, assess, loadAssessmentRules } from './assess.js';
export type { Deduction, Score, ScoredItem } from './score.js';
export { recordSupervision } from './supervise.js';
