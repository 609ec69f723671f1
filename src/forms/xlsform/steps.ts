/** Items of a form as steps of a flow. */
import type { FieldKind } from '../../../schemas/field.js';
import type { InlineField } from '../../../schemas/flow.js';
import type { Step } from '../../../schemas/flow-steps.js';
import { isDay } from '../../lib/day.js';
import { IMPORTED } from '../../texts/forms.js';
import { atom, type Cel, NOTHING } from '../xpath/cel.js';
import type { Choices } from './choices.js';
import type { FormFindingCode } from './finding.js';
import { CHANGED, celTypeOf, kindOf, kindOfCel, METADATA, UNSUPPORTED } from './kinds.js';
import {
  calculationOf,
  isCalculated,
  isReadOnly,
  type Model,
  translateCell,
  translateText,
  valuesOf,
} from './model.js';
import type { Group, Item, Question } from './survey.js';
import { hasRefs, plainWords, templateOf, wordsIn } from './words.js';

export interface Builder {
  model: Model;
  choices: Choices;
  defaultLanguage: string | undefined;
  fields: Record<string, InlineField>;
  repeats: Record<string, { label: string; min?: number; max?: number }>;
  /** Values that come from outside. */
  takes: string[];
  /** Lists of options that are used. */
  used: Set<string>;
  /** The row that a step was made from. */
  rows: Map<Step, number>;
}

export function stepsOf(b: Builder, items: readonly Item[]): Step[] {
  return items.flatMap((item) => {
    const steps = item.is === 'question' ? questionSteps(b, item) : groupSteps(b, item);
    for (const step of steps) if (!b.rows.has(step)) b.rows.set(step, item.row);
    return steps;
  });
}

function report(b: Builder, { row }: Item, code: FormFindingCode, facts: Record<string, string> = {}): void {
  b.model.findings.push({ sheet: 'survey', row, code, facts });
}

function words(b: Builder, item: Item, column: string): string | undefined {
  return wordsIn(item.cells, column, b.defaultLanguage);
}

/** `when` of a step, as a part to put in. */
function whenOf(b: Builder, item: Item): { when?: string } {
  const when = translateCell(b.model, item, 'relevant', 'condition');
  return when === undefined ? {} : { when: when.text };
}

function groupSteps(b: Builder, group: Group): Step[] {
  const steps = stepsOf(b, group.items);
  const label = plainWords(words(b, group, 'label') ?? '');
  if (group.is === 'repeat') return repeatSteps(b, group, label, steps);
  if (steps.length === 0) return [];
  if (label === '' && !group.cells.has('relevant')) return steps;
  const title = templated(b, group, 'label') ?? group.name;
  return [{ section: title, ...whenOf(b, group), steps }];
}

function repeatSteps(b: Builder, group: Group, label: string, each: Step[]): Step[] {
  const named = b.model.named.get(group);
  if (named === undefined || each.length === 0) return [];
  const list = named.inner;
  const bound = (column: string) => {
    const text = group.cells.get(column);
    return text === undefined ? {} : { [column.slice(3)]: Number(text) };
  };
  const count = translateCell(b.model, group, 'repeat_count', 'number');
  // the engines of forms begin with one entry where no number is given
  const least = group.cells.has('repeat_count') || group.cells.has('lw_min') ? {} : { min: 1 };
  b.repeats[list] = { label: label === '' ? group.name : label, ...least, ...bound('lw_min'), ...bound('lw_max') };
  const shown = [...b.model.named].find(([, { lists, inner }]) => {
    return inner in b.fields && inner.startsWith(`${list}[]`) && lists.length === named.lists.length + 1;
  });
  const item = shown === undefined ? IMPORTED.entry('{{index}}') : `{{${shown[1].path}}}`;
  return [{ repeat: named.path, item, ...whenOf(b, group), ...(count !== undefined && { count: count.text }), each }];
}

