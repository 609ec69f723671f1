/** The order in which a person meets the questions: one before, one after. */
import { nodeAt } from '../compile/plan.js';
import { isOpen, nextOpen } from '../form/open.js';
import { chainOf, type Ref, refOf, sameRef } from '../form/ref.js';
import type { BlockState, Chain, Form, ListState } from '../form/state.js';

/** Every field that is relevant, entries of lists included, in the order of the flow; lists behind their entries. */
function wayThrough(form: Form, chain: Chain): Ref[] {
  const state = chain.at(-1) as BlockState;
  return state.block.nodes.flatMap((node) => {
    if (state.open[node.gate] !== true) return [];
    if (node.kind === 'field') return [refOf(chain, node.slot)];
    if (node.kind === 'review') return [refOf(chain, node.slot)];
    if (node.kind !== 'list') return [];
    const items = (state.value[node.slot] as ListState | undefined)?.items ?? [];
    return [...items.flatMap((item) => wayThrough(form, [...chain, item])), refOf(chain, node.slot)];
  });
}

/** The last question before this one that has been answered. */
export function previousOf(form: Form, ref: Ref): Ref | undefined {
  const way = wayThrough(form, [form.root]);
  const here = way.findIndex((each) => sameRef(each, ref));
  const before = here < 0 ? way : way.slice(0, here);
  return before.findLast((each) => nodeAt(each.block, each.slot).kind !== 'review' && isAnswered(form, each));
}

/** The question after this one, unless it is the next open one anyway. */
export function nextOf(form: Form, ref: Ref): Ref | undefined {
  const open = nextOpen(form);
  const way = wayThrough(form, [form.root]);
  const after = way.slice(way.findIndex((each) => sameRef(each, ref)) + 1);
  const [next] = after;
  if (next === undefined || (open !== undefined && sameRef(open, next))) return undefined;
  return isAnswered(form, next) ? next : undefined;
}

function isAnswered(form: Form, ref: Ref): boolean {
  const state = chainOf(form, ref)?.at(-1);
  if (state === undefined) return false;
  if (nodeAt(ref.block, ref.slot).kind === 'list') return state.input[ref.slot] !== undefined;
  return state.input[ref.slot] !== undefined && !isOpen(state, ref.slot);
}
