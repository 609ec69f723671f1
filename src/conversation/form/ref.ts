/** Where a node is: its block, the keys of the entries on the way, its slot. As text: `name`, `workers#3.name`. */
import { type Block, nodeAt, type Plan, type PlanNode } from '../compile/plan.js';
import { type BlockState, type Chain, type Form, listIn, positionOf } from './state.js';

export interface Ref {
  block: Block;
  /** One key per level below the flow. */
  keys: readonly number[];
  slot: number;
}

export function refOf(chain: Chain, slot: number): Ref {
  const state = chain.at(-1) as BlockState;
  return { block: state.block, keys: chain.slice(1).map(({ key }) => key), slot };
}

export function sameRef(a: Ref, b: Ref): boolean {
  return a.block === b.block && a.slot === b.slot && a.keys.every((key, i) => key === b.keys[i]);
}

export function nodeOf(ref: Ref): PlanNode {
  return nodeAt(ref.block, ref.slot);
}

/** The states on the way; undefined when an entry on it has been removed. */
export function chainOf(form: Form, ref: Pick<Ref, 'block' | 'keys'>): Chain | undefined {
  const chain: BlockState[] = [form.root];
  if (ref.keys.length === 0) return chain;
  const blocks = blocksTo(ref.block);
  for (let i = 0; i < ref.keys.length; i++) {
    const slot = blocks[i]?.parent?.slot;
    const state = chain[i];
    if (slot === undefined || state === undefined) return undefined;
    const list = listIn(state, slot);
    const item = list.items[positionOf(list, ref.keys[i] ?? 0)];
    if (item === undefined) return undefined;
    chain.push(item);
  }
  return chain;
}

/** Blocks below the flow on the way to a block, outermost first. */
export function blocksTo(block: Block): Block[] {
  const way: Block[] = [];
  for (let b: Block = block; b.parent !== undefined; b = b.parent.block) way.unshift(b);
  return way;
}

export function refText(ref: Ref): string {
  if (ref.keys.length === 0) return nodeOf(ref).path;
  const blocks = blocksTo(ref.block);
  let text = '';
  blocks.forEach(({ parent }, i) => {
    if (parent !== undefined) text += `${nodeAt(parent.block, parent.slot).path}#${ref.keys[i]}.`;
  });
  return text + nodeOf(ref).path;
}

/** Reads what `refText` wrote; undefined when the plan has no such node. */
export function parseRef(plan: Plan, text: string): Ref | undefined {
  let block = plan.root;
  if (!text.includes('#')) {
    const slot = slotNamed(block, text);
    return slot === undefined ? undefined : { block, keys: [], slot };
  }
  const keys: number[] = [];
  const parts = text.split(/#(\d+)\./);
  for (let i = 0; i + 2 < parts.length; i += 2) {
    const slot = slotNamed(block, parts[i] ?? '');
    const node = slot === undefined ? undefined : block.nodes[slot];
    if (node?.kind !== 'list') return undefined;
    block = node.block;
    keys.push(Number(parts[i + 1]));
  }
  const slot = slotNamed(block, parts.at(-1) ?? '');
  return slot === undefined ? undefined : { block, keys, slot };
}

function slotNamed(block: Block, path: string): number | undefined {
  const slot = block.slots.get(path);
  if (slot !== undefined) return slot;
  const found = block.nodes.findIndex((node) => node.path === path);
  return found < 0 ? undefined : found;
}
