/**
 * XPath expressions as forms use them (`${age} > 17 and selected(., 'a')`): text to tree. A small Pratt parser; the parsers for
 * XPath on npm do not know `${name}` and want a DOM. Paths are kept as far as forms need them: `.`, `..` and bare names.
 */

export type XPath =
  | { is: 'number'; value: number }
  | { is: 'text'; value: string }
  /** `${name}` */
  | { is: 'ref'; name: string; at: number }
  /** `.`, `..` */
  | { is: 'self' }
  /** `..`, `../..` */
  | { is: 'parent'; up: number }
  /** A bare name: a column of the choices in a `choice_filter`. */
  | { is: 'name'; name: string; at: number }
  | { is: 'call'; name: string; args: XPath[]; at: number }
  | { is: 'negative'; of: XPath }
  | { is: 'binary'; op: Operator; left: XPath; right: XPath; at: number };

export type Operator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod';

/** What cannot be read, and where it stands (characters from the start). */
export class XPathFault extends Error {
  override readonly name = 'XPathFault';
  constructor(
    readonly code: 'syntax' | 'path',
    readonly word: string,
    readonly at: number,
  ) {
    super(`${code} ${word} at ${at}`);
  }
}

interface Token {
  is: 'number' | 'text' | 'ref' | 'name' | 'sign' | 'end';
  text: string;
  at: number;
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d*)?|\.\d+)|(?<text>"[^"]*"|'[^']*')|\$\{\s*(?<ref>[^}]+?)\s*\}|(?<name>[\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?)|(?<sign>\.\.|!=|<=|>=|\/\/|[=<>+\-*/.,()|[\]@]))/uy;

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match?.groups === undefined) {
      const at = from + source.slice(from).search(/\S/);
      throw new XPathFault('syntax', source.slice(at, at + 12), at);
    }
    const [is, text] = Object.entries(match.groups).find(([, found]) => found !== undefined) ?? ['end', ''];
    const whole = match[0];
    tokens.push({ is: is as Token['is'], text, at: from + whole.length - whole.trimStart().length });
  }
  tokens.push({ is: 'end', text: '', at: source.length });
  return tokens;
}

/** How tightly operators bind. */
const BINDING: Readonly<Record<Operator, number>> = {
  or: 1,
  and: 2,
  '=': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  div: 6,
  mod: 6,
};

/** @throws XPathFault */
export function parseXPath(source: string): XPath {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = () => tokens[at] as Token;
  const isNext = (text: string) => peek().is === 'sign' && peek().text === text;
  const fail = ({ text, at: where }: Token, code: XPathFault['code'] = 'syntax'): never => {
    throw new XPathFault(code, text, where);
  };
  const take = (): Token => {
    const token = peek();
    if (token.is !== 'end') at++;
    return token;
  };
  const expect = (text: string) => {
    if (!isNext(text)) fail(peek());
    take();
  };

  const operand = (): XPath => {
    const token = take();
    if (token.is === 'number') return { is: 'number', value: Number(token.text) };
    if (token.is === 'text') return { is: 'text', value: token.text.slice(1, -1) };
    if (token.is === 'ref') return { is: 'ref', name: token.text, at: token.at };
    if (token.is === 'name') return isNext('(') ? call(token) : { is: 'name', name: token.text, at: token.at };
    if (token.text === '.') return { is: 'self' };
    if (token.text === '..') return parent();
    if (token.text === '-') return { is: 'negative', of: expression(6) };
    if (token.text === '(') {
      const inner = expression(0);
      expect(')');
      return inner;
    }
    return fail(token, /^(\/\/?|@|\[|\*)$/.test(token.text) ? 'path' : 'syntax');
  };

  const parent = (): XPath => {
    let up = 1;
    for (; isNext('/'); up++) {
      const slash = take();
      if (!isNext('..')) fail(slash, 'path');
      take();
    }
    return { is: 'parent', up };
  };

  const call = (name: Token): XPath => {
    expect('(');
    const args: XPath[] = [];
    while (!isNext(')')) {
      if (args.length > 0) expect(',');
      args.push(expression(0));
    }
    take();
    return { is: 'call', name: name.text, args, at: name.at };
  };

  const operatorAhead = (): Operator | undefined => {
    const { is, text } = peek();
    return (is === 'sign' || is === 'name') && Object.hasOwn(BINDING, text) ? (text as Operator) : undefined;
  };

  const expression = (tighterThan: number): XPath => {
    let left = operand();
    for (let op = operatorAhead(); op !== undefined && BINDING[op] > tighterThan; op = operatorAhead()) {
      const sign = take();
      left = { is: 'binary', op, left, right: expression(BINDING[op]), at: sign.at };
    }
    return left;
  };

  const tree = expression(0);
  const rest = peek();
  if (rest.is !== 'end') fail(rest, /^(\/\/?|@|\[|\|)$/.test(rest.text) ? 'path' : 'syntax');
  return tree;
}
