import type { DomainError, ErrorCode, Facts } from '../errors.js';

/** The only place where an error code becomes Chinese; a missing line does not compile. */
const TEXT: Record<ErrorCode, (f: Facts) => string> = {
  not_on_staff: () => '您还不在两网化人员名单里，请联系所在中队或区指挥中心。',
  not_your_cell: (f) =>
    `${f['cell'] ?? '这个网格'}不在您的责任区内，记录没有保存。请换一个地点，或转给负责该网格的同事。`,
  not_allowed: () => '这一步需要另外的岗位或证件才能办理。',
  grid_cell_not_found: (f) => `没有找到网格“${f['cell'] ?? ''}”，请核对后重发。`,
  employer_exists: (f) => `“${f['name'] ?? '这家单位'}”已经建档（档案 ${f['fileNo'] ?? ''}），请改为更新它。`,
  employer_not_found: () => '没有找到这家单位，可能刚被合并或撤销，请重新选择。',
  conflict: () => '刚有同事改过这条记录，请重新打开再试一次。',
  invalid_record: () => '有一项内容不符合档案要求，请回看上面的清单改一下。',
};

/** The friendly sentence for what the person can act on. */
export function errorText(error: DomainError): string {
  return TEXT[error.code](error.facts);
}
