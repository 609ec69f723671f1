/**
 * Enumerations of domain.md 4.5 and of the record tables, with the words people use. The first label is the official one;
 * synonyms are what is said in a shop.
 */
import type { Option } from './field.js';

type Options<V extends string> = readonly (Option & { value: V })[];
/** Keeps the values as literal types. */
export const options = <const V extends string>(list: readonly [V, string, ...string[]][]): Options<V> =>
  list.map(([value, label, ...synonyms]) => ({ value, label, ...(synonyms.length > 0 && { synonyms }) }));

/** The label of a value; the value itself when it is not one of the options. */
export function labelOf(list: readonly Option[], value: string): string {
  return list.find((option) => option.value === value)?.label ?? value;
}

/** 单位类型. 民办非企业, 劳务派遣单位 … are kinds of their own because other questions are asked of them. */
export const UNIT_KINDS = options([
  ['enterprise', '企业', '公司', '工厂', '厂', '有限公司'],
  ['individual_business', '个体工商户', '个体户', '个体', '小店', '店铺'],
  ['unlicensed', '无照用工', '无照', '没有执照', '没办照', '黑作坊'],
  ['construction_project', '工程项目', '工地', '项目部', '建筑工地'],
  ['private_non_enterprise', '民办非企业', '民非', '民办学校', '民办幼儿园'],
  ['state_organ', '机关', '国家机关', '政府机关'],
  ['public_institution', '事业单位', '事业', '公办学校', '公立医院'],
  ['social_organisation', '社会团体', '社团', '协会', '商会'],
  ['dispatch_agency', '劳务派遣单位', '劳务派遣', '派遣公司', '劳务公司'],
  ['hr_service_agency', '人力资源服务机构', '职业介绍所', '中介', '劳务中介'],
  ['training_institution', '职业培训机构', '培训学校', '培训机构'],
  ['skill_appraisal_agency', '技能鉴定机构', '鉴定所', '鉴定站'],
  ['other', '其他组织', '其他', '合作社', '律师事务所'],
]);
export type UnitKind = (typeof UNIT_KINDS)[number]['value'];

/** 所属行业: sections of GB/T 4754-2017; the letters are the same since 2011. */
export const INDUSTRIES = options([
  ['A', '农林牧渔', '种植', '养殖', '农业'],
  ['B', '采矿', '矿山', '采石', '采砂'],
  ['C', '制造', '工厂', '加工', '生产', '加工厂'],
  ['D', '电力热力燃气水', '供电', '供水', '供暖', '燃气'],
  ['E', '建筑', '工地', '装修', '施工'],
  ['F', '批发零售', '超市', '商店', '便利店', '市场', '建材店', '药店'],
  ['G', '交通运输仓储邮政', '物流', '快递', '运输', '仓库', '货运'],
  ['H', '住宿餐饮', '饭店', '餐馆', '快餐', '宾馆', '酒店', '小吃', '餐饮'],
  ['I', '信息传输软件', '软件', '互联网', '电信', '信息技术'],
  ['J', '金融', '银行', '保险', '小额贷款'],
  ['K', '房地产', '物业', '房产中介', '开发商'],
  ['L', '租赁商务服务', '保安', '劳务派遣', '广告', '租车', '旅行社', '商务'],
  ['M', '科学研究技术服务', '设计院', '检测', '勘察', '研发'],
  ['N', '水利环境公共设施', '环卫', '绿化', '公园', '保洁'],
  ['O', '居民服务修理', '理发', '美容', '洗浴', '修车', '汽修', '家政', '洗车'],
  ['P', '教育', '学校', '幼儿园', '培训'],
  ['Q', '卫生社会工作', '医院', '诊所', '养老院', '托老'],
  ['R', '文化体育娱乐', '网吧', 'KTV', '健身房', '影院', '娱乐'],
  ['S', '公共管理社会保障社会组织', '机关', '村委会', '居委会', '社团'],
  ['T', '国际组织'],
]);

/** 登记注册类型, classic codes (关于划分企业登记注册类型的规定; unconfirmed, a revision of 2023 exists). */
export const REG_TYPES = options([
  ['110', '国有企业', '国有', '国企'],
  ['120', '集体企业', '集体'],
  ['130', '股份合作企业', '股份合作'],
  ['140', '联营企业', '联营'],
  ['151', '国有独资公司', '国有独资'],
  ['159', '其他有限责任公司', '有限责任公司', '有限公司', '有限责任'],
  ['160', '股份有限公司', '股份公司', '股份有限'],
  ['171', '私营独资企业', '个人独资企业', '个人独资', '独资'],
  ['172', '私营合伙企业', '合伙企业', '合伙'],
  ['173', '私营有限责任公司', '私营有限公司', '私营有限', '自然人独资有限公司'],
  ['174', '私营股份有限公司', '私营股份'],
  ['190', '其他内资企业', '其他内资'],
  ['200', '港澳台商投资企业', '港澳台', '港资', '台资'],
  ['300', '外商投资企业', '外商', '外资', '合资'],
  ['400', '个体经营', '个体', '个体工商户'],
]);

