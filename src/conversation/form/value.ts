/** Whether a value may stand in a field, whoever it comes from; typed answers are read by `understand/` before. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import { isDay } from '../../lib/day.js';

export type ValueFault = 'type' | 'option' | 'small' | 'large' | 'short' | 'long' | 'schema';

export type ValueCheck = { ok: true; value: unknown } | { ok: false; fault: ValueFault; message: string };

/** What kind of violation a fault is: the wrong type of value, or a value of the right type that a limit refuses. */
export function violationOf(fault: ValueFault): 'type' | 'constraint' {
  return fault === 'type' || fault === 'option' ? 'type' : 'constraint';
}

/** Longest text of a field that does not say otherwise, in characters. */
export const TEXT_MAX = 2000;
/** Of one field. */
export const PHOTOS_MAX = 20;

/** @param options the options on offer when they are not the field's own */
export function checkValue(field: FieldDef, value: unknown, options?: readonly Option[]): ValueCheck {
  const fault = typeFault(field, value) ?? optionFault(field, value, options) ?? boundFault(field, value);
  if (fault !== undefined) return { ok: false, fault, message: '' };
  if (field.check === undefined) return { ok: true, value };
  const checked = field.check(value);
  return checked.ok ? checked : { ok: false, fault: 'schema', message: checked.message };
}

function typeFault({ kind, maxLength = 0 }: FieldDef, value: unknown): ValueFault | undefined {
  const isLong = typeof value === 'string' && value.length > Math.max(TEXT_MAX * 2, maxLength);
  return hasType(kind, value) && !isLong ? undefined : 'type';
}

function hasType(kind: FieldDef['kind'], value: unknown): boolean {
  switch (kind) {
    case 'integer':
    case 'money':
      return Number.isSafeInteger(value);
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value);
    case 'yes_no':
      return typeof value === 'boolean';
    case 'choices':
      return isTexts(value) && new Set(value).size === value.length;
    case 'photos':
      return isTexts(value) && value.length > 0 && value.length <= PHOTOS_MAX;
    case 'location':
      return isPlace(value);
    case 'date':
      return typeof value === 'string' && isDay(value);
    case 'month':
      return typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
    case 'time':
      return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
    default:
      return typeof value === 'string' && value !== '';
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isPlace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { lat, lng } = value as { lat?: unknown; lng?: unknown };
  return typeof lat === 'number' && typeof lng === 'number' && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
}

function optionFault(field: FieldDef, value: unknown, options = field.options): ValueFault | undefined {
  if (field.kind !== 'choice' && field.kind !== 'choices') return undefined;
  if (options === undefined) return undefined;
  const chosen = Array.isArray(value) ? value : [value];
  return chosen.every((each) => options.some((option) => option.value === each)) ? undefined : 'option';
}

function boundFault({ min, max, minLength, maxLength }: FieldDef, value: unknown): ValueFault | undefined {
  if (typeof value === 'number') {
    if (min !== undefined && value < min) return 'small';
    if (max !== undefined && value > max) return 'large';
  }
  if (typeof value === 'string') {
    const most = maxLength ?? TEXT_MAX;
    if (minLength !== undefined && [...value].length < minLength) return 'short';
    if (value.length > most && [...value].length > most) return 'long';
  }
  return undefined;
}

/** The value of an expression as the field stores it: money in fen, counts whole. Undefined when it does not fit. */
export function fromExpression(field: FieldDef, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  let stored = value;
  if (typeof value === 'number') {
    if (field.kind === 'money') stored = Math.round(value * 100);
    else if (field.kind === 'integer') stored = Math.round(value);
  }
  return hasType(field.kind, stored) && optionFault(field, stored) === undefined ? stored : undefined;
}
