/**
 * What bodies put on record for a plan: premises, funds, network tests, wall charts and so on. One collection; `data` says by
 * its kind which record it is. A newer record of the same thing takes the place of the older one, which stays as history.
 */
import { z } from 'zod';
import { Phone } from './codes.js';
import { DayText } from './day.js';
import { options } from './enums.js';
import { field } from './field.js';
import { choice, count, day, decimal, fen, files, line, photo, yesNo } from './field-types.js';
import { ROLE_OPTIONS, Role } from './scope.js';

const id = z.string().min(1).max(40);

export const NETWORKS = options([
  ['city', '全市监察网络', '市网', '监察网'],
  ['jinbao', '金保工程', '金保', '金保网'],
]);
/** 上墙三图 (S21–S23). */
export const WALL_CHARTS = options([
  ['diagram', '网格示意图', '示意图', '网格图'],
  ['staffing', '人员配置图', '人员图', '配置图'],
  ['duties', '职责图', '职责', '制度'],
]);
export const TEXT_KINDS = options([
  ['duty', '岗位职责', '职责'],
  ['rule', '工作规则', '规则', '制度'],
]);
const DOCUMENT_CATEGORIES = options([
  ['plan', '实施方案', '方案'],
  ['policy', '政策措施', '政策'],
  ['notice', '通知', '文件'],
  ['target_sheet', '目标管理责任书', '责任书', '目标书'],
  ['report', '工作报告', '报告', '总结'],
]);
export const PROBLEM_CATEGORIES = options([
  ['staff', '人员'],
  ['funding', '经费'],
  ['premises', '用房'],
  ['network', '网络'],
  ['collection', '采集'],
  ['law', '政策法律', '政策', '法律'],
  ['other', '其他'],
]);

const phone = (label: string) => field(Phone, { label, kind: 'phone', privacy: 'open', example: '0371-63000000' });

/** S10, S12. */
const Premises = z.strictObject({
  kind: z.literal('premises'),
  areaSqm: decimal('面积', 1, 5_000, { unit: '平方米', example: '36' }),
  address: line('地址', 200).optional(),
  photos: files('照片').optional(),
});
/** S5, S6: one item of money; several for one body are summed up. */
const Funding = z.strictObject({
  kind: z.literal('funding'),
  item: line('经费项目', 60, { example: '办公设备' }),
  plannedFen: fen('计划金额'),
  receivedFen: fen('到位金额'),
  source: line('资金来源', 60).optional(),
});
/** S13, S14. */
const NetworkTest = z.strictObject({
  kind: z.literal('network_test'),
  network: choice('网络', NETWORKS),
  works: yesNo('是否连通'),
  testedBy: line('测试人', 40),
});
/** S20. */
const Diagram = z.strictObject({
  kind: z.literal('diagram'),
  file: photo('网格示意图'),
  boundary: line('四至', 300).optional(),
});
/** S21–S23. */
const WallChart = z.strictObject({
  kind: z.literal('wall_chart'),
  chart: choice('上墙图', WALL_CHARTS),
  photo: photo('照片'),
});
/** S44, S50. */
const ComplaintPoint = z.strictObject({
  kind: z.literal('complaint_point'),
  address: line('地址', 200),
  phone: phone('电话'),
  hours: line('接待时间', 60, { example: '工作日 8:30—17:30' }),
});
/** S3. The person is named by id, not by name. */
const Appointment = z.strictObject({
  kind: z.literal('appointment'),
  staffId: id,
  role: choice('职务', ROLE_OPTIONS),
  documentNo: line('任命文号', 40),
});
/** S33, S56. */
const Training = z.strictObject({
  kind: z.literal('training'),
  title: line('培训内容', 60),
  hours: count('学时', { unit: '学时', max: 200 }).optional(),
  attendees: z.array(z.strictObject({ staffId: id, passed: z.boolean().optional() })).max(2_000),
});
/** S9, S36 (duties of a role), S37 (work rules). A changed text is the next version. */
const WorkText = z.strictObject({
  kind: z.literal('text'),
  textKind: choice('类别', TEXT_KINDS),
  role: Role.optional(),
  title: line('标题', 60),
  body: field(z.string().trim().min(1).max(4_000), { label: '内容', kind: 'text', privacy: 'open' }),
  edition: z.int().min(1),
});
/** Somebody has read a text in one edition. */
const Acknowledgement = z.strictObject({
  kind: z.literal('acknowledgement'),
  textId: id,
  staffId: id,
});
/** S40, S59: a request to a member unit and its reply. */
const MemberRequest = z.strictObject({
  kind: z.literal('member_request'),
  unit: line('成员单位', 60),
  subject: line('事项', 200),
  dueOn: day('回复期限').optional(),
  reply: line('回复', 500).optional(),
  repliedOn: day('回复日期').optional(),
});
/** S62. */
const Problem = z.strictObject({
  kind: z.literal('problem'),
  category: choice('类别', PROBLEM_CATEGORIES),
  description: line('问题', 500),
  solution: line('解决办法', 500).optional(),
  solvedOn: day('解决日期').optional(),
});
/** S61, S64: a published contact, of the command centre or of a department. */
const ContactCard = z.strictObject({
  kind: z.literal('contact_card'),
  department: line('部门', 60, { example: '区指挥中心' }),
  contact: line('联系人', 20),
  phone: phone('电话'),
  email: line('电子邮箱', 80, { example: 'zhzx@example.cn' }).optional(),
});
/** S60 and every document that a body hands in. */
const Document = z.strictObject({
  kind: z.literal('document'),
  category: choice('类别', DOCUMENT_CATEGORIES),
  title: line('标题', 100),
  documentNo: line('文号', 40).optional(),
  file: photo('文件').optional(),
});

/** Each kind by name: what flows, lists and forms ask. */
export const RECORD_DATA = {
  premises: Premises,
  funding: Funding,
  network_test: NetworkTest,
  diagram: Diagram,
  wall_chart: WallChart,
  complaint_point: ComplaintPoint,
  appointment: Appointment,
  training: Training,
  text: WorkText,
  acknowledgement: Acknowledgement,
  member_request: MemberRequest,
  problem: Problem,
  contact_card: ContactCard,
  document: Document,
} as const;
export type RecordKind = keyof typeof RECORD_DATA;

export const RecordData = z.discriminatedUnion('kind', [
  Premises,
  Funding,
  NetworkTest,
  Diagram,
  WallChart,
  ComplaintPoint,
  Appointment,
  Training,
  WorkText,
  Acknowledgement,
  MemberRequest,
  Problem,
  ContactCard,
  Document,
]);
export type RecordData = z.infer<typeof RecordData>;
export type DataOf<K extends RecordKind> = Extract<RecordData, { kind: K }>;

export const UnitRecord = z.strictObject({
  _id: id,
  version: z.int(),
  /** The body it is about. */
  nodeId: id,
  gridPath: z.string(),
  /** The day the fact dates from. */
  on: DayText,
  /** What it is the present record of; gone once a newer one has its place. Unique per body. */
  slot: z.string().optional(),
  /** The day another took its place. */
  until: DayText.optional(),
  data: RecordData,
  /** What it said before something was added to it, until which day; the oldest first. */
  past: z
    .array(z.strictObject({ until: DayText, data: RecordData }))
    .max(50)
    .optional(),
  by: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type UnitRecord = z.infer<typeof UnitRecord>;
export type RecordOf<K extends RecordKind> = UnitRecord & { data: DataOf<K> };
