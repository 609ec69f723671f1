/** A compiled flow: flat lists of nodes whose identity is their field path, conditions as gates, and who depends on whom. */
import type { FieldDef, Option, RecordCheck } from '../../../schemas/field.js';
import type { FlowDocument } from '../../../schemas/flow.js';
import type { Expression } from '../expressions/expression.js';
import type { Template } from '../expressions/template.js';
import type { RecordKind } from '../registry.js';

/** Names and the expressions that give their values. */
export type Args = readonly (readonly [string, Expression])[];

/** The way to a place in the YAML document: `['steps', 3, 'ask']`. */
export type YamlPath = readonly (string | number)[];

/** What every node has. Its slot is its number in the block and the place of its value. */
interface Common {
  slot: number;
  /** Path inside the block (`name` in an entry of `workers`), or a name of its own for nodes without a field. */
  path: string;
  gate: number;
  /** Index of the section, -1 for none. */
  section: number;
  at: YamlPath;
}

/** An option of an inline field may carry attributes for filters. */
export type OptionWithAttributes = Option & { attributes?: Readonly<Record<string, string | number | boolean>> };

export interface FieldNode extends Common {
  kind: 'field';
  field: FieldDef;
  /** Part of the record; else it goes along as an extra. */
  inRecord: boolean;
  say?: Template;
  hint?: Template;
  required: boolean | Expression;
  constraint?: Expression;
  message?: Template;
  warnIf?: Expression;
  warn?: Template;
  suggestion?: Expression;
  keep: boolean;
  filter?: Expression;
  /** Options come from a service. */
  from?: { action: string; args: Args };
  /** “There is none” is taken although the field is required. */
  noneAllowed: boolean;
  /** Media that are taken instead, with the slot they go to. */
  media: readonly { kind: 'photo' | 'file' | 'location'; slot: number }[];
  /** Fields asked in one message have the same number; -1 alone. */
  group: number;
}

export interface ComputedNode extends Common {
  kind: 'computed';
  field: FieldDef;
  inRecord: boolean;
  value: Expression;
}

/** A value handed in at the start. */
export interface GivenNode extends Common {
  kind: 'given';
  field: FieldDef;
  inRecord: boolean;
  /** In a subflow: what its user hands over. */
  value?: Expression;
}

export interface NoteNode extends Common {
  kind: 'note';
  text: Template;
}

export interface LookupNode extends Common {
  kind: 'lookup';
  action: string;
  args: Args;
  item?: Template;
  confirm?: Template;
  pick?: Template;
}

export interface ListNode extends Common {
  kind: 'list';
  block: Block;
  title: string;
  inRecord: boolean;
  item?: Template;
  min: number;
  max: number;
  count?: Expression;
}

export interface ReviewNode extends Common {
  kind: 'review';
  text?: Template;
}

export interface SubmitNode extends Common {
  kind: 'submit';
  action: string;
  args: Args;
  partial: boolean;
  done?: Template;
}

export interface StopNode extends Common {
  kind: 'stop';
  text: Template;
}

export interface GoNode extends Common {
  kind: 'go';
  flow: string;
  args: Args;
}

export type PlanNode =
  | FieldNode
  | ComputedNode
  | GivenNode
  | NoteNode
  | LookupNode
  | ListNode
  | ReviewNode
  | SubmitNode
  | StopNode
  | GoNode;

export type Found = 'one' | 'many' | 'none';

/** A condition for nodes and for other gates. Gate 0 of a block is always open. */
export interface Gate {
  parent: number;
  when?: Expression;
  /** Open when a lookup ended like this. */
  outcome?: { slot: number; is: Found };
  nodes: number[];
  gates: number[];
}

/** A rule of the record inside one block. It is held against the answer of `owner`, the last of its fields to be asked. */
export interface BlockCheck {
  check: RecordCheck;
  reads: readonly number[];
  /** Slots of what can be changed when it fails. */
  mends: readonly number[];
  owner: number;
  /** From the record's path of a field to its path in the block. */
  local: (path: string) => string;
}

export interface Section {
  title: Template;
  /** First node of the section. */
  first: number;
  gate: number;
}

/** What has to be worked out again when something changes, in an order in which nothing is worked out twice. */
export interface Reaction {
  rank: number;
  block: Block;
  kind: 'gate' | 'value' | 'check' | 'record-check';
  /** Gate, node or check it is about. */
  index: number;
}

/** A reaction to a change; all states of its block below the common level react. */
export interface Trigger {
  reaction: Reaction;
  level: number;
}

/** The flow itself (level 0), or one entry of a repeat. */
export interface Block {
  index: number;
  level: number;
  /** The list node this block is an entry of. */
  parent?: { block: Block; slot: number };
  nodes: PlanNode[];
  gates: Gate[];
  checks: BlockCheck[];
  sections: Section[];
  /** Slots by path; media fields and computed ones included. */
  slots: Map<string, number>;
  /** By slot. */
  triggers: Trigger[][];
  /** Slots whose value is what was answered, always: no condition, no suggestion, no service. And slots of lists. */
  plain: readonly number[];
  lists: readonly number[];
  /** Slots whose answers are more than a value: choices from services, lookups, lists. */
  apart: readonly number[];
  /** Reactions of gates by gate, of values by slot, of rules. */
  reactions: { gates: (Reaction | undefined)[]; values: (Reaction | undefined)[]; rules: Reaction[] };
}

export interface Plan {
  id: string;
  version: string;
  document: FlowDocument;
  record?: RecordKind;
  blocks: Block[];
  root: Block;
  /** By rank. */
  reactions: Reaction[];
  /** Slots of the root block whose nodes are reviews: every change reopens them. */
  reviews: readonly number[];
  /** Labels and other names of all fields and lists: what a person can ask to correct. */
  labels: readonly string[];
  /** What record checks may know, by name. */
  facts: Args;
  timeouts: { remindMs: number; parkMs: number; expireMs: number };
  /** The flow that follows this one. */
  back?: { flow: string; args: Args; when?: Expression };
  /** Slot of the root block that keeps what is said beside a question. */
  aside?: number;
}

export function nodeAt(block: Block, slot: number): PlanNode {
  const node = block.nodes[slot];
  if (node === undefined) throw new RangeError(`block ${block.index} has no slot ${slot}`);
  return node;
}

/** Path of a block's nodes from the record: `workers[].`, or empty for the flow itself. */
export function prefixOf(block: Block): string {
  if (block.parent === undefined) return '';
  return `${prefixOf(block.parent.block)}${nodeAt(block.parent.block, block.parent.slot).path}[].`;
}
