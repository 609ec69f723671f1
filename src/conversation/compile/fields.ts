/** The fields a flow can ask: those of its record and those it defines itself. */
import type { FieldDef, ListDef } from '../../../schemas/field.js';
import type { FlowDocument, InlineField, InlineOption } from '../../../schemas/flow.js';
import type { RecordKind } from '../registry.js';
import type { OptionWithAttributes } from './plan.js';

export interface FieldSource {
  fields: Map<string, FieldDef>;
  lists: Map<string, Pick<ListDef, 'path' | 'label' | 'minItems' | 'maxItems'>>;
  /** Paths that belong to the record, lists and their fields included. */
  inRecord: Set<string>;
  /** Fields of the flow that the record has already, and lists of options that are not there. */
  twice: string[];
  missingLists: { path: string; list: string }[];
}

/**
 * The field with all its properties in one order, those it does not have too. The engine reads fields all the time, and
 * reads objects of one shape several times as fast as objects of many.
 */
function inShape(field: FieldDef): FieldDef {
  return {
    path: field.path,
    label: field.label,
    kind: field.kind,
    required: field.required,
    privacy: field.privacy,
    help: field.help,
    example: field.example,
    unit: field.unit,
    options: field.options,
    synonyms: field.synonyms,
    like: field.like,
    min: field.min,
    max: field.max,
    minLength: field.minLength,
    maxLength: field.maxLength,
    check: field.check,
  } satisfies Record<keyof FieldDef, unknown> as FieldDef;
}

/** Fields of the record and of the flow. */
export function fieldSource(document: FlowDocument, record: RecordKind | undefined): FieldSource {
  const source: FieldSource = {
    fields: new Map(),
    lists: new Map(),
    inRecord: new Set(),
    twice: [],
    missingLists: [],
  };
  for (const field of record?.fields ?? []) source.fields.set(field.path, inShape(field));
  for (const list of record?.lists ?? []) {
    source.lists.set(list.path, list);
    for (const field of list.fields) source.fields.set(field.path, inShape(field));
  }
  source.inRecord = new Set([...source.fields.keys(), ...source.lists.keys()]);
  for (const [path, { label, min, max }] of Object.entries(document.repeats ?? {})) {
    const bounds = { ...(min !== undefined && { minItems: min }), ...(max !== undefined && { maxItems: max }) };
    source.lists.set(path, { path, label, ...bounds });
  }
  for (const [path, inline] of Object.entries(document.fields ?? {})) {
    if (source.fields.has(path)) source.twice.push(path);
    const options = optionsOf(inline, document.lists ?? {});
    if (options === null) source.missingLists.push({ path, list: String(inline.options) });
    source.fields.set(path, inShape(fieldOf(path, inline, options ?? undefined)));
  }
  return source;
}

/** Null when the named list is not there. */
function optionsOf(
  inline: InlineField,
  lists: NonNullable<FlowDocument['lists']>,
): OptionWithAttributes[] | null | undefined {
  let options = inline.options;
  if (typeof options === 'string') {
    options = Object.hasOwn(lists, options) ? lists[options] : undefined;
    if (options === undefined || typeof options === 'string') return null;
  }
  if (options === undefined) return undefined;
  if (Array.isArray(options)) return options.map(withAttributes);
  return Object.entries(options).map(([value, label]) => ({ value, label }));
}

function withAttributes({ value, label, synonyms, ...attributes }: InlineOption): OptionWithAttributes {
  const option = { value, label, ...(synonyms !== undefined && { synonyms }) };
  return Object.keys(attributes).length === 0 ? option : { ...option, attributes };
}

function fieldOf(path: string, inline: InlineField, options: OptionWithAttributes[] | undefined): FieldDef {
  const { kind = 'text', required = true, privacy = 'open', options: _named, ...rest } = inline;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...(given as typeof rest & { label: string }),
    path,
    kind,
    required,
    privacy,
    ...(options && { options }),
  } as FieldDef;
}
