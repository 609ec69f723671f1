/** Several answers in one message: what is understood is taken and read back, the rest is asked. */
import { slotsLeft, slotsTaken } from '../../texts/conversation.js';
import type { FieldNode } from '../compile/plan.js';
import { tryAnswer } from '../form/answer.js';
import { chainOf, nodeOf, type Ref } from '../form/ref.js';
import { offeredOptions } from '../form/rules.js';
import { type BlockState, NONE } from '../form/state.js';
import { frameOf } from '../form/work.js';
import { readSlots, type Slot } from '../understand/index.js';
import type { Dialog, Next } from './dialog.js';
import { labelOf, shownValue } from './names.js';

/** Answers can bring up fields that the same message answers too; so often it is looked again. */
const PASSES = 3;

/** Undefined when the message is one answer to the question at hand. */
export function takeSlots(d: Dialog, ref: Ref, text: string): Next | undefined {
  if (!/[\n:：,，;；、]|\S\s+\S/.test(text)) return undefined;
  const node = nodeOf(ref) as FieldNode;
  const first = readSlots(text, fieldsIn(d, ref), { today: d.today });
  const others = first.slots.filter(({ path }) => path !== node.field.path);
  // a text may well contain the name of another field; two labels or none of the text left over make it several answers
  if (others.length === 0) return undefined;
  if (node.field.kind === 'text' && (first.slots.length < 2 || first.rest.trim() !== '')) return undefined;
  return takeAll(d, ref, text, first.slots);
}

/** Takes what was read; `next` also when nothing fitted, because it is asked again then. */
export function takeAll(d: Dialog, ref: Ref, text: string, found: readonly Slot[]): Next {
  const taken: { label: string; value: string }[] = [];
  const done = new Set<string>();
  let slots = found;
  for (let pass = 0; pass < PASSES && slots.some(({ path }) => !done.has(path)); pass++) {
    for (const slot of slots) {
      const target = done.has(slot.path) ? undefined : refOfPath(d, ref, slot.path);
      if (target !== undefined && takeOne(d, target, slot)) {
        done.add(slot.path);
        const chain = chainOf(d.session.form, target) ?? [];
        taken.push({ label: labelOf(target), value: shownValue(d.session.form, chain, target.slot) });
      }
    }
    slots = readSlots(text, fieldsIn(d, ref), { today: d.today }).slots;
  }
  if (taken.length > 0) d.lead.push(slotsTaken(taken));
  const left = slots.filter(({ path }) => !done.has(path)).map(({ path }) => refOfPath(d, ref, path));
  const labels = left.filter((each) => each !== undefined).map(labelOf);
  if (labels.length > 0) d.lead.push(slotsLeft(labels));
  if (taken.length > 0) {
    d.session.fails = 0;
    delete d.session.at;
  }
  return 'next';
}

function takeOne(d: Dialog, ref: Ref, { reading }: Slot): boolean {
  if (reading.kind !== 'value' && reading.kind !== 'none') return false;
  const tried = tryAnswer(d.session.form, ref, reading.kind === 'none' ? NONE : reading.value);
  if (tried.ok) d.session.form = tried.form;
  return tried.ok;
}

/** Fields of the block that are relevant now and can be answered in words. */
function fieldsIn(d: Dialog, ref: Ref) {
  const chain = chainOf(d.session.form, ref) ?? [];
  const state = chain.at(-1) as BlockState;
  const frame = frameOf(d.session.form.context, chain);
  return state.block.nodes.flatMap((node) => {
    if (node.kind !== 'field' || node.from !== undefined || state.open[node.gate] !== true) return [];
    return [node.filter === undefined ? node.field : { ...node.field, options: offeredOptions(node, frame) }];
  });
}

function refOfPath(d: Dialog, ref: Ref, path: string): Ref | undefined {
  const state = chainOf(d.session.form, ref)?.at(-1);
  const node = state?.block.nodes.find((each) => each.kind === 'field' && each.field.path === path);
  return node === undefined ? undefined : { ...ref, slot: node.slot };
}

/** The fields of a group that still wait, in order. */
export function openGroup(d: Dialog, ref: Ref): Ref[] {
  const node = nodeOf(ref) as FieldNode;
  const state = chainOf(d.session.form, ref)?.at(-1);
  if (state === undefined) return [];
  return state.block.nodes
    .filter((each) => each.kind === 'field' && each.group === node.group && state.open[each.gate] === true)
    .filter(({ slot }) => state.input[slot] === undefined)
    .map(({ slot }) => ({ ...ref, slot }));
}
