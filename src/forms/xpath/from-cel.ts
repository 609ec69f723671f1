/**
 * Expressions of flows as XPath of forms. A condition of a flow is true, false or not known; a form only knows true and false.
 * So a condition is written as what must hold for it to be true, or to be false: `a != "x"` is `${a} != '' and ${a} != 'x'`.
 */
import { type ASTNode, type Expression, elementOf, type Group, nameOf, type Place } from '../../conversation/index.js';

/** What stands for a name in the form. */
export interface FormNames {
  /** `${age}`; undefined for what the form does not have. */
  ref: (place: Place) => string | undefined;
  /** A column of the choices. */
  column: (attribute: string) => string;
  /** The number of the entry: `position(..)`, with one step more inside a group. */
  position: string;
}

/** What XPath has no words for. */
export class NotExpressible extends Error {
  override readonly name = 'NotExpressible';
}

interface Translation extends FormNames {
  names: Group;
  vars: { name: string; element: Group | undefined }[];
}

function translationOf({ tree }: Expression, form: FormNames): [ASTNode, Translation] {
  if (tree === undefined) throw new NotExpressible('');
  return [tree.ast, { ...form, names: tree.names, vars: [] }];
}

/** XPath that is true when the condition is; false when it is false or not known. @throws NotExpressible */
export function conditionToXPath(expression: Expression, form: FormNames): string {
  const [ast, t] = translationOf(expression, form);
  return holds(t, ast, true);
}

/**
 * XPath that is false only when the condition is false: a constraint that cannot be judged yet does not refuse. The answer
 * itself, `.`, is there when it is judged.
 */
export function constraintToXPath(expression: Expression, form: FormNames): string {
  const [ast, t] = translationOf(expression, form);
  const own = (part: string) => part === ". != ''";
  if (!known(t, ast).every(own)) return `not(${holds(t, ast, false)})`;
  const parts = holds(t, ast, true).split(' and ');
  return all(
    parts.length > 1 && !/[()]/.test(parts.join('')) ? parts.filter((part) => !own(part)) : [parts.join(' and ')],
  );
}

/** XPath for a value; '' or NaN when it is not known. Yes and no are the choices `yes` and `no`. */
export function valueToXPath(expression: Expression, form: FormNames): string {
  const [ast, t] = translationOf(expression, form);
  if (expression.type !== 'bool') return value(t, ast);
  if (ast.op === 'value') return ast.args === true ? "'yes'" : "'no'";
  return `if(${holds(t, ast, true)}, 'yes', if(${holds(t, ast, false)}, 'no', ''))`;
}

const TRUE = 'true()';
const FALSE = 'false()';

function all(parts: readonly string[]): string {
  const rest = [...new Set(parts)].filter((part) => part !== TRUE);
  if (rest.includes(FALSE)) return FALSE;
  return rest.length === 0 ? TRUE : rest.map((part) => (isLoose(part, / or /) ? `(${part})` : part)).join(' and ');
}

function any(parts: readonly string[]): string {
  const rest = [...new Set(parts)].filter((part) => part !== FALSE);
  if (rest.includes(TRUE)) return TRUE;
  return rest.length === 0 ? FALSE : rest.map((part) => (isLoose(part, / and /) ? `(${part})` : part)).join(' or ');
}

/** Whether an operator stands outside of brackets and texts. */
function isLoose(part: string, operator: RegExp): boolean {
  let outside = part.replace(/'[^']*'|"[^"]*"/g, "''");
  for (let before = ''; before !== outside; ) {
    before = outside;
    outside = outside.replace(/\([^()]*\)/g, '');
  }
  return operator.test(outside);
}

/** The condition for an expression to be true (or false). */
function holds(t: Translation, node: ASTNode, wanted: boolean): string {
  switch (node.op) {
    case 'value':
      return node.args === wanted ? TRUE : FALSE;
    case '&&':
    case '||': {
      const sides = node.args.map((side) => holds(t, side, wanted));
      return (node.op === '&&') === wanted ? all(sides) : any(sides);
    }
    case '!_':
      return holds(t, node.args, !wanted);
    case '?:': {
      const [test, yes, no] = node.args;
      const first = all([holds(t, test, true), holds(t, yes, wanted)]);
      return any([first, all([holds(t, test, false), holds(t, no, wanted)])]);
    }
    case '==':
    case '!=':
      return equality(t, node.args, (node.op === '==') === wanted);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(t, node.op, node.args, wanted);
    case 'in':
      return membership(t, node.args, wanted);
    case 'call':
    case 'rcall':
      return callHolds(t, node, wanted);
    case 'id':
    case '.':
      return `${value(t, node)} = '${wanted ? 'yes' : 'no'}'`;
    default:
      throw new NotExpressible(node.op);
  }
}

