/** The functions of forms, each as an expression of flows. What is not here is refused by name. */
import {
  alike,
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
import { TranslationFault, type XPathScope } from './scope.js';
import type { XPath } from './xpath.js';

interface Call {
  name: string;
  args: readonly XPath[];
  scope: XPathScope;
  lax: boolean;
  of: (arg: XPath) => Cel;
}
type Translate = (call: Call) => Cel;

function argAt({ name, args, of }: Call, i: number): Cel {
  const arg = args[i];
  if (arg === undefined) throw new TranslationFault('arguments', `${name}()`);
  return of(arg);
}

/** The argument, or the field itself. */
function argOrSelf(call: Call): Cel {
  if (call.args.length > 0) return argAt(call, 0);
  return call.scope.self ?? argAt(call, 0);
}

const text = (call: Call, i: number) => asText(argAt(call, i));
const number = (call: Call, i: number) => asNumber(argAt(call, i));
const textCall =
  (name: string): Translate =>
  (call) =>
    calling(name, [asText(argOrSelf(call))], 'text');
const numberCall =
  (name: string): Translate =>
  (call) =>
    calling(name, [number(call, 0)], 'number');
const method =
  (name: string): Translate =>
  (call) => {
    const [a, b] = [text(call, 0), text(call, 1)];
    return { text: `${inside(a, BIND.member)}.${name}(${b.text})`, type: 'bool', known: true, bind: BIND.atom };
  };
const orZero = (cel: Cel) => calling('coalesce', [cel, atom('0', 'number')], 'number', true);

/** The values of a field in all entries, as numbers or texts. */
function valuesOf(cel: Cel, as: 'number' | 'text'): Cel {
  if (cel.entries === undefined) throw new TranslationFault('list', cel.text);
  const { list, field, type } = cel.entries;
  const each: Cel = { ...atom(`e.${field}`, type, false), named: true };
  const value = as === 'number' ? asNumber(each) : type === 'number' || type === 'bool' ? asText(each) : each;
  return atom(`${list}.map(e, ${value.text})`, as === 'number' ? 'number' : 'texts', false);
}

/** Several numbers: those of all entries, or the arguments. */
function numbersOf(call: Call): Cel {
  const [first, ...more] = call.args.map(call.of);
  if (first === undefined) throw new TranslationFault('arguments', `${call.name}()`);
  if (first.entries !== undefined && more.length === 0) return valuesOf(first, 'number');
  return atom(`[${[first, ...more].map((arg) => asNumber(arg).text).join(', ')}]`, 'number');
}

function choose(call: Call): Cel {
  const test = surely(argAt(call, 0));
  const [yes, no] = alike(argAt(call, 1), argAt(call, 2));
  const result = { text: `${inside(test, BIND.or)} ? ${inside(yes, BIND.or)} : ${inside(no, BIND.choose)}` };
  return { ...result, type: yes.type, known: yes.known && no.known, bind: BIND.choose };
}

function coalesce(call: Call): Cel {
  const [a, b] = alike(argAt(call, 0), argAt(call, 1));
  if (a.type === 'number' || argAt(call, 0).named) return calling('coalesce', [raw(call, a), b], a.type, b.known);
  return {
    text: `${inside(a, BIND.compare)} != "" ? ${inside(a, BIND.or)} : ${b.text}`,
    type: b.type,
    known: b.known,
    bind: BIND.choose,
  };
}

/** A name as it stands, when making it alike has not changed its type. */
function raw(call: Call, a: Cel): Cel {
  const first = argAt(call, 0);
  return first.type === a.type || (first.type === 'text' && a.type === 'day') ? first : a;
}

function selected(call: Call): Cel {
  const [field, value] = [argAt(call, 0), text(call, 1)];
  const strange = strangeOption(field, value);
  if (strange !== undefined) {
    call.scope.note('option', strange);
    return atom('false', 'bool');
  }
  if (field.type === 'texts') {
    const chosen = binary('in', value, field, 'bool', BIND.compare);
    return call.lax ? chosen : surely(chosen);
  }
  const equal = binary('==', field.type === 'text' ? field : asText(field), value, 'bool', BIND.compare);
  return call.lax ? equal : surely(equal);
}

function count(call: Call): Cel {
  const of = argAt(call, 0);
  if (of.type === 'list') return orZero(calling('count', [of], 'number'));
  if (of.entries === undefined) throw new TranslationFault('list', of.text);
  return orZero(atom(`count(${of.entries.list})`, 'number', false));
}

function countNonEmpty(call: Call): Cel {
  const { entries, text: name } = argAt(call, 0);
  if (entries === undefined) throw new TranslationFault('list', name);
  return orZero(atom(`count(${entries.list}.filter(e, has(e.${entries.field})))`, 'number', false));
}

function matches(call: Call): Cel {
  const pattern = argAt(call, 1).literal;
  if (pattern === undefined) throw new TranslationFault('pattern', '');
  const whole = literal(`^(?:${pattern})$`);
  return {
    text: `${inside(text(call, 0), BIND.member)}.matches(${whole.text})`,
    type: 'bool',
    known: true,
    bind: BIND.atom,
  };
}

function choiceName(call: Call): Cel {
  const name = /^\s*\$\{\s*([^}]+?)\s*\}\s*$/.exec(argAt(call, 1).literal ?? '')?.[1] ?? '';
  const labels = call.scope.labels(name);
  if (labels === undefined) throw new TranslationFault('name', name);
  const value = text(call, 0);
  const chain = [...labels].map(
    ([key, label]) => `${inside(value, BIND.compare)} == ${literal(key).text} ? ${literal(label).text} : `,
  );
  return { text: `${chain.join('')}""`, type: 'text', known: true, bind: BIND.choose };
}

