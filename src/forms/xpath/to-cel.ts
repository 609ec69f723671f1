/**
 * XPath of forms as expressions of flows. Forms take what is empty for '' or NaN, flows for “not known”: the translation keeps
 * the forms' meaning (`a != 'x'` is true when a is empty, `a > 5` is not).
 */
import {
  asBool,
  asNumber,
  asText,
  atom,
  BIND,
  binary,
  type Cel,
  calling,
  inside,
  literal,
  not,
  strangeOption,
  surely,
} from './cel.js';
import { FUNCTIONS } from './functions.js';
import { TranslationFault, type XPathScope } from './scope.js';
import { type Operator, parseXPath, type XPath } from './xpath.js';

export type Want = 'condition' | 'known-condition' | 'number' | 'text' | 'yes-no' | 'any';

/**
 * @param want `condition`: may be “not known” where that counts as no; `known-condition`: where it would count as yes
 * @throws XPathFault, TranslationFault
 */
export function toCel(source: string, scope: XPathScope, want: Want): Cel {
  const tree = parseXPath(source);
  if (want === 'yes-no') return yesOrNo(tree, scope);
  const cel = translate(tree, scope, want === 'condition');
  if (want === 'condition') return asBool(cel);
  if (want === 'known-condition') return surely(cel);
  if (want === 'number') return asNumber(cel);
  return want === 'text' ? asText(cel) : cel;
}

/** A yes-or-no that is worked out. Our own export writes `if(…, 'yes', if(…, 'no', ''))`: yes, no, or not known. */
function yesOrNo(tree: XPath, scope: XPathScope): Cel {
  const first = branchesOf(tree, 'yes');
  const second = first && branchesOf(first.rest, 'no');
  if (first !== undefined && second?.rest.is === 'text' && second.rest.value === '') {
    const [yes, no] = [first.test, second.test].map((test) => inside(surely(translate(test, scope)), BIND.or));
    return { text: `${yes} ? true : ${no} ? false : number("") > 0`, type: 'bool', known: false, bind: BIND.choose };
  }
  const cel = translate(tree, scope);
  if (cel.type === 'bool' || cel.type === 'number') return surely(cel);
  return binary('==', asText(cel), literal('yes'), 'bool', BIND.compare);
}

function branchesOf(tree: XPath, word: string): { test: XPath; rest: XPath } | undefined {
  if (tree.is !== 'call' || tree.name !== 'if') return undefined;
  const [test, then, rest] = tree.args;
  if (test === undefined || rest === undefined || then?.is !== 'text' || then.value !== word) return undefined;
  return { test, rest };
}

/** @param lax “not known” counts as no around this expression */
export function translate(node: XPath, scope: XPathScope, lax = false): Cel {
  switch (node.is) {
    case 'number':
      return atom(String(node.value), 'number');
    case 'text':
      return literal(node.value);
    case 'ref':
      return found(scope.ref(node.name), node.name);
    case 'self':
      return found(scope.self, '.');
    case 'name':
      return found(scope.column?.(node.name), node.name);
    case 'parent':
      throw new TranslationFault('path', '..');
    case 'negative': {
      const of = asNumber(single(translate(node.of, scope)));
      return { text: `-${inside(of, BIND.unary)}`, type: 'number', known: of.known, bind: BIND.unary };
    }
    case 'call': {
      const run = Object.hasOwn(FUNCTIONS, node.name) ? FUNCTIONS[node.name] : undefined;
      if (run === undefined) throw new TranslationFault('function', `${node.name}()`);
      return run({ name: node.name, args: node.args, scope, lax, of: (arg) => translate(arg, scope) });
    }
    default:
      return operation(node, scope, lax);
  }
}

function found(cel: Cel | undefined, word: string): Cel {
  if (cel === undefined) throw new TranslationFault('name', word);
  return cel;
}

/** One value: the values of all entries of a list are none. */
function single(cel: Cel): Cel {
  if (cel.type === 'list' || cel.entries !== undefined) throw new TranslationFault('list', cel.text);
  return cel;
}

function operation({ op, left, right }: Extract<XPath, { is: 'binary' }>, scope: XPathScope, lax: boolean): Cel {
  if (op === 'and' || op === 'or') {
    const [a, b] = [left, right].map((side) => {
      const cel = asBool(single(translate(side, scope, lax)));
      return lax ? cel : surely(cel);
    }) as [Cel, Cel];
    return binary(op === 'or' ? '||' : '&&', a, b, 'bool', op === 'or' ? BIND.or : BIND.and);
  }
  const a = single(translate(left, scope));
  const b = single(translate(right, scope));
  if (op === '=' || op === '!=') {
    const strange = strangeOption(a, b) ?? strangeOption(b, a);
    if (strange !== undefined) {
      scope.note('option', strange);
      return atom(String(op === '!='), 'bool');
    }
  }
  if (op === '=') return equality(a, b, lax);
  if (op === '!=') return inequality(a, b);
  if (op === '<' || op === '<=' || op === '>' || op === '>=') return comparison(op, a, b);
  return arithmetic(op, a, b);
}

