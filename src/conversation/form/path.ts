/** Paths as programs and people outside write them: `name`, `workers[0].name`. Entries count from 0 and have no keys here. */
import { type Block, nodeAt } from '../compile/plan.js';
import { blocksTo, chainOf, nodeOf, type Ref } from './ref.js';
import { type BlockState, type Form, listIn, positionOf } from './state.js';

/** The node at a path; undefined when the flow has none, or the entry is not there. */
export function refAt(form: Form, path: string): Ref | undefined {
  let state: BlockState = form.root;
  const keys: number[] = [];
  const parts = path.split(/\[(\d+)\]\.?/);
  for (let i = 0; i + 2 < parts.length; i += 2) {
    const slot = state.block.slots.get(parts[i] ?? '');
    if (slot === undefined || nodeAt(state.block, slot).kind !== 'list') return undefined;
    const item = listIn(state, slot).items[Number(parts[i + 1])];
    if (item === undefined) return undefined;
    keys.push(item.key);
    state = item;
  }
  const slot = state.block.slots.get(parts.at(-1) ?? '');
  return slot === undefined ? undefined : { block: state.block, keys, slot };
}

/** The path of a node. Nodes without a field have the name the flow gives them. */
export function pathOf(form: Form, ref: Ref): string {
  const chain = chainOf(form, ref) ?? [];
  let text = '';
  blocksTo(ref.block).forEach(({ parent }: Block, i) => {
    const outer = chain[i];
    if (parent === undefined || outer === undefined) return;
    const at = positionOf(listIn(outer, parent.slot), ref.keys[i] ?? 0);
    text += `${nodeAt(parent.block, parent.slot).path}[${at}].`;
  });
  return text + nodeOf(ref).path;
}
