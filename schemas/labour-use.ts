/**
 * Labour use of an employer (用工情况), one row per collection period (domain.md 4.2). Names of the reference → keys:
 * as_of asOf · n_total total · n_staff_quota staffQuota · n_labour_relation labourRelation · n_male/n_female male/female ·
 * n_on_post/n_off_post onPost/offPost · n_migrant migrant · n_nonlocal nonlocal · n_dispatched_in/out dispatchedIn/Out ·
 * n_retained_elsewhere retainedElsewhere · n_students students · n_pensioners pensioners · n_part_time partTime ·
 * n_juvenile juvenile · n_under16 under16 · n_disabled disabled · n_female_preg maternityProtected · n_new/n_left newHires/left ·
 * n_should_sign shouldSign · n_signed signed · n_task_term signedTask · n_lt3y signedUnder3y · n_3to10y signed3to10y ·
 * n_open_or_10y signedLong · n_overdue_sign overdueSign · n_pension pension · n_medical medical · n_injury injury ·
 * n_unemp unemployment · n_maternity maternity · si_arrears_* insuranceArrears* · wage_total_month wageTotalFen ·
 * wage_avg wageAvgFen · wage_min_paid wageMinFen · arrears_n arrearsWorkers · arrears_amount arrearsFen ·
 * work_hours_system hoursSystem · hours_day/week hoursDay/Week · overtime_month overtimeMonth · rest_days_week restDaysWeek ·
 * deposit_or_id_held depositOrIdHeld · female_protect femaleProtection · training trainedWorkers, trainingFen ·
 * agency_licence agencyLicenceNo, agencyLicenceUntil · mediation_org mediationOrg · project_block project.
 * sign_rate, disputes_year and complaints_year are derived and not stored here.
 */
import { z } from 'zod';
import { refuseHard } from './checks.js';
import { HOURS_SYSTEMS, PAY_CYCLES, PAY_METHODS } from './enums.js';
import { field } from './field.js';
import { choice, count, day, decimal, fen, files, line, type More, month, yesNo } from './field-types.js';
import { labourUseChecks } from './labour-use-checks.js';

export { labourUseChecks } from './labour-use-checks.js';

const inside = { privacy: 'confidential' } as const;
const n = (label: string, more: More = {}) => count(label, { ...inside, ...more }).optional();
const wage = (label: string, more: More = {}) => fen(label, { ...inside, maxYuan: 1_000_000, ...more }).optional();
const yes = (label: string, more: More = {}) => yesNo(label, { ...inside, ...more }).optional();

/** 使用劳务派遣: from which agency how many. */
const DispatchAgency = z.object({
  name: line('派遣单位名称', 100),
  code: line('派遣单位代码', 18).optional(),
  licenceNo: line('派遣许可证号', 40).optional(),
  count: count('派遣人数', inside),
});

/** 工程项目 (WAGE724 art. 23–34). */
const Project = z.object({
  builder: line('建设单位', 100).optional(),
  generalContractor: line('施工总承包单位', 100, { synonyms: ['总包'] }).optional(),
  subcontractors: line('分包单位', 300, { help: '几家用顿号隔开', synonyms: ['分包'] }).optional(),
  /** Masked before it gets here: `**** 6789`. */
  wageAccount: field(z.string().regex(/^\*{4} \d{4}$/), {
    label: '工资专户账号后四位',
    kind: 'text',
    privacy: 'confidential',
    example: '**** 6789',
  }).optional(),
  wageDeposit: yes('已存工资保证金'),
  realName: n('实名制登记人数'),
  wageOfficer: yes('有劳资专管员'),
  noticeBoard: yes('有维权告示牌'),
});

