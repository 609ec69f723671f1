/**
 * A worker of an employer (劳动者, domain.md 4.3; roster of LCLR art. 8). Keys are the reference's names in camelCase;
 * different ones: hukou_addr → hukouAddress, live_addr → homeAddress, job_kind → jobKind and specialTrade,
 * wage_std → wageStdFen, si_flags → insurances, is_migrant → migrant. Sex, birth date and juvenile come from the number and
 * are never asked; is_dispatched is `employForm`.
 */
import { z } from 'zod';
import { refuseHard } from './checks.js';
import { Mobile } from './codes.js';
import { CONTRACT_TYPES, EMPLOY_FORMS, HUKOU_TYPES, ID_TYPES, INSURANCES, JOB_KINDS } from './enums.js';
import { field } from './field.js';
import { choice, choices, count, day, fen, line, yesNo } from './field-types.js';
import { IdNumber, workerChecks } from './worker-checks.js';

export { workerChecks } from './worker-checks.js';

const person = { privacy: 'personal' } as const;
const high = { privacy: 'personal_high' } as const;

export const WORKER_FIELDS = {
  name: line('姓名', 40, { ...person, synonyms: ['名字'] }),
  idType: choice('证件类型', ID_TYPES, person),
  idNo: field(IdNumber, { label: '证件号码', kind: 'id_number', ...high, synonyms: ['身份证号', '身份证', '证件号'] }),
  mobile: field(Mobile, {
    label: '手机',
    kind: 'mobile',
    ...high,
    example: '13800138000',
    synonyms: ['电话', '手机号'],
  }),
  hukouType: choice('户口性质', HUKOU_TYPES, { ...person, synonyms: ['户口'] }).optional(),
  hukouAddress: line('户籍地址', 200, high).optional(),
  homeAddress: line('现住址', 200, { ...high, help: '需要时才填', synonyms: ['住址'] }).optional(),
  employForm: choice('用工形式', EMPLOY_FORMS, person),
  startOn: day('用工开始日期', { ...person, synonyms: ['入职日期', '什么时候来的', '入职'] }),
  endOn: day('用工结束日期', { ...person, synonyms: ['离职日期', '离职'] }).optional(),
  contractType: choice('合同类型', CONTRACT_TYPES, { ...person, synonyms: ['合同'] }),
  contractFrom: day('合同起始日期', { ...person, synonyms: ['合同开始'] }).optional(),
  contractTo: day('合同终止日期', { ...person, synonyms: ['合同到期'] }).optional(),
  post: line('岗位', 60, person).optional(),
  jobKind: choice('岗位类别', JOB_KINDS, person).optional(),
  specialTrade: yesNo('特殊工种', { ...person, help: '电工、焊工、高处作业等' }).optional(),
  wageStdFen: fen('工资标准', { privacy: 'sensitive', maxYuan: 1_000_000, synonyms: ['工资'] }).optional(),
  payDay: count('工资发放日', { ...person, unit: '号', max: 31, synonyms: ['发薪日'] })
    .min(1)
    .optional(),
  insurances: choices('参保险种', INSURANCES, { ...person, synonyms: ['社保', '保险'] }).optional(),
  migrant: yesNo('农民工', person).optional(),
  bankLast4: field(z.string().regex(/^\d{4}$/), {
    label: '工资卡后四位',
    kind: 'text',
    privacy: 'sensitive',
    help: '只要最后四位',
    example: '6789',
  }).optional(),
} as const;

/** What an inspector takes down of one worker. */
export const Worker = z.object(WORKER_FIELDS).superRefine(refuseHard(workerChecks));
export type Worker = z.infer<typeof Worker>;
