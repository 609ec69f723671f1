/**
 * The state of a form: what was answered, and what follows from it. Only the answers, and what people confirmed, are facts;
 * visibility, computed values and violations follow from them, so the order of edits never matters.
 * States are immutable for everybody but the `Work` that owns them.
 */
import type { Block, Found, Plan } from '../compile/plan.js';

/** Marks of nodes and of record checks (which stand behind the nodes). */
export const DONE = 1; // note said, list closed, review accepted
export const BAD = 2; // a hard rule does not hold
export const DOUBT = 4; // a soft rule does not hold
export const SURE = 8; // the person confirmed in spite of the doubt
export const STALE = 16; // a lookup whose question has changed, or was never asked

export const ODD = 32; // a soft rule of the record that is held against this field does not hold

/** The answer “there is none”, or “skipped”. */
export const NONE = null;

/** What a lookup found. `key` is a hash of what was asked, so that a changed question is asked again. */
export interface Finding {
  key: string;
  found: Found;
  item?: Readonly<Record<string, unknown>>;
}

/** A choice among options of a service: the value, its label, and the hash of what was asked. */
export interface ServiceAnswer {
  value: unknown;
  label: string;
  key: string;
}

export interface BlockState {
  readonly block: Block;
  /** Key of the entry in its list; 0 for the flow itself. Keys are never used twice. */
  readonly key: number;
  /** By slot: `undefined` not answered, `NONE`, a value, a `Finding`, a `ServiceAnswer`, a `ListState`. Also of hidden nodes. */
  readonly input: unknown[];
  /** The answers it was loaded from, and the inputs they became: only what has changed since needs to be saved anew. */
  loaded: { readonly input: readonly unknown[]; readonly answers: Readonly<Record<string, unknown>> } | null;
  /** By slot: what holds now. Hidden, unknown and empty are `undefined`. */
  readonly value: unknown[];
  /** By gate. */
  readonly open: boolean[];
  readonly mark: number[];
  /** No node before it waits for an answer. */
  first: number;
  /** The work that may change this state in place. */
  owner: object | null;
}

export interface ListState {
  /** Key of the next entry. */
  next: number;
  readonly items: BlockState[];
  /** No entry before it waits for an answer. */
  first: number;
  owner: object | null;
}

/** From the flow's state down to the entry of the innermost list. */
export type Chain = readonly BlockState[];

/** What a form knows beside its answers. */
export interface FormContext {
  today: string;
  me: unknown;
  /** For record checks. */
  checkFacts: Readonly<Record<string, unknown>>;
}

export interface Form {
  readonly plan: Plan;
  readonly context: FormContext;
  readonly root: BlockState;
}

export function newBlockState(block: Block, key: number, owner: object | null): BlockState {
  const size = block.nodes.length;
  const open = new Array<boolean>(block.gates.length).fill(false);
  open[0] = true;
  return {
    block,
    key,
    input: new Array(size).fill(undefined),
    loaded: null,
    value: new Array(size).fill(undefined),
    open,
    mark: new Array<number>(size + block.checks.length).fill(0),
    first: 0,
    owner,
  };
}

export function copyOf(state: BlockState, owner: object): BlockState {
  const { block, key, input, loaded, value, open, mark, first } = state;
  return {
    block,
    key,
    input: input.slice(),
    loaded,
    value: value.slice(),
    open: open.slice(),
    mark: mark.slice(),
    first,
    owner,
  };
}

/** The list in a slot; empty before the first entry. */
export function listIn(state: BlockState, slot: number): ListState {
  return (state.input[slot] as ListState | undefined) ?? EMPTY;
}

const EMPTY: ListState = { next: 1, items: [], first: 0, owner: null };

/** Position of the entry with a key, -1 when it is gone. Keys ascend. */
export function positionOf(list: ListState, key: number): number {
  let low = 0;
  let high = list.items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = list.items[middle]?.key ?? 0;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
