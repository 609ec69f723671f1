/** What the parts of the compiler share while a flow is built: blocks so far, names so far, and what is to be bound later. */
import type { FieldDef } from '../../../schemas/field.js';
import type { FlowDocument } from '../../../schemas/flow.js';
import type { Step } from '../../../schemas/flow-steps.js';
import { type Group, type Name, nameOfField, namesOfFacts, objectPlace, putName } from '../expressions/names.js';
import { type ExpressionScope, makeScope } from '../expressions/scope.js';
import type { Registry } from '../registry.js';
import { type FieldSource, fieldSource } from './fields.js';
import type { Report } from './finding.js';
import type { Block, PlanNode, YamlPath } from './plan.js';

/** One use of a flow's document: the flow itself, or a subflow put into it. */
export interface Instance {
  document: FlowDocument;
  source: FieldSource;
  /** Before the paths of its fields in its first block: `contact.`. */
  prefix: string;
  block: Block;
  /** The flow it was put into, and the name it has there. */
  outer?: { instance: Instance; as: string };
  /** Names by block, without those of outer blocks. */
  names: Map<Block, Group>;
  scopes: Map<Block, ExpressionScope>;
  /** Reports of subflows are made where the subflow itself is compiled. */
  report: Report;
}

export interface Builder {
  registry: Registry;
  find: (flow: string) => FlowDocument | undefined;
  blocks: Block[];
  /** What can only be done when all steps have been walked, and when all names are known. */
  settle: (() => void)[];
  later: (() => void)[];
  /** Number of groups of fields asked together. */
  groups: number;
  /** The flow itself, which decides what belongs to the record, and the subflows put into it. */
  main: Instance;
  instances: Instance[];
}

/** Where the walk is. */
export interface Place {
  instance: Instance;
  block: Block;
  gate: number;
  section: number;
  at: YamlPath;
  /** Flows that are being put into each other, outermost first. */
  within: readonly string[];
}

/** How the walk goes on below a step. */
export interface Walk {
  steps: (place: Place, steps: readonly Step[]) => void;
  step: (place: Place, step: Step) => void;
}

export function newBlock(b: { blocks: Block[] }, parent?: { block: Block; slot: number }): Block {
  const block: Block = {
    index: b.blocks.length,
    level: parent === undefined ? 0 : parent.block.level + 1,
    ...(parent !== undefined && { parent }),
    nodes: [],
    gates: [{ parent: 0, nodes: [], gates: [] }],
    checks: [],
    sections: [],
    slots: new Map(),
    triggers: [],
    plain: [],
    lists: [],
    apart: [],
    reactions: { gates: [], values: [], rules: [] },
  };
  b.blocks.push(block);
  return block;
}

export function newInstance(
  registry: Registry,
  document: FlowDocument,
  block: Block,
  prefix: string,
  report: Report,
): Instance {
  const record = document.record === undefined ? undefined : registry.records.get(document.record);
  if (document.record !== undefined && record === undefined) {
    report('record_unknown', ['record'], { name: document.record, known: [...registry.records.keys()].join(', ') });
  }
  const source = fieldSource(document, record);
  return { document, source, prefix, block, names: new Map(), scopes: new Map(), report };
}

/** Puts a new node into the block. It is the object itself that goes in: copies by spreading are slower to read ever after. */
export function addNode<N extends PlanNode>(place: Place, node: Omit<N, 'slot' | 'gate' | 'section'>): N {
  const { block, gate, section } = place;
  const slot = block.nodes.length;
  const added = Object.assign(node, { slot, gate, section }) as unknown as N;
  block.nodes.push(added);
  block.triggers.push([]);
  block.gates[gate]?.nodes.push(slot);
  return added;
}

export function namesOf(instance: Instance, block: Block): Group {
  let names = instance.names.get(block);
  if (names === undefined) {
    names = { is: 'group', fields: new Map() };
    instance.names.set(block, names);
  }
  return names;
}

/** Makes a node's value readable by expressions of its flow, and by those of the flow it was put into (`boss.name`). */
export function addName(place: Place, name: string, what: Name): void {
  const { block, at } = place;
  let { instance } = place;
  let known = name;
  for (;;) {
    if (!putName(namesOf(instance, block), known.split('.'), what)) instance.report('name_taken', at, { name: known });
    if (instance.outer === undefined || instance.block !== block) return;
    known = `${instance.outer.as}.${known}`;
    instance = instance.outer.instance;
  }
}

export function addFieldName(place: Place, name: string, field: FieldDef, slot: number): void {
  const { block } = place;
  addName(place, name, nameOfField(field, { level: block.level, scope: block.index, slot }));
}

/** Names for the expressions of one block: its own, those of the blocks around it, the person, today. */
export function scopeFor(b: Builder, instance: Instance, block: Block): ExpressionScope {
  const existing = instance.scopes.get(block);
  if (existing !== undefined) return existing;
  const all: Group = { is: 'group', fields: new Map() };
  for (let inner: Block | undefined = block; inner !== undefined; inner = inner.parent?.block) {
    for (const [key, name] of namesOf(instance, inner).fields) {
      if (!all.fields.has(key)) all.fields.set(key, name);
    }
    if (inner === instance.block) break;
  }
  const own = [...all.fields.keys()];
  const common: [string, Name][] = [
    ['me', namesOfFacts(b.registry.me, objectPlace('me'))],
    ['today', { is: 'leaf', type: 'text', place: objectPlace('today') }],
  ];
  for (const [key, name] of common) {
    if (all.fields.has(key)) instance.report('name_reserved', ['steps'], { name: key });
    else all.fields.set(key, name);
  }
  // a field of that name goes before
  const { parent } = block;
  if (parent !== undefined && block !== instance.block && !all.fields.has('index')) {
    const place = { level: parent.block.level, scope: parent.block.index, slot: parent.slot, position: true } as const;
    all.fields.set('index', { is: 'leaf', type: 'number', place });
  }
  const scope = makeScope(all);
  for (const name of scope.reserved) if (own.includes(name)) instance.report('name_reserved', ['steps'], { name });
  instance.scopes.set(block, scope);
  return scope;
}
