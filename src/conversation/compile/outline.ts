/** Walks the steps of a flow and makes nodes and gates of them. Expressions are bound afterwards, when all names are known. */
import type { SectionStep, Step } from '../../../schemas/flow-steps.js';
import { valueTypeOf } from '../expressions/names.js';
import { CEL_TYPES } from '../expressions/scope.js';
import { addAsk, blockPath, fieldAt, isInRecord } from './ask.js';
import { bindCondition, bindExpression, bindOnward, bindTemplate } from './bind.js';
import { addFieldName, addNode, type Builder, type Place, type Walk } from './builder.js';
import { addLookup } from './lookup.js';
import type { ComputedNode, Gate, GoNode, NoteNode, ReviewNode, StopNode } from './plan.js';
import { addRepeat } from './repeat.js';
import { addSubmit } from './submit.js';
import { addUse } from './use.js';
import { contentHash } from './version.js';

export function addSteps(b: Builder, place: Place, steps: readonly Step[]): void {
  steps.forEach((step, i) => {
    addStep(b, { ...place, at: [...place.at, i] }, step);
  });
}

/** Steps that finish a flow: left out where it is put into another one. */
const FINISHING = ['review', 'submit'] as const;
/** Steps that cannot stand inside a repeat. */
const NOT_IN_REPEAT = ['review', 'submit', 'stop', 'go'] as const;

function has(step: Step, verbs: readonly string[]): boolean {
  return step === 'review' ? verbs.includes('review') : verbs.some((verb) => verb in step);
}

function addStep(b: Builder, outer: Place, step: Step): void {
  if (outer.within.length > 1 && has(step, FINISHING)) return;
  if (outer.block.level > 0 && has(step, NOT_IN_REPEAT)) {
    outer.instance.report('not_in_repeat', outer.at);
    return;
  }
  if (step === 'review') {
    addNode<ReviewNode>(outer, { kind: 'review', path: 'review', at: outer.at });
    return;
  }
  const walk: Walk = {
    steps: (at, steps) => addSteps(b, at, steps),
    step: (at, inner) => addStep(b, at, inner),
  };
  const place = step.when === undefined ? outer : behindGate(b, outer, step.when);
  if ('ask' in step) addAsk(b, place, step);
  else if ('compute' in step) addCompute(b, place, step);
  else if ('section' in step) addSection(b, place, step, walk);
  else if ('repeat' in step) addRepeat(b, place, step, walk);
  else if ('use' in step) addUse(b, place, step, walk);
  else if ('lookup' in step) addLookup(b, place, step, walk);
  else if ('review' in step) addReview(b, place, step);
  else if ('submit' in step) addSubmit(b, place, step);
  else if ('stop' in step) addStop(b, place, step);
  else if ('go' in step) addGo(b, place, step);
  else addNote(b, place, step);
}

/** The place behind a condition of its own. */
function behindGate(b: Builder, place: Place, when: string | boolean): Place {
  const gate: Gate = { parent: place.gate, nodes: [], gates: [] };
  const { block, instance } = place;
  const index = block.gates.push(gate) - 1;
  block.gates[place.gate]?.gates.push(index);
  b.later.push(() => {
    gate.when = bindCondition(b, place, when, [...place.at, 'when']);
    if (gate.when.reads.length === 0 && /^(true|false)$/.test(gate.when.source.trim())) {
      instance.report('when_constant', [...place.at, 'when'], { value: gate.when.source });
    }
  });
  return { ...place, gate: index };
}

function addSection(b: Builder, place: Place, step: SectionStep, walk: Walk): void {
  const { block, at, gate } = place;
  const section = { title: { source: '', parts: [], reads: [] }, first: block.nodes.length, gate };
  const index = block.sections.push(section) - 1;
  b.later.push(() => {
    Object.assign(section, { title: bindTemplate(b, place, step.section, [...at, 'section']) });
  });
  walk.steps({ ...place, section: index, at: [...at, 'steps'] }, step.steps);
}

function addCompute(b: Builder, place: Place, step: Extract<Step, { compute: string }>): void {
  const { at, block, instance } = place;
  const field = fieldAt(place, step.compute, [...at, 'compute']);
  if (field === undefined) return;
  const path = blockPath(place, step.compute);
  if (block.slots.has(path)) {
    instance.report('field_twice', [...at, 'compute'], { path: step.compute });
    return;
  }
  const type = valueTypeOf(field.kind);
  if (type === undefined) instance.report('compute_kind', [...at, 'compute'], { path: step.compute });
  const value = { source: '', type: 'dyn', evaluate: () => undefined, reads: [] };
  const node = addNode<ComputedNode>(place, {
    kind: 'computed',
    path,
    at,
    field,
    inRecord: isInRecord(b, place, path),
    value,
  });
  block.slots.set(path, node.slot);
  addFieldName(place, step.compute, field, node.slot);
  b.later.push(() => {
    node.value = bindExpression(b, place, step.value, [...at, 'value'], type && CEL_TYPES[type]);
  });
}

function addNote(b: Builder, place: Place, step: Extract<Step, { say: string }>): void {
  const { at } = place;
  const text = { source: step.say, parts: [], reads: [] };
  const node = addNode<NoteNode>(place, { kind: 'note', path: `say:${contentHash(step.say)}`, at, text });
  b.later.push(() => {
    node.text = bindTemplate(b, place, step.say, [...at, 'say']);
  });
}

function addReview(b: Builder, place: Place, step: Exclude<Extract<Step, { review: unknown }>, string>): void {
  const { at } = place;
  const node = addNode<ReviewNode>(place, { kind: 'review', path: 'review', at });
  const { review } = step;
  if (review === true) return;
  b.later.push(() => {
    node.text = bindTemplate(b, place, review, [...at, 'review']);
  });
}

function addStop(b: Builder, place: Place, step: Extract<Step, { stop: string }>): void {
  const { at } = place;
  const text = { source: step.stop, parts: [], reads: [] };
  const node = addNode<StopNode>(place, { kind: 'stop', path: `stop:${contentHash(step.stop)}`, at, text });
  b.later.push(() => {
    node.text = bindTemplate(b, place, step.stop, [...at, 'stop']);
  });
}

function addGo(b: Builder, place: Place, step: Extract<Step, { go: string }>): void {
  const { at } = place;
  const node = addNode<GoNode>(place, { kind: 'go', path: `go:${step.go}`, at, flow: step.go, args: [] });
  b.later.push(() => {
    node.args = bindOnward(b, place, { flow: step.go, given: step.with ?? {} }, [...at, 'go'], [...at, 'with']);
  });
}
