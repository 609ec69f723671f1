export { employerRegister } from './employer-register.js';
export { exportRegister, writeTemplate } from './export.js';
export { UnreadableFile } from './fault.js';
export { gridRegister } from './grid-register.js';
export { groupRegister } from './group-register.js';
export { type ImportProgress, importStaged, resumeImports } from './import-staged.js';
export { type ImportReport, importWhole, type RegisterDeps } from './import-whole.js';
export type { Register, StagedRegister, WholeRegister } from './register.js';
export { staffRegister } from './staff-register.js';
