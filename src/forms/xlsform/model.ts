/** The fields of a form, and what names mean where an expression stands. */
import type { InlineOption } from '../../../schemas/flow.js';
import { asText, atom, type Cel, type CelType, surely } from '../xpath/cel.js';
import { TranslationFault, type XPathScope } from '../xpath/scope.js';
import { toCel, type Want } from '../xpath/to-cel.js';
import { XPathFault } from '../xpath/xpath.js';
import type { FormFinding, FormFindingCode } from './finding.js';
import { celTypeOf, kindOf } from './kinds.js';
import type { Named } from './names.js';
import type { Group, Item, Question } from './survey.js';

export interface Model {
  named: ReadonlyMap<Item, Named>;
  /** Groups and repeats around each item, outermost first. */
  around: ReadonlyMap<Item, readonly Group['is'][]>;
  /** Options of each list of choices. */
  lists: ReadonlyMap<string, readonly InlineOption[]>;
  findings: FormFinding[];
  /** Calculations that have been translated. */
  calculated: Map<Question, Cel | undefined>;
}

/** Translates a cell of a row; what cannot be translated is reported, and nothing comes back. */
export function translateCell(
  model: Model,
  item: Item,
  column: string,
  want: Want,
  more: Partial<XPathScope> = {},
): Cel | undefined {
  const source = item.cells.get(column);
  return source === undefined ? undefined : translateText(model, item, column, source, want, more);
}

export function translateText(
  model: Model,
  item: Item,
  column: string,
  source: string,
  want: Want,
  more: Partial<XPathScope> = {},
): Cel | undefined {
  const report = (code: FormFindingCode, word: string) =>
    model.findings.push({ sheet: 'survey', row: item.row, column, code, facts: { word } });
  try {
    return toCel(source, { ...scopeOf(model, item, report), ...more }, want);
  } catch (error) {
    if (error instanceof XPathFault) report(error.code === 'path' ? 'xpath_path' : 'xpath_syntax', error.word);
    else if (error instanceof TranslationFault) report(`xpath_${error.code}`, error.word);
    else throw error;
    return undefined;
  }
}

function scopeOf(model: Model, item: Item, report: (code: FormFindingCode, word: string) => void): XPathScope {
  const here = model.named.get(item)?.lists ?? listsAround(model, item);
  const find = (name: string) => nearest(model, here, name);
  return {
    ref: (name) => {
      const target = find(name);
      return target === undefined ? undefined : reference(model, here, ...target);
    },
    entries: (name) => {
      const target = find(name);
      return target === undefined ? undefined : entriesOf(model, ...target);
    },
    labels: (name) => {
      const list = find(name)?.[0];
      const options = list?.is === 'question' ? model.lists.get(list.list ?? '') : undefined;
      return options && new Map(options.map(({ value, label }) => [value, label]));
    },
    entryAbove: entryAbove(model, item),
    note: (code, word = '') => report(`xpath_${code}`, word),
  };
}

/** Groups between an item and the entry it is in, and the entry itself. */
function entryAbove({ around }: Model, item: Item): number | undefined {
  const outward = (around.get(item) ?? []).toReversed();
  const at = outward.indexOf('repeat');
  return at < 0 ? undefined : at + 1;
}

/** A plain group has no name of its own in a flow: the lists around what is in it. */
function listsAround(model: Model, item: Item): readonly string[] {
  if (item.is === 'question') return [];
  const first = item.items.map((inner) => model.named.get(inner)?.lists ?? listsAround(model, inner))[0];
  return first ?? [];
}

/** The field that a name means: one in the same entry before one further out, before one in another list. */
function nearest(model: Model, here: readonly string[], name: string): [Item, Named] | undefined {
  const same = [...model.named].filter(([item]) => item.name === name);
  const shared = ([, { lists }]: [Item, Named]) => lists.filter((list, i) => list === here[i]).length;
  return same.sort((a, b) => shared(b) - shared(a) || a[1].lists.length - b[1].lists.length)[0];
}

function reference(model: Model, here: readonly string[], item: Item, named: Named): Cel | undefined {
  const { path, lists } = named;
  const common = lists.filter((list, i) => list === here[i]).length;
  if (item.is === 'repeat') return lists.length === common ? { ...atom(path, 'list', false), named: true } : undefined;
  if (lists.length === common) {
    const type = typeOf(model, item);
    if (type === undefined) return undefined;
    const values = item.is === 'question' && !isCalculated(item) ? valuesOf(model, item) : undefined;
    return { ...atom(path, type, false), named: true, ...(values !== undefined && { values }) };
  }
  return lists.length === common + 1 ? entriesOf(model, item, named) : undefined;
}

/** What a choice can be. */
export function valuesOf({ lists }: Model, { list, other }: Question): readonly string[] | undefined {
  const values = lists.get(list ?? '')?.map(({ value }) => value);
  return other === true && values !== undefined ? [...values, 'other'] : values;
}

/** A field in all entries of the list it is in. */
function entriesOf(model: Model, item: Item, { path, lists }: Named): Cel | undefined {
  const list = lists.at(-1);
  const type = typeOf(model, item);
  if (list === undefined || type === undefined) return undefined;
  return { ...atom(`${list}.${path}`, type, false), entries: { list, field: path, type } };
}

function typeOf(model: Model, item: Item): CelType | undefined {
  if (item.is !== 'question') return undefined;
  if (isCalculated(item)) return calculationOf(model, item)?.type ?? 'text';
  if (item.type === 'today' || item.type === 'start' || item.type === 'end') return 'day';
  const kind = kindOf(item) ?? (item.type === 'hidden' ? 'text' : undefined);
  return kind === undefined ? undefined : celTypeOf(kind);
}

export function isCalculated({ type, cells }: Question): boolean {
  return type === 'calculate' || (cells.has('calculation') && type !== 'note');
}

/** `read_only` is a word; an expression there is not looked at by other engines either. */
export function isReadOnly({ cells }: Question): boolean {
  return /^(yes|true|true\(\)|1)$/i.test(cells.get('read_only') ?? '');
}

/** The translation of a calculation; made once, because its type is needed wherever its name is. */
export function calculationOf(model: Model, item: Question): Cel | undefined {
  if (model.calculated.has(item)) return model.calculated.get(item);
  // one that needs itself finds a text
  model.calculated.set(item, undefined);
  const kind = item.type === 'calculate' && !item.cells.has('lw_kind') ? undefined : kindOf(item);
  const type = kind === undefined ? undefined : celTypeOf(kind);
  const want: Want = type === 'number' || type === 'text' ? type : type === 'bool' ? 'yes-no' : 'any';
  const cel = translateCell(model, item, 'calculation', want);
  const single = cel?.type === 'texts' && want === 'any' ? asText(cel) : cel;
  const known = single?.type === 'bool' && want !== 'yes-no' ? surely(single) : single;
  model.calculated.set(item, known);
  return known;
}
