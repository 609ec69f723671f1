/** The report card of an important situation (S63, domain.md 5.5): told upwards, received by the superior, supplemented until closed. */
import { z } from 'zod';
import { DayText } from './day.js';
import { field } from './field.js';
import { count, fen, line } from './field-types.js';
import { sealed } from './sealed.js';

const story = (label: string, help: string) =>
  field(z.string().trim().min(1).max(2_000), { label, help, kind: 'text', privacy: 'confidential' });

/** What is asked. Names of workers are not: numbers are enough upstairs. */
export const SITUATION_FIELDS = {
  place: line('地点', 200, { privacy: 'confidential', help: '哪个镇街、村或社区，什么位置' }),
  employerName: line('单位', 100, { privacy: 'confidential' }).optional(),
  people: count('人数', { max: 100_000 }),
  demand: story('诉求', '他们要什么，不写姓名'),
  amountFen: fen('涉及金额').optional(),
  now: story('现在的情况', '在做什么，有没有冲突'),
  risks: story('风险', '可能发生什么').optional(),
  done: story('已经做了什么', '谁到了现场，采取了什么措施'),
  needed: story('需要的支持', '需要上级或其他部门做什么').optional(),
} as const;
export const SituationReport = z.object(SITUATION_FIELDS);
export type SituationReport = z.infer<typeof SituationReport>;

/** What was written rests sealed; numbers stand in clear. */
export const SITUATION_SEALED = ['place', 'demand', 'now', 'risks', 'done', 'needed', 'employerName'] as const;

const id = z.string().min(1).max(40);

export const Situation = z.strictObject({
  _id: id,
  version: z.int(),
  cellId: id,
  gridPath: z.string(),
  matterId: id.optional(),
  /** Receipt number of the matter, else a number of its own: what groups are told. */
  no: z.string(),
  at: z.date(),
  on: DayText,
  /** Userid of who reports; his telephone is in the list of staff. */
  by: z.string(),
  people: z.int().min(0),
  amountFen: z.int().min(0).optional(),
  place: sealed<'place'>().optional(),
  employerName: sealed<'employerName'>().optional(),
  demand: sealed<'demand'>().optional(),
  now: sealed<'now'>().optional(),
  risks: sealed<'risks'>().optional(),
  done: sealed<'done'>().optional(),
  needed: sealed<'needed'>().optional(),
  /** Superiors who have seen it, with the time. */
  receipts: z.array(z.strictObject({ by: z.string(), at: z.date() })),
  supplements: z.array(
    z.strictObject({ id, by: z.string(), at: z.date(), people: z.int().min(0), text: sealed<'text'>() }),
  ),
  closedAt: z.date().optional(),
  closedBy: z.string().optional(),
});
export type Situation = z.infer<typeof Situation>;
