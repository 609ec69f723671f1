/** Values of records as people read them: labels for choices, 元 for money, days by name, units for numbers. */
import type { FieldDef } from '../../schemas/field.js';
import { isDay } from '../lib/day.js';
import { formatDay, formatMonth } from '../lib/day-text.js';
import { formatFen } from '../lib/money.js';
import { formatCount } from '../lib/numbers.js';

/** What stands where a text names a value that is not there. */
export const NO_VALUE = '—';

/** @param value as stored (money in fen, days `YYYY-MM-DD`) @param today names the weekday of near days */
export function showValue(field: FieldDef, value: unknown, today: string): string {
  if (value === undefined || value === null) return NO_VALUE;
  switch (field.kind) {
    case 'choice':
      return labelOf(field, value);
    case 'choices':
      return Array.isArray(value) ? value.map((each) => labelOf(field, each)).join('、') : labelOf(field, value);
    case 'money':
      return Number.isSafeInteger(value) ? formatFen(value as number) : String(value);
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? withUnit(formatCount(value), field.unit) : String(value);
    case 'date':
      return typeof value === 'string' && isDay(value) ? formatDay(value, today) : String(value);
    case 'month':
      return typeof value === 'string' ? formatMonth(value) : String(value);
    case 'photo':
    case 'file':
      return '已收';
    case 'photos':
      return Array.isArray(value) ? `${value.length} 张` : '已收';
    case 'location':
      return labelOfPlace(value);
    default:
      return showPlain(value);
  }
}

/** A value without a field: `是`/`否`, numbers with at most 12 significant digits. */
export function showPlain(value: unknown): string {
  if (value === undefined || value === null) return NO_VALUE;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return formatCount(Number(value.toPrecision(12)));
  if (Array.isArray(value)) return value.map(showPlain).join('、');
  if (typeof value === 'object') return labelOfPlace(value);
  return String(value);
}

function labelOf(field: FieldDef, value: unknown): string {
  return field.options?.find((option) => option.value === value)?.label ?? String(value);
}

function withUnit(number: string, unit: string | undefined): string {
  return unit === undefined ? number : `${number} ${unit}`;
}

function labelOfPlace(value: unknown): string {
  const label = (value as { label?: unknown }).label;
  return typeof label === 'string' && label !== '' ? label : '已收';
}
