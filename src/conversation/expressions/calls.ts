/** Calls in expressions: the library's functions, `has`, text methods and the list macros. Everything else is refused. */
import { RE2JS } from 're2js';
import type { ASTNode } from './ast.js';
import type { Compilation, Evaluate, Frame } from './frame.js';
import { LIBRARY } from './functions.js';
import { elementOf, resolveHas } from './resolve.js';

type Call = Extract<ASTNode, { op: 'call' }>;
type Method = Extract<ASTNode, { op: 'rcall' }>;

export function compileCall(c: Compilation, node: Call | Method): Evaluate {
  return node.op === 'call' ? functionCall(c, node) : methodCall(c, node);
}

function functionCall(c: Compilation, node: Call): Evaluate {
  const [name, args] = node.args;
  if (name === 'has' && args[0] !== undefined) return resolveHas(c, args[0]);
  const entry = Object.hasOwn(LIBRARY, name) ? LIBRARY[name] : undefined;
  if (entry === undefined) return c.fault('expr_not_allowed', node, `${name}()`);
  const run = entry.run as (...values: unknown[]) => unknown;
  const lax = entry.lax === true;
  const [first, second, ...more] = args.map((arg) => c.compile(arg));
  if (first === undefined) return () => run();
  if (more.length > 0) return ofMany([first, second as Evaluate, ...more], run, lax);
  return (f) => {
    const a = first(f);
    if (a === undefined && !lax) return undefined;
    if (second === undefined) return run(a);
    const b = second(f);
    return b === undefined && !lax ? undefined : run(a, b);
  };
}

function ofMany(args: readonly Evaluate[], run: (...values: unknown[]) => unknown, lax: boolean): Evaluate {
  return (f) => {
    const values = args.map((arg) => arg(f));
    return !lax && values.includes(undefined) ? undefined : run(...values);
  };
}

const TEXT_METHODS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
};

function methodCall(c: Compilation, node: Method): Evaluate {
  const [method, receiver, args] = node.args;
  const macro = Object.hasOwn(MACROS, method) && args.length === 2 ? MACROS[method] : undefined;
  if (macro !== undefined) return macroCall(c, node, macro);
  const [arg] = args;
  if (arg === undefined || args.length > 1) return c.fault('expr_not_allowed', node, `.${method}()`);
  const text = c.compile(receiver);
  if (method === 'matches') return pattern(c, arg, text);
  const test = Object.hasOwn(TEXT_METHODS, method) ? TEXT_METHODS[method] : undefined;
  if (test === undefined) return c.fault('expr_not_allowed', node, `.${method}()`);
  const part = c.compile(arg);
  return (f) => {
    const t = text(f);
    const p = part(f);
    return t === undefined || p === undefined ? undefined : test(t as string, p as string);
  };
}

/** `matches` with a literal pattern, by RE2: linear in the text, whatever the pattern. */
function pattern(c: Compilation, arg: ASTNode, text: Evaluate): Evaluate {
  if (arg.op !== 'value' || typeof arg.args !== 'string') return c.fault('expr_pattern', arg, '');
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(arg.args);
  } catch (error) {
    return c.fault('expr_pattern', arg, error instanceof Error ? error.message : '');
  }
  return (f) => {
    const t = text(f);
    return t === undefined ? undefined : compiled.matcher(t as string).find();
  };
}

/** Folds the answers of the inner expression over a list. */
type Macro = (items: readonly unknown[], inner: (item: unknown) => unknown) => unknown;

const MACROS: Readonly<Record<string, Macro>> = {
  exists: (items, inner) => some(items, inner, true),
  all: (items, inner) => some(items, inner, false),
  exists_one: (items, inner) => {
    const found = items.map(inner);
    return found.includes(undefined) ? undefined : found.filter((each) => each === true).length === 1;
  },
  map: (items, inner) => items.map(inner),
  filter: (items, inner) => items.filter((item) => inner(item) === true),
};

/** `decisive` as soon as one item says so, else the opposite; not known when an item is not known and none decides. */
function some(items: readonly unknown[], inner: (item: unknown) => unknown, decisive: boolean): unknown {
  let known = true;
  for (const item of items) {
    const v = inner(item);
    if (v === decisive) return decisive;
    if (v === undefined) known = false;
  }
  return known ? !decisive : undefined;
}

function macroCall(c: Compilation, node: Method, macro: Macro): Evaluate {
  const [, receiver, [variable, body]] = node.args;
  if (variable?.op !== 'id' || body === undefined) return c.fault('expr_not_allowed', node, node.args[0]);
  const list = c.compile(receiver);
  const depth = c.vars.length;
  c.vars.push({ name: variable.args, element: elementOf(c, receiver) });
  const inner = c.compile(body);
  c.vars.pop();
  return (f: Frame) => {
    const items = list(f) as readonly unknown[] | undefined;
    if (items === undefined) return undefined;
    f.budget -= items.length;
    if (f.budget < 0) return undefined;
    return macro(items, (item) => {
      f.vars[depth] = item;
      return inner(f);
    });
  };
}
