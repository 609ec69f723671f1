/** Employers in the city's inspection platform (S14, S30): what was sent, what became of it, and the form of both lists. */
import { z } from 'zod';
import { DayText } from './day.js';
import { options } from './enums.js';

export const CITY_STATES = options([
  ['sent', '已报市平台，等回执'],
  ['entered', '市平台已录入'],
  ['returned', '市平台退回'],
]);
const State = z.enum(CITY_STATES.map(({ value }) => value) as ['sent', 'entered', 'returned']);

const id = z.string().min(1).max(40);
const Cell = z.union([z.string(), z.number()]);

/** How one employer stands in the city's platform; one record per employer that was ever sent. */
export const CityEntry = z.strictObject({
  /** The employer. */
  _id: id,
  gridPath: z.string(),
  /** Number of the batch it was last sent with. */
  batch: z.int().min(1),
  /** As it was sent, in the order of the batch's columns; the batch's own number is left out. */
  cells: z.array(Cell).max(200),
  state: State,
  /** Was closed when it was sent. */
  closed: z.boolean(),
  /** The employer's file was touched after it was sent: it may have to be sent again. */
  changedAt: z.date().optional(),
  answeredOn: DayText.optional(),
  /** What the city says is wrong with it. */
  error: z.string().max(300).optional(),
  updatedAt: z.date(),
});
export type CityEntry = z.infer<typeof CityEntry>;

export const CityBatch = z.strictObject({
  _id: id,
  /** Counted through the whole service, from 1. */
  number: z.int().min(1),
  day: DayText,
  by: z.string(),
  at: z.date(),
  /** Paths of the units it is of. */
  prefixes: z.array(z.string()).min(1),
  /** Headings. */
  columns: z.array(z.string()).max(200),
  count: z.int().min(1),
});
export type CityBatch = z.infer<typeof CityBatch>;

const title = z.string().trim().min(1).max(40);
const words = z.array(title).min(1);
/** `config/city-export.yaml`. */
export const CityRules = z.strictObject({
  sheet: z.string().trim().min(1).max(31),
  rowsMost: z.int().min(1).max(5_000),
  columns: z
    .array(z.strictObject({ title, field: z.string().min(1) }))
    .min(1)
    .max(200),
  answer: z.strictObject({
    fileNo: words,
    result: words,
    error: words,
    batch: words,
    entered: words,
    returned: words,
  }),
});
export type CityRules = z.infer<typeof CityRules>;

/** How an area stands in the city's platform: numbers of employers. */
export interface CityStanding {
  collected: number;
  sent: number;
  entered: number;
  returned: number;
  changed: number;
  /** Collected and never sent. */
  unsent: number;
  /** Those that came back and are not put right, with what is wrong. */
  wrong: { name: string; fileNo?: string; error?: string }[];
}
