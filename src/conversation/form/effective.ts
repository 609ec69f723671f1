/** What holds in a slot now, given what was answered: the value that expressions, review and record see. */
import type { FieldNode, ListNode, PlanNode } from '../compile/plan.js';
import type { Frame } from '../expressions/frame.js';
import { keyOf } from './args.js';
import { type BlockState, type Finding, type ListState, listIn, NONE, type ServiceAnswer, STALE } from './state.js';
import { fromExpression } from './value.js';

/** @param frame for evaluating in the node's state. Sets or clears the mark of a lookup whose question has changed. */
export function effectiveValue(node: PlanNode, state: BlockState, frame: Frame): unknown {
  const { slot } = node;
  if (state.open[node.gate] !== true) return undefined;
  const input = state.input[slot];
  switch (node.kind) {
    case 'field':
      return fieldValue(node, input, frame);
    case 'computed':
      return fromExpression(node.field, node.value.evaluate(frame));
    case 'given':
      return input ?? (node.value === undefined ? undefined : fromExpression(node.field, node.value.evaluate(frame)));
    case 'lookup': {
      const finding = input as Finding | undefined;
      const fresh = finding !== undefined && finding.key === keyOf(node.args, frame);
      const mark = state.mark[slot] ?? 0;
      state.mark[slot] = fresh ? mark & ~STALE : mark | STALE;
      return fresh ? finding.item : undefined;
    }
    case 'list':
      return listValue(node, state, frame);
    default:
      return undefined;
  }
}

function fieldValue(node: FieldNode, input: unknown, frame: Frame): unknown {
  if (input === NONE) return undefined;
  if (input === undefined) {
    return node.suggestion === undefined ? undefined : fromExpression(node.field, node.suggestion.evaluate(frame));
  }
  if (node.from === undefined) return input;
  const answer = input as ServiceAnswer;
  return answer.key === keyOf(node.from.args, frame) ? answer.value : undefined;
}

/** All entries, or as many as `count` says. */
function listValue(node: ListNode, state: BlockState, frame: Frame): ListState {
  const list = listIn(state, node.slot);
  const wanted = wantedEntries(node, frame);
  if (wanted === undefined || wanted >= list.items.length) return list;
  return { next: list.next, items: list.items.slice(0, wanted), first: Math.min(list.first, wanted), owner: null };
}

/** How many entries there must be exactly; undefined when people decide. */
export function wantedEntries(node: ListNode, frame: Frame): number | undefined {
  if (node.count === undefined) return undefined;
  const count = node.count.evaluate(frame);
  return typeof count === 'number' ? Math.min(Math.max(Math.round(count), 0), node.max) : 0;
}
