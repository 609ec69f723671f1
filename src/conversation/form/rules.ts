/** Rules of one field and of the record, evaluated: which answers they refuse, which they doubt. */
import type { Option } from '../../../schemas/field.js';
import type { Block, BlockCheck, FieldNode, OptionWithAttributes } from '../compile/plan.js';
import type { Frame } from '../expressions/frame.js';
import type { BlockState, Chain, FormContext } from './state.js';
import { BAD, DOUBT, NONE, ODD, SURE } from './state.js';

/** The options that a filter leaves, in the order of the field. */
export function offeredOptions(node: FieldNode, frame: Frame): readonly Option[] {
  const { field, filter } = node;
  const options = field.options ?? [];
  if (filter === undefined) return options;
  return options.filter((option) => filter.evaluate(withOption(frame, option)) === true);
}

function withOption(frame: Frame, { value, label, attributes }: OptionWithAttributes): Frame {
  return { ...frame, objects: { ...frame.objects, option: { ...attributes, value, label } } };
}

/** True when a chosen option is no longer on offer. */
export function isFilteredOut(node: FieldNode, value: unknown, frame: Frame): boolean {
  if (node.filter === undefined || node.from !== undefined) return false;
  const chosen = Array.isArray(value) ? value : [value];
  const options = node.field.options?.filter((option) => chosen.includes(option.value)) ?? [];
  return options.some((option) => node.filter?.evaluate(withOption(frame, option)) !== true);
}

export function isRequired({ required, noneAllowed }: FieldNode, frame: Frame): boolean {
  if (noneAllowed) return false;
  return typeof required === 'boolean' ? required : required.evaluate(frame) === true;
}

/** Marks of a field after its own rules and those of the record that are held against it. */
export function marksOfField(node: FieldNode, state: BlockState, frame: Frame): number {
  const { slot } = node;
  if (state.open[node.gate] !== true) return 0;
  const value = state.value[slot];
  if (value === undefined) {
    return state.input[slot] === NONE && typeof node.required === 'object' && isRequired(node, frame) ? BAD : 0;
  }
  let marks = node.warnIf?.evaluate(frame) === true ? DOUBT : 0;
  if (node.constraint?.evaluate(frame) === false || isFilteredOut(node, value, frame)) marks |= BAD;
  return marks | marksOfChecks(state, slot);
}

/** What the record's rules say against a field. */
export function marksOfChecks({ block, mark }: BlockState, slot: number): number {
  let marks = 0;
  block.checks.forEach(({ owner }, i) => {
    if (owner !== slot) return;
    const own = mark[block.nodes.length + i] ?? 0;
    if ((own & BAD) !== 0) marks |= BAD;
    if ((own & DOUBT) !== 0 && (own & SURE) === 0) marks |= ODD;
  });
  return marks;
}

/** True when a rule of the record holds, or cannot be judged yet. */
export function checkHolds(
  { check, reads, local }: BlockCheck,
  chain: Chain,
  context: FormContext,
  facts: Readonly<Record<string, unknown>>,
): boolean {
  const state = chain.at(-1) as BlockState;
  if (reads.some((slot) => state.value[slot] === undefined)) return true;
  return check.holds(valueGetter(state, local), { ...context.checkFacts, ...facts, today: context.today });
}

/** What a rule says about the record at hand. */
export function sentenceOf(
  { check, local }: BlockCheck,
  chain: Chain,
  context: FormContext,
  facts: Readonly<Record<string, unknown>>,
): string {
  const state = chain.at(-1) as BlockState;
  return check.say(valueGetter(state, local), { ...context.checkFacts, ...facts, today: context.today });
}

function valueGetter(state: BlockState, local: (path: string) => string): (path: string) => unknown {
  return (path) => {
    const slot = state.block.slots.get(local(path));
    return slot === undefined ? undefined : state.value[slot];
  };
}

export function checkMark(block: Block, index: number): number {
  return block.nodes.length + index;
}
