/** Kinds of fields as types of questions, their limits as constraints, their options as lists of choices. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import { EXPORTED } from '../../texts/forms.js';
import type { Row } from './export.js';

/** Column names carry the language: `label::中文 (zh)`. */
export const LANGUAGE = '中文 (zh)';

export function typeOf({ kind, options }: FieldDef): { type: string } {
  switch (kind) {
    case 'integer':
    case 'date':
    case 'time':
    case 'file':
      return { type: kind };
    case 'decimal':
    case 'money':
      return { type: 'decimal' };
    case 'choice':
      return { type: options === undefined ? 'text' : 'select_one' };
    case 'choices':
      return { type: options === undefined ? 'text' : 'select_multiple' };
    case 'yes_no':
      return { type: 'select_one' };
    case 'photo':
    case 'photos':
      return { type: 'image' };
    case 'location':
      return { type: 'geopoint' };
    default:
      return { type: 'text' };
  }
}

export interface Lists {
  rows: Row[];
  /** Name by what is in it. */
  known: Map<string, string>;
}

export function newLists(): Lists {
  return { rows: [], known: new Map() };
}

const YES_NO: Option[] = [
  { value: 'yes', label: EXPORTED.yes },
  { value: 'no', label: EXPORTED.no },
];

/** The type of a question and its list; equal lists are written once. */
export function listOf(lists: Lists, field: FieldDef): { type: string; list?: string } {
  const { type } = typeOf(field);
  if (!type.startsWith('select_')) return { type };
  const options = field.kind === 'yes_no' ? YES_NO : (field.options ?? []);
  const key = JSON.stringify(options.map(({ synonyms: _synonyms, ...option }) => option));
  const known = lists.known.get(key);
  if (known !== undefined) return { type, list: known };
  const list = field.kind === 'yes_no' ? 'yes_no' : (field.path.split('.').at(-1) ?? 'options');
  const name = [...lists.known.values()].includes(list) ? `${list}_${lists.known.size}` : list;
  lists.known.set(key, name);
  for (const option of options) {
    const { attributes = {} } = option as { attributes?: Record<string, string | number | boolean> };
    const more = Object.entries(attributes).map(([column, value]) => [column, String(value)]);
    lists.rows.push({
      list_name: name,
      name: option.value,
      [`label::${LANGUAGE}`]: option.label,
      ...Object.fromEntries(more),
    });
  }
  return { type, list: name };
}

/** Limits of a field as parts of a constraint. Money is asked in yuan and limited in fen. */
export function boundsOf({ kind, min, max, minLength, maxLength }: FieldDef): string[] {
  const scale = kind === 'money' ? 100 : 1;
  const isNumber = kind === 'integer' || kind === 'decimal' || kind === 'money';
  const parts: string[] = [];
  if (isNumber && min !== undefined) parts.push(`. >= ${min / scale}`);
  if (isNumber && max !== undefined) parts.push(`. <= ${max / scale}`);
  if (!isNumber && minLength !== undefined && minLength > 1) parts.push(`string-length(.) >= ${minLength}`);
  if (!isNumber && maxLength !== undefined) parts.push(`string-length(.) <= ${maxLength}`);
  if (kind === 'month') parts.push("regex(., '[0-9]{4}-(0[1-9]|1[0-2])')");
  if (kind === 'photo' || kind === 'photos' || kind === 'file' || kind === 'location') return [];
  return parts;
}