type Call = Extract<ASTNode, { op: 'call' | 'rcall' }>;

function callHolds(t: Translation, node: Call, wanted: boolean): string {
  if (node.op === 'call') {
    const [name, [first, second]] = node.args;
    if (first === undefined) throw new NotExpressible(name);
    if (name === 'has') return `${value(t, first)} ${wanted ? '!=' : '='} ''`;
    if (name === 'sure') return wanted ? holds(t, first, true) : `not(${holds(t, first, true)})`;
    if (name === 'coalesce' && second !== undefined) {
      const unknown = `not(${any([holds(t, first, true), holds(t, first, false)])})`;
      return any([holds(t, first, wanted), all([unknown, holds(t, second, wanted)])]);
    }
    throw new NotExpressible(name);
  }
  const [method, receiver, [arg]] = node.args;
  if (arg === undefined) throw new NotExpressible(method);
  const text = value(t, receiver);
  const test = method === 'matches' ? `regex(${text}, ${wholePattern(arg)})` : textTest(method, text, value(t, arg));
  return wanted ? all([...known(t, receiver), test]) : all([...known(t, receiver), `not(${test})`]);
}

function textTest(method: string, text: string, part: string): string {
  const names: Readonly<Record<string, string>> = {
    contains: 'contains',
    startsWith: 'starts-with',
    endsWith: 'ends-with',
  };
  const name = Object.hasOwn(names, method) ? names[method] : undefined;
  if (name === undefined) throw new NotExpressible(method);
  return `${name}(${text}, ${part})`;
}

/** Forms match whole texts. */
function wholePattern(node: ASTNode): string {
  if (node.op !== 'value' || typeof node.args !== 'string') throw new NotExpressible('matches');
  const pattern = node.args;
  if (pattern.startsWith('^') && pattern.endsWith('$') && !pattern.includes('|')) return quoted(pattern.slice(1, -1));
  const [, inner] = /^\^\(\?:(.*)\)\$$/s.exec(pattern) ?? [];
  return quoted(inner ?? `[\\s\\S]*(?:${pattern})[\\s\\S]*`);
}

/** That everything in an expression has a value. Literals always do. */
function known(t: Translation, node: ASTNode): string[] {
  if (node.op === 'value') return [];
  if (node.op === 'id' || node.op === '.') {
    const text = value(t, node);
    return text === 'today()' || text === t.position ? [] : [`${text} != ''`];
  }
  if (node.op === 'call' && node.args[0] === 'coalesce') return node.args[1][1] ? known(t, node.args[1][1]) : [];
  if (node.op === 'call' && (node.args[0] === 'count' || node.args[0] === 'sum')) return [];
  const parts = node.op === 'call' ? node.args[1] : node.op === 'rcall' ? [node.args[1], ...node.args[2]] : node.args;
  return (Array.isArray(parts) ? parts : [parts]).flatMap((part) =>
    typeof part === 'object' && part !== null && 'op' in part ? known(t, part as ASTNode) : [],
  );
}