/** Whether something is empty. */
function isEmpty(cel: Cel): Cel {
  return cel.named
    ? not(calling('has', [cel], 'bool', true))
    : binary('==', asText(cel), literal(''), 'bool', BIND.compare);
}

function equality(a: Cel, b: Cel, lax: boolean): Cel {
  if (b.literal === '') return isEmpty(a);
  if (a.literal === '') return isEmpty(b);
  const truth = truthOf(a, b) ?? truthOf(b, a);
  if (truth !== undefined) return truth;
  if (a.type === 'bool' || b.type === 'bool') return binary('==', surely(a), surely(b), 'bool', BIND.compare);
  if (a.type === 'number' || b.type === 'number') {
    const equal = binary('==', asNumber(a), asNumber(b), 'bool', BIND.compare);
    const both = bothEmpty(a, b);
    return both === undefined ? equal : binary('||', surely(equal), both, 'bool', BIND.or);
  }
  // against a text that is not empty, “not known” is “not equal”
  if (a.literal !== undefined || b.literal !== undefined) {
    const plain = (cel: Cel) => (cel.type === 'texts' ? asText(cel) : cel);
    const equal = binary('==', plain(a), plain(b), 'bool', BIND.compare);
    return lax ? equal : surely(equal);
  }
  return binary('==', asText(a), asText(b), 'bool', BIND.compare);
}

/** Two fields without a value are equal in a form, also where they are numbers. */
function bothEmpty(a: Cel, b: Cel): Cel | undefined {
  return a.named && b.named ? binary('&&', isEmpty(a), isEmpty(b), 'bool', BIND.and) : undefined;
}

const TRUTHS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** A yes-or-no compared with 'true' or 'false', or with the choices of our own export. */
function truthOf(a: Cel, b: Cel): Cel | undefined {
  const truth = a.type === 'bool' && Object.hasOwn(TRUTHS, b.literal ?? '') ? TRUTHS[b.literal ?? ''] : undefined;
  if (truth === undefined) return undefined;
  return truth ? surely(a) : surely(not(a));
}

function inequality(a: Cel, b: Cel): Cel {
  if (b.literal === '' && a.named) return calling('has', [a], 'bool', true);
  if (a.literal === '' && b.named) return calling('has', [b], 'bool', true);
  if (a.type === 'bool' || b.type === 'bool') return not(surely(equality(a, b, false)));
  if (a.type !== 'number' && b.type !== 'number') return binary('!=', asText(a), asText(b), 'bool', BIND.compare);
  const [left, right] = [asNumber(a), asNumber(b)];
  if (left.known && right.known) return binary('!=', left, right, 'bool', BIND.compare);
  const differ = not(surely(binary('==', left, right, 'bool', BIND.compare)));
  const both = bothEmpty(a, b);
  return both === undefined ? differ : binary('&&', differ, not(both), 'bool', BIND.and);
}

function comparison(op: Operator, a: Cel, b: Cel): Cel {
  if (a.type === 'day' || b.type === 'day') {
    const asDay = (cel: Cel) => (cel.type === 'number' ? calling('addDays', [literal('1970-01-01'), cel], 'day') : cel);
    return binary(op, asDay(a), asDay(b), 'bool', BIND.compare);
  }
  // times of the day are texts of one length
  if (a.literal !== undefined && /^\d\d:\d\d/.test(a.literal)) return binary(op, a, b, 'bool', BIND.compare);
  if (b.literal !== undefined && /^\d\d:\d\d/.test(b.literal)) return binary(op, a, b, 'bool', BIND.compare);
  return binary(op, asNumber(a), asNumber(b), 'bool', BIND.compare);
}

const SIGNS: Partial<Record<Operator, string>> = { '+': '+', '-': '-', '*': '*', div: '/', mod: '%' };

function arithmetic(op: Operator, a: Cel, b: Cel): Cel {
  if (op === '-' && a.type === 'day' && b.type === 'day') return calling('days', [b, a], 'number');
  if (op === '+' && (a.type === 'day' || b.type === 'day')) {
    const [day, n] = a.type === 'day' ? [a, b] : [b, a];
    return calling('addDays', [day, asNumber(n)], 'day');
  }
  if (op === '-' && a.type === 'day') {
    const n = asNumber(b);
    const minus: Cel = { text: `-${inside(n, BIND.unary)}`, type: 'number', known: n.known, bind: BIND.unary };
    return calling('addDays', [a, minus], 'day');
  }
  const additive = op === '+' || op === '-';
  const result = binary(SIGNS[op] ?? op, asNumber(a), asNumber(b), 'number', additive ? BIND.add : BIND.multiply);
  return op === 'div' || op === 'mod' ? { ...result, known: false } : result;
}
