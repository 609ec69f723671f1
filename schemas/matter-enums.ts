/** Words of complaints and reports (domain.md 5): kinds, the 20 states, matters, outcomes, reasons. */
import { options } from './enums.js';

/** 投诉: a worker whose own rights are harmed. 举报: anybody, protected by law (REG423 art. 9). Never one word for both. */
export const MATTER_KINDS = options([
  ['complaint', '投诉'],
  ['report', '举报'],
]);
export type MatterKind = (typeof MATTER_KINDS)[number]['value'];

/** domain.md 5.7, in its order. A draft lives in the conversation; a record begins as received. */
export const MATTER_STATES = options([
  ['draft', '草稿'],
  ['received', '已登记'],
  ['supplement', '待补正'],
  ['guided', '告知其他途径'],
  ['transferred', '移送/转办'],
  ['pre_mediation', '简易调处'],
  ['refused', '不予受理'],
  ['filed', '已立案'],
  ['settled', '调处办结'],
  ['investigating', '调查中'],
  ['extended', '已延期'],
  ['suspended', '中止'],
  ['deciding', '待处理决定'],
  ['ordered', '已下达限期整改/处理/处罚'],
  ['corrected', '已改正'],
  ['closed', '已结案'],
  ['revoked', '撤销立案'],
  ['enforcing', '申请强制执行'],
  ['archived', '已归档'],
  ['crime_transfer', '移送公安'],
]);
export type MatterState = (typeof MATTER_STATES)[number]['value'];

/** Nothing more is owed in these. */
export const ENDED_STATES: readonly MatterState[] = ['guided', 'transferred', 'refused', 'closed', 'archived'];

/** REG423 art. 11, with the sub-codes of domain.md 5.3. */
export const MATTER_CATEGORIES = options([
  ['M6a', '拖欠或克扣工资', '欠薪', '拖欠工资', '克扣工资', '不发工资'],
  ['M6b', '低于最低工资', '最低工资'],
  ['M6c', '不付经济补偿', '经济补偿', '补偿金'],
  ['M5', '超时加班', '加班', '工作时间', '不让休息'],
  ['M4', '女职工、未成年工保护', '女职工', '未成年工', '产假'],
  ['M3', '使用童工', '童工'],
  ['M2', '不签劳动合同', '没签合同', '劳动合同'],
  ['M7', '社会保险', '社保', '没交社保', '瞒报工资总额'],
  ['M8', '职业中介、培训、鉴定', '黑中介', '中介', '培训'],
  ['M1', '规章制度违法', '规章制度', '罚款'],
  ['M9a', '阻挠检查、打击报复', '打击报复', '阻挠'],
  ['M9b', '农民工工资支付规定', '扣银行卡', '不给工资条', '以物抵薪'],
  ['M9c', '工地专户、保证金、实名制', '工资专户', '实名制'],
  ['M9d', '收押金、扣证件', '押金', '扣身份证', '扣证件'],
  ['M9', '其他', '别的'],
]);
export type MatterCategory = (typeof MATTER_CATEGORIES)[number]['value'];

/** Where people and the amount that was paid must be told at the end (domain.md 5.7). */
export const WAGE_CATEGORIES: readonly MatterCategory[] = ['M6a', 'M6b', 'M6c', 'M9b'];

export const OUTCOMES = options([
  ['paid_in_full', '足额支付', '全部付清'],
  ['paid_in_part', '部分支付并有计划', '部分支付'],
  ['corrected', '已改正'],
  ['no_violation', '未发现违法'],
  ['not_employer_here', '本地无此单位'],
  ['guided_to_arbitration', '引导仲裁', '仲裁'],
  ['transferred', '移送其他机关'],
  ['withdrawn', '撤回'],
  ['penalty', '行政处罚', '处罚'],
  ['police', '移送公安', '公安'],
  ['blacklisted', '列入失信名单', '黑名单'],
  ['duplicate', '重复'],
  ['joined', '并入集体投诉'],
]);
export type OutcomeCode = (typeof OUTCOMES)[number]['value'];

export const PRIORITIES = options([
  ['normal', '一般'],
  ['high', '优先'],
  ['red', '紧急'],
]);
export type Priority = (typeof PRIORITIES)[number]['value'];

export const MATTER_CHANNELS = options([
  ['kf', '微信客服'],
  ['counter', '窗口'],
  ['visit', '上门走访'],
  ['phone', '电话'],
  ['letter', '来信'],
  ['transfer', '其他机关转来'],
]);
export type MatterChannel = (typeof MATTER_CHANNELS)[number]['value'];

