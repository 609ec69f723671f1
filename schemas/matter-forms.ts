/** What conversations with the staff ask about complaints and reports: taking one down, and the next step in one. */
import { z } from 'zod';
import { field } from './field.js';
import { choice, choices, count, day, fen, files, line, yesNo } from './field-types.js';
import { ORDER_KINDS } from './matter-document.js';
import {
  MATTER_CHANNELS,
  MOVE_REASONS,
  OUTCOMES,
  READ_PURPOSES,
  SATISFACTION,
  SUPPLEMENT_ITEMS,
  TRACKS,
} from './matter-enums.js';
import { ABOUT_SELF, MATTER_FIELDS, PERSON_FIELDS } from './matter-intake.js';

const secret = { privacy: 'secret_1' } as const;
const { name, phone, idNumber, sex, age, occupation, address } = PERSON_FIELDS;

/** One of those who complain together (R25 art. 12). */
const Companion = z.object({
  name: line('姓名', 40, secret),
  phone,
  representative: yesNo('推选为代表', secret),
});

/** Taken down at the counter or in the village: who, then what. */
export const CounterIntake = z.object({
  aboutSelf: ABOUT_SELF,
  channel: choice(
    '怎么来的',
    MATTER_CHANNELS.filter(({ value }) => value !== 'kf'),
  ),
  transferredFrom: line('转来的机关', 100).optional(),
  person: z.object({ name: name.optional(), phone, idNumber, sex, age, occupation, address }),
  ...MATTER_FIELDS,
  others: z.array(Companion).max(50).optional(),
});

/** What the steps in a matter ask for; each asks some of it. */
export const MatterStep = z.object({
  items: choices('要补的材料', SUPPLEMENT_ITEMS).optional(),
  track: choice('该去哪里', TRACKS).optional(),
  to: line('接收机关', 100, { example: '荥阳市人力资源和社会保障局' }).optional(),
  address: line('接收机关地址', 200).optional(),
  phone: line('接收机关电话', 40).optional(),
  reason: choice('理由', MOVE_REASONS).optional(),
  facts: MATTER_FIELDS.facts.optional(),
  evidence: files('证明材料', { privacy: 'sensitive', help: '付款凭证、整改照片等，拍清楚发来' }).optional(),
  outcome: z
    .object({
      code: choice('结果', OUTCOMES),
      people: count('涉及人数', { max: 100_000 }).optional(),
      paidFen: fen('支付金额').optional(),
    })
    .optional(),
  order: z
    .object({
      kind: choice('文书', ORDER_KINDS),
      days: field(z.int().min(1).max(365), { label: '期限', kind: 'integer', unit: '天', privacy: 'open' }),
      unit: choice('怎么算', [
        { value: 'workday', label: '工作日' },
        { value: 'day', label: '自然日', synonyms: ['日历天', '天'] },
      ]),
      file: field(z.string().min(1).max(64), { label: '文书照片', kind: 'photo', privacy: 'sensitive' }).optional(),
    })
    .optional(),
  pressed: yesNo('受到单位压力', { help: '当事人说单位要他撤，或看得出来' }).optional(),
  grade: choice('满意程度', SATISFACTION).optional(),
  note: field(z.string().trim().min(1).max(2_000), {
    label: '说明',
    kind: 'text',
    privacy: 'confidential',
    help: '记入案卷，只有能看这件的人看得到',
  }).optional(),
  purpose: choice('为什么要看', READ_PURPOSES).optional(),
  on: day('哪一天').optional(),
});
