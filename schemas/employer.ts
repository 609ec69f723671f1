/**
 * Employer identity (用人单位基本情况, domain.md 4.1). Keys are the reference's names in camelCase; different ones:
 * si_no → socialInsuranceNo, reg_authority → registeredWith, subordination → superior, legal_rep → legalRep,
 * grid_id → cellId (of the stored form), lat/lng/coord_sys → location, photo_door → photoDoor, refuse_flag → refused.
 */
import { z } from 'zod';
import { refuseHard } from './checks.js';
import { OrgCode, Phone, RegNo, Uscc } from './codes.js';
import { employerChecks } from './employer-checks.js';
import { INDUSTRIES, OPERATING_STATUSES, OWNERSHIPS, REG_TYPES, UNIT_KINDS } from './enums.js';
import { field } from './field.js';
import { choice, day, fen, line, photo, yesNo } from './field-types.js';

export { employerChecks } from './employer-checks.js';

/** Where it is. WeCom sends GCJ-02; `coordSys` says so for anything else. */
const Location = z.object({
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
  label: z.string().max(200).optional(),
  coordSys: z.enum(['gcj02', 'wgs84']).optional(),
});

const phone = (label: string) =>
  field(Phone, { label, kind: 'phone', privacy: 'personal_high', example: '13800138000' });

/** What is asked. Which of it a kind and size of unit needs stands in `needs.ts`. */
export const EMPLOYER_FIELDS = {
  unitKind: choice('单位类型', UNIT_KINDS, { help: '看执照；没有执照又雇了人的选无照用工' }),
  name: line('单位名称', 100, {
    help: '照营业执照写全称；无照的写招牌名',
    example: '郑州惠济惠民快餐店',
    synonyms: ['名称', '单位', '企业名称', '店名'],
  }),
  shortName: line('简称或招牌', 100, {
    help: '门口招牌或大家怎么叫它，几个用顿号隔开',
    synonyms: ['简称', '招牌'],
  }).optional(),
  uscc: field(Uscc, {
    label: '统一社会信用代码',
    kind: 'uscc',
    privacy: 'open',
    help: '执照右上角 18 位',
    example: '91410108MA0000015Y',
    synonyms: ['信用代码', '税号'],
  }).optional(),
  orgCode: field(OrgCode, {
    label: '组织机构代码',
    kind: 'org_code',
    privacy: 'open',
    help: '老证上的 9 位代码',
    example: 'MA000001-5',
    synonyms: ['机构代码'],
  }).optional(),
  regNo: field(RegNo, {
    label: '工商注册号',
    kind: 'reg_no',
    privacy: 'open',
    help: '老执照上的 15 位号码',
    example: '410108000000012',
    synonyms: ['注册号', '执照号'],
  }).optional(),
  socialInsuranceNo: line('社会保险登记号', 40, { synonyms: ['社保登记号', '社保单位编号'] }).optional(),
  registeredWith: line('登记机关', 60, { example: '惠济区市场监督管理局' }).optional(),
  regType: choice('登记注册类型', REG_TYPES, {
    help: '执照上的“类型”一栏',
    synonyms: ['注册类型', '企业类型'],
  }).optional(),
  ownership: choice('经济类型', OWNERSHIPS).optional(),
  industry: choice('所属行业', INDUSTRIES, { help: '主要做什么，如 餐饮、超市、加工', synonyms: ['行业'] }).optional(),
  /** 2–4 digits below the section letter, and the edition of GB/T 4754 they come from. */
  industryCode: z
    .string()
    .regex(/^\d{2,4}$/)
    .optional(),
  industryEdition: z.enum(['2002', '2011', '2017']).optional(),
  superior: line('隶属关系或主管部门', 100, { synonyms: ['主管部门', '隶属关系'] }).optional(),
  establishedOn: day('成立日期', { example: '2018-05-01' }).optional(),
  regCapitalFen: fen('注册资本', { maxYuan: 10_000_000_000, example: '50万元' }).optional(),
  businessScope: line('经营范围', 2_000).optional(),
  status: choice('经营状态', OPERATING_STATUSES, { synonyms: ['状态'] }).optional(),
  legalRep: line('法定代表人', 40, {
    privacy: 'personal',
    help: '个体户写经营者，没有执照写负责人',
    synonyms: ['法人', '法人代表', '负责人', '经营者', '老板'],
  }).optional(),
  legalRepPhone: phone('法定代表人电话').optional(),
  hrContact: line('劳资负责人', 40, { privacy: 'personal', synonyms: ['劳资', '人事', '联系人'] }).optional(),
  hrPhone: phone('劳资负责人电话').optional(),
  regAddress: line('注册地址', 200, { help: '执照上的住所' }).optional(),
  workAddress: line('实际经营地址', 200, {
    help: '真正用工的地方，网格按它定',
    synonyms: ['经营地址', '用工地址', '地址', '实际地址'],
  }).optional(),
  road: line('所在道路', 60, {
    help: '门朝哪条路，没有路写村组',
    example: '长兴路',
    synonyms: ['道路', '路'],
  }).optional(),
  houseNo: line('门牌', 40, { example: '18号附3', synonyms: ['门牌号', '号'] }).optional(),
  location: field(Location, {
    label: '位置',
    kind: 'location',
    privacy: 'confidential',
    synonyms: ['坐标', '定位'],
  }).optional(),
  photoDoor: photo('门头照', { synonyms: ['门头', '门头照片'] }).optional(),
  photoLicence: photo('执照照片', { synonyms: ['执照', '营业执照'] }).optional(),
  refused: yesNo('拒绝配合', { help: '不让进门或不提供情况' }).optional(),
  refusedNote: line('拒绝情况', 300, { privacy: 'confidential', help: '谁、怎么说的' }).optional(),
  note: line('备注', 1_000, { privacy: 'confidential' }).optional(),
} as const;

/** What an inspector reports of an employer. */
export const Employer = z.object(EMPLOYER_FIELDS).superRefine(refuseHard(employerChecks));
export type Employer = z.infer<typeof Employer>;

/** An employer of which only a list tells so far (register, tax, insurance): whatever the list has. */
export const KnownEmployer = z
  .object(EMPLOYER_FIELDS)
  .superRefine(refuseHard(employerChecks.filter((check) => check.atEnd === undefined)));
export type KnownEmployer = z.infer<typeof KnownEmployer>;
