/**
 * A form without a conversation: for programs that give answers by path and look at what follows. Lookups find nothing,
 * notes are not said. Every function gives a new form; the old one stays as it was.
 */
import type { Option } from '../../../schemas/field.js';
import { nodeAt, type Plan } from '../compile/plan.js';
import type { JsonObject } from '../protocol.js';
import { tryAnswer } from './answer.js';
import { keyOf } from './args.js';
import { addEntry, confirmDoubts, endWork, newForm, removeEntry, setDone, setInput } from './change.js';
import { nextOpen } from './open.js';
import { pathOf, refAt } from './path.js';
import { valuesOf } from './record.js';
import { chainOf, nodeOf } from './ref.js';
import { offeredOptions } from './rules.js';
import type { BlockState, Chain, Form, FormContext, ListState } from './state.js';
import { violations } from './violations.js';
import { beginWork, frameOf } from './work.js';

export type { Form, FormContext } from './state.js';

export interface Question {
  /** `workers[0].name`; for a list its own path. */
  path: string;
  /** `list`: one more entry, or close it. */
  kind: 'field' | 'list';
  label: string;
}

export type Answered =
  | { taken: true; form: Form /** the rules doubt it */; doubted: boolean }
  | { taken: false; form: Form; kind: 'unknown' | 'type' | 'required' | 'constraint'; message: string };

/** @param given values of what the flow `takes`, and other answers, by path */
export function openForm(plan: Plan, context: FormContext, given: JsonObject = {}): Form {
  let form = newForm(plan, context);
  const work = beginWork(form);
  for (const [path, value] of Object.entries(given)) {
    const ref = refAt(form, path);
    if (ref !== undefined) setInput(work, ref, value);
  }
  form = endWork(work);
  return pass(form);
}

/** `null` takes an answer back. A refused answer leaves the form as it was. */
export function setAnswer(form: Form, path: string, value: unknown): Answered {
  const ref = refAt(form, path);
  if (ref === undefined || !('field' in nodeOf(ref))) return { taken: false, form, kind: 'unknown', message: '' };
  if (value === null) {
    const work = beginWork(form);
    setInput(work, ref, undefined);
    return { taken: true, form: pass(endWork(work)), doubted: false };
  }
  const tried = tryAnswer(form, ref, value);
  if (!tried.ok) {
    const kind = tried.why === 'value' ? 'type' : tried.why === 'rule' ? 'constraint' : 'unknown';
    return { taken: false, form, kind, message: 'message' in tried ? tried.message : '' };
  }
  const next = nextOpen(tried.form);
  const doubted = next !== undefined && pathOf(tried.form, next) === path;
  return { taken: true, form: pass(tried.form), doubted };
}

/** Says that an optional field stays empty. */
export function skipAnswer(form: Form, path: string): Answered {
  const ref = refAt(form, path);
  const tried = ref === undefined ? undefined : tryAnswer(form, ref, null);
  if (tried?.ok !== true) return { taken: false, form, kind: 'required', message: '' };
  return { taken: true, form: pass(tried.form), doubted: false };
}

/** Stands by an answer that the rules doubt. */
export function confirmAnswer(form: Form, path: string): Form {
  const ref = refAt(form, path);
  if (ref === undefined) return form;
  const work = beginWork(form);
  confirmDoubts(work, ref);
  return pass(endWork(work));
}

/** Adds an entry at the end of a list; undefined when it is full, fixed or not there. */
export function addItem(form: Form, list: string): Form | undefined {
  const ref = refAt(form, list);
  if (ref === undefined) return undefined;
  const work = beginWork(form);
  const key = addEntry(work, ref);
  return key === undefined ? undefined : pass(endWork(work));
}

export function removeItem(form: Form, list: string, index: number): Form {
  const ref = refAt(form, list);
  const chain = ref && chainOf(form, ref);
  const items = ref && (chain?.at(-1)?.input[ref.slot] as ListState | undefined)?.items;
  const key = items?.[index]?.key;
  if (ref === undefined || key === undefined) return form;
  const work = beginWork(form);
  removeEntry(work, ref, key);
  return pass(endWork(work));
}

/** No more entries. */
export function closeList(form: Form, list: string): Form {
  const ref = refAt(form, list);
  if (ref === undefined) return form;
  const work = beginWork(form);
  setDone(work, ref, true);
  return pass(endWork(work));
}

/** What is asked now; null when everything that is relevant has been answered. */
export function nextQuestion(form: Form): Question | null {
  const ref = nextOpen(form);
  if (ref === undefined) return null;
  const node = nodeOf(ref);
  if (node.kind === 'list') return { path: pathOf(form, ref), kind: 'list', label: node.title };
  return node.kind === 'field' ? { path: pathOf(form, ref), kind: 'field', label: node.field.label } : null;
}

/** The options of a choice that are on offer now. */
export function optionsOf(form: Form, path: string): readonly Option[] {
  const ref = refAt(form, path);
  const chain = ref && chainOf(form, ref);
  const node = ref && nodeOf(ref);
  if (chain === undefined || node?.kind !== 'field') return [];
  return offeredOptions(node, frameOf(form.context, chain));
}

export interface FormReport {
  values: JsonObject;
  /** Fields and lists that are not relevant now. */
  hidden: string[];
  violations: { field: string; kind: 'required' | 'type' | 'constraint' | 'list'; message: string }[];
}

export function reportOf(form: Form): FormReport {
  return {
    values: valuesOf(form),
    hidden: hiddenIn(form, [form.root]),
    violations: violations(form).map(({ ref, kind, message }) => ({ field: pathOf(form, ref), kind, message })),
  };
}

function hiddenIn(form: Form, chain: Chain): string[] {
  const state = chain.at(-1) as BlockState;
  return state.block.nodes.flatMap((node) => {
    if (state.open[node.gate] !== true) {
      const ref = { block: state.block, keys: chain.slice(1).map(({ key }) => key), slot: node.slot };
      return 'field' in node || node.kind === 'list' ? [pathOf(form, ref)] : [];
    }
    if (node.kind !== 'list') return [];
    const list = state.value[node.slot] as ListState | undefined;
    return (list?.items ?? []).flatMap((item) => hiddenIn(form, [...chain, item]));
  });
}

/** Goes past what needs nobody: notes, and lookups, which find nothing here. Fixed lists get their entries. */
function pass(form: Form): Form {
  let current = form;
  for (let ref = nextOpen(current); ref !== undefined; ref = nextOpen(current)) {
    const node = nodeAt(ref.block, ref.slot);
    const work = beginWork(current);
    if (node.kind === 'note') setDone(work, ref, true);
    else if (node.kind === 'lookup') {
      const chain = chainOf(current, ref) ?? [];
      setInput(work, ref, { key: keyOf(node.args, frameOf(current.context, chain)), found: 'none' });
    } else if (node.kind === 'list' && node.count !== undefined) addEntry(work, ref);
    else return current;
    current = endWork(work);
  }
  return current;
}
