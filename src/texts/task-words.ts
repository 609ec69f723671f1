/** Words for codes that tasks and checks give. */
import { labelOf, options } from '../../schemas/enums.js';
import { ROLE_OPTIONS } from '../../schemas/scope.js';
import { NETWORKS, WALL_CHARTS } from '../../schemas/unit-record.js';

const EVIDENCE = options([
  ['document', '文号'],
  ['photo', '照片'],
  ['date', '日期'],
  ['note', '情况说明'],
]);
const LACKS = options([
  ['body', '机构'],
  ['staff', '人员'],
  ['code', '编码'],
  ['address', '地址'],
  ['phone', '电话'],
  ['head', '负责人'],
  ['people_in_role', '人员'],
  ['funding_settled', '经费'],
  ['premises', '用房'],
  ['area', '面积不在规定范围'],
]);
const ALL = [...LACKS, ...NETWORKS, ...WALL_CHARTS, ...ROLE_OPTIONS];

export function evidenceWords(kinds: readonly string[]): string {
  return kinds.map((kind) => labelOf(EVIDENCE, kind)).join('、');
}

/** What a check found missing. */
export function lackWords(codes: readonly string[]): string {
  return codes.map((code) => labelOf(ALL, code)).join('、');
}
