/** The names of one scope declared to the type checker, and an expression's text turned into a checked tree. */
import { Environment, ParseError } from '@marcbachmann/cel-js';
import { type ASTNode, adapt } from './ast.js';
import { LIBRARY } from './functions.js';
import type { Group, Name, ValueType } from './names.js';

/** What is wrong with an expression. `at` counts characters from its start; `facts` go into the sentence. */
export interface ExpressionFault {
  code:
    | 'expr_syntax'
    | 'expr_too_long'
    | 'expr_unknown_name'
    | 'expr_types'
    | 'expr_result'
    | 'expr_not_allowed'
    | 'expr_pattern'
    | 'expr_option'
    | 'expr_has'
    | 'braces';
  at: number;
  facts: { readonly name?: string; readonly [fact: string]: string };
}

export interface ExpressionScope {
  names: Group;
  environment: Environment;
  /** Names that CEL keeps for itself. */
  reserved: readonly string[];
}

export type Checked = { ok: true; ast: ASTNode; type: string } | { ok: false; fault: ExpressionFault };

const LIMITS = { maxAstNodes: 200, maxDepth: 32, maxListElements: 100, maxMapEntries: 1, maxCallArguments: 8 };
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

const base = new Environment({ limits: LIMITS });
for (const { signatures, run } of Object.values(LIBRARY)) {
  for (const signature of signatures) base.registerFunction(signature, run as (...args: unknown[]) => unknown);
}

base.registerOperator('double % double', (a: number, b: number) => a % b);

export const CEL_TYPES: Readonly<Record<ValueType, string>> = {
  text: 'string',
  number: 'double',
  bool: 'bool',
  texts: 'list<string>',
};

/** Declares names for checking. Making one is slow (50 µs and up): once per scope when a flow is loaded. */
export function makeScope(names: Group): ExpressionScope {
  const environment = base.clone();
  const reserved: string[] = [];
  let types = 0;
  const typeOf = (name: Name): string => {
    if (name.is === 'leaf') return CEL_TYPES[name.type];
    if (name.is === 'list') return `list<${typeOf(name.item)}>`;
    const type = `Record${++types}`;
    const fields: Record<string, string> = {};
    for (const [key, inner] of name.fields) if (IDENTIFIER.test(key)) fields[key] = typeOf(inner);
    environment.registerType(type, { fields });
    return type;
  };
  for (const [key, name] of names.fields) {
    if (!IDENTIFIER.test(key)) continue;
    const type = typeOf(name);
    try {
      environment.registerVariable(key, type);
    } catch {
      // the library refuses words of its own (`package`, `int`); the caller reports them
      reserved.push(key);
    }
  }
  return { names, environment, reserved };
}

/** Parses and type-checks a text. @param expected the type it must have, as CEL writes it; without it any type will do */
export function checkExpression(scope: ExpressionScope, source: string, expected?: string): Checked {
  let parsed: ReturnType<Environment['parse']>;
  try {
    parsed = scope.environment.parse(source);
    adapt(parsed.ast);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const code = error.code === 'limit_exceeded' ? 'expr_too_long' : 'expr_syntax';
    return failed(code, error.range?.start ?? 0, { detail: error.summary });
  }
  const { valid, type = '', error } = parsed.check();
  if (!valid) {
    const at = error?.range?.start ?? 0;
    const detail = error?.summary ?? '';
    if (error?.code === 'unknown_variable') return failed('expr_unknown_name', at, { name: wordAt(source, at) });
    if (error?.code === 'no_such_key') return failed('expr_unknown_name', at, { name: wordAt(source, at) });
    return failed('expr_types', at, { detail });
  }
  if (expected !== undefined && type !== expected) return failed('expr_result', 0, { expected, found: type });
  return { ok: true, ast: parsed.ast, type };
}

function failed(code: ExpressionFault['code'], at: number, facts: ExpressionFault['facts']): Checked {
  return { ok: false, fault: { code, at, facts } };
}

function wordAt(source: string, at: number): string {
  return /^[A-Za-z0-9_]+/.exec(source.slice(at))?.[0] ?? '';
}
