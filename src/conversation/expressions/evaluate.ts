/**
 * Checked expressions turned into closures over answers. Three-valued: what is not answered is `undefined`, and an
 * expression that needs it is `undefined` too, except where logic decides without it (`false && x`, `true || x`).
 * On complete answers the result is CEL's (a property test compares with the library's own evaluator), but for two things
 * people expect: numbers that differ by rounding noise are equal, and division by zero is “not known”, not an error.
 */
import type { ASTNode } from './ast.js';
import { compileCall } from './calls.js';
import type { Compilation, Evaluate } from './frame.js';
import { resolve } from './resolve.js';

/** Turns a checked node into a closure; what is below it by `c.compile`. Reports what flows may not use through `c.fault`. */
export function compileNode(c: Compilation, node: ASTNode): Evaluate {
  switch (node.op) {
    case 'value':
      return constant(c, node, node.args);
    case 'id':
    case '.':
      return resolve(c, node);
    case '&&':
    case '||':
      return logical(c.compile(node.args[0]), c.compile(node.args[1]), node.op === '||');
    case '!_': {
      const inner = c.compile(node.args);
      return (f) => {
        const v = inner(f);
        return v === undefined ? undefined : v !== true;
      };
    }
    case '-_': {
      const inner = c.compile(node.args);
      return (f) => {
        const v = inner(f);
        return v === undefined ? undefined : -(v as number);
      };
    }
    case '?:': {
      const [test, yes, no] = node.args.map((arg) => c.compile(arg)) as [Evaluate, Evaluate, Evaluate];
      return (f) => {
        const v = test(f);
        return v === undefined ? undefined : v === true ? yes(f) : no(f);
      };
    }
    case 'list': {
      const items = node.args.map((arg) => c.compile(arg));
      return (f) => items.map((item) => item(f));
    }
    case 'call':
    case 'rcall':
      return compileCall(c, node);
    case '[]':
    case '[?]':
    case '.?':
    case 'map':
      return c.fault('expr_not_allowed', node, node.op);
    default:
      return binary(node.op, c.compile(node.args[0]), c.compile(node.args[1]));
  }
}

function constant(c: Compilation, node: ASTNode, value: unknown): Evaluate {
  if (typeof value === 'object') return c.fault('expr_not_allowed', node, String(value));
  return () => value;
}

function logical(left: Evaluate, right: Evaluate, decisive: boolean): Evaluate {
  return (f) => {
    const l = left(f);
    if (l === decisive) return decisive;
    const r = right(f);
    if (r === decisive) return decisive;
    return l === undefined || r === undefined ? undefined : !decisive;
  };
}

type Operation = (a: never, b: never) => unknown;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '==': equal,
  '!=': (a: unknown, b: unknown) => !equal(a, b),
  '<': (a: number | string, b: number | string) => !equal(a, b) && a < b,
  '<=': (a: number | string, b: number | string) => equal(a, b) || a < b,
  '>': (a: number | string, b: number | string) => !equal(a, b) && a > b,
  '>=': (a: number | string, b: number | string) => equal(a, b) || a > b,
  '+': (a: unknown, b: unknown) => (Array.isArray(a) ? [...a, ...(b as unknown[])] : (a as number) + (b as number)),
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? undefined : a / b),
  '%': (a: number, b: number) => (b === 0 ? undefined : a % b),
  in: (value: unknown, list: readonly unknown[]) => list.some((each) => equal(value, each)),
};

function binary(op: string, left: Evaluate, right: Evaluate): Evaluate {
  const run = OPERATIONS[op] as ((a: unknown, b: unknown) => unknown) | undefined;
  if (run === undefined) throw new Error(`operator ${op} of the expression language is not known`);
  return (f) => {
    const l = left(f);
    if (l === undefined) return undefined;
    const r = right(f);
    return r === undefined ? undefined : run(l, r);
  };
}

/** Equality of values; numbers within rounding noise are equal (0.1 + 0.2 == 0.3). */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => equal(each, b[i]));
  return false;
}
