/** What keeps a form from being handed over, field by field; and the last look at the whole record. */
import { nodeAt } from '../compile/plan.js';
import { renderTemplate } from '../expressions/template.js';
import { argsIn } from './args.js';
import { recordOf } from './record.js';
import { type Ref, refOf } from './ref.js';
import { checkHolds, isRequired, sentenceOf } from './rules.js';
import { BAD, type BlockState, type Chain, type Form, type ListState, NONE } from './state.js';
import { checkValue, violationOf } from './value.js';
import { frameOf } from './work.js';

export interface Violation {
  ref: Ref;
  /** `type`: a value that the field cannot hold. `list`: too few entries. */
  kind: 'required' | 'type' | 'constraint' | 'list';
  /** The author's or the record's sentence; '' when there is none. */
  message: string;
  /** Code of the record's rule. */
  check?: string;
}

/** Everything that is missing or wrong in what is relevant, in the order of the flow. */
export function violations(form: Form): Violation[] {
  return violationsIn(form, [form.root]);
}

function violationsIn(form: Form, chain: Chain): Violation[] {
  const state = chain.at(-1) as BlockState;
  return state.block.nodes.flatMap((node): Violation[] => {
    if (state.open[node.gate] !== true) return [];
    if (node.kind === 'list') {
      const list = state.value[node.slot] as ListState | undefined;
      const short: Violation[] =
        list !== undefined && list.items.length < node.min
          ? [{ ref: refOf(chain, node.slot), kind: 'list', message: '' }]
          : [];
      return [...short, ...(list?.items ?? []).flatMap((item) => violationsIn(form, [...chain, item]))];
    }
    return node.kind === 'field' ? violationsOfField(form, chain, node.slot) : [];
  });
}

/** What is wrong with one field as it stands. */
export function violationsOfField(form: Form, chain: Chain, slot: number): Violation[] {
  const state = chain.at(-1) as BlockState;
  const node = nodeAt(state.block, slot);
  if (node.kind !== 'field') return [];
  const ref = refOf(chain, slot);
  const frame = frameOf(form.context, chain);
  const value = state.value[slot];
  if (value === undefined) {
    const stale = state.input[slot] !== undefined && state.input[slot] !== NONE;
    return stale || isRequired(node, frame) ? [{ ref, kind: 'required', message: '' }] : [];
  }
  const checked = checkValue(node.field, value, node.from === undefined ? undefined : []);
  if (!checked.ok && !(checked.fault === 'option' && node.from !== undefined)) {
    return [{ ref, kind: violationOf(checked.fault), message: checked.message }];
  }
  if (((state.mark[slot] ?? 0) & BAD) === 0) return [];
  const found: Violation[] = failingChecks(form, chain, slot, 'hard').map(({ code, message }) => ({
    ref,
    kind: 'constraint',
    message,
    check: code,
  }));
  if (found.length > 0) return found;
  const message = node.message === undefined ? '' : renderTemplate(node.message, frame);
  return [{ ref, kind: 'constraint', message }];
}

/** The record's rules that are held against a field and do not hold now. */
export function failingChecks(
  form: Form,
  chain: Chain,
  slot: number,
  level: 'hard' | 'soft',
): { code: string; message: string; reads: readonly number[]; index: number }[] {
  const state = chain.at(-1) as BlockState;
  const facts = argsIn(form.plan.facts, frameOf(form.context, [form.root]));
  return state.block.checks.flatMap((own, index) => {
    const { check, owner, reads } = own;
    if (owner !== slot || check.level !== level || check.atEnd === true) return [];
    if (checkHolds(own, chain, form.context, facts)) return [];
    return [{ code: check.code, message: sentenceOf(own, chain, form.context, facts), reads, index }];
  });
}

/** Rules that are for the whole record only, and do not hold: the field to blame, and what can be changed. */
export function failingAtEnd(
  form: Form,
): { code: string; level: 'hard' | 'soft'; message: string; own: Ref | undefined; fields: Ref[] }[] {
  const chain = [form.root];
  const facts = argsIn(form.plan.facts, frameOf(form.context, chain));
  return form.root.block.checks.flatMap((own) => {
    const { check, reads, mends } = own;
    if (check.atEnd !== true || checkHolds(own, chain, form.context, facts)) return [];
    const message = sentenceOf(own, chain, form.context, facts);
    const open = mends.filter((slot) => form.root.open[nodeAt(form.root.block, slot).gate] === true);
    const [blamed, ...more] = reads.map((slot) => refOf(chain, slot));
    const fields = open.length > 0 ? open.map((slot) => refOf(chain, slot)) : [...(blamed ? [blamed] : []), ...more];
    return [{ code: check.code, level: check.level, message, own: blamed, fields }];
  });
}

/** What the record's schema says in the end; empty when it passes or is not asked. Paths as the schema has them. */
export function schemaIssues(form: Form): { path: string; message: string }[] {
  const { record } = form.plan;
  if (record?.schema === undefined) return [];
  const parsed = record.schema.safeParse(recordOf(form).record);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message, code }) => ({
    path: path.map(String).join('.'),
    message: code === 'custom' ? message : '',
  }));
}
