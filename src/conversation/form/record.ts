/** The record that the answers make: what is relevant and has a value, nested as its schema has it. */
import type { Json, JsonObject } from '../protocol.js';
import type { BlockState, Form, ListState } from './state.js';

type Mutable = { [key: string]: Json | Mutable };

/** `record`: the fields of the schema. `extra`: fields of the flow itself. */
export function recordOf(form: Form): { record: JsonObject; extra: JsonObject } {
  return { record: valuesIn(form.root, true), extra: valuesIn(form.root, false) };
}

/** Everything that has a value, whichever it belongs to. */
export function valuesOf(form: Form): JsonObject {
  return valuesIn(form.root, undefined);
}

function valuesIn(state: BlockState, inRecord: boolean | undefined): JsonObject {
  const values: Mutable = {};
  for (const node of state.block.nodes) {
    if (!('inRecord' in node) || (inRecord !== undefined && node.inRecord !== inRecord)) continue;
    const value = state.value[node.slot];
    if (value === undefined) continue;
    const shown = node.kind === 'list' ? listValues(value as ListState, inRecord) : (value as Json);
    if (shown !== undefined) put(values, node.path, shown);
  }
  return values as JsonObject;
}

/** Entries in order. Undefined when nobody has closed or filled the list: it is not in the record then. */
function listValues({ items }: ListState, inRecord: boolean | undefined): Json | undefined {
  return items.length === 0 ? undefined : items.map((item) => valuesIn(item, inRecord));
}

/** Sets a value at a dotted path. */
export function put(target: Mutable, path: string, value: Json | Mutable): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  let inner = target;
  for (const key of keys) {
    const next = inner[key];
    if (typeof next === 'object' && next !== null && !Array.isArray(next)) inner = next as Mutable;
    else {
      const made: Mutable = {};
      inner[key] = made;
      inner = made;
    }
  }
  inner[last] = value;
}
