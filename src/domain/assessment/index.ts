export { type Assessment, type AssessmentDeps, assess, loadAssessmentRules } from './assess.js';
export { recordSupervision } from './supervise.js';
