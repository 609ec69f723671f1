/** Changes of a form: answers given and taken back, entries added and removed, doubts confirmed. Each is for use inside a `Work`. */
import { nodeAt, type Plan } from '../compile/plan.js';
import { advance } from './open.js';
import { propagate, react, refresh } from './propagate.js';
import type { Ref } from './ref.js';
import { checkMark } from './rules.js';
import {
  type BlockState,
  type Chain,
  DONE,
  type Finding,
  type Form,
  type FormContext,
  newBlockState,
  type ServiceAnswer,
  SURE,
} from './state.js';
import { beginWork, enqueue, ownChain, ownItem, ownList, touch, type Work } from './work.js';

export type Input = unknown | null | Finding | ServiceAnswer;

/** Gives a slot its answer; undefined takes it back. False when the entry is gone. */
export function setInput(work: Work, ref: Ref, input: Input): boolean {
  const chain = ownChain(work, ref);
  if (chain === undefined) return false;
  const state = chain.at(-1) as BlockState;
  state.input[ref.slot] = input;
  state.mark[ref.slot] = (state.mark[ref.slot] ?? 0) & ~SURE;
  const before = state.value[ref.slot];
  refresh(work, chain, ref.slot);
  // the same value again may still be a first answer, or another outcome of a lookup
  if (state.value[ref.slot] === before) touch(work, chain, ref.slot);
  reopenReviews(work);
  propagate(work);
  return true;
}

/** Marks a note as said, a list as closed, a review as accepted; or takes the mark away. */
export function setDone(work: Work, ref: Ref, done: boolean): void {
  const chain = ownChain(work, ref);
  if (chain === undefined) return;
  const state = chain.at(-1) as BlockState;
  const mark = state.mark[ref.slot] ?? 0;
  state.mark[ref.slot] = done ? mark | DONE : mark & ~DONE;
  state.first = Math.min(state.first, ref.slot);
}

/** The person stands by an answer that a soft rule doubts. Every soft rule held against the field is confirmed with it. */
export function confirmDoubts(work: Work, ref: Ref): void {
  const chain = ownChain(work, ref);
  if (chain === undefined) return;
  const state = chain.at(-1) as BlockState;
  const { block } = state;
  state.mark[ref.slot] = (state.mark[ref.slot] ?? 0) | SURE;
  block.checks.forEach(({ owner }, i) => {
    const at = checkMark(block, i);
    if (owner === ref.slot && state.mark[at] !== 0) state.mark[at] = (state.mark[at] ?? 0) | SURE;
  });
  const reaction = block.reactions.rules.find(({ kind, index }) => kind === 'check' && index === ref.slot);
  if (reaction !== undefined) {
    enqueue(work, reaction, chain);
    propagate(work);
    // judging takes the confirmation for an old one
    state.mark[ref.slot] = (state.mark[ref.slot] ?? 0) | SURE;
  }
}

/** Adds an entry to a list; its key comes back, undefined when the list is full or gone. */
export function addEntry(work: Work, list: Ref): number | undefined {
  const chain = ownChain(work, list);
  const node = nodeAt(list.block, list.slot);
  if (chain === undefined || node.kind !== 'list') return undefined;
  const outer = chain.at(-1) as BlockState;
  const own = ownList(work, outer, list.slot);
  if (own.items.length >= node.max) return undefined;
  const entry = newBlockState(node.block, own.next, work.owner);
  own.first = Math.min(own.first, own.items.length);
  own.items.push(entry);
  own.next += 1;
  changedList(work, chain, list.slot);
  settleEntry(work, [...chain, entry]);
  propagate(work);
  return entry.key;
}

/** Removes an entry with everything in it. */
export function removeEntry(work: Work, list: Ref, key: number): void {
  const chain = ownChain(work, list);
  if (chain === undefined) return;
  const own = ownList(work, chain.at(-1) as BlockState, list.slot);
  const at = own.items.findIndex((item) => item.key === key);
  if (at < 0) return;
  own.items.splice(at, 1);
  own.first = Math.min(own.first, at);
  changedList(work, chain, list.slot);
  propagate(work);
}

function changedList(work: Work, chain: Chain, slot: number): void {
  const state = chain.at(-1) as BlockState;
  const { block } = state;
  const reaction = block.reactions.values[slot];
  if (reaction !== undefined) enqueue(work, reaction, chain);
  else if (state.open[nodeAt(block, slot).gate] === true) state.value[slot] = state.input[slot];
  touch(work, chain, slot);
  reopenReviews(work);
}

/** A review accepted before a change no longer counts. */
function reopenReviews(work: Work): void {
  const { root } = work;
  for (const slot of work.plan.reviews) {
    root.mark[slot] = (root.mark[slot] ?? 0) & ~DONE;
    root.first = Math.min(root.first, slot);
  }
}

/** Lets a new entry (inputs set, nothing worked out) catch up: everything in it reacts once. */
function settleEntry(work: Work, chain: Chain): void {
  const state = chain.at(-1) as BlockState;
  const { block } = state;
  const { gates, values, rules } = block.reactions;
  for (const { slot, gate } of block.nodes) if (gate === 0 && values[slot] === undefined) refresh(work, chain, slot);
  for (const reaction of [...gates, ...values, ...rules]) if (reaction !== undefined) enqueue(work, reaction, chain);
}

/** Works everything out at once, each reaction once in rank order: for forms that are new, loaded, or in a new context. */
function settle(work: Work): void {
  work.fresh = true;
  const chains: Chain[][] = work.plan.blocks.map(() => []);
  collectChains(work, [work.root], chains);
  for (const reaction of work.plan.reactions) {
    for (const chain of chains[reaction.block.index] ?? []) react(work, reaction, chain);
  }
  work.fresh = false;
}

function collectChains(work: Work, chain: Chain, chains: Chain[][]): void {
  const state = chain.at(-1) as BlockState;
  const { block, input, value } = state;
  chains[block.index]?.push(chain);
  for (const slot of block.plain) value[slot] = input[slot] ?? undefined;
  for (const slot of block.lists) {
    const node = nodeAt(block, slot);
    if (input[slot] !== undefined) {
      const { items } = ownList(work, state, slot);
      for (let i = 0; i < items.length; i++) collectChains(work, [...chain, ownItem(work, state, slot, i)], chains);
    }
    if (node.gate === 0 && block.reactions.values[slot] === undefined) refresh(work, chain, slot);
  }
}

/** Finishes a change: everything that waits has reacted, and the next question is known. */
export function endWork(work: Work): Form {
  propagate(work);
  const form = { plan: work.plan, context: work.context, root: work.root };
  if (work.root.owner === work.owner) advance(form, [work.root], work.owner);
  return form;
}

/** A form in which nothing has been answered. */
export function newForm(plan: Plan, context: FormContext): Form {
  return formFrom(plan, context, newBlockState(plan.root, 0, null));
}

/** A form from states that have their inputs only. */
export function formFrom(plan: Plan, context: FormContext, root: BlockState): Form {
  const work = beginWork({ plan, context, root });
  work.root = root;
  root.owner = work.owner;
  settle(work);
  return endWork(work);
}
