/** Papers of a matter and the registers of their numbers (domain.md 5.8). */
import { z } from 'zod';
import { DayText } from './day.js';
import { options } from './enums.js';
import { Register } from './matter-rules.js';
import { sealed } from './sealed.js';

const id = z.string().min(1).max(40);

/** Letters to the person, made from the bureau's templates. */
export const LETTER_KINDS = ['accept', 'refuse', 'supplement', 'guide', 'transfer', 'extension', 'closing'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** Decisions to the employer and to other bodies; each has a register. */
export const ORDER_KINDS = options([
  ['rectification', '限期整改指令书', '责令改正', '整改'],
  ['handling', '行政处理决定', '处理决定', '处理'],
  ['penalty', '行政处罚决定', '处罚决定', '处罚'],
]);

export const DOCUMENT_KINDS = [
  ...LETTER_KINDS,
  'filing',
  'inquiry',
  'rectification',
  'handling',
  'penalty',
  'police',
] as const;

export const DOCUMENT_LABELS = [
  ...options([
    ['accept', '受理告知书'],
    ['refuse', '不予受理告知书'],
    ['supplement', '补正告知书'],
    ['guide', '告知书（其他途径）'],
    ['transfer', '移送告知书'],
    ['extension', '延期告知书'],
    ['closing', '办结告知书'],
    ['filing', '立案审批'],
    ['inquiry', '调查询问书'],
    ['police', '涉嫌犯罪案件移送书'],
  ]),
  ...ORDER_KINDS,
];

export const MatterDocument = z.strictObject({
  _id: id,
  matterId: id,
  kind: z.enum(DOCUMENT_KINDS),
  number: z.string().optional(),
  /** The whole letter; it may name the person. */
  text: sealed<'text'>().optional(),
  fileId: z.string().optional(),
  madeOn: DayText,
  madeBy: z.string(),
  servedOn: DayText.optional(),
});
export type MatterDocument = z.infer<typeof MatterDocument>;

/** One number of a register. A voided one stays, with its reason. */
export const DocumentNumber = z.strictObject({
  /** `<register>:<year>:<sequence>`. */
  _id: z.string(),
  register: Register,
  year: z.int(),
  sequence: z.int().min(1),
  text: z.string(),
  matterId: id,
  at: z.date(),
  void: z
    .strictObject({ at: z.date(), by: z.string(), reason: z.enum(['mistake', 'duplicate', 'withdrawn']) })
    .optional(),
});
export type DocumentNumber = z.infer<typeof DocumentNumber>;
