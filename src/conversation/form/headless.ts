/**
 * A form without a conversation: for programs that give answers by path and look at what follows. Lookups find nothing,
 * notes are not said. Every function gives a new form; the old one stays as it was.
 */
import type { Option } from '../../../schemas/field.js';
import { nodeAt, type Plan } from '../compile/plan.js';
import type { Json, JsonObject } from '../protocol.js';
import { tryAnswer } from './answer.js';
import { keyOf } from './args.js';
import { addEntry, confirmDoubts, endWork, newForm, removeEntry, setDone, setInput } from './change.js';
import { wantedEntries } from './effective.js';
import { nextOpen } from './open.js';
import { pathOf, refAt } from './path.js';
import { chainOf, nodeOf, type Ref, refOf } from './ref.js';
import { offeredOptions } from './rules.js';
import type { BlockState, Chain, Form, FormContext, ListState } from './state.js';
import { violationOf } from './value.js';
import { failingAtEnd, schemaIssues, violations } from './violations.js';
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
  const tried = tryAnswer(form, ref, serviceAnswer(form, ref, value));
  if (!tried.ok) {
    const kind = tried.why === 'value' ? violationOf(tried.fault) : tried.why === 'rule' ? 'constraint' : 'unknown';
    return { taken: false, form, kind, message: 'message' in tried ? tried.message : '' };
  }
  const next = nextOpen(tried.form);
  const doubted = next !== undefined && pathOf(tried.form, next) === path;
  return { taken: true, form: pass(tried.form), doubted };
}

/** Without the house there is nobody who knows the options of a service: its choices take any word. */
function serviceAnswer(form: Form, ref: Ref, value: unknown): unknown {
  const node = nodeOf(ref);
  const chain = chainOf(form, ref);
  if (node.kind !== 'field' || node.from === undefined || chain === undefined) return value;
  return { value, label: String(value), key: keyOf(node.from.args, frameOf(form.context, chain)) };
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

/** The form with the entries that its lists must have: as many as `count` says, at least `min`. */
export function fillLists(form: Form): Form {
  let current = form;
  for (let list = shortList(current, [current.root]); list !== undefined; ) {
    const work = beginWork(current);
    if (addEntry(work, list) === undefined) return current;
    current = endWork(work);
    list = shortList(current, [current.root]);
  }
  return pass(current);
}

/** The first list with too few entries. */
function shortList(form: Form, chain: Chain): Ref | undefined {
  const state = chain.at(-1) as BlockState;
  for (const slot of state.block.lists) {
    const node = nodeAt(state.block, slot);
    const list = state.value[slot] as ListState | undefined;
    if (node.kind !== 'list' || state.open[node.gate] !== true) continue;
    const items = list?.items ?? [];
    const wanted = wantedEntries(node, frameOf(form.context, chain)) ?? node.min;
    if (items.length < wanted) return refOf(chain, slot);
    for (const item of items) {
      const inner = shortList(form, [...chain, item]);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
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
  /** By path: answered, suggested, computed and given ones. */
  values: JsonObject;
  /** Fields that are relevant and asked for, in the order of the flow. */
  asked: string[];
  /** Fields and lists that are not relevant now. */
  hidden: string[];
  violations: { field: string; kind: 'required' | 'type' | 'constraint' | 'list'; message: string }[];
}

export function reportOf(form: Form): FormReport {
  const report: FormReport & { values: Record<string, Json> } = { values: {}, asked: [], hidden: [], violations: [] };
  reportIn(form.root, '', report);
  report.violations = violations(form).map(({ ref, kind, message }) => ({ field: pathOf(form, ref), kind, message }));
  return report;
}

function reportIn({ block, open, value }: BlockState, prefix: string, report: FormReport): void {
  const values = report.values as Record<string, Json>;
  for (const node of block.nodes) {
    if (!('field' in node) && node.kind !== 'list') continue;
    const path = prefix + node.path;
    const held = value[node.slot];
    if (open[node.gate] !== true) report.hidden.push(path);
    else if (node.kind === 'list') {
      (held as ListState | undefined)?.items.forEach((item, i) => {
        reportIn(item, `${path}[${i}].`, report);
      });
    } else {
      if (node.kind === 'field') report.asked.push(path);
      if (held !== undefined) values[path] = held as Json;
    }
  }
}

/** What only the last look at the whole record finds: rules that run at the end, and the record's schema. */
export function endIssuesOf(form: Form): { field: string; kind: 'constraint'; message: string }[] {
  const rules = failingAtEnd(form).filter(({ level }) => level === 'hard');
  return [
    ...rules.map(({ fields, message }) => ({ field: fields[0] === undefined ? '' : pathOf(form, fields[0]), message })),
    ...schemaIssues(form).map(({ path, message }) => ({ field: path.replace(/\.(\d+)\b/g, '[$1]'), message })),
  ].map((issue) => ({ ...issue, kind: 'constraint' as const }));
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
