import type { DomainError, ErrorCode, Facts } from '../errors.js';
import { changedText, refusalText } from './matter-refusals.js';
import { taskRefusalText } from './task-refusals.js';

/** The only place where an error code becomes Chinese; a missing line does not compile. */
const TEXT: Record<ErrorCode, (f: Facts) => string> = {
  not_on_staff: () => '您还不在两网化人员名单里，请联系所在中队或区指挥中心。',
  not_your_cell: (f) =>
    `${f['cell'] ?? '这个网格'}不在您的责任区内，记录没有保存。请换一个地点，或转给负责该网格的同事。`,
  not_allowed: () => '这一步需要另外的岗位或证件才能办理。',
  grid_cell_not_found: (f) => `没有找到网格“${f['cell'] ?? ''}”，请核对后重发。`,
  grid_code_invalid: (f) =>
    `网格编码“${f['code'] ?? ''}”不对：区和镇街是 12 位数字，村和社区可再加 2 位序号。例如 410108101200。`,
  grid_code_taken: (f) => `网格编码 ${f['code'] ?? ''} 已经给了“${f['name'] ?? ''}”，请核对。`,
  grid_code_misplaced: (f) => `网格编码 ${f['code'] ?? ''} 不属于上级 ${f['parent'] ?? ''}，请核对前几位。`,
  grid_level_misplaced: (f) => `“${f['name'] ?? ''}”放不到这一级：区下是镇街，镇街下是村和社区。`,
  grid_node_not_in_force: (f) => `“${f['name'] ?? ''}”已经停用，请选现在的网格。`,
  grid_has_children: (f) => `“${f['name'] ?? ''}”下面还有网格，请先调整下级。`,
  staff_not_found: (f) => `人员名单里没有账号 ${f['userid'] ?? ''}，请先登记姓名。`,
  staff_role_misplaced: (f) => `${f['role'] ?? '这个岗位'}不能设在“${f['name'] ?? ''}”这一级，请换一级网格。`,
  staff_assignment_exists: (f) => `在“${f['name'] ?? ''}”已有同一岗位的任职，时间重叠了，请先结束原任职。`,
  staff_assignment_not_found: () => '没有找到这条任职记录，可能已经结束。',
  employer_exists: (f) => `“${f['name'] ?? '这家单位'}”已经建档（档案 ${f['fileNo'] ?? ''}），请改为更新它。`,
  employer_not_found: () => '没有找到这家单位，可能刚被合并或撤销，请重新选择。',
  matter_not_found: () => '没有找到这一件，请核对编号。',
  matter_refused: refusalText,
  passage_not_found: () => '原文里没有这一段。请照原文一字不差地写，不要带上已遮盖的部分。',
  matter_changed: (f) => `${changedText(f)}您这一步没有办。`,
  record_not_found: () => '没有找到这条记录，可能已经更新过，请重新打开。',
  task_not_found: () => '没有找到这项工作，可能已经完成、取消，或不在您的范围内。',
  task_refused: taskRefusalText,
  conflict: () => '刚有同事改过这条记录，请重新打开再试一次。',
  invalid_record: () => '有一项内容不符合档案要求，请回看上面的清单改一下。',
};

/** The friendly sentence for what the person can act on. */
export function errorText(error: DomainError): string {
  return TEXT[error.code](error.facts);
}