/** A day from a text, a number of days, or a day. */
function day(call: Call): Cel {
  const of = argAt(call, 0);
  if (of.type === 'number') return calling('addDays', [literal('1970-01-01'), of], 'day');
  return { ...of, type: 'day' };
}

function position(call: Call): Cel {
  const [of] = call.args;
  const { entryAbove } = call.scope;
  // groups have no numbers of their own: each is the first of its name
  if (of?.is === 'parent' && call.args.length === 1) {
    if (of.up === entryAbove) return atom('index', 'number');
    if (entryAbove === undefined || of.up < entryAbove) return atom('1', 'number');
  }
  throw new TranslationFault('path', 'position()');
}

const noted =
  (code: 'now' | 'once', translate: Translate): Translate =>
  (call) => {
    call.scope.note(code);
    return translate(call);
  };

export const FUNCTIONS: Readonly<Record<string, Translate>> = {
  true: () => atom('true', 'bool'),
  false: () => atom('false', 'bool'),
  not: (call) => not(surely(argAt(call, 0))),
  boolean: (call) => asBool(argAt(call, 0)),
  'boolean-from-string': (call) => {
    const of = text(call, 0);
    return binary('in', of, atom('["1", "true"]', 'texts'), 'bool', BIND.compare);
  },
  if: choose,
  coalesce,
  once: noted('once', (call) => argAt(call, 0)),
  selected,
  'count-selected': (call) => {
    const of = argAt(call, 0);
    if (of.type === 'texts') return orZero(calling('count', [of], 'number'));
    return { text: `${surely(asBool(of)).text} ? 1 : 0`, type: 'number', known: true, bind: BIND.choose };
  },
  'selected-at': (call) =>
    calling(
      'at',
      [argAt(call, 0), binary('+', number(call, 1), atom('1', 'number'), 'number', BIND.add)],
      'text',
      false,
    ),
  'jr:choice-name': choiceName,
  count,
  'count-non-empty': countNonEmpty,
  sum: (call) => orZero(calling('sum', [numbersOf(call)], 'number')),
  min: (call) => calling('min', [numbersOf(call)], 'number', false),
  max: (call) => calling('max', [numbersOf(call)], 'number', false),
  'indexed-repeat': (call) => {
    const [asked] = call.args;
    const of = (asked?.is === 'ref' ? call.scope.entries(asked.name) : undefined) ?? argAt(call, 0);
    const values = valuesOf(of, of.entries?.type === 'number' ? 'number' : 'text');
    const type = of.entries?.type ?? 'text';
    return calling(
      'at',
      [values, number(call, 2)],
      type === 'day' ? 'day' : type === 'number' ? 'number' : 'text',
      false,
    );
  },
  join: (call) => {
    const values = call.args.slice(1).map(call.of);
    const [first] = values;
    if (first?.entries === undefined) throw new TranslationFault('list', 'join()');
    return asText(calling('join', [valuesOf(first, 'text'), text(call, 0)], 'text'));
  },
  position,
  concat: (call) => {
    const parts = call.args.map(call.of).map(asText);
    return parts.slice(1).reduce((left, right) => binary('+', left, right, 'text', BIND.add), parts[0] ?? literal(''));
  },
  string: (call) => asText(argOrSelf(call)),
  'string-length': (call) => calling('length', [asText(argOrSelf(call))], 'number'),
  contains: method('contains'),
  'starts-with': method('startsWith'),
  'ends-with': method('endsWith'),
  regex: matches,
  substr: (call) => {
    const to = call.args.length > 2 ? [number(call, 2)] : [];
    return calling('substr', [text(call, 0), number(call, 1), ...to], 'text');
  },
  'substring-before': (call) => calling('before', [text(call, 0), text(call, 1)], 'text'),
  'substring-after': (call) => calling('after', [text(call, 0), text(call, 1)], 'text'),
  'normalize-space': textCall('squeeze'),
  'upper-case': textCall('upper'),
  'lower-case': textCall('lower'),
  number: (call) => asNumber(argOrSelf(call)),
  int: numberCall('trunc'),
  floor: numberCall('floor'),
  ceiling: numberCall('ceil'),
  abs: numberCall('abs'),
  round: (call) =>
    calling('round', call.args.length > 1 ? [number(call, 0), number(call, 1)] : [number(call, 0)], 'number'),
  pow: (call) => calling('pow', [number(call, 0), number(call, 1)], 'number', false),
  sqrt: (call) => calling('pow', [number(call, 0), atom('0.5', 'number')], 'number', false),
  today: () => atom('today', 'day'),
  now: noted('now', () => atom('today', 'day')),
  date: day,
  'date-time': day,
  'format-date': (call) => calling('dayText', [argAt(call, 0), argAt(call, 1)], 'text', false),
  'decimal-date-time': (call) => asNumber({ ...argAt(call, 0), type: 'day' }),
};
