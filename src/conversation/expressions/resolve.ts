/** Names in expressions: from `labourUse.total`, `w.name`, `me.cell.name` to a closure that reads the value. */
import type { ASTNode } from './ast.js';
import type { Compilation, Evaluate, Values } from './frame.js';
import { findName, type Group, type Name, type Place, type ValueType } from './names.js';

/** A name as used: which name it is, and the macro variable it starts from, if any. */
export interface Resolved {
  name: Name;
  /** Index of the macro variable; undefined for names of the scope. */
  variable?: number;
}

/** The name behind an `id` or a chain of dots; undefined for variables that are plain values and for other expressions. */
export function nameOf(c: Pick<Compilation, 'names' | 'vars'>, node: ASTNode): Resolved | undefined {
  const keys: string[] = [];
  let inner = node;
  while (inner.op === '.') {
    keys.unshift(inner.args[1]);
    inner = inner.args[0];
  }
  if (inner.op !== 'id') return undefined;
  const first = inner.args;
  const variable = c.vars.findLastIndex((v) => v.name === first);
  const element = c.vars[variable]?.element;
  if (variable >= 0 && element === undefined) return undefined;
  const root = element ?? c.names;
  const dotted = element === undefined ? [first, ...keys] : keys;
  const name = dotted.length === 0 ? root : findName(root, dotted.join('.'));
  if (name === undefined) return undefined;
  return variable >= 0 ? { name, variable } : { name };
}

/** The record type of the elements of a list expression; undefined when the elements are plain values. */
export function elementOf(c: Pick<Compilation, 'names' | 'vars'>, list: ASTNode): Group | undefined {
  if (list.op === 'rcall' && list.args[0] === 'filter') return elementOf(c, list.args[1]);
  const resolved = nameOf(c, list);
  return resolved?.name.is === 'list' ? resolved.name.item : undefined;
}

/** A closure for a name; `undefined` when it has no value. */
export function resolve(c: Compilation, node: ASTNode): Evaluate {
  if (node.op === 'id') {
    const variable = c.vars.findLastIndex((v) => v.name === node.args);
    if (variable >= 0) return (f) => f.vars[variable];
  }
  const resolved = nameOf(c, node);
  const place = resolved?.name.place;
  if (resolved === undefined || place === undefined) return c.fault('expr_not_allowed', node, describe(node));
  return readerOf(c, resolved, place);
}

/** Whether a name has a value: what `has` asks. */
export function resolveHas(c: Compilation, node: ASTNode): Evaluate {
  const resolved = nameOf(c, node);
  const place = resolved?.name.place;
  if (resolved === undefined || place === undefined) return c.fault('expr_has', node, describe(node));
  const read = readerOf(c, resolved, place);
  return (f) => read(f) !== undefined;
}

function readerOf(c: Compilation, { name, variable }: Resolved, place: Place): Evaluate {
  if (place.level >= 0) c.reads.push(variable === undefined ? place : { ...place, any: true });
  const { level, slot, object, path } = place;
  if (place.position === true) return positionIn(level, slot);
  const whole = variable === undefined ? fromScope(level, slot, object) : fromElement(variable, slot);
  if (name.is === 'list') {
    return (f) => (whole(f) as { items: readonly unknown[] } | undefined)?.items;
  }
  const inner: Evaluate = path === undefined ? whole : (f) => dig(whole(f), path);
  if (name.is === 'group') return inner;
  if (place.money === true) {
    return (f) => {
      const fen = inner(f);
      return typeof fen === 'number' ? fen / 100 : undefined;
    };
  }
  // what comes from outside (facts, results) is only believed when it has the declared type
  return object === undefined && path === undefined ? inner : (f) => ofType(inner(f), name.type);
}

function fromScope(level: number, slot: number, object: string | undefined): Evaluate {
  if (object !== undefined) return (f) => f.objects[object];
  return (f) => f.at[level]?.value[slot];
}

function positionIn(level: number, slot: number): Evaluate {
  return (f) => {
    const list = f.at[level]?.value[slot] as { items: readonly unknown[] } | undefined;
    const entry = f.at[level + 1];
    const at = list === undefined || entry === undefined ? -1 : list.items.indexOf(entry);
    return at < 0 ? undefined : at + 1;
  };
}

function fromElement(variable: number, slot: number): Evaluate {
  return (f) => (f.vars[variable] as Values).value[slot];
}

/** Own properties only: no prototype can be reached. */
function dig(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Record<string, unknown>)[key];
  }
  return inner ?? undefined;
}

function ofType(value: unknown, type: ValueType): unknown {
  if (type === 'text') return typeof value === 'string' ? value : undefined;
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  if (type === 'bool') return typeof value === 'boolean' ? value : undefined;
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
}

function describe(node: ASTNode): string {
  return node.input.slice(node.start, node.end);
}
