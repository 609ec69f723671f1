/** `repeat`: a list node, and a block for one entry. */
import type { RepeatStep } from '../../../schemas/flow-steps.js';
import { CEL_TYPES } from '../expressions/scope.js';
import { blockPath, isInRecord, listPrefix } from './ask.js';
import { bindExpression, bindTemplate } from './bind.js';
import { addName, addNode, type Builder, namesOf, newBlock, type Place, type Walk } from './builder.js';
import { nearest } from './nearest.js';
import type { ListNode } from './plan.js';

/** Entries of one list at most. */
const MAX_ENTRIES = 500;

export function addRepeat(b: Builder, place: Place, step: RepeatStep, walk: Walk): void {
  const { at, block, instance } = place;
  const full = `${listPrefix(place)}${step.repeat}`;
  const list = instance.source.lists.get(full);
  if (list === undefined) {
    const known = [...instance.source.lists.keys()];
    instance.report('list_unknown', [...at, 'repeat'], { path: full, near: nearest(full, known) });
    return;
  }
  const path = blockPath(place, step.repeat);
  if (block.slots.has(path)) {
    instance.report('field_twice', [...at, 'repeat'], { path: step.repeat });
    return;
  }
  const min = step.min ?? list.minItems ?? 0;
  const max = Math.min(step.max ?? list.maxItems ?? MAX_ENTRIES, MAX_ENTRIES);
  if (min > max) instance.report('repeat_bounds', at, { min, max });
  const slot = block.nodes.length;
  const inner = newBlock(b, { block, slot });
  const node = addNode<ListNode>(place, {
    kind: 'list',
    path,
    at,
    block: inner,
    title: step.title ?? list.label,
    inRecord: isInRecord(b, place, path),
    min,
    max,
  });
  block.slots.set(path, slot);
  const entry: Place = { ...place, block: inner, gate: 0, section: -1, at: [...at, 'each'] };
  if (Array.isArray(step.each)) walk.steps(entry, step.each);
  else walk.step(entry, step.each);
  const listPlace = { level: block.level, scope: block.index, slot };
  addName(place, step.repeat, { is: 'list', place: listPlace, item: namesOf(instance, inner) });
  b.later.push(() => {
    if (step.item !== undefined) node.item = bindTemplate(b, entry, step.item, [...at, 'item']);
    if (step.count !== undefined) {
      node.count = bindExpression(b, place, step.count, [...at, 'count'], CEL_TYPES.number);
    }
  });
}
