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
  ['city_returned', '退回未更正'],
  ['city_changed', '变更待重报'],
  ['city_sent', '等市里回执'],
  ['city_unsent', '未上报'],
]);
const ALL = [...LACKS, ...NETWORKS, ...WALL_CHARTS, ...ROLE_OPTIONS];

/** What to send to put on record what a check looks for. */
const WAYS: Readonly<Record<string, string>> = {
  body_set_up: '机构设立',
  leader_appointed: '任命登记',
  funding_settled: '经费登记',
  premises: '用房登记',
  network_linked: '网络测试',
  diagram_drawn: '网格示意图',
  wall_charts: '三图上墙',
  complaint_point: '投诉举报站点',
  duty_texts: '发布制度',
  rule_texts: '发布制度',
  texts_acknowledged: '学习制度',
  training_attended: '培训签到',
  document_filed: '文件登记',
  contact_published: '公布联系方式',
  city_entered: '平台录入',
  coverage: '上报单位',
  data_fresh: '更新单位',
  files_complete: '更新单位',
};

/** The words that begin the flow by which a check is met; undefined where there is none. */
export function checkWay(name: string): string | undefined {
  return WAYS[name];
}

export function evidenceWords(kinds: readonly string[]): string {
  return kinds.map((kind) => labelOf(EVIDENCE, kind)).join('、');
}

/** What a check found missing. */
export function lackWords(codes: readonly string[]): string {
  return codes.map((code) => labelOf(ALL, code)).join('、');
}
