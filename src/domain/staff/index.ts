export { makeStaffReader, type StaffDirectory, type StaffReader } from './directory.js';
export { moveAssignments } from './redraw.js';
export { type Responsible, whoIsResponsible } from './responsible.js';
export { assignmentsOn, roleLabel, type StaffEdit } from './rules.js';
export { editStaff, openStaffEditor, phoneOf, type StaffEditor, type StaffWork } from './service.js';
export { judgeStaffing, type StaffingGap, staffingGaps, type UnitGaps, type UnitStaff } from './staffing.js';
