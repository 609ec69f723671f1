/** Several answers in one message: what is understood is taken and read back, the rest is asked. */
import { noneRefused, refusedText, slotsLeft, slotsTaken } from '../../texts/conversation.js';
import { sayUnclear } from '../../texts/understand.js';
import type { FieldNode } from '../compile/plan.js';
import { tryAnswer } from '../form/answer.js';
import { chainOf, nodeOf, type Ref } from '../form/ref.js';
import { offeredOptions } from '../form/rules.js';
import { type BlockState, NONE } from '../form/state.js';
import { frameOf } from '../form/work.js';
import { readSlots, type Slot } from '../understand/index.js';
import type { Dialog, Next } from './dialog.js';
import { sentenceOfFault } from './fail.js';
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
  return takeAll(d, ref, text, first);
}

/** Takes what was read; `next` also when nothing fitted, because it is asked again then. */
export function takeAll(d: Dialog, ref: Ref, text: string, found: ReturnType<typeof readSlots>): Next {
  const taken = new Map<string, { label: string; value: string }>();
  const left = new Map<string, string>();
  let { slots } = found;
  for (let pass = 0; pass < PASSES && slots.some(({ path }) => !taken.has(path)); pass++) {
    for (const slot of slots) {
      const target = taken.has(slot.path) ? undefined : refOfPath(d, ref, slot.path);
      if (target === undefined) continue;
      const why = takeOne(d, target, slot);
      if (why !== undefined) left.set(slot.path, why);
      else {
        left.delete(slot.path);
        const chain = chainOf(d.session.form, target) ?? [];
        taken.set(slot.path, { label: labelOf(target), value: shownValue(d.session.form, chain, target.slot) });
      }
    }
    if (!found.labelled) break;
    slots = readSlots(text, fieldsIn(d, ref), { today: d.today }).slots;
  }
  if (taken.size > 0) d.lead.push(slotsTaken([...taken.values()]));
  d.lead.push(...new Set(left.values()));
  if (taken.size > 0) {
    d.session.fails = 0;
    delete d.session.at;
  }
  return 'next';
}

/** Undefined when the answer was taken, else why not. */
function takeOne(d: Dialog, ref: Ref, { reading, text }: Slot): string | undefined {
  const node = nodeOf(ref) as FieldNode;
  if (reading.kind === 'unclear') return sayUnclear(reading, node.field);
  if (reading.kind !== 'value' && reading.kind !== 'none') return slotsLeft([labelOf(ref)]);
  const tried = tryAnswer(d.session.form, ref, reading.kind === 'none' ? NONE : reading.value);
  if (tried.ok) {
    d.session.form = tried.form;
    return undefined;
  }
  if (tried.why === 'required') return noneRefused(labelOf(ref));
  if (tried.why === 'rule') return refusedText(tried.message);
  return tried.why === 'value' ? sentenceOfFault(node, tried.fault, tried.message, text) : slotsLeft([labelOf(ref)]);
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

/** The fields asked together with this one that are relevant, in order. */
export function membersOf(d: Dialog, ref: Ref): Ref[] {
  const { group } = nodeOf(ref) as FieldNode;
  const state = chainOf(d.session.form, ref)?.at(-1);
  if (state === undefined) return [];
  return state.block.nodes
    .filter((each) => each.kind === 'field' && each.group === group && state.open[each.gate] === true)
    .map(({ slot }) => ({ ...ref, slot }));
}

/** … and those of them that still wait. */
export function openGroup(d: Dialog, ref: Ref): Ref[] {
  const state = chainOf(d.session.form, ref)?.at(-1);
  return membersOf(d, ref).filter(({ slot }) => state?.input[slot] === undefined);
}