/** Another procedure that has begun (R25 art. 15, REG423 art. 21). */
export const PROCEDURES = options([
  ['none', '没有', '没有走过'],
  ['mediation', '调解中', '调解'],
  ['arbitration', '已申请仲裁', '仲裁', '劳动仲裁'],
  ['court', '已到法院', '法院', '起诉', '打官司'],
]);
export type Procedure = (typeof PROCEDURES)[number]['value'];

export const PROOFS = options([
  ['contract', '劳动合同', '合同'],
  ['attendance', '考勤或工牌', '考勤', '打卡', '工牌'],
  ['payslip', '工资条或流水', '工资条', '流水', '转账'],
  ['iou', '欠条', '结算单', '工票'],
  ['chat', '聊天记录', '聊天', '微信记录'],
  ['witness', '工友作证', '证人', '工友'],
  ['other', '其他'],
]);

/** What a complaint must contain (R25 art. 14): what a request to supplement can list. */
export const SUPPLEMENT_ITEMS = options([
  ['name', '您的姓名'],
  ['contact', '联系电话'],
  ['employer_name', '单位名称'],
  ['employer_place', '单位地址或干活的地点'],
  ['facts', '事情经过'],
  ['period', '欠薪的起止时间'],
  ['amount', '金额'],
  ['proof', '证据材料'],
]);
export type SupplementItem = (typeof SUPPLEMENT_ITEMS)[number]['value'];

/** Tracks outside of inspection (domain.md 5.2, “where to send what”). */
export const TRACKS = options([
  ['inspection', '劳动保障监察'],
  ['arbitration', '劳动争议仲裁', '仲裁'],
  ['court', '人民法院', '法院'],
  ['emergency', '应急管理部门', '安全生产'],
  ['health', '卫生健康部门', '职业病'],
  ['housing_fund', '住房公积金中心', '公积金'],
  ['police', '公安机关', '报警', '公安'],
  ['social_insurance', '社会保险经办机构', '社保经办', '社保局'],
  ['personnel', '人事部门', '编制'],
]);
export type Track = (typeof TRACKS)[number]['value'];

/** Why a step was taken, told in clear; the words beside it are sealed. */
export const MOVE_REASONS = options([
  ['too_old', '超过两年'],
  ['employer_unclear', '补正后单位仍不明确'],
  ['no_answer', '逾期未补正'],
  ['not_inspection', '不属于监察范围'],
  ['no_jurisdiction', '不归本局管辖'],
  ['level', '上级交办或提级'],
  ['other_procedure', '已在仲裁或诉讼'],
  ['already_handled', '已受理或已处理'],
  ['party_fled', '当事人下落不明'],
  ['no_evidence', '证据一时无法取得'],
  ['other_legal_cause', '其他法定原因'],
  ['complex', '案情复杂'],
  ['minor_corrected', '情节轻微并已改正'],
  ['not_established', '违法事实不成立'],
  ['new_facts', '有新的事实'],
  ['review_upheld', '复核认为应当受理'],
  ['mistake', '登记有误'],
]);
export type MoveReason = (typeof MOVE_REASONS)[number]['value'];

export const SATISFACTION = options([
  ['satisfied', '满意'],
  ['fairly', '基本满意', '还行', '一般'],
  ['dissatisfied', '不满意'],
]);
export type Satisfaction = (typeof SATISFACTION)[number]['value'];

/** What a handler may want the identity for; the code is kept in the access log. */
export const READ_PURPOSES = options([
  ['contact', '联系当事人核实情况'],
  ['evidence', '制作笔录、取证'],
  ['service', '送达文书'],
  ['payment', '核对工资支付'],
  ['satisfaction', '回访'],
  ['handover', '案件交接'],
]);
export type ReadPurpose = (typeof READ_PURPOSES)[number]['value'];

/** Words that interrupt at once (domain.md 5.5, issue 6). */
export const RED_FLAGS = options([
  ['violence', '被打、被威胁'],
  ['locked_in', '被关、强迫劳动'],
  ['child_labour', '童工'],
  ['self_harm', '轻生'],
  ['crowd', '多人聚集'],
  ['fled', '老板跑路、转移财产'],
]);
export type RedFlag = (typeof RED_FLAGS)[number]['value'];
