/** A value as people read it back: `12,000 人`, `3,500元`, `11月20日 周五`, labels of options. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import type { Day } from '../../lib/day.js';
import { formatDay, formatMonth } from '../../lib/day-text.js';
import { formatFen } from '../../lib/money.js';
import { formatCount } from '../../lib/numbers.js';

/** With unit or label; what has no form of its own is shown as it stands. `options` override the field's own. */
export function showValue(field: FieldDef, value: unknown, today: Day, options = field.options ?? []): string {
  if (Array.isArray(value)) return value.map((one) => labelOf(String(one), options)).join('、');
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return field.kind === 'money' ? formatFen(value) : withUnit(value, field.unit ?? '');
  const text = String(value);
  if (field.kind === 'date') return formatDay(text, today);
  if (field.kind === 'month') return formatMonth(text);
  if (field.kind === 'choice') return labelOf(text, options);
  return text;
}

function withUnit(value: number, unit: string): string {
  return `${formatCount(value)}${unit === '' || unit === '%' ? unit : ` ${unit}`}`;
}

function labelOf(value: string, options: readonly Option[]): string {
  return options.find((option) => option.value === value)?.label ?? value;
}
