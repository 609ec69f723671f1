/** Supervision and assessment (S38, S39, S48; domain.md 8): the four activities, and the table of 100 points. */
import { z } from 'zod';
import { options } from './enums.js';
import { choice, count, day, decimal, files, line, yesNo } from './field-types.js';

export const ACTIVITIES = options([
  ['inspect', '检查'],
  ['urge', '督促'],
  ['accept', '验收'],
  ['assess', '考核'],
]);

export const RESULTS = options([
  ['good', '合格', '通过', '好'],
  ['improve', '需整改', '整改', '不合格'],
  ['failed', '不通过', '没通过'],
]);

/** What is asked of a supervision activity. */
export const SUPERVISION_FIELDS = {
  activity: choice('活动', ACTIVITIES, { synonyms: ['类型'] }),
  on: day('日期'),
  result: choice('结果', RESULTS),
  score: decimal('评分', 0, 100, { unit: '分' }).optional(),
  samples: count('抽查档案', { unit: '户', max: 10_000, synonyms: ['抽查'] }).optional(),
  mistakes: count('有差错', { unit: '户', max: 10_000, synonyms: ['差错'] }).optional(),
  falseEntries: count('虚假录入', { unit: '户', max: 10_000 }).optional(),
  /** A reporter's identity came out: nothing for the year (REG423 art. 9). */
  leak: yesNo('泄露举报人身份').optional(),
  /** Decided by people, with its reason in `note` and a document or photos as evidence; counts for the day `on`. */
  bonus: decimal('加分', 0, 100, { unit: '分' }).optional(),
  documentNo: line('文号', 40, { synonyms: ['依据'] }).optional(),
  photos: files('照片').optional(),
  note: line('情况', 500).optional(),
  followUpBy: day('整改期限', { synonyms: ['期限'] }).optional(),
} as const;
export const SupervisionForm = z.object(SUPERVISION_FIELDS);
export type SupervisionForm = z.infer<typeof SupervisionForm>;

const id = z.string().min(1).max(40);

export const Supervision = SupervisionForm.extend({
  _id: id,
  /** The body that was looked at. */
  nodeId: id,
  gridPath: z.string(),
  /** The level that looked: the path above. */
  byPath: z.string(),
  by: z.string(),
  taskId: id.optional(),
  at: z.date(),
  /** Taken back: it counts nowhere any more. */
  voided: z.strictObject({ by: z.string(), at: z.date(), reason: z.string().trim().min(1).max(200) }).optional(),
});
export type Supervision = z.infer<typeof Supervision>;

/** The fourteen dimensions of domain.md 8.3, in their order. */
export const ITEMS = options([
  ['organisation', '组织机构'],
  ['funding', '经费落实'],
  ['staffing', '人员配备'],
  ['premises', '用房设备'],
  ['network', '网络联通'],
  ['grid', '网格划分'],
  ['wall_charts', '三图上墙'],
  ['coverage', '采集覆盖'],
  ['quality', '完整准确'],
  ['freshness', '数据更新'],
  ['matters', '投诉举报按期'],
  ['monitoring', '预警处置'],
  ['rules', '制度培训'],
  ['supervision', '监督与重要情况'],
]);
export type AssessmentItem = (typeof ITEMS)[number]['value'];

const points = z.number().min(0).max(100);
export const AssessmentRules = z.strictObject({
  weights: z.record(z.enum(ITEMS.map(({ value }) => value) as [AssessmentItem, ...AssessmentItem[]]), points),
  falseEntry: points,
  overdue: z.strictObject({ afterWorkdays: z.int().min(0), points, most: points }),
  bonusMost: points,
  grades: z.strictObject({ A: points, B: points }),
  acceptance: z.strictObject({ items: z.number(), coverage: z.number() }),
});
export type AssessmentRules = z.infer<typeof AssessmentRules>;