function questionSteps(b: Builder, item: Question): Step[] {
  const { type } = item;
  if (item.cells.has('trigger')) report(b, item, 'column_ignored', { column: 'trigger' });
  if (isCalculated(item)) return calculatedSteps(b, item);
  if (type === 'note') return [{ say: templated(b, item, 'label') ?? item.name, ...whenOf(b, item) }];
  if (METADATA.has(type)) return metadataSteps(b, item);
  const kind = kindOf(item);
  if (kind === undefined) {
    report(b, item, UNSUPPORTED.has(type) ? 'type_unsupported' : 'type_unknown', { type });
    return [];
  }
  if (isReadOnly(item)) return shownSteps(b, item, kind);
  const changed = CHANGED[type];
  if (changed !== undefined && !item.cells.has('lw_kind')) report(b, item, 'type_changed', { type, as: changed });
  if (item.cells.has('appearance')) report(b, item, 'column_ignored', { column: 'appearance' });
  return askSteps(b, item, kind);
}

function metadataSteps(b: Builder, item: Question): Step[] {
  const named = b.model.named.get(item);
  const isGiven = item.type === 'hidden' && named?.lists.length === 0;
  if (named !== undefined && isGiven) {
    const kind = kindOf(item) ?? 'text';
    b.fields[named.inner] = { label: item.name, ...(kind !== 'text' && { kind }) };
    b.takes.push(named.path);
    return [];
  }
  if (named === undefined || !/^(today|start|end)$/.test(item.type)) {
    report(b, item, 'metadata_ignored', { type: item.type });
    return [];
  }
  b.fields[named.inner] = { label: item.name, kind: 'date' };
  return [{ compute: named.path, value: 'today' }];
}

function calculatedSteps(b: Builder, item: Question): Step[] {
  const named = b.model.named.get(item);
  if (!item.cells.has('calculation')) report(b, item, 'calculation_missing');
  const cel = calculationOf(b.model, item);
  if (named === undefined || cel === undefined) return [];
  const own = item.type === 'calculate' && !item.cells.has('lw_kind') ? undefined : kindOf(item);
  if (item.type !== 'calculate') report(b, item, 'calculation_shown');
  const kind = own ?? kindOfCel(cel.type);
  b.fields[named.inner] = { label: labelOf(b, item), ...(kind !== 'text' && { kind }), ...optionsOf(b, item) };
  return [{ compute: named.path, value: cel.text, ...whenOf(b, item) }];
}

/** A question that nobody may answer: what it begins with, if anything. */
function shownSteps(b: Builder, item: Question, kind: FieldKind): Step[] {
  const named = b.model.named.get(item);
  if (named === undefined) return [];
  const value = defaultOf(b, item, kind) ?? NOTHING[celTypeOf(kind)];
  if (value === undefined) return [];
  b.fields[named.inner] = { label: labelOf(b, item), ...(kind !== 'text' && { kind }), ...optionsOf(b, item) };
  return [{ compute: named.path, value, ...whenOf(b, item) }];
}

function askSteps(b: Builder, item: Question, kind: FieldKind): Step[] {
  const named = b.model.named.get(item);
  if (named === undefined) return [];
  const values = valuesOf(b.model, item);
  const self: Cel = { ...atom(named.path, celTypeOf(kind)), named: true, ...(values !== undefined && { values }) };
  const { required, rule } = requiredOf(b, item);
  b.fields[named.inner] = {
    label: labelOf(b, item),
    ...(kind !== 'text' && { kind }),
    ...(!required && { required }),
    ...optionsOf(b, item),
    ...boundsOf(item),
  };
  const constraint = translateCell(b.model, item, 'constraint', 'known-condition', { self });
  const message = constraint === undefined ? undefined : templated(b, item, 'constraint_message');
  const filter = translateCell(b.model, item, 'choice_filter', 'condition', { column: (name) => columnOf(b, name) });
  const label = words(b, item, 'label') ?? '';
  const hint = templated(b, item, 'hint');
  const suggested = defaultOf(b, item, kind);
  const ask: Step = {
    ask: named.path,
    ...(hasRefs(label) && { say: templated(b, item, 'label') ?? '' }),
    ...(hint !== undefined && { hint }),
    ...whenOf(b, item),
    ...(rule !== undefined && { required: rule }),
    ...(constraint !== undefined && { constraint: constraint.text, message: message ?? IMPORTED.constraint }),
    ...(suggested !== undefined && { default: suggested }),
    ...(suggested !== undefined && item.cells.has('lw_keep') && { keep: true }),
    ...(filter !== undefined && { choices: { filter: filter.text } }),
  };
  return item.other ? [ask, otherStep(b, item, named.path)] : [ask];
}

