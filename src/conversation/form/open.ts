/** What waits for an answer: the next question is found from where the last one was, not from the start. */
import { type ListNode, nodeAt } from '../compile/plan.js';
import { wantedEntries } from './effective.js';
import { type Ref, refOf } from './ref.js';
import {
  BAD,
  type BlockState,
  type Chain,
  DONE,
  DOUBT,
  type Form,
  type ListState,
  NONE,
  ODD,
  STALE,
  SURE,
} from './state.js';
import { frameOf } from './work.js';

/** True for nodes that keep the flow from going on: questions, calls, notes not yet said, ends. Lists are looked at apart. */
export function isOpen(state: BlockState, slot: number): boolean {
  const node = nodeAt(state.block, slot);
  if (state.open[node.gate] !== true) return false;
  const mark = state.mark[slot] ?? 0;
  switch (node.kind) {
    case 'field': {
      const input = state.input[slot];
      const known = state.value[slot] !== undefined;
      if (input === undefined ? !(node.keep && known) : input !== NONE && !known) return true;
      return (mark & (BAD | ODD)) !== 0 || (mark & (DOUBT | SURE)) === DOUBT;
    }
    case 'note':
    case 'review':
      return (mark & DONE) === 0;
    case 'lookup':
      return (mark & STALE) !== 0;
    case 'submit':
    case 'stop':
    case 'go':
      return true;
    default:
      return false;
  }
}

/** The first node that waits, entries of lists included; undefined when nothing does (a flow without an end). */
export function nextOpen(form: Form): Ref | undefined {
  return openIn(form, [form.root]);
}

function openIn(form: Form, chain: Chain): Ref | undefined {
  const state = chain.at(-1) as BlockState;
  const { nodes } = state.block;
  for (let slot = state.first; slot < nodes.length; slot++) {
    const node = nodeAt(state.block, slot);
    if (node.kind === 'list') {
      const ref = openInList(form, chain, node);
      if (ref !== undefined) return ref;
    } else if (isOpen(state, slot)) return refOf(chain, slot);
  }
  return undefined;
}

function openInList(form: Form, chain: Chain, node: ListNode): Ref | undefined {
  const state = chain.at(-1) as BlockState;
  const list = state.value[node.slot] as ListState | undefined;
  if (list === undefined) return undefined;
  for (let i = list.first; i < list.items.length; i++) {
    const ref = openIn(form, [...chain, list.items[i] as BlockState]);
    if (ref !== undefined) return ref;
  }
  const wanted = wantedEntries(node, frameOf(form.context, chain));
  const complete = wanted === undefined ? ((state.mark[node.slot] ?? 0) & DONE) !== 0 : list.items.length >= wanted;
  return complete ? undefined : refOf(chain, node.slot);
}

/** Moves the marks “nothing waits before” forward in states that may still be written. Returns whether the state is done. */
export function advance(form: Form, chain: Chain, owner: object): boolean {
  const state = chain.at(-1) as BlockState;
  const { nodes } = state.block;
  let slot = state.first;
  while (slot < nodes.length) {
    const node = nodeAt(state.block, slot);
    if (node.kind === 'list') {
      advanceList(form, chain, slot, owner);
      if (openInList(form, chain, node) !== undefined) break;
    } else if (isOpen(state, slot)) break;
    slot++;
  }
  if (state.owner === owner) state.first = slot;
  return slot === nodes.length;
}

function advanceList(form: Form, chain: Chain, slot: number, owner: object): void {
  const list = (chain.at(-1) as BlockState).value[slot] as ListState | undefined;
  if (list === undefined || list.owner !== owner) return;
  while (list.first < list.items.length) {
    if (!advance(form, [...chain, list.items[list.first] as BlockState], owner)) return;
    list.first++;
  }
}
