/**
 * What is asked when somebody complains or reports (R25 art. 14; WAGE724 fast track, domain.md 5.6): the matter and, apart
 * from it, the person. Labels and help are for workers: plain words, no articles of law.
 */
import { z } from 'zod';
import { Mobile, ResidentId } from './codes.js';
import { field } from './field.js';
import { called, choice, choices, count, day, fen, files, line, month, yesNo } from './field-types.js';
import { MATTER_CATEGORIES, PROCEDURES, PROOFS } from './matter-enums.js';

/** People send 10,000 characters; nothing of it is thrown away. */
const story = (label: string, max: number, help: string) =>
  field(z.string().trim().min(1).max(max), { label, kind: 'text', help, privacy: 'secret_1' });

/** The one question that tells a complaint from a report (domain.md 5.1). */
export const ABOUT_SELF = yesNo('被侵害的是您本人的权益吗', { help: '是您自己的事选是，替别人反映选否' });

export const MATTER_FIELDS = {
  categories: choices('反映的问题', MATTER_CATEGORIES, { synonyms: ['问题', '事项'] }),
  facts: story('事情经过', 12_000, '什么时候、在哪里、发生了什么，照您平常说话写就行'),
  demands: story('您的要求', 1_000, '希望怎么解决').optional(),
  employerName: called('单位名称', 100, {
    help: '执照或招牌上的名字；工地写项目名',
    like: '(?:公司|厂|店|馆|饭庄|酒家|楼|超市|商行|市场|工地|项目部?|物业|集团|医院|诊所|学校|幼儿园|快餐|餐厅|食堂|作坊|合作社|经营部|足浴|足浴城|会所|网吧|站|小区|院|中心)$',
    synonyms: ['单位', '公司', '老板单位', '店名'],
  }).optional(),
  employerPlace: line('干活的地点', 200, {
    help: '哪个镇街、村或社区，什么路，几号',
    like: '[镇乡村路街道巷弄坊号]$|社区$|大道|[路街道巷]\\S{0,6}号|号(?:院|楼|附近|旁边|对面)|附近$|旁边$|对面$|口$|东边$|西边$|南边$|北边$',
    example: '古荥镇古荥村大街18号',
    synonyms: ['地址', '地点', '在哪里'],
  }).optional(),
  siteName: line('工地或项目', 100, { synonyms: ['项目', '工地'] }).optional(),
  generalContractor: line('总包单位', 100, { help: '不清楚可以不填', synonyms: ['总包'] }).optional(),
  hiredBy: line('谁招您来的', 100, {
    privacy: 'personal',
    help: '老板、包工头或班组长',
    like: '^[\\u4e00-\\u9fa5]{1,4}(?:老板娘?|经理|主管|主任|工头|队长|班长|班组长|总|哥|姐|师傅|老师)(?:招的)?$|^(?:老板娘?|包工头|工头|经理|班组长|班长|队长)[\\u4e00-\\u9fa5]{0,4}$',
    synonyms: ['包工头', '老板'],
  }).optional(),
  periodFrom: month('从哪个月开始', { example: '2026-03', synonyms: ['开始月份'] }).optional(),
  periodTo: month('到哪个月', { example: '2026-08', synonyms: ['截止月份'] }).optional(),
  amountFen: fen('一共多少钱', { help: '大概的数也行', example: '1.2万', synonyms: ['金额', '欠多少'] }).optional(),
  peopleCount: count('一共多少人', { help: '连您在内', max: 20_000, synonyms: ['人数'] })
    .min(1)
    .optional(),
  ongoing: yesNo('现在还是这样吗').optional(),
  endedOn: day('什么时候结束的', { help: '不干了或最近一次是哪天', synonyms: ['结束日期'] }).optional(),
  elsewhere: choice('仲裁或法院', PROCEDURES, { help: '这件事有没有申请过调解、仲裁，或到法院' }).optional(),
  proofs: choices('手里有什么证据', PROOFS, { synonyms: ['证据'] }).optional(),
  evidence: files('证据照片', {
    privacy: 'sensitive',
    help: '拍清楚发来，几张都行',
    synonyms: ['照片', '图片'],
  }).optional(),
} as const;

/** What is said of the matter. */
export const MatterContent = z.object(MATTER_FIELDS);
export type MatterContent = z.infer<typeof MatterContent>;

const secret = { privacy: 'secret_1' } as const;

export const PERSON_FIELDS = {
  name: called('姓名', 40, { ...secret, synonyms: ['名字', '我叫'] }),
  sex: choice(
    '性别',
    [
      { value: 'male', label: '男' },
      { value: 'female', label: '女' },
    ],
    secret,
  ).optional(),
  age: field(z.int().min(6).max(110), { label: '年龄', kind: 'integer', unit: '岁', ...secret }).optional(),
  occupation: line('工种', 60, { ...secret, synonyms: ['岗位', '职业'] }).optional(),
  phone: field(Mobile, {
    label: '手机',
    kind: 'mobile',
    ...secret,
    help: '办理中联系您用',
    example: '13800138000',
    synonyms: ['电话', '手机号', '联系方式'],
  }).optional(),
  idNumber: field(ResidentId, {
    label: '身份证号',
    kind: 'id_number',
    ...secret,
    help: '可以不填，领钱核对时才用到',
    synonyms: ['身份证'],
  }).optional(),
  address: line('住址', 200, { ...secret, help: '寄文书用，可以不填' }).optional(),
  /** What is owed to this person. */
  amountFen: fen('欠这个人多少', { privacy: 'secret_1', synonyms: ['金额'] }).optional(),
} as const;

/** One person of a matter: who complained or reported, or for whom. */
export const MatterPerson = z.object(PERSON_FIELDS);
export type MatterPerson = z.infer<typeof MatterPerson>;
