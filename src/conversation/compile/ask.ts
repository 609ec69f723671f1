/** `ask`: one node per field. */
import type { FieldDef } from '../../../schemas/field.js';
import type { AskStep } from '../../../schemas/flow-steps.js';
import { findName, type Name, objectPlace, valueTypeOf } from '../expressions/names.js';
import { CEL_TYPES } from '../expressions/scope.js';
import { checkAction } from './actions.js';
import { bindArgs, bindCondition, bindExpression, bindTemplate } from './bind.js';
import { addFieldName, addNode, type Builder, type Place, scopeFor } from './builder.js';
import { nearest } from './nearest.js';
import type { FieldNode, GivenNode, OptionWithAttributes } from './plan.js';

/** The definition of a field by its path in the flow's own words; reports what is not there. */
export function fieldAt(place: Place, path: string, at: Place['at']): FieldDef | undefined {
  const { instance } = place;
  const full = `${listPrefix(place)}${path}`;
  const field = instance.source.fields.get(full);
  if (field === undefined) {
    const known = [...instance.source.fields.keys()];
    if (instance.source.lists.has(full)) instance.report('list_as_field', at, { path: full });
    else instance.report('field_unknown', at, { path: full, near: nearest(full, known) });
  }
  return field;
}

/** `workers[].` inside the entries of that list, as the flow of the place names it. */
export function listPrefix(place: Place): string {
  let prefix = '';
  for (let block = place.block; block !== place.instance.block && block.parent !== undefined; ) {
    const { block: outer, slot } = block.parent;
    const path = outer.nodes[slot]?.path ?? '';
    prefix = `${outer === place.instance.block ? path.slice(place.instance.prefix.length) : path}[].${prefix}`;
    block = outer;
  }
  return prefix;
}

/** Path of a field inside the block: with the prefix of the subflow when it stands in the block where it was put in. */
export function blockPath(place: Place, path: string): string {
  return place.block === place.instance.block ? `${place.instance.prefix}${path}` : path;
}

/** Whether a node of the block belongs to the record of the main flow. */
export function isInRecord(b: Builder, place: Place, path: string): boolean {
  // without a schema all answers are the record
  if (b.main.document.record === undefined) return true;
  const main = { ...place, instance: b.main };
  return b.main.source.inRecord.has(`${listPrefix(main)}${path}`);
}

export function addAsk(b: Builder, place: Place, step: AskStep): void {
  const { instance, at, block } = place;
  const paths = typeof step.ask === 'string' ? [step.ask] : step.ask;
  const group = paths.length > 1 ? ++b.groups : -1;
  if (group >= 0) refuseGroupParts(place, step);
  paths.forEach((path, i) => {
    const where = paths.length === 1 && typeof step.ask === 'string' ? [...at, 'ask'] : [...at, 'ask', i];
    const field = fieldAt(place, path, where);
    if (field === undefined) return;
    const inBlock = blockPath(place, path);
    if (block.slots.has(inBlock)) {
      instance.report('field_twice', where, { path });
      return;
    }
    const node = addNode<FieldNode>(place, {
      kind: 'field',
      path: inBlock,
      at,
      field,
      inRecord: isInRecord(b, place, inBlock),
      required: field.required,
      keep: step.keep === true,
      noneAllowed: step.or?.includes('none') ?? false,
      media: [],
      group,
    });
    block.slots.set(inBlock, node.slot);
    addFieldName(place, path, field, node.slot);
    const last = i === paths.length - 1;
    b.settle.push(() => addMediaTargets(b, place, step));
    b.later.push(() => bindAsk(b, place, step, node, i === 0, last));
  });
}

/** A field that only takes what was sent instead of another answer needs a slot although nobody asks for it. */
function addMediaTargets(b: Builder, place: Place, step: AskStep): void {
  for (const alternative of step.or ?? []) {
    const path = alternative.split(':')[1];
    if (path === undefined || place.block.slots.has(blockPath(place, path))) continue;
    const field = fieldAt(place, path, [...place.at, 'or']);
    if (field !== undefined) addGiven(b, place, path, field);
  }
}

/** A value that comes from elsewhere than from a question. */
export function addGiven(b: Builder, place: Place, path: string, field: FieldDef): GivenNode {
  const inBlock = blockPath(place, path);
  const inRecord = isInRecord(b, place, inBlock);
  const node = addNode<GivenNode>(place, { kind: 'given', path: inBlock, at: place.at, field, inRecord });
  place.block.slots.set(inBlock, node.slot);
  addFieldName(place, path, field, node.slot);
  return node;
}

function refuseGroupParts(place: Place, step: AskStep): void {
  for (const part of ['default', 'choices', 'or', 'keep'] as const) {
    if (step[part] !== undefined) place.instance.report('group_parts', [...place.at, part], { part });
  }
}

