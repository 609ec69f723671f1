/** What flows may name: records with their fields, actions of the house, facts about the person. Handed in, never imported. */
import type { z } from 'zod';
import type { FieldDef, ListDef, RecordCheck } from '../../schemas/field.js';

/** One kind of record that a flow fills in. `schema`, when given, has the last word before a submit. */
export interface RecordKind {
  name: string;
  fields: readonly FieldDef[];
  lists: readonly ListDef[];
  checks: readonly RecordCheck[];
  schema?: z.ZodType;
}

/**
 * Type of a plain fact (of the person, of a result) as expressions see it. A `day` is a `YYYY-MM-DD` string; `money` comes in
 * fen and is read in yuan, as in records.
 */
export type FactType = 'text' | 'number' | 'money' | 'bool' | 'day' | 'texts';

/** Dotted name → type: `{ fileNo: 'text', 'cell.collected': 'number' }`. */
export type FactTypes = Readonly<Record<string, FactType>>;

/**
 * Something the engine can ask the house to do.
 * `lookup` answers a list of records (each an object with an `id`), `options` a list of `{ value, label, synonyms? }`,
 * `submit` one object. `returns` types what flows may read: one found record, or the result of a submit.
 */
export interface ActionDef {
  name: string;
  kind: 'lookup' | 'options' | 'submit';
  returns?: FactTypes;
}

export interface Registry {
  records: ReadonlyMap<string, RecordKind>;
  actions: ReadonlyMap<string, ActionDef>;
  /** Roles that `audience` may name; any word when missing. */
  roles?: readonly string[];
  /** Facts about the person that expressions read as `me.<name>`. */
  me: FactTypes;
}
