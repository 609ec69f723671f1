/** Conditions, suggestions and filters that need what is asked only later. */

import type { Report } from '../compile/finding.js';
import type { Block, FieldNode, Plan } from '../compile/plan.js';
import type { Expression } from '../expressions/expression.js';
import type { Place } from '../expressions/names.js';

export function lintOrder(plan: Plan, report: Report): void {
  for (const block of plan.blocks) {
    for (const gate of block.gates) {
      const first = gate.nodes[0] ?? firstBelow(block, gate.gates);
      const node = first === undefined ? undefined : block.nodes[first];
      if (gate.when === undefined || node === undefined) continue;
      const later = laterRead(plan, block, node.slot, gate.when);
      if (later !== undefined) report('when_reads_later', [...node.at, 'when'], { path: later });
    }
    for (const node of block.nodes) if (node.kind === 'field') lintField(plan, block, node, report);
  }
}

function firstBelow(block: Block, gates: readonly number[]): number | undefined {
  const found = gates.flatMap((g) => block.gates[g]?.nodes ?? []);
  return found.length === 0 ? undefined : Math.min(...found);
}

function lintField(plan: Plan, block: Block, node: FieldNode, report: Report): void {
  const parts = [
    ['default', node.suggestion],
    ['choices', node.filter],
  ] as const;
  for (const [part, expression] of parts) {
    const later = expression === undefined ? undefined : laterRead(plan, block, node.slot, expression);
    if (later !== undefined) report('reads_later', [...node.at, part], { path: later });
  }
}

/** Path of a field that an expression at a slot reads and that is asked there or later. */
function laterRead(plan: Plan, block: Block, slot: number, expression: Expression): string | undefined {
  return expression.reads.map((place) => askedLater(plan, block, slot, place, 0)).find((path) => path !== undefined);
}

function askedLater(plan: Plan, block: Block, slot: number, place: Place, depth: number): string | undefined {
  const source = plan.blocks[place.scope];
  const node = source?.nodes[place.slot];
  // depth: computed values through each other; a circle is a finding of its own
  if (source === undefined || node === undefined || place.any === true || depth > 50) return undefined;
  if (node.kind === 'computed') {
    return node.value.reads
      .map((inner) => askedLater(plan, block, slot, inner, depth + 1))
      .find((path) => path !== undefined);
  }
  if (node.kind !== 'field' && node.kind !== 'list' && node.kind !== 'lookup') return undefined;
  const at = slotIn(block, source, slot);
  return at !== undefined && place.slot >= at && !(source !== block && place.slot === at) ? node.path : undefined;
}

/** Where a slot of a block lies in an outer block. */
function slotIn(block: Block, outer: Block, slot: number): number | undefined {
  let at = slot;
  for (let b = block; b !== outer; b = b.parent.block) {
    if (b.parent === undefined) return undefined;
    at = b.parent.slot;
  }
  return at;
}