/** `or_other`: one more option, and a text when it is chosen. */
function otherStep(b: Builder, item: Question, path: string): Step {
  const named = b.model.named.get(item);
  const inner = `${named?.inner ?? path}_other`;
  b.fields[inner] = { label: IMPORTED.other };
  const chosen = item.type === 'select_multiple' ? `"other" in ${path}` : `${path} == "other"`;
  return { ask: `${path}_other`, when: chosen };
}

function labelOf(b: Builder, item: Item): string {
  const label = plainWords(words(b, item, 'label') ?? '');
  return label === '' ? item.name : label;
}

/** A text with what its `${name}` stand for. */
function templated(b: Builder, item: Item, column: string): string | undefined {
  const text = words(b, item, column);
  if (text === undefined) return undefined;
  return templateOf(text, (name) => translateText(b.model, item, column, `\${${name}}`, 'any')?.text ?? '""');
}

function requiredOf(b: Builder, item: Question): { required: boolean; rule?: string } {
  const text = item.cells.get('required') ?? 'no';
  if (/^(yes|true|1|true\(\))$/i.test(text)) return { required: true };
  if (/^(no|false|0|false\(\))$/i.test(text)) return { required: false };
  const rule = translateCell(b.model, item, 'required', 'condition');
  return rule === undefined ? { required: true } : { required: true, rule: rule.text };
}

function optionsOf(b: Builder, item: Question): { options?: InlineField['options'] } {
  if (item.type === 'acknowledge') return { options: { OK: IMPORTED.acknowledged } };
  const { list } = item;
  if (list === undefined || item.cells.get('lw_kind') === 'yes_no') return {};
  if (!b.choices.lists.has(list)) {
    report(b, item, 'list_unknown', { name: list });
    return {};
  }
  if (item.other) {
    const options = b.choices.lists.get(list) ?? [];
    if (!options.some(({ value }) => value === 'other')) options.push({ value: 'other', label: IMPORTED.otherOption });
  }
  b.used.add(list);
  return { options: list };
}

const BOUNDS = ['min', 'max', 'minLength', 'maxLength', 'unit', 'example'] as const;

/** `range` has its bounds among the parameters; our own export has columns for all of them. */
function boundsOf(item: Question): Partial<InlineField> {
  const own = BOUNDS.flatMap((key) => {
    const text = item.cells.get(`lw_${key}`);
    return text === undefined ? [] : [[key, key === 'unit' || key === 'example' ? text : Number(text)]];
  });
  if (item.type !== 'range') return Object.fromEntries(own);
  const parameter = (name: string, otherwise: number) =>
    Number(new RegExp(`\\b${name}\\s*=\\s*(-?[\\d.]+)`).exec(item.cells.get('parameters') ?? '')?.[1] ?? otherwise);
  return { min: parameter('start', 1), max: parameter('end', 10) };
}

function columnOf(b: Builder, name: string): Cel | undefined {
  if (name === 'name' || name === 'value') return atom('option.value', 'text');
  if (name === 'label') return atom('option.label', 'text');
  const attribute = b.choices.columns.get(name);
  return attribute === undefined ? undefined : atom(`option.${attribute}`, 'text', false);
}

/** Defaults are values as they stand, or expressions. */
function defaultOf(b: Builder, item: Question, kind: string): string | undefined {
  const text = item.cells.get('default');
  if (text === undefined) return undefined;
  const expression = hasRefs(text) || /[\w-]\(.*\)/.test(text);
  if (expression) {
    const want = kind === 'integer' || kind === 'decimal' || kind === 'money' ? 'number' : 'any';
    return translateText(b.model, item, 'default', text, kind === 'yes_no' ? 'yes-no' : want)?.text;
  }
  if (kind === 'integer' || kind === 'decimal' || kind === 'money') {
    return Number.isFinite(Number(text)) ? String(Number(text)) : undefined;
  }
  if (kind === 'yes_no') return /^(yes|true|1)$/.test(text) ? 'true' : 'false';
  if (kind === 'choices')
    return `[${text
      .split(/\s+/)
      .map((value) => JSON.stringify(value))
      .join(', ')}]`;
  if (kind === 'date' && !isDay(text)) return undefined;
  return kind === 'location' || kind === 'photo' || kind === 'file' ? undefined : JSON.stringify(text);
}