function equality(t: Translation, [a, b]: [ASTNode, ASTNode], wanted: boolean): string {
  for (const [literal, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (literal.op === 'value' && typeof literal.args === 'boolean') return holds(t, other, literal.args === wanted);
  }
  const left = value(t, a);
  const right = value(t, b);
  const test = `${left} ${wanted ? '=' : '!='} ${right}`;
  const literal = [a, b].some(({ op, args }) => op === 'value' && args !== '');
  // nothing is equal to a text or number that is there
  if (wanted && literal) return test;
  const sides = wanted ? known(t, a) : [...known(t, a), ...known(t, b)];
  return all([...sides, test]);
}

const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function comparison(t: Translation, op: keyof typeof OPPOSITE, [a, b]: [ASTNode, ASTNode], wanted: boolean): string {
  const test = `${value(t, a)} ${wanted ? op : OPPOSITE[op]} ${value(t, b)}`;
  // days are compared as texts or numbers, depending on the engine: both must be there
  const days = [a, b].some((side) => side.op === 'value' && typeof side.args === 'string') || /today\(\)/.test(test);
  return days ? all([...known(t, a), ...known(t, b), test]) : test;
}

function membership(t: Translation, [item, list]: [ASTNode, ASTNode], wanted: boolean): string {
  if (list.op === 'list') {
    const field = value(t, item);
    const tests = list.args.map((each) => `${field} ${wanted ? '=' : '!='} ${value(t, each)}`);
    return wanted ? any(tests) : all([...known(t, item), ...tests]);
  }
  const test = `selected(${value(t, list)}, ${value(t, item)})`;
  return wanted ? test : all([...known(t, list), `not(${test})`]);
}

/** Texts in XPath have no escapes: a text with both kinds of quotes cannot be written. */
function quoted(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw new NotExpressible(text);
}

const SIGNS: Readonly<Record<string, string>> = { '-': '-', '*': '*', '/': 'div', '%': 'mod' };

function value(t: Translation, node: ASTNode): string {
  switch (node.op) {
    case 'value':
      if (typeof node.args === 'string') return quoted(node.args);
      if (typeof node.args === 'boolean') return node.args ? "'yes'" : "'no'";
      return String(node.args);
    case 'id':
    case '.':
      return named(t, node);
    case '-_':
      return `-${bracketed(t, node.args)}`;
    case '?:': {
      const [test, yes, no] = node.args;
      const sure = known(t, test).length === 0;
      const rest = sure ? value(t, no) : `if(${holds(t, test, false)}, ${value(t, no)}, '')`;
      return `if(${holds(t, test, true)}, ${value(t, yes)}, ${rest})`;
    }
    case '+':
      return isText(t, node) ? concatenated(t, node) : `${value(t, node.args[0])} + ${value(t, node.args[1])}`;
    case '-':
    case '*':
    case '/':
    case '%': {
      const [a, b] = [bracketed(t, node.args[0]), bracketed(t, node.args[1])];
      const result = `${a} ${SIGNS[node.op]} ${b}`;
      if (node.op === '-' || node.op === '*') return result;
      return node.args[1].op === 'value' ? result : `if(${b} != 0, ${result}, '')`;
    }
    case 'call':
      return callValue(t, node);
    default:
      throw new NotExpressible(node.op);
  }
}

function bracketed(t: Translation, node: ASTNode): string {
  const text = value(t, node);
  return node.op === '+' || node.op === '-' ? `(${text})` : text;
}

/** Whether a `+` puts texts together. */
function isText(t: Translation, node: ASTNode): boolean {
  if (node.op === 'value') return typeof node.args === 'string';
  if (node.op === '+') return node.args.some((side) => isText(t, side));
  if (node.op === '?:') return isText(t, node.args[1]) || isText(t, node.args[2]);
  if (node.op === 'call') {
    const [name, [first, second]] = node.args;
    if (name === 'coalesce') return [first, second].some((arg) => arg !== undefined && isText(t, arg));
    return /^(text|plain|substr|before|after|upper|lower|squeeze|join|dayText)$/.test(name);
  }
  const name = nameOf(t, node)?.name;
  return name?.is === 'leaf' && name.type === 'text';
}

function concatenated(t: Translation, node: Extract<ASTNode, { op: '+' }>): string {
  const parts: ASTNode[] = [];
  const collect = (side: ASTNode): void => {
    if (side.op === '+') side.args.forEach(collect);
    else parts.push(side);
  };
  collect(node);
  const text = `concat(${parts.map((part) => value(t, part)).join(', ')})`;
  const there = parts.flatMap((part) => known(t, part));
  return there.length === 0 ? text : `if(${all(there)}, ${text}, '')`;
}

function named(t: Translation, node: ASTNode): string {
  const resolved = nameOf(t, node);
  const place = resolved?.name.place;
  if (resolved === undefined || place === undefined) throw new NotExpressible(node.input.slice(node.start, node.end));
  if (place.position === true) return t.position;
  if (place.object === 'today') return 'today()';
  if (place.object === 'option') return t.column(place.path?.[0] ?? '');
  // what only the house knows is not there in a form
  if (place.level < 0) return "''";
  const ref = t.ref(place);
  if (ref === undefined) return "''";
  if (place.path !== undefined) throw new NotExpressible(node.input.slice(node.start, node.end));
  return ref;
}

/** `workers.map(w, w.pay)` → the values of all entries; `workers` → the entries. */
function entries(t: Translation, node: ASTNode | undefined): string {
  if (node === undefined) throw new NotExpressible('');
  if (node.op === 'rcall' && node.args[0] === 'map') {
    const [, receiver, [variable, body]] = node.args;
    if (variable?.op !== 'id' || body === undefined) throw new NotExpressible('map');
    t.vars.push({ name: variable.args, element: elementOf(t, receiver) });
    try {
      if (body.op !== '.' || nameOf(t, body)?.variable === undefined) throw new NotExpressible('map');
      return named(t, body);
    } finally {
      t.vars.pop();
    }
  }
  if (node.op === 'list') return node.args.map((arg) => value(t, arg)).join(', ');
  if (node.op === 'id' || node.op === '.') return named(t, node);
  throw new NotExpressible(node.op);
}

type FunctionCall = Extract<ASTNode, { op: 'call' }>;

function callValue(t: Translation, node: FunctionCall): string {
  const [name, args] = node.args;
  const write = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (write === undefined) throw new NotExpressible(`${name}()`);
  if (LISTS.has(name))
    return write(
      args.map((arg, i) => (i === 0 ? entries(t, arg) : value(t, arg))),
      t,
      args,
    );
  return write(
    args.map((arg) => value(t, arg)),
    t,
    args,
  );
}

/** Functions whose first argument is a list. */
const LISTS = new Set(['count', 'sum', 'min', 'max', 'at', 'join']);

const plainly =
  (name: string) =>
  (args: readonly string[]): string =>
    `${name}(${args.join(', ')})`;
const yearMonthDay = (day: string) => `number(format-date(${day}, '%Y%m%d'))`;
const monthsOf = (day: string) => `number(format-date(${day}, '%Y')) * 12 + number(format-date(${day}, '%m'))`;

const CALLS: Readonly<Record<string, (args: readonly string[], t: Translation, nodes: readonly ASTNode[]) => string>> =
  {
    count: ([list = ''], t, [node]) => {
      const name = node === undefined ? undefined : nameOf(t, node)?.name;
      return name?.is === 'leaf' ? `count-selected(${list})` : `count(${list})`;
    },
    sum: plainly('sum'),
    min: plainly('min'),
    max: plainly('max'),
    at: ([values = '', n = ''], t, [node]) => {
      if (node?.op !== 'rcall') return `selected-at(${values}, ${n} - 1)`;
      return `indexed-repeat(${values}, ${entries(t, node.args[1])}, ${n})`;
    },
    join: ([values = '', by = '']) => `join(${by}, ${values})`,
    coalesce: plainly('coalesce'),
    round: plainly('round'),
    trunc: plainly('int'),
    floor: ([x = '']) => `(int(${x}) - if(${x} < int(${x}), 1, 0))`,
    ceil: ([x = '']) => `(int(${x}) + if(${x} > int(${x}), 1, 0))`,
    abs: plainly('abs'),
    pow: plainly('pow'),
    number: plainly('number'),
    plain: plainly('string'),
    // the length of nothing is 0 in a form
    length: ([text = ''], t, [node]) => {
      const there = node === undefined ? [] : known(t, node);
      return there.length === 0 ? `string-length(${text})` : `if(${all(there)}, string-length(${text}), '')`;
    },
    substr: plainly('substr'),
    before: plainly('substring-before'),
    after: plainly('substring-after'),
    squeeze: plainly('normalize-space'),
    dayText: plainly('format-date'),
    days: ([a = '', b = '']) => `(decimal-date-time(${b}) - decimal-date-time(${a}))`,
    addDays: ([day = '', n = '']) => `date(decimal-date-time(${day}) + (${n}))`,
    years: ([a = '', b = '']) => `int((${yearMonthDay(b)} - ${yearMonthDay(a)}) div 10000)`,
    months: ([a = '', b = '']) => {
      const late = `number(format-date(${b}, '%d')) < number(format-date(${a}, '%d'))`;
      return `(${monthsOf(b)} - (${monthsOf(a)}) - if(${late}, 1, 0))`;
    },
  };
