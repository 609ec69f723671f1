/** The last step of every reading: bounds and the schema's own word, then value, or suggestion to confirm. */
import type { FieldDef } from '../../../schemas/field.js';
import type { ConfirmCode, Reading, ReadingFacts } from '../../../schemas/reading.js';

/** Beyond it a number is a slip of the finger, whatever the field. */
const LARGEST = 1e12;

export interface Found {
  value: unknown;
  /** How the value is shown. */
  shown: string;
  /** True when it was typed just so and need not be shown back. */
  asTyped?: boolean;
  /** Why it must be confirmed first; absent when it is certain. */
  why?: ConfirmCode | undefined;
  facts?: ReadingFacts;
}

export function settle(field: FieldDef, found: Found): Reading {
  const outside = outOfBounds(field, found.value);
  if (outside !== null) return outside;
  const checked = field.check?.(found.value) ?? { ok: true as const, value: found.value };
  if (!checked.ok) return unclear('rejected', { message: checked.message, read: found.shown });
  // the schema may write it in its own way (half-width digits)
  const rewritten = typeof checked.value === 'string' && found.shown === found.value && checked.value !== found.value;
  const shown = rewritten ? String(checked.value) : found.shown;
  if (found.why !== undefined) {
    return { kind: 'confirm', value: checked.value, as: shown, why: found.why, facts: found.facts ?? {} };
  }
  return { kind: 'value', value: checked.value, ...((found.asTyped !== true || rewritten) && { as: shown }) };
}

export function unclear(code: (Reading & { kind: 'unclear' })['code'], facts: ReadingFacts = {}): Reading {
  return { kind: 'unclear', code, facts };
}

function outOfBounds(field: FieldDef, value: unknown): Reading | null {
  if (typeof value === 'number') {
    const scale = field.kind === 'money' ? 100 : 1;
    const max = Math.min(field.max ?? Number.POSITIVE_INFINITY, LARGEST * scale);
    if (value < 0 && (field.min === undefined || field.min >= 0)) return unclear('negative', { read: value / scale });
    if (field.min !== undefined && value < field.min) {
      return unclear('too_small', { read: value / scale, min: field.min / scale });
    }
    if (value > max) return unclear('too_large', { read: value / scale, max: max / scale });
  }
  if (typeof value === 'string' && (field.minLength !== undefined || field.maxLength !== undefined)) {
    const { length } = [...value];
    if (field.minLength !== undefined && length < field.minLength) {
      return unclear('too_short', { length, min: field.minLength });
    }
    if (field.maxLength !== undefined && length > field.maxLength) {
      return unclear('too_long', { length, max: field.maxLength });
    }
  }
  return null;
}