/** What is asked. Which of it a kind and size of unit needs stands in `needs.ts`. */
export const LABOUR_USE_FIELDS = {
  asOf: day('统计时点', { help: '数字是哪天的，一般写月底', synonyms: ['时点', '截至'] }),
  total: count('从业人员总数', {
    ...inside,
    help: '所有在这里干活的人',
    synonyms: ['总人数', '人数', '总数', '多少人'],
  }),
  staffQuota: n('国家编制人员', { synonyms: ['编制'] }),
  labourRelation: n('建立劳动关系人数', {
    help: '单位自己招的人，不算派遣、学生、退休返聘',
    synonyms: ['劳动关系', '职工人数', '自己招的'],
  }),
  dispatchedIn: n('使用劳务派遣人数', { synonyms: ['派遣', '派遣工'] }),
  dispatchAgencies: field(z.array(DispatchAgency).max(20), {
    label: '派遣单位',
    kind: 'text',
    privacy: 'open',
  }).optional(),
  dispatchedOut: n('派出人数', { help: '派到别的单位去的人' }),
  retainedElsewhere: n('与其他单位保留劳动关系人数', { synonyms: ['保留劳动关系'] }),
  students: n('在校学生和实习人数', { synonyms: ['学生', '实习生'] }),
  pensioners: n('已享受养老待遇人数', { synonyms: ['退休返聘', '退休人员'] }),
  male: n('男职工', { synonyms: ['男', '男工'] }),
  female: n('女职工', { synonyms: ['女', '女工'] }),
  onPost: n('在岗人数', { synonyms: ['在岗'] }),
  offPost: n('不在岗人数', { synonyms: ['不在岗'] }),
  migrant: n('农民工', { help: '农村户口出来打工的', synonyms: ['农民工人数'] }),
  nonlocal: n('外来人员', { synonyms: ['外地人'] }),
  partTime: n('非全日制人数', { help: '每天平均不超过 4 小时、每周不超过 24 小时（LCL 68）', synonyms: ['小时工'] }),
  juvenile: n('未成年工', { help: '满 16 不满 18 岁', synonyms: ['16到18岁'] }),
  under16: n('未满16周岁人数', { help: '没有就填 0', synonyms: ['童工', '不满16岁'] }),
  juvenileCheck: yes('未成年工做过健康检查', { synonyms: ['健康检查'] }),
  disabled: n('残疾职工', { synonyms: ['残疾人'] }),
  maternityProtected: n('三期女职工', { help: '孕期、产期、哺乳期，只填人数' }),
  femaleProtection: yes('落实女职工特殊保护'),
  newHires: n('本期新进', { synonyms: ['新进'] }),
  left: n('本期离职', { synonyms: ['离职'] }),
  shouldSign: n('应签劳动合同人数', { help: '一般等于建立劳动关系的人数', synonyms: ['应签', '应签人数'] }),
  signed: n('已签劳动合同人数', { synonyms: ['已签', '签了合同', '合同人数', '签合同'] }),
  signedTask: n('任务期限合同人数'),
  signedUnder3y: n('不满3年合同人数'),
  signed3to10y: n('3年以上不满10年合同人数'),
  signedLong: n('10年以上和无固定期限合同人数', { synonyms: ['无固定期限'] }),
  overdueSign: n('用工满一个月未签人数', { help: '满一个月没签，第二个月起付双倍工资' }),
  collectiveContract: yes('签有集体合同', { synonyms: ['集体合同'] }),
  collectiveContractUntil: day('集体合同有效期至').optional(),
  pension: n('养老保险人数', { synonyms: ['养老'] }),
  medical: n('医疗保险人数', { synonyms: ['医疗', '医保'] }),
  injury: n('工伤保险人数', { synonyms: ['工伤'] }),
  unemployment: n('失业保险人数', { synonyms: ['失业'] }),
  maternity: n('生育保险人数', { help: '现在随医疗保险一起办', synonyms: ['生育'] }),
  insuranceArrearsMonths: n('社保欠缴月数', { unit: '个月' }),
  insuranceArrearsFen: fen('社保欠缴金额', inside).optional(),
  wageTotalFen: fen('月工资总额', inside).optional(),
  wageAvgFen: wage('月人均工资', { synonyms: ['平均工资', '工资'], example: '3800' }),
  wageMinFen: wage('最低月工资', { help: '干满一个月拿得最少的那个人', synonyms: ['最低工资'] }),
  payCycle: choice('工资周期', PAY_CYCLES, inside).optional(),
  payDay: count('工资发放日', { ...inside, unit: '号', max: 31, example: '15', synonyms: ['发薪日', '几号发工资'] })
    .min(1)
    .optional(),
  payMethod: choice('工资支付方式', PAY_METHODS, { ...inside, synonyms: ['支付方式', '怎么发工资'] }).optional(),
  lastPaidMonth: month('工资已发到哪个月', {
    ...inside,
    example: '上个月',
    synonyms: ['最近已发月份', '工资发到'],
  }).optional(),
  arrearsMonths: n('拖欠月数', { unit: '个月', synonyms: ['欠薪月数'] }),
  arrearsWorkers: n('被拖欠人数', { synonyms: ['欠薪人数'] }),
  arrearsFen: fen('拖欠金额', { ...inside, synonyms: ['欠薪金额'] }).optional(),
  arrearsReason: line('拖欠原因', 300, inside).optional(),
  wageLedger: yes('有工资支付台账', { help: '一般保存 2 年，农民工的保存 3 年', synonyms: ['工资台账', '台账'] }),
  wageSlip: yes('发工资条', { synonyms: ['工资条'] }),
  hoursSystem: choice('工时制度', HOURS_SYSTEMS, inside).optional(),
  hoursApprovalNo: line('工时审批文号', 60).optional(),
  hoursApprovalUntil: day('工时审批有效期至').optional(),
  hoursDay: decimal('每天工作小时', 0, 24, { ...inside, unit: '小时', synonyms: ['每天几小时', '日工时'] }).optional(),
  hoursWeek: decimal('每周工作小时', 0, 168, { ...inside, unit: '小时', synonyms: ['周工时'] }).optional(),
  overtimeMonth: decimal('每月加班小时', 0, 400, { ...inside, unit: '小时', synonyms: ['月加班'] }).optional(),
  restDaysWeek: decimal('每周休息天数', 0, 7, { ...inside, unit: '天', synonyms: ['周休', '休几天'] }).optional(),
  overtimePaid: yes('付加班费', { synonyms: ['加班费'] }),
  annualLeave: yes('有年休假', { synonyms: ['年休假'] }),
  rulesMade: yes('订有规章制度', { synonyms: ['规章制度'] }),
  rulesPublished: yes('规章制度已公示', { synonyms: ['公示'] }),
  rosterKept: yes('有职工名册', { synonyms: ['名册', '花名册'] }),
  attendanceKept: yes('有考勤台账', { synonyms: ['考勤'] }),
  depositOrIdHeld: yes('收押金或扣证件', { synonyms: ['押金', '扣证件', '扣身份证'] }),
  skillJobs: n('技术工种人数'),
  skillCertified: n('持证人数', { synonyms: ['持证'] }),
  trainedWorkers: n('本期培训人数', { synonyms: ['培训'] }),
  trainingFen: fen('本期培训费用', inside).optional(),
  agencyLicenceNo: line('中介或派遣许可证号', 60, { synonyms: ['许可证号'] }).optional(),
  agencyLicenceUntil: day('许可证有效期至').optional(),
  union: yes('有工会', { synonyms: ['工会'] }),
  mediationOrg: yes('有调解组织', { synonyms: ['调解委员会'] }),
  project: Project.optional(),
  labourNote: line('用工备注', 1_000, inside).optional(),
  attachments: files('附件', inside).optional(),
} as const;

export const LabourUse = z.object(LABOUR_USE_FIELDS).superRefine(refuseHard(labourUseChecks));
export type LabourUse = z.infer<typeof LabourUse>;
