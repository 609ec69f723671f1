/** Reactions carried out, in rank order: gates open and close, values are worked out, rules judge. */
import { nodeAt, type Reaction } from '../compile/plan.js';
import { equal } from '../expressions/evaluate.js';
import { argsIn } from './args.js';
import { effectiveValue } from './effective.js';
import { refOf } from './ref.js';
import { checkHolds, checkMark, marksOfField } from './rules.js';
import { BAD, type BlockState, type Chain, DONE, DOUBT, type Finding, ODD, STALE, SURE } from './state.js';
import { enqueue, frameAt, touch, type Work } from './work.js';

/** Lets everything that waits react, until nothing waits. */
export function propagate(work: Work): void {
  const { reactions } = work.plan;
  for (let rank = work.lowest; rank < reactions.length; rank++) {
    const waiting = work.dirty[rank];
    const reaction = reactions[rank];
    if (waiting === undefined || reaction === undefined) continue;
    work.dirty[rank] = undefined;
    for (const chain of waiting) react(work, reaction, chain);
  }
  work.lowest = Number.POSITIVE_INFINITY;
}

/** Carries out one reaction in one state. */
export function react(work: Work, reaction: Reaction, chain: Chain): void {
  const { kind, index } = reaction;
  if (kind === 'gate') openOrClose(work, chain, index);
  else if (kind === 'value') refresh(work, chain, index);
  else if (kind === 'check') judgeField(work, chain, index);
  else judgeRecord(work, chain, index);
}

function openOrClose(work: Work, chain: Chain, index: number): void {
  const state = chain.at(-1) as BlockState;
  const { block } = state;
  const gate = block.gates[index];
  if (gate === undefined) return;
  const open = state.open[gate.parent] === true && gateHolds(work, chain, index);
  if (open === state.open[index]) return;
  state.open[index] = open;
  for (const slot of gate.nodes) {
    const own = block.reactions.values[slot];
    if (own !== undefined) enqueue(work, own, chain);
    else refresh(work, chain, slot);
    state.first = Math.min(state.first, slot);
  }
  for (const inner of gate.gates) {
    const reaction = block.reactions.gates[inner];
    if (reaction !== undefined) enqueue(work, reaction, chain);
  }
}

function gateHolds(work: Work, chain: Chain, index: number): boolean {
  const state = chain.at(-1) as BlockState;
  const gate = state.block.gates[index];
  if (gate?.outcome !== undefined) {
    const { slot, is } = gate.outcome;
    const finding = state.input[slot] as Finding | undefined;
    return finding?.found === is && ((state.mark[slot] ?? 0) & STALE) === 0;
  }
  return gate?.when?.evaluate(frameAt(work, chain)) === true;
}

/** Works out what holds in a slot; whoever reads it reacts when it has changed. */
export function refresh(work: Work, chain: Chain, slot: number): void {
  const state = chain.at(-1) as BlockState;
  const node = nodeAt(state.block, slot);
  const old = state.value[slot];
  const stale = (state.mark[slot] ?? 0) & STALE;
  const value = effectiveValue(node, state, frameAt(work, chain));
  const same = equal(old, value) && stale === ((state.mark[slot] ?? 0) & STALE);
  if (same) return;
  state.value[slot] = value;
  if (node.kind === 'field' && old !== undefined && state.input[slot] !== undefined && value === undefined) {
    if (state.input[slot] !== null) work.dropped.push(refOf(chain, slot));
  }
  touch(work, chain, slot);
}

/** Judges a field by its own rules. Confirmed doubts are doubted again, because something they depend on has changed. */
function judgeField(work: Work, chain: Chain, slot: number): void {
  const state = chain.at(-1) as BlockState;
  const node = nodeAt(state.block, slot);
  if (node.kind !== 'field') return;
  const old = state.mark[slot] ?? 0;
  const marks = marksOfField(node, state, frameAt(work, chain));
  state.mark[slot] = marks | (old & DONE);
  if ((marks & (BAD | DOUBT | ODD)) === 0) return;
  state.first = Math.min(state.first, slot);
  if ((marks & BAD) !== 0 && (old & BAD) === 0 && state.input[slot] !== undefined) {
    work.broken.push(refOf(chain, slot));
  }
}

function judgeRecord(work: Work, chain: Chain, index: number): void {
  const state = chain.at(-1) as BlockState;
  const { block } = state;
  const own = block.checks[index];
  if (own === undefined || own.check.atEnd === true) return;
  const holds = checkHolds(own, chain, work.context, factsOf(work));
  const at = checkMark(block, index);
  const old = state.mark[at] ?? 0;
  state.mark[at] = holds ? 0 : own.check.level === 'hard' ? BAD : DOUBT;
  if (old === state.mark[at] && (old & SURE) === 0) return;
  const reaction = block.reactions.rules.find((each) => each.kind === 'check' && each.index === own.owner);
  if (reaction !== undefined) enqueue(work, reaction, chain);
}

/** What the flow tells the record's rules beside the record. */
export function factsOf(work: Work): Record<string, unknown> {
  const { facts } = work.plan;
  return facts.length === 0 ? {} : argsIn(facts, frameAt(work, [work.root]));
}