function bindAsk(b: Builder, place: Place, step: AskStep, node: FieldNode, first: boolean, last: boolean): void {
  const { at } = place;
  const { field } = node;
  if (first && step.say !== undefined) node.say = bindTemplate(b, place, step.say, [...at, 'say']);
  if (first && step.hint !== undefined) node.hint = bindTemplate(b, place, step.hint, [...at, 'hint']);
  if (step.required !== undefined) {
    node.required =
      typeof step.required === 'boolean' ? step.required : bindCondition(b, place, step.required, [...at, 'required']);
  }
  if (last) bindRules(b, place, step, node);
  if (step.default !== undefined && node.group < 0) bindDefault(b, place, step.default, node);
  else suggestFromFound(b, place, node);
  if (step.choices !== undefined && node.group < 0) bindChoices(b, place, step.choices, node);
  else if (needsOptions(field) && (field.options ?? []).length === 0) {
    place.instance.report('options_missing', [...at, 'ask'], { path: field.path });
  }
  node.media = (step.or ?? []).flatMap((each) => mediaTarget(place, each) ?? []);
}

function bindRules(b: Builder, place: Place, step: AskStep, node: FieldNode): void {
  const { at, instance } = place;
  if (step.constraint !== undefined) {
    node.constraint = bindCondition(b, place, step.constraint, [...at, 'constraint']);
    if (step.message === undefined) instance.report('constraint_without_message', [...at, 'constraint']);
  }
  if (step.message !== undefined) {
    node.message = bindTemplate(b, place, step.message, [...at, 'message']);
    if (step.constraint === undefined) instance.report('message_without_constraint', [...at, 'message']);
  }
  if (step.warnIf !== undefined) {
    node.warnIf = bindCondition(b, place, step.warnIf, [...at, 'warnIf']);
    if (step.warn === undefined) instance.report('condition_without_warn', [...at, 'warnIf']);
  }
  if (step.warn !== undefined) {
    node.warn = bindTemplate(b, place, step.warn, [...at, 'warn']);
    if (step.warnIf === undefined) instance.report('warn_without_condition', [...at, 'warn']);
  }
}

function bindDefault(b: Builder, place: Place, source: string | number | boolean, node: FieldNode): void {
  const type = valueTypeOf(node.field.kind);
  const at = [...place.at, 'default'];
  if (type === undefined) place.instance.report('default_kind', at, { path: node.path });
  else node.suggestion = bindExpression(b, place, source, at, CEL_TYPES[type]);
}

/** `defaultsFrom: last`: the value of the same path in the record that was found. */
function suggestFromFound(b: Builder, place: Place, node: FieldNode): void {
  const { instance, block } = place;
  const from = instance.document.defaultsFrom;
  if (from === undefined || block !== instance.block) return;
  const source = `${from}.${node.path.slice(instance.prefix.length)}`;
  const name = findName(scopeFor(b, instance, block).names, source);
  if (name?.is === 'leaf' && name.type === valueTypeOf(node.field.kind)) {
    node.suggestion = bindExpression(b, place, source, ['defaultsFrom']);
  }
}

function needsOptions(field: FieldDef): boolean {
  return field.kind === 'choice' || field.kind === 'choices';
}

function bindChoices(b: Builder, place: Place, choices: NonNullable<AskStep['choices']>, node: FieldNode): void {
  const at = [...place.at, 'choices'];
  const { field } = node;
  if (choices.from !== undefined) {
    checkAction(b, place, choices.from, 'options', [...at, 'from']);
    node.from = { action: choices.from, args: bindArgs(b, place, choices.with ?? {}, [...at, 'with']) };
  }
  if (!needsOptions(field) || (field.options === undefined && choices.from === undefined)) {
    place.instance.report('filter_without_options', at, { path: field.path });
    return;
  }
  if (choices.filter !== undefined) {
    const extra = { name: 'option', what: optionName(field.options ?? []) };
    node.filter = bindCondition(b, place, choices.filter, [...at, 'filter'], extra);
  }
}

/** `option.value`, `option.label` and the attributes of the field's options. */
function optionName(options: readonly OptionWithAttributes[]): Name {
  const place = objectPlace('option');
  const fields = new Map<string, Name>();
  const add = (key: string, type: 'text' | 'number' | 'bool') =>
    fields.set(key, { is: 'leaf', type, place: { ...place, path: [key] } });
  for (const { attributes = {} } of options) {
    for (const [key, value] of Object.entries(attributes)) {
      add(key, typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'bool');
    }
  }
  add('value', 'text');
  add('label', 'text');
  return { is: 'group', fields, place };
}

/** The slot for `photo:licence`; undefined for `none` and for what does not fit. */
function mediaTarget(place: Place, alternative: string): FieldNode['media'][number] | undefined {
  const [kind = '', path] = alternative.split(':');
  if (path === undefined) return undefined;
  const slot = place.block.slots.get(blockPath(place, path));
  const target = slot === undefined ? undefined : place.block.nodes[slot];
  const fits = target !== undefined && 'field' in target && target.field.kind.replace(/s$/, '') === kind;
  if (!fits || slot === undefined) {
    place.instance.report('media_kind', [...place.at, 'or'], { path, kind });
    return undefined;
  }
  return { kind: kind as 'photo' | 'file' | 'location', slot };
}
