/**
 * What people read about a field, kept beside its zod schema: label, help, example, unit, options, privacy class.
 * Questions, forms, Excel columns, JSON Schema and masking all come from here.
 */
import { z } from 'zod';

/** How an answer is read and shown. `choice` is one of the options, `choices` any number of them. */
export const FIELD_KINDS = [
  'text',
  'integer',
  'decimal',
  'money',
  'date',
  'month',
  'time',
  'choice',
  'choices',
  'yes_no',
  'mobile',
  'phone',
  'id_number',
  'uscc',
  'org_code',
  'reg_no',
  'photo',
  'photos',
  'file',
  'location',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** domain.md section 10; from harmless to most protected. */
export const PRIVACY_CLASSES = ['open', 'confidential', 'personal', 'personal_high', 'sensitive', 'secret_1'] as const;
export type PrivacyClass = (typeof PRIVACY_CLASSES)[number];

export interface Option {
  value: string;
  label: string;
  /** What people also say for it. */
  synonyms?: readonly string[];
}

export interface FieldMeta {
  label: string;
  kind: FieldKind;
  help?: string;
  example?: string;
  /** Unit as people say it (人, 元, ㎡). Money is stored in fen and shown in yuan. */
  unit?: string;
  options?: readonly Option[];
  privacy: PrivacyClass;
  /** Other names by which people call the field (“人数” for the total). */
  synonyms?: readonly string[];
  /** What a text for it mostly looks like, as a pattern: of several answers in one message the one that fits is meant for it. */
  like?: string;
}

export const fieldRegistry = z.registry<FieldMeta>();

/** Attaches what people read to a copy of a schema, so that one type (a phone) can serve several fields. */
export function field<S extends z.ZodType>(schema: S, meta: FieldMeta): S {
  const own = schema.clone(schema._zod.def, { parent: true }) as S;
  fieldRegistry.add(own, meta);
  return own;
}

/** A field as questions and columns need it. Numbers are bounds of the value; lengths are characters. */
export interface FieldDef extends FieldMeta {
  /** Dotted path inside the record: `name`, `labourUse.total`; inside a list `workers[].name`. */
  path: string;
  required: boolean;
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
  /**
   * The schema's own word on one value that was read (right type). Absent for fields without a schema of their own.
   * `message` is a sentence of the schema or '' when it has none.
   */
  check?: (value: unknown) => { ok: true; value: unknown } | { ok: false; message: string };
}

/** A list of records inside a record (劳动者). */
export interface ListDef {
  path: string;
  label: string;
  fields: FieldDef[];
  minItems?: number;
  maxItems?: number;
}

/** All fields of a record schema with their paths, lists apart. Keys without `field()` meta are not asked and left out. */
export function fieldsOf(schema: z.ZodObject, prefix = ''): { fields: FieldDef[]; lists: ListDef[] } {
  const fields: FieldDef[] = [];
  const lists: ListDef[] = [];
  for (const [key, value] of Object.entries(schema.shape)) {
    const path = prefix + key;
    const { inner, required, meta } = unwrap(value as z.ZodType);
    if (meta !== undefined && !(inner instanceof z.ZodArray && isObject(inner.element))) {
      fields.push(defOf(path, meta, inner, required));
    } else if (inner instanceof z.ZodObject) {
      const nested = fieldsOf(inner, `${path}.`);
      fields.push(...nested.fields);
      lists.push(...nested.lists);
    } else if (inner instanceof z.ZodArray && isObject(inner.element)) {
      const element = unwrap(inner.element as z.ZodType).inner as z.ZodObject;
      const json = z.toJSONSchema(inner, { unrepresentable: 'any', io: 'input' }) as {
        minItems?: number;
        maxItems?: number;
      };
      lists.push({
        path,
        label: meta?.label ?? key,
        fields: fieldsOf(element, `${path}[].`).fields,
        ...(json.minItems !== undefined && { minItems: json.minItems }),
        ...(json.maxItems !== undefined && { maxItems: json.maxItems }),
      });
    }
  }
  return { fields, lists };
}

function isObject(schema: unknown): boolean {
  return unwrap(schema as z.ZodType).inner instanceof z.ZodObject;
}

function unwrap(schema: z.ZodType): { inner: z.ZodType; required: boolean; meta: FieldMeta | undefined } {
  let inner = schema;
  let required = true;
  let meta = fieldRegistry.get(inner);
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault) {
    required = false;
    inner = inner.unwrap() as z.ZodType;
    meta ??= fieldRegistry.get(inner);
  }
  return { inner, required, meta };
}

function defOf(path: string, meta: FieldMeta, inner: z.ZodType, required: boolean): FieldDef {
  const json = z.toJSONSchema(inner, { unrepresentable: 'any', io: 'input' }) as {
    minimum?: number;
    maximum?: number;
    minLength?: number;
    maxLength?: number;
  };
  const safe = (n: number | undefined) => (n === undefined || Math.abs(n) === Number.MAX_SAFE_INTEGER ? undefined : n);
  const min = safe(json.minimum);
  const max = safe(json.maximum);
  return {
    ...meta,
    path,
    required,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(json.minLength !== undefined && { minLength: json.minLength }),
    ...(json.maxLength !== undefined && { maxLength: json.maxLength }),
    check: (value) => {
      const parsed = inner.safeParse(value);
      return parsed.success
        ? { ok: true, value: parsed.data }
        : { ok: false, message: parsed.error.issues.find((i) => i.code === 'custom')?.message ?? '' };
    },
  };
}

/** What checks may know from outside the record. A check whose value is not there holds. */
export interface CheckContext {
  today: string;
  /** Workers in all at the last collection. */
  lastTotal?: number;
  /** Lowest lawful monthly wage on the day the record speaks of, in fen. */
  minimumWageFen?: number;
  /** How many other employers have one of the record's phones. */
  phoneSharedBy?: number;
  /** Where the same code is on file already, as people call the place. */
  codeElsewhere?: string;
  /** The district's bounding box in degrees. */
  bounds?: { south: number; west: number; north: number; east: number };
}

/**
 * A rule over several fields of one record. `hard` refuses, `soft` asks “确认吗？”. Used by conversations, imports and the
 * record's own schema alike. A check runs only when all fields it `reads` have values.
 */
export interface RecordCheck {
  /** Stable name, snake_case. */
  code: string;
  level: 'hard' | 'soft';
  /** Paths of the fields, the one to blame first. */
  reads: readonly string[];
  /** Runs on the whole record only (review, submit, import), because optional fields answered later count in it. */
  atEnd?: true;
  /** Paths of the fields whose answer would put it right, where they are not those that it reads. */
  mendedBy?: readonly string[];
  /** True when the record is fine. `get` returns the value at a path. */
  holds: (get: (path: string) => unknown, ctx: CheckContext) => boolean;
  /** For a record that fails: what does not fit, with the numbers; Chinese, without the full stop at its end. */
  say: (get: (path: string) => unknown, ctx: CheckContext) => string;
  /** Law article or form rule. */
  source?: string;
}
