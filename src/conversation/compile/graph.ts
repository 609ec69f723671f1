/**
 * Who depends on whom: every gate, suggested, computed and looked-up value and every rule becomes a reaction, ranked so that
 * whatever it reads has been worked out before. A change then costs what depends on it, not the size of the flow.
 */
import type { Expression } from '../expressions/expression.js';
import type { Place } from '../expressions/names.js';
import type { Args, Block, Gate, PlanNode, Reaction } from './plan.js';

interface Vertex extends Reaction {
  reads: readonly Place[];
  /** Gates and values of its own block that must be known before. */
  gate: number;
}

/** @param onCycle gets the node or gate that waits for itself */
export function linkReactions(
  blocks: readonly Block[],
  facts: Args,
  onCycle: (block: Block, slot: number) => void,
): Reaction[] {
  const gates = new Map<Gate, Vertex>();
  const values = new Map<PlanNode, Vertex>();
  const rules: Vertex[] = [];
  for (const block of blocks) collect(block, facts, gates, values, rules);

  const ranked: Reaction[] = [];
  const state = new Map<Vertex, 'open' | 'done'>();
  const before = (vertex: Vertex): Vertex[] => {
    const { block } = vertex;
    const found = [block.gates[vertex.gate]].flatMap((gate) => (gate && gates.get(gate)) ?? []);
    for (const { scope, slot } of vertex.reads) {
      const node = blocks[scope]?.nodes[slot];
      const gate = node && blocks[scope]?.gates[node.gate];
      found.push(...[gate && gates.get(gate), node && values.get(node)].filter((each) => each !== undefined));
    }
    return found;
  };
  const rank = (vertex: Vertex): void => {
    if (state.get(vertex) === 'done') return;
    if (state.get(vertex) === 'open') {
      onCycle(vertex.block, vertex.kind === 'gate' ? firstNode(vertex) : vertex.index);
      return;
    }
    state.set(vertex, 'open');
    for (const each of before(vertex)) rank(each);
    state.set(vertex, 'done');
    vertex.rank = ranked.push(vertex) - 1;
  };
  for (const vertex of [...gates.values(), ...values.values()]) rank(vertex);
  for (const vertex of rules) vertex.rank = ranked.push(vertex) - 1;
  for (const vertex of ranked as Vertex[]) {
    addTriggers(blocks, vertex);
    const { gates: byGate, values: bySlot, rules: others } = vertex.block.reactions;
    if (vertex.kind === 'gate') byGate[vertex.index] = vertex;
    else if (vertex.kind === 'value') bySlot[vertex.index] = vertex;
    else others.push(vertex);
  }
  for (const block of blocks) {
    const isPlain = ({ kind, gate, slot }: PlanNode) =>
      (kind === 'field' || kind === 'given') && gate === 0 && block.reactions.values[slot] === undefined;
    block.plain = block.nodes.filter(isPlain).map(({ slot }) => slot);
    const isApart = (node: PlanNode) =>
      node.kind === 'lookup' || node.kind === 'list' || (node.kind === 'field' && node.from !== undefined);
    block.apart = block.nodes.filter(isApart).map(({ slot }) => slot);
    block.lists = block.nodes.filter(({ kind }) => kind === 'list').map(({ slot }) => slot);
  }
  return ranked;
}

function firstNode({ block, index }: Vertex): number {
  const gate = block.gates[index];
  return gate?.nodes[0] ?? 0;
}

function collect(
  block: Block,
  facts: Args,
  gates: Map<Gate, Vertex>,
  values: Map<PlanNode, Vertex>,
  rules: Vertex[],
): void {
  block.gates.forEach((gate, index) => {
    if (index === 0) return;
    const outcome = gate.outcome && [{ level: block.level, scope: block.index, slot: gate.outcome.slot }];
    const reads = outcome ?? gate.when?.reads ?? [];
    gates.set(gate, { rank: -1, block, kind: 'gate', index, reads, gate: gate.parent });
  });
  const own = (slot: number): Place => ({ level: block.level, scope: block.index, slot });
  block.checks.forEach(({ reads }, index) => {
    const all = [...reads.map(own), ...facts.flatMap(([, fact]) => fact.reads)];
    rules.push({ rank: -1, block, kind: 'record-check', index, reads: all, gate: 0 });
  });
  for (const node of block.nodes) {
    const reads = readsOfValue(node);
    const common = { rank: -1, block, index: node.slot, gate: node.gate };
    if (reads !== undefined) values.set(node, { ...common, kind: 'value', reads });
    const rule = readsOfRules(node, block);
    if (rule !== undefined) rules.push({ ...common, kind: 'check', reads: [...rule, own(node.slot)] });
  }
}

const readsOf = (args: Args) => args.flatMap(([, expression]) => expression.reads);

/** What the value of a node is worked out from; undefined when it is only what was answered. */
function readsOfValue(node: PlanNode): readonly Place[] | undefined {
  switch (node.kind) {
    case 'computed':
      return node.value.reads;
    case 'given':
      return node.value?.reads;
    case 'lookup':
      return readsOf(node.args);
    case 'field':
      if (node.suggestion === undefined && node.from === undefined) return undefined;
      return [...(node.suggestion?.reads ?? []), ...readsOf(node.from?.args ?? [])];
    case 'list':
      return node.count?.reads;
    default:
      return undefined;
  }
}

/** What the rules of a field read; undefined when it has none. */
function readsOfRules(node: PlanNode, block: Block): readonly Place[] | undefined {
  if (node.kind !== 'field') return undefined;
  const { constraint, warnIf, filter, required } = node;
  const conditions = [constraint, warnIf, filter, typeof required === 'object' ? required : undefined];
  const given = conditions.filter((each): each is Expression => each !== undefined);
  if (given.length === 0 && !block.checks.some(({ owner }) => owner === node.slot)) return undefined;
  return given.flatMap(({ reads }) => reads);
}

function addTriggers(blocks: readonly Block[], vertex: Vertex): void {
  for (const { scope, slot, any } of vertex.reads) {
    const source = blocks[scope];
    const triggers = source?.triggers[slot];
    if (source === undefined || triggers === undefined) continue;
    const level = commonLevel(source, vertex.block, any === true);
    const known = triggers.find(({ reaction }) => reaction === vertex);
    if (known === undefined) triggers.push({ reaction: vertex, level });
    else known.level = Math.min(known.level, level);
  }
}

/** The deepest level that a changed value and its reader share: readers below it all react. */
function commonLevel(source: Block, reader: Block, any: boolean): number {
  let a: Block = any ? (source.parent?.block ?? source) : source;
  let b: Block = reader;
  while (a !== b) {
    if (a.level >= b.level && a.parent !== undefined) a = a.parent.block;
    else if (b.parent !== undefined) b = b.parent.block;
    else break;
  }
  return a.level;
}
