/** `use`: the steps of another flow, put in with a prefix. Values go in by `with` and come back by `returns`. */
import type { UseStep } from '../../../schemas/flow-steps.js';
import { valueTypeOf } from '../expressions/names.js';
import { CEL_TYPES } from '../expressions/scope.js';
import { addGiven, blockPath, fieldAt, isInRecord } from './ask.js';
import { bindExpression } from './bind.js';
import { addFieldName, addNode, type Builder, newInstance, type Place, type Walk } from './builder.js';
import type { ComputedNode } from './plan.js';

export function addUse(b: Builder, place: Place, step: UseStep, walk: Walk): void {
  const { at, instance, block } = place;
  const document = b.find(step.use);
  if (document === undefined) {
    instance.report('flow_unknown', [...at, 'use'], { name: step.use });
    return;
  }
  if (place.within.includes(step.use)) {
    instance.report('flow_recursion', [...at, 'use'], { name: step.use, way: [...place.within, step.use].join(' → ') });
    return;
  }
  const quiet = () => undefined;
  const made = newInstance(b.registry, document, block, `${blockPath(place, step.as)}.`, quiet);
  const inner = { ...made, outer: { instance, as: step.as } };
  const inside: Place = { ...place, instance: inner, within: [...place.within, step.use] };
  takeValues(b, place, step, inside);
  b.instances.push(inner);
  walk.steps({ ...inside, at: [...at, 'use'] }, document.steps);
  b.settle.push(() => {
    returnValues(b, place, step, inside);
  });
}

function takeValues(b: Builder, place: Place, step: UseStep, inside: Place): void {
  const { at, instance } = place;
  const takes = inside.instance.document.takes ?? [];
  for (const name of Object.keys(step.with ?? {})) {
    if (!takes.includes(name)) instance.report('takes_unknown', [...at, 'with', name], { name, flow: step.use });
  }
  for (const path of takes) {
    const source = step.with?.[path];
    const field = fieldAt(inside, path, []);
    if (field === undefined) continue;
    if (source === undefined) {
      instance.report('takes_missing', [...at, 'with'], { name: path, flow: step.use });
      continue;
    }
    const node = addGiven(b, inside, path, field);
    b.later.push(() => {
      const type = valueTypeOf(field.kind);
      node.value = bindExpression(b, place, source, [...at, 'with', path], type && CEL_TYPES[type]);
    });
  }
}

function returnValues(b: Builder, place: Place, step: UseStep, inside: Place): void {
  const { at, block, instance } = place;
  for (const [own, theirs] of Object.entries(step.returns ?? {})) {
    const field = fieldAt(place, own, [...at, 'returns', own]);
    const slot = block.slots.get(blockPath(inside, theirs));
    const from = slot === undefined ? undefined : block.nodes[slot];
    if (field === undefined) continue;
    if (slot === undefined || from === undefined || !('field' in from) || from.field.kind !== field.kind) {
      instance.report('returns_unknown', [...at, 'returns', own], { path: theirs, flow: step.use });
      continue;
    }
    const path = blockPath(place, own);
    const read = { level: block.level, scope: block.index, slot };
    const value = {
      source: theirs,
      type: 'dyn',
      reads: [read],
      evaluate: (f: { at: readonly { value: readonly unknown[] }[] }) => f.at[block.level]?.value[slot],
    };
    const inRecord = isInRecord(b, place, path);
    const node = addNode<ComputedNode>(place, { kind: 'computed', path, at, field, inRecord, value });
    block.slots.set(path, node.slot);
    addFieldName(place, own, field, node.slot);
  }
}
