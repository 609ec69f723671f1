/** An answer tried before it is taken: what a rule refuses is not taken, what a rule doubts is taken and must be confirmed. */
import type { FieldNode } from '../compile/plan.js';
import { renderTemplate } from '../expressions/template.js';
import { endWork, setInput } from './change.js';
import { chainOf, nodeOf, type Ref, sameRef } from './ref.js';
import { isRequired } from './rules.js';
import { BAD, type BlockState, type Form, NONE } from './state.js';
import { checkValue, type ValueFault } from './value.js';
import { failingChecks } from './violations.js';
import { beginWork, frameOf } from './work.js';

export type Tried =
  | { ok: true; form: Form; broken: Ref[]; dropped: Ref[] }
  /** The value does not fit the field. */
  | { ok: false; why: 'value'; fault: ValueFault; message: string }
  | { ok: false; why: 'required' }
  /** A rule refuses it; `fields` could be changed instead. */
  | { ok: false; why: 'rule'; message: string; check?: string; fields: Ref[] }
  | { ok: false; why: 'gone' };

/** @param value NONE for “there is none”; a `ServiceAnswer` for options of a service */
export function tryAnswer(form: Form, ref: Ref, value: unknown): Tried {
  const node = nodeOf(ref);
  const chain = chainOf(form, ref);
  if (chain === undefined || node.kind !== 'field') return { ok: false, why: 'gone' };
  let input = value;
  if (value === NONE) {
    if (isRequired(node, frameOf(form.context, chain))) return { ok: false, why: 'required' };
  } else if (node.from === undefined) {
    const checked = checkValue(node.field, value);
    if (!checked.ok) return { ok: false, why: 'value', fault: checked.fault, message: checked.message };
    input = checked.value;
  }
  const work = beginWork(form);
  setInput(work, ref, input);
  const next = endWork(work);
  const refused = refusalOf(next, node, ref);
  if (refused !== undefined) return refused;
  return { ok: true, form: next, broken: work.broken.filter((each) => !sameRef(each, ref)), dropped: work.dropped };
}

function refusalOf(form: Form, node: FieldNode, ref: Ref): Extract<Tried, { why: 'rule' }> | undefined {
  const chain = chainOf(form, ref);
  if (chain === undefined) return undefined;
  const state = chain.at(-1) as BlockState;
  if (((state.mark[ref.slot] ?? 0) & BAD) === 0) return undefined;
  const [check] = failingChecks(form, chain, ref.slot, 'hard');
  if (check !== undefined) {
    const fields = check.reads.map((slot) => ({ ...ref, slot }));
    return { ok: false, why: 'rule', message: check.message, check: check.code, fields };
  }
  const message = node.message === undefined ? '' : renderTemplate(node.message, frameOf(form.context, chain));
  const fields = ruleReads(node, ref).filter((each) => !sameRef(each, ref));
  return { ok: false, why: 'rule', message, fields: [ref, ...fields] };
}

/** Asked fields of the same block that a field's own rule reads. */
export function ruleReads(node: FieldNode, ref: Ref): Ref[] {
  const reads = [...(node.constraint?.reads ?? []), ...(node.warnIf?.reads ?? [])];
  const slots = reads.filter(({ scope }) => scope === ref.block.index).map(({ slot }) => slot);
  return [...new Set(slots)]
    .filter((slot) => ref.block.nodes[slot]?.kind === 'field')
    .map((slot) => ({ ...ref, slot }));
}
