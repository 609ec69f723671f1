/** `lookup`: asks the house for records; what was found decides which branch is relevant. */
import type { LookupStep } from '../../../schemas/flow-steps.js';
import { namesOfFacts, objectPlace } from '../expressions/names.js';
import { checkAction } from './actions.js';
import { bindArgs, bindTemplate } from './bind.js';
import { addName, addNode, type Builder, type Place, type Walk } from './builder.js';
import type { Found, Gate, LookupNode } from './plan.js';

const OUTCOMES: readonly Found[] = ['one', 'many', 'none'];

export function addLookup(b: Builder, place: Place, step: LookupStep, walk: Walk): void {
  const { at, block, instance } = place;
  const action = checkAction(b, place, step.lookup, 'lookup', [...at, 'lookup']);
  const path = place.block === instance.block ? `${instance.prefix}${step.as}` : step.as;
  if (block.slots.has(path)) {
    instance.report('name_taken', [...at, 'as'], { name: step.as });
    return;
  }
  const node = addNode<LookupNode>(place, { kind: 'lookup', path, at, action: step.lookup, args: [] });
  block.slots.set(path, node.slot);
  const returns = action?.returns ?? {};
  addName(place, step.as, namesOfFacts(returns, { level: block.level, scope: block.index, slot: node.slot }));
  b.later.push(() => {
    node.args = bindArgs(b, place, step.with ?? {}, [...at, 'with']);
    const found = { name: 'found', what: namesOfFacts(returns, objectPlace('found')) };
    for (const part of ['item', 'confirm', 'pick'] as const) {
      const source = step[part];
      if (source !== undefined) node[part] = bindTemplate(b, place, source, [...at, part], found);
    }
  });
  for (const outcome of OUTCOMES) {
    const steps = step.on?.[outcome];
    if (steps === undefined) continue;
    const gate: Gate = { parent: place.gate, nodes: [], gates: [], outcome: { slot: node.slot, is: outcome } };
    const index = block.gates.push(gate) - 1;
    block.gates[place.gate]?.gates.push(index);
    walk.steps({ ...place, gate: index, at: [...at, 'on', outcome] }, steps);
  }
  if (step.on?.many !== undefined && step.pick !== undefined) {
    instance.report('branch_dead', [...at, 'on', 'many'], { branch: 'many', because: 'pick' });
  }
  const asks = step.confirm !== undefined || step.on?.one !== undefined;
  if (asks && step.pick === undefined && step.on?.many === undefined) instance.report('many_ignored', at);
}
