/**
 * What names an expression may use, with their types and where their values are found. Values live in slots of scope
 * states: level 0 is the flow, level 1 an item of a repeat, and so on.
 */
import type { FieldDef, FieldKind } from '../../../schemas/field.js';
import type { FactType } from '../registry.js';

/** Types that expressions tell apart. Days, months, codes and single files are texts; money is a number of yuan. */
export type ValueType = 'text' | 'number' | 'bool' | 'texts';

/** A slot of a scope, or a plain object handed in (`me`, `result`, `option`, `found`), and the way inside the value. */
export interface Place {
  /** Level of the scope that has the slot, and its number among the scopes of the flow; -1 for an object handed in. */
  level: number;
  scope: number;
  slot: number;
  object?: string;
  path?: readonly string[];
  /** Read in the entries of a list, whichever entry: through a variable of `exists`, `map`, … */
  any?: boolean;
  /** Stored in fen, read in yuan. */
  money?: boolean;
  /** Not the list in the slot, but the number of the entry at hand in it, from 1. */
  position?: true;
}

export interface Leaf {
  is: 'leaf';
  type: ValueType;
  place: Place;
  /** The field behind it: options for typo checks, kind for showing. */
  field?: FieldDef;
}

/** Names below a name (`labourUse.total`). With a `place` it can be asked for with `has` (a found record). */
export interface Group {
  is: 'group';
  fields: Map<string, Name>;
  place?: Place;
}

/** A list of records; the places of `item` are slots of one item. */
export interface RecordList {
  is: 'list';
  place: Place;
  item: Group;
}

export type Name = Leaf | Group | RecordList;

const NUMBER_KINDS = new Set<FieldKind>(['integer', 'decimal', 'money']);
const TEXTS_KINDS = new Set<FieldKind>(['choices', 'photos']);

/** The type in which expressions see answers of a kind; undefined for places on the map, which are groups. */
export function valueTypeOf(kind: FieldKind): ValueType | undefined {
  if (NUMBER_KINDS.has(kind)) return 'number';
  if (TEXTS_KINDS.has(kind)) return 'texts';
  if (kind === 'yes_no') return 'bool';
  return kind === 'location' ? undefined : 'text';
}

/** The name of a field whose answers are kept in a slot. */
export function nameOfField(field: FieldDef, place: Place): Name {
  const type = valueTypeOf(field.kind);
  if (type !== undefined) {
    return { is: 'leaf', type, field, place: field.kind === 'money' ? { ...place, money: true } : place };
  }
  const part = (key: string, of: ValueType): [string, Name] => [
    key,
    { is: 'leaf', type: of, place: { ...place, path: [key] } },
  ];
  return {
    is: 'group',
    place,
    fields: new Map([part('lat', 'number'), part('lng', 'number'), part('label', 'text')]),
  };
}

const FACT_VALUES: Record<FactType, ValueType> = {
  text: 'text',
  number: 'number',
  money: 'number',
  bool: 'bool',
  day: 'text',
  texts: 'texts',
};

/** Names for the facts inside one object; `place` is where the object itself is found. */
export function namesOfFacts(facts: Readonly<Record<string, FactType>>, place: Place): Group {
  const root: Group = { is: 'group', fields: new Map(), place };
  for (const [dotted, fact] of Object.entries(facts)) {
    const path = dotted.split('.');
    const inside = fact === 'money' ? { ...place, path, money: true } : { ...place, path };
    putName(root, path, { is: 'leaf', type: FACT_VALUES[fact], place: inside });
  }
  return root;
}

/** The place of an object that is handed in with each evaluation. */
export function objectPlace(object: string): Place {
  return { level: -1, scope: -1, slot: -1, object };
}

/** Puts a name at a dotted path, making the groups on the way. False when something else stands there. */
export function putName(root: Group, path: readonly string[], name: Name): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  let group = root;
  for (const key of path.slice(0, -1)) {
    let next = group.fields.get(key);
    if (next === undefined) {
      next = { is: 'group', fields: new Map() };
      group.fields.set(key, next);
    }
    if (next.is !== 'group') return false;
    group = next;
  }
  if (group.fields.has(last)) return false;
  group.fields.set(last, name);
  return true;
}

/** The name at a dotted path. */
export function findName(root: Group, dotted: string): Name | undefined {
  let name: Name | undefined = root;
  for (const key of dotted.split('.')) {
    if (name?.is !== 'group') return undefined;
    name = name.fields.get(key);
  }
  return name;
}
