/** What people call the parts of a form: labels of fields, names of entries, the lines of a review. */

import { entryField, entryName, LIST_VALUE, SKIPPED, valueLabel, wants } from '../../texts/conversation.js';
import { showValue } from '../../texts/values.js';
import { type ListNode, nodeAt, type PlanNode } from '../compile/plan.js';
import { renderTemplate } from '../expressions/template.js';
import { isOpen } from '../form/open.js';
import { chainOf, nodeOf, type Ref, refOf } from '../form/ref.js';
import {
  type BlockState,
  type Chain,
  DONE,
  type Form,
  type ListState,
  listIn,
  positionOf,
  type ServiceAnswer,
} from '../form/state.js';
import { frameOf } from '../form/work.js';

/** Names of entries that one line shows. */
const NAMES_IN_LINE = 3;

export function labelOf(ref: Ref): string {
  const node = nodeOf(ref);
  if (node.kind === 'list') return node.title;
  return 'field' in node ? node.field.label : node.path;
}

/** `姓名（张三）`, in an entry of a list `二号的姓名（李四）`. */
export function labelWithValue(form: Form, ref: Ref): string {
  const chain = chainOf(form, ref) ?? [];
  const { parent } = ref.block;
  const list = parent === undefined ? undefined : nodeAt(parent.block, parent.slot);
  const outer = chain.slice(0, -1);
  const item = chain.at(-1);
  if (parent === undefined || list?.kind !== 'list' || item === undefined) {
    return valueLabel(labelOf(ref), shownValue(form, chain, ref.slot));
  }
  const position = positionOf(listIn(outer.at(-1) as BlockState, parent.slot), item.key);
  const entry = nameOfEntry(form, outer, list, item, position);
  return valueLabel(entryField(entry, labelOf(ref)), shownValue(form, chain, ref.slot));
}

/** What one entry is called: the author's words, else its number. */
export function nameOfEntry(form: Form, chain: Chain, node: ListNode, item: BlockState, position: number): string {
  const name = node.item === undefined ? '' : renderTemplate(node.item, frameOf(form.context, [...chain, item]));
  return name === '' || /^—*$/.test(name) ? entryName(node.title, position + 1) : name;
}

export function entryNames(form: Form, ref: Ref): string[] {
  const chain = chainOf(form, ref) ?? [];
  const node = nodeOf(ref);
  const list = chain.at(-1)?.value[ref.slot] as ListState | undefined;
  if (node.kind !== 'list' || list === undefined) return [];
  return list.items.map((item, i) => nameOfEntry(form, chain, node, item, i));
}

/** A value as people read it; the label for a choice that a service offered. */
export function shownValue(form: Form, chain: Chain, slot: number): string {
  const state = chain.at(-1) as BlockState;
  const node = nodeAt(state.block, slot);
  const value = state.value[slot];
  if (node.kind === 'list') {
    const names = entryNames(form, refOf(chain, slot));
    const more = names.length > NAMES_IN_LINE ? '…' : '';
    return LIST_VALUE(names.length, names.slice(0, NAMES_IN_LINE).join('、') + more);
  }
  if (value === undefined || !('field' in node)) return SKIPPED;
  const input = state.input[slot];
  if (node.kind === 'field' && node.from !== undefined && input !== undefined) return (input as ServiceAnswer).label;
  return showValue(node.field, value, form.context.today);
}

/** What a review lists, in order: everything in the flow itself that was answered, and its lists. */
export function refsToReview({ root }: Form): Ref[] {
  const { block, input, value, open } = root;
  return block.nodes
    .filter((node) => open[node.gate] === true)
    .filter((node) => isShown(node, input[node.slot], value[node.slot], isDone(root, node)))
    .map(({ slot }) => refOf([root], slot));
}

function isShown(node: PlanNode, input: unknown, value: unknown, marked: boolean): boolean {
  if (node.kind === 'list') return marked || ((value as ListState | undefined)?.items.length ?? 0) > 0;
  if (node.kind === 'field') return input !== undefined || (node.keep && value !== undefined);
  return node.kind === 'given' && wants(node.field.kind) !== undefined && value !== undefined;
}

/** Fields a person can speak of, by the words of their labels; exact ones first. */
export function fieldsNamed(form: Form, target: string): Ref[] {
  const words = target.trim().toLowerCase();
  const refs = visibleFields(form, [form.root]);
  const names = (ref: Ref): string[] => {
    const node = nodeOf(ref);
    return ('field' in node ? [node.field.label, ...(node.field.synonyms ?? [])] : [labelOf(ref)]).map((name) =>
      name.toLowerCase(),
    );
  };
  const exact = refs.filter((ref) => names(ref).includes(words));
  return exact.length > 0 ? exact : refs.filter((ref) => names(ref).some((name) => name.includes(words)));
}

function visibleFields(form: Form, chain: Chain): Ref[] {
  const state = chain.at(-1) as BlockState;
  return state.block.nodes.flatMap((node) => {
    if (state.open[node.gate] !== true) return [];
    if (node.kind === 'field') return [refOf(chain, node.slot)];
    if (node.kind !== 'list') return [];
    const items = (state.value[node.slot] as ListState | undefined)?.items ?? [];
    return [refOf(chain, node.slot), ...items.flatMap((item) => visibleFields(form, [...chain, item]))];
  });
}

/** Questions of the flow itself that are relevant and wait for an answer. */
export function openFields({ root }: Form): Ref[] {
  const { block, input, value, open } = root;
  return block.nodes
    .filter(({ kind, gate }) => (kind === 'field' || kind === 'list') && open[gate] === true)
    .filter((node) =>
      node.kind === 'list'
        ? !isShown(node, input[node.slot], value[node.slot], isDone(root, node))
        : isOpen(root, node.slot),
    )
    .map(({ slot }) => refOf([root], slot));
}

function isDone({ mark }: BlockState, { slot }: PlanNode): boolean {
  return ((mark[slot] ?? 0) & DONE) !== 0;
}

/** Questions of the flow itself that are relevant now, and how many have their answer. */
export function progressOf(form: Form): { done: number; all: number } {
  const { block, input, value, open } = form.root;
  let done = 0;
  let all = 0;
  for (const node of block.nodes) {
    const { kind, slot, gate } = node;
    if (open[gate] !== true || (kind !== 'field' && kind !== 'list')) continue;
    all++;
    if (isShown(node, input[slot], value[slot], isDone(form.root, node))) done++;
  }
  return { done, all };
}
