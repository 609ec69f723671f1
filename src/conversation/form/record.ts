/** The record that the answers make: what is relevant and has a value, nested as its schema has it. */
import type { Json, JsonObject } from '../protocol.js';
import type { BlockState, Form, ListState } from './state.js';

type Mutable = { [key: string]: Json | Mutable };

/** `record`: the fields of the schema. `extra`: fields of the flow itself. */
export function recordOf(form: Form): { record: JsonObject; extra: JsonObject } {
  return { record: valuesIn(form.root, true), extra: valuesIn(form.root, false) };
}

/** @param inRecord which of both */
function valuesIn(state: BlockState, inRecord: boolean): JsonObject {
  const values: Mutable = {};
  for (const node of state.block.nodes) {
    if (!('inRecord' in node)) continue;
    const value = state.value[node.slot];
    if (value === undefined) continue;
    const wanted = node.inRecord === inRecord;
    const shown =
      node.kind === 'list' ? entriesIn(value as ListState, inRecord, wanted) : wanted ? (value as Json) : undefined;
    if (shown !== undefined) put(values, node.path, shown);
  }
  return values as JsonObject;
}

/** Entries in order; undefined when there are none, or when none has anything that is wanted. */
function entriesIn({ items }: ListState, inRecord: boolean, wanted: boolean): Json | undefined {
  const entries = items.map((item) => valuesIn(item, inRecord));
  const any = wanted ? entries.length > 0 : entries.some((entry) => Object.keys(entry).length > 0);
  return any ? entries : undefined;
}

/** Sets a value at a dotted path. */
function put(target: Mutable, path: string, value: Json | Mutable): void {
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
