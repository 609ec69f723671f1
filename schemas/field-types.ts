/** The handful of shapes that fields of records have: each makes a zod type with its meta, so that a field is one line. */
import { z } from 'zod';
import { DayText, MonthText } from './day.js';
import { type FieldMeta, field, type Option } from './field.js';

export type More = Partial<Omit<FieldMeta, 'kind' | 'label' | 'options'>>;
type Meta = Omit<FieldMeta, 'kind' | 'label' | 'options' | 'privacy'> & Pick<FieldMeta, 'privacy'>;
const meta = (more: More): Meta => ({ privacy: 'open', ...more });

/** A line as it goes into the file: no control or invisible characters, single spaces, no full-width letters and digits. */
function cleanLine(text: string): string {
  return text
    .replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g, (c) => c.normalize('NFKC'))
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
}

export const line = (label: string, maxLength: number, more: More = {}) =>
  field(z.string().overwrite(cleanLine).min(1).max(maxLength), { label, kind: 'text', ...meta(more) });

/** What somebody or something is called: digits alone are a slip, often a choice typed too late. */
export const called = (label: string, maxLength: number, more: More = {}) =>
  field(
    z
      .string()
      .overwrite(cleanLine)
      .min(1)
      .max(maxLength)
      .refine((text) => /\p{L}/u.test(text), { message: '这里要写名字，不能只有数字。' }),
    { label, kind: 'text', ...meta(more) },
  );

/** Whole number of something, 0 included. `max` catches slips of the finger. */
export const count = (label: string, more: More & { max?: number } = {}) => {
  const { max = 500_000, ...rest } = more;
  return field(z.int().min(0).max(max), { label, kind: 'integer', unit: '人', ...meta(rest) });
};

export const decimal = (label: string, min: number, max: number, more: More = {}) =>
  field(z.number().min(min).max(max), { label, kind: 'decimal', ...meta(more) });

/** Fen in the record, yuan in talk. */
export const fen = (label: string, more: More & { maxYuan?: number } = {}) => {
  const { maxYuan = 100_000_000, ...rest } = more;
  return field(
    z
      .int()
      .min(0)
      .max(maxYuan * 100),
    { label, kind: 'money', unit: '元', ...meta(rest) },
  );
};

export const day = (label: string, more: More = {}) => field(DayText, { label, kind: 'date', ...meta(more) });
export const month = (label: string, more: More = {}) => field(MonthText, { label, kind: 'month', ...meta(more) });
export const yesNo = (label: string, more: More = {}) => field(z.boolean(), { label, kind: 'yes_no', ...meta(more) });
export const photo = (label: string, more: More = {}) =>
  field(z.string().min(1).max(64), { label, kind: 'photo', ...meta(more) });
export const files = (label: string, more: More = {}) =>
  field(z.array(z.string().min(1).max(64)).max(20), { label, kind: 'photos', ...meta(more) });

export const choice = <V extends string>(label: string, options: readonly (Option & { value: V })[], more: More = {}) =>
  field(z.enum(options.map((option) => option.value) as [V, ...V[]]), {
    label,
    kind: 'choice',
    options,
    ...meta(more),
  });

export const choices = <V extends string>(
  label: string,
  options: readonly (Option & { value: V })[],
  more: More = {},
) =>
  field(z.array(z.enum(options.map((option) => option.value) as [V, ...V[]])).max(options.length), {
    label,
    kind: 'choices',
    options,
    ...meta(more),
  });