/** 经济类型 (employment-filing forms). */
export const OWNERSHIPS = options([
  ['state', '国有'],
  ['collective', '集体'],
  ['joint_stock', '股份制', '股份'],
  ['private', '私营', '民营', '私企'],
  ['foreign', '外商投资', '外资'],
  ['hk_macao_taiwan', '港澳台投资', '港资', '台资'],
  ['individual', '个体'],
  ['other', '其他'],
]);

/** 经营状态. */
export const OPERATING_STATUSES = options([
  ['normal', '正常', '营业', '开门', '正常经营', '在营'],
  ['suspended', '停业', '停业整顿', '暂停营业'],
  ['dormant', '歇业', '关门歇业'],
  ['deregistered', '注销', '已注销'],
  ['revoked', '吊销', '被吊销'],
  ['moved_out', '迁出', '搬走', '搬走了', '迁走'],
  ['untraceable', '查无下落', '找不到', '人去楼空'],
]);
export type OperatingStatus = (typeof OPERATING_STATUSES)[number]['value'];
/** No longer an employer here: neither known nor due. */
export const CLOSED_STATUSES: readonly OperatingStatus[] = ['deregistered', 'revoked', 'moved_out'];

/** 来源. */
export const SOURCES = options([
  ['visit', '上门', '上门采集', '走访'],
  ['self_declared', '企业自报', '自报'],
  ['shared', '部门共享', '共享', '导入'],
  ['written_review', '书面审查', '年检'],
]);

/** 工资周期. Wages are paid at least once a month (WAGE94 art. 7). */
export const PAY_CYCLES = options([
  ['month', '按月', '月结', '一个月', '月薪'],
  ['half_month', '半月', '半个月', '15天'],
  ['week', '按周', '周结', '一周'],
  ['day', '按日', '日结', '天天结'],
  ['task', '按任务', '完工结算', '干完就结', '计件结清'],
  ['longer', '超过一个月', '按季', '按年', '年底结', '季度'],
]);

/** 支付方式. Payment in kind is forbidden. */
export const PAY_METHODS = options([
  ['bank', '银行', '银行卡', '打卡', '银行转账', '工资卡'],
  ['cash', '现金', '发现金'],
  ['other', '其他', '微信', '支付宝', '微信转账'],
]);

/** 工时制度. All but the standard one need an approval. */
export const HOURS_SYSTEMS = options([
  ['standard', '标准工时', '标准', '8小时', '八小时'],
  ['flexible', '不定时工时', '不定时'],
  ['comprehensive', '综合计算工时', '综合计算', '综合', '综合工时'],
]);

/** 证件类型. */
export const ID_TYPES = options([
  ['resident_id', '居民身份证', '身份证'],
  ['hmt_permit', '港澳台居民居住证', '港澳台居住证', '居住证'],
  ['foreign_permit', '外国人永久居留身份证', '外国人永居证', '永居证'],
  ['passport', '护照'],
]);

/** 用工形式. */
export const EMPLOY_FORMS = options([
  ['full_time', '全日制', '全职', '正式工'],
  ['part_time', '非全日制', '兼职', '小时工', '钟点工'],
  ['dispatched', '劳务派遣', '派遣', '派遣工'],
  ['other', '其他', '临时工', '学徒'],
]);

/** 合同类型. */
export const CONTRACT_TYPES = options([
  ['fixed_term', '固定期限', '有期限', '签了几年'],
  ['open_ended', '无固定期限', '长期', '无期限'],
  ['task_based', '以完成一定任务', '任务合同', '完成任务为止'],
  ['none', '未签', '没签', '没有合同', '口头'],
]);

/** 岗位类别 (employment-filing forms). */
export const JOB_KINDS = options([
  ['head', '单位负责人', '负责人', '老板'],
  ['professional', '专业技术', '技术'],
  ['management', '管理'],
  ['other', '其他', '普工', '工人', '服务员'],
]);

/** 户口性质: the first two on old forms, today all are 居民户口. */
export const HUKOU_TYPES = options([
  ['agricultural', '农业', '农村', '农业户口'],
  ['non_agricultural', '非农业', '城镇', '非农'],
  ['resident', '居民户口', '居民'],
]);

/** 五险. */
export const INSURANCES = options([
  ['pension', '养老', '养老保险', '社保'],
  ['medical', '医疗', '医保', '医疗保险'],
  ['injury', '工伤', '工伤保险'],
  ['unemployment', '失业', '失业保险'],
  ['maternity', '生育', '生育保险'],
]);

/** A visit that only collects data is no inspection (HN art. 11 limits inspections of one employer). */
export const VISIT_KINDS = options([
  ['data_collection', '信息采集', '采集'],
  ['routine_patrol', '日常巡查', '巡查', '巡视'],
  ['special_inspection', '专项检查', '专项'],
  ['report_driven_check', '举报专查', '举报检查'],
  ['follow_up', '复查', '回访'],
  ['publicity', '宣传', '普法'],
]);

export const VISIT_RESULTS = options([
  ['done', '已完成', '完成'],
  ['closed_door', '关门未遇', '没人', '关门', '没开门'],
  ['refused', '拒绝配合', '拒绝', '不配合'],
  ['moved', '已搬走', '搬走'],
  ['not_found', '查无此户', '没找到', '找不到'],
]);
