export { type Assessment, type AssessmentDeps, assess, loadAssessmentRules } from './assess.js';
export { recordBonus, recordSupervision, supervisionsOf, voidActivity } from './supervise.js';
