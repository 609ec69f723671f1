/** Pieces of CEL text with what the translation must know about them: type, whether they are always known, how tightly they bind. */

/** `list` is a list of records, and `of` in a piece says what its elements are. */
export type CelType = 'number' | 'text' | 'day' | 'bool' | 'texts' | 'place' | 'list';

export interface Cel {
  text: string;
  type: CelType;
  /** Never “not known”. */
  known: boolean;
  bind: number;
  /** It is a name, so that `has` can be asked. */
  named?: true;
  /** Of a choice: what it can be. */
  values?: readonly string[];
  /** A literal text. */
  literal?: string;
  /** Values of a field in the entries of a list: the list's name, the field's, the field's type. */
  entries?: { list: string; field: string; type: CelType };
}

export const BIND = { choose: 1, or: 2, and: 3, compare: 4, add: 5, multiply: 6, unary: 7, member: 8, atom: 9 };

export function atom(text: string, type: CelType, known = true): Cel {
  return { text, type, known, bind: BIND.atom };
}

export function literal(value: string): Cel {
  return { ...atom(JSON.stringify(value), 'text'), literal: value };
}

/** The text of a piece where something that binds this tightly is needed. */
export function inside(cel: Cel, bind: number): string {
  return cel.bind >= bind ? cel.text : `(${cel.text})`;
}

export function binary(op: string, left: Cel, right: Cel, type: CelType, bind: number): Cel {
  const text = `${inside(left, bind)} ${op} ${inside(right, bind + 1)}`;
  return { text, type, known: left.known && right.known, bind };
}

export function calling(name: string, args: readonly Cel[], type: CelType, known?: boolean): Cel {
  const text = `${name}(${args.map((arg) => arg.text).join(', ')})`;
  return atom(text, type, known ?? args.every((arg) => arg.known));
}

/** A number that is never there: what an empty text is as a number. */
export const NO_NUMBER = atom('number("")', 'number', false);

/** The word that a choice is compared with and can never be. */
export function strangeOption({ values }: Cel, { literal: word }: Cel): string | undefined {
  return values === undefined || word === undefined || word === '' || values.includes(word) ? undefined : word;
}

/** A value of each type that is never there. */
export const NOTHING: Readonly<Partial<Record<CelType, string>>> = {
  number: NO_NUMBER.text,
  bool: `${NO_NUMBER.text} > 0`,
  texts: `${NO_NUMBER.text} > 0 ? [""] : [""]`,
  text: 'addDays("", 0)',
  day: 'addDays("", 0)',
};

/** As a text: what is not known is empty. */
export function asText(cel: Cel): Cel {
  switch (cel.type) {
    case 'number':
      return orEmpty(calling('plain', [cel], 'text'));
    case 'bool':
      return {
        text: `${inside(surely(cel), BIND.or)} ? "true" : "false"`,
        type: 'text',
        known: true,
        bind: BIND.choose,
      };
    case 'texts':
      return orEmpty(calling('join', [cel, literal(' ')], 'text'));
    default:
      return { ...orEmpty(cel), type: 'text' };
  }
}

function orEmpty(cel: Cel): Cel {
  return cel.known ? cel : calling('coalesce', [cel, literal('')], cel.type, true);
}

/** As a number: a day counts from 1970-01-01, an empty text is not known. */
export function asNumber(cel: Cel): Cel {
  if (cel.type === 'number') return cel;
  if (cel.literal !== undefined) {
    return /^\s*-?\d+(\.\d+)?\s*$/.test(cel.literal) ? atom(String(Number(cel.literal)), 'number') : NO_NUMBER;
  }
  if (cel.type === 'day') return calling('days', [literal('1970-01-01'), cel], 'number');
  if (cel.type === 'bool') {
    return { text: `${inside(surely(cel), BIND.or)} ? 1 : 0`, type: 'number', known: true, bind: BIND.choose };
  }
  return calling('number', [cel.type === 'text' ? cel : asText(cel)], 'number', false);
}

/** As a condition, in which “not known” may stay. */
export function asBool(cel: Cel): Cel {
  if (cel.type === 'bool') return cel;
  if (cel.type === 'number') return binary('!=', cel, atom('0', 'number'), 'bool', BIND.compare);
  if (cel.named) return calling('has', [cel], 'bool', true);
  return binary('!=', asText(cel), literal(''), 'bool', BIND.compare);
}

/** As a condition that is always known: “not known” is no. */
export function surely(cel: Cel): Cel {
  const bool = asBool(cel);
  return bool.known ? bool : calling('sure', [bool], 'bool', true);
}

export function not(cel: Cel): Cel {
  return { text: `!${inside(cel, BIND.unary)}`, type: 'bool', known: cel.known, bind: BIND.unary };
}

/** Two pieces that are to have one type: what `if` and `coalesce` give. An empty text is nothing, whatever the type. */
export function alike(a: Cel, b: Cel): [Cel, Cel] {
  if (a.type === b.type) return [a, b];
  if (a.literal === '' && b.type === 'number') return [NO_NUMBER, b];
  if (b.literal === '' && a.type === 'number') return [a, NO_NUMBER];
  const day = a.type === 'day' || b.type === 'day';
  const texts = [asText(a), asText(b)] as const;
  const dayLike = (cel: Cel) => cel.type === 'day' || cel.literal === '' || /^\d{4}-\d\d-\d\d$/.test(cel.literal ?? '');
  if (day && dayLike(a) && dayLike(b))
    return [
      { ...texts[0], type: 'day' },
      { ...texts[1], type: 'day' },
    ];
  return [texts[0], texts[1]];
}
