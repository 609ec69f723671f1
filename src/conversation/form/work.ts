/**
 * One change of a form, from `beginWork` to `endWork`: states are copied when they are first written, what must react is
 * queued, and what became invalid or irrelevant on the way is noted.
 */
import type { Plan, Reaction } from '../compile/plan.js';
import type { Frame } from '../expressions/frame.js';
import { blocksTo, type Ref } from './ref.js';
import {
  type BlockState,
  type Chain,
  copyOf,
  type Form,
  type FormContext,
  type ListState,
  listIn,
  positionOf,
} from './state.js';

/** List elements that one evaluation may visit. */
export const LIST_BUDGET = 20_000;

export interface Work {
  readonly plan: Plan;
  /** Marks the states that belong to this work. */
  readonly owner: object;
  readonly context: FormContext;
  root: BlockState;
  /** Chains that must react, by rank of the reaction. */
  readonly dirty: (Chain[] | undefined)[];
  lowest: number;
  /** Everything is being worked out anyway: nothing needs to be queued. */
  fresh: boolean;
  /** Answers that a rule now refuses, and answers that are no longer asked for. */
  broken: Ref[];
  dropped: Ref[];
  readonly frame: Frame & { at: Chain };
}

export function beginWork(form: Form): Work {
  const { plan, context, root } = form;
  return {
    plan,
    owner: {},
    context,
    root,
    dirty: [],
    lowest: Number.POSITIVE_INFINITY,
    fresh: false,
    broken: [],
    dropped: [],
    frame: frameOf(context, [root]),
  };
}

export function frameOf({ today, me }: FormContext, at: Chain): Frame & { at: Chain } {
  return { at, objects: { today, me }, vars: [], budget: LIST_BUDGET };
}

/** The frame for evaluating in a chain. */
export function frameAt(work: Work, chain: Chain): Frame {
  const { frame } = work;
  frame.at = chain;
  frame.budget = LIST_BUDGET;
  return frame;
}

/** The states on the way to a block, all of them owned by this work. Undefined when an entry has been removed. */
export function ownChain(work: Work, { block, keys }: Pick<Ref, 'block' | 'keys'>): Chain | undefined {
  const root = ownRoot(work);
  if (keys.length === 0) return [root];
  const chain = [root];
  const way = blocksTo(block);
  for (let i = 0; i < keys.length; i++) {
    const state = chain[i];
    const slot = way[i]?.parent?.slot;
    if (state === undefined || slot === undefined) return undefined;
    const list = ownList(work, state, slot);
    const position = positionOf(list, keys[i] ?? 0);
    if (position < 0) return undefined;
    chain.push(ownItem(work, state, slot, position));
  }
  return chain;
}

function ownRoot(work: Work): BlockState {
  if (work.root.owner !== work.owner) work.root = copyOf(work.root, work.owner);
  return work.root;
}

/** The list in a slot of an owned state. */
export function ownList(work: Work, state: BlockState, slot: number): ListState {
  const list = listIn(state, slot);
  if (list.owner === work.owner) return list;
  const own: ListState = { next: list.next, items: list.items.slice(), first: list.first, owner: work.owner };
  state.input[slot] = own;
  // a shorter view of the list (a fixed number of entries) is made again by its reaction
  if (state.value[slot] === list) state.value[slot] = own;
  return own;
}

/** The entry at a position of a list, owned. */
export function ownItem(work: Work, outer: BlockState, slot: number, position: number): BlockState {
  const list = ownList(work, outer, slot);
  const item = list.items[position] as BlockState;
  list.first = Math.min(list.first, position);
  outer.first = Math.min(outer.first, slot);
  if (item.owner === work.owner) return item;
  const own = copyOf(item, work.owner);
  list.items[position] = own;
  const visible = outer.value[slot] as ListState | undefined;
  if (visible !== undefined && visible !== list)
    outer.value[slot] = { ...visible, items: list.items.slice(0, visible.items.length) };
  return own;
}

/** Something in a slot has changed: whoever reads it must react. */
export function touch(work: Work, chain: Chain, slot: number): void {
  const state = chain.at(-1) as BlockState;
  state.first = Math.min(state.first, slot);
  if (work.fresh) return;
  for (const { reaction, level } of state.block.triggers[slot] ?? []) {
    if (reaction.block.level <= level) enqueue(work, reaction, chain.slice(0, reaction.block.level + 1));
    else enqueueBelow(work, reaction, chain.slice(0, level + 1));
  }
}

/** Every state of the reaction's block below the chain. */
function enqueueBelow(work: Work, reaction: Reaction, chain: Chain): void {
  const next = blocksTo(reaction.block)[chain.length - 1];
  if (next?.parent === undefined) {
    enqueue(work, reaction, chain);
    return;
  }
  const outer = chain.at(-1) as BlockState;
  const { slot } = next.parent;
  if (listIn(outer, slot).items.length === 0) return;
  const list = ownList(work, outer, slot);
  for (let i = 0; i < list.items.length; i++) {
    enqueueBelow(work, reaction, [...chain, ownItem(work, outer, slot, i)]);
  }
}

export function enqueue(work: Work, reaction: Reaction, chain: Chain): void {
  if (work.fresh) return;
  const { rank } = reaction;
  const waiting = work.dirty[rank];
  if (waiting === undefined) work.dirty[rank] = [chain];
  else if (waiting.at(-1)?.at(-1) !== chain.at(-1)) waiting.push(chain);
  if (rank < work.lowest) work.lowest = rank;
}
