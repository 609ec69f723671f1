/** A form as plain JSON by field path, and back. Only what was answered and confirmed is kept; the rest follows from it. */
import { nodeAt, type Plan, type PlanNode } from '../compile/plan.js';
import { endWork, formFrom } from './change.js';
import { checkMark, marksOfChecks } from './rules.js';
import {
  type BlockState,
  type Chain,
  DONE,
  type Finding,
  type Form,
  type FormContext,
  type ListState,
  NONE,
  newBlockState,
  ODD,
  type ServiceAnswer,
  SURE,
} from './state.js';
import { beginWork, ownChain, ownItem, type Work } from './work.js';

/** Short keys: the session is written with every message. */
export interface SavedForm {
  /** Answers by path; null for “there is none”. */
  a?: Record<string, unknown>;
  /** Choices from services. */
  w?: Record<string, ServiceAnswer>;
  /** What lookups found. */
  q?: Record<string, Finding>;
  /** Notes said, lists closed, reviews accepted. */
  d?: string[];
  /** Confirmed doubts: fields, and codes of the record's rules. */
  c?: string[];
  /** Lists by path: key of the next entry, and the entries. */
  l?: Record<string, { n: number; i: SavedEntry[] }>;
}
export type SavedEntry = SavedForm & { k: number };

/** @param saved gets what is saved */
export function saveForm(form: Form, saved: SavedForm = {}): SavedForm {
  return saveState(form.root, saved);
}

function saveState(state: BlockState, saved: SavedForm): SavedForm {
  const { block, input, mark } = state;
  const answers = answersOf(state);
  if (!isEmpty(answers)) saved.a = answers;
  for (const slot of block.apart) {
    const given = input[slot];
    if (given !== undefined && given !== NONE) savePart(saved, nodeAt(block, slot), given);
  }
  if (mark.some((marks) => (marks & (DONE | SURE)) !== 0)) saveMarks(saved, state);
  return saved;
}

/** The plain answers by path. What has not changed since they were loaded is taken over as it is. */
function answersOf({ block, input, loaded }: BlockState): Readonly<Record<string, unknown>> {
  if (loaded === null) {
    const plain = block.nodes.filter((node) => isPlain(node, input[node.slot]));
    return Object.fromEntries(plain.map(({ path, slot }) => [path, input[slot]]));
  }
  let { answers } = loaded;
  for (let slot = 0; slot < input.length; slot++) {
    const given = input[slot];
    if (given === loaded.input[slot]) continue;
    const node = nodeAt(block, slot);
    const { path } = node;
    if (isPlain(node, given)) answers = { ...answers, [path]: given };
    else if (Object.hasOwn(answers, path)) {
      const { [path]: _before, ...others } = answers;
      answers = others;
    }
  }
  return answers;
}

/** Answers that are saved as they are; choices from services, findings and lists are not. */
function isPlain(node: PlanNode, input: unknown): boolean {
  if (input === undefined) return false;
  return node.kind === 'given' || (node.kind === 'field' && (node.from === undefined || input === NONE));
}

function isEmpty(answers: Readonly<Record<string, unknown>>): boolean {
  for (const _path in answers) return false;
  return true;
}

function saveMarks(saved: SavedForm, { block, mark }: BlockState): void {
  const has = (at: number, which: number) => ((mark[at] ?? 0) & which) !== 0;
  const done = block.nodes.filter(({ slot }) => has(slot, DONE)).map(({ path }) => path);
  const sure = block.nodes.filter(({ slot }) => has(slot, SURE)).map(({ path }) => path);
  block.checks.forEach(({ check }, i) => {
    if (has(checkMark(block, i), SURE)) sure.push(`:${check.code}`);
  });
  if (done.length > 0) saved.d = done;
  if (sure.length > 0) saved.c = sure;
}

function savePart(saved: SavedForm, node: PlanNode, input: unknown): void {
  const { path } = node;
  if (node.kind === 'lookup') part(saved, 'q')[path] = input as Finding;
  else if (node.kind === 'list') {
    const { next, items } = input as ListState;
    part(saved, 'l')[path] = { n: next, i: items.map((item) => saveEntry(item)) };
  } else part(saved, 'w')[path] = input as ServiceAnswer;
}

function saveEntry(item: BlockState): SavedEntry {
  const entry: SavedEntry = { k: item.key };
  saveState(item, entry);
  return entry;
}

/** A part of what is saved, made when it is first needed. */
function part<K extends 'w' | 'q' | 'l'>(saved: SavedForm, key: K): NonNullable<SavedForm[K]> {
  const there = saved[key];
  if (there !== undefined) return there as NonNullable<SavedForm[K]>;
  const made = {} as NonNullable<SavedForm[K]>;
  saved[key] = made;
  return made;
}

/** The form that was saved with this plan. What the plan does not know is ignored (see migrate.ts for other versions). */
export function loadForm(plan: Plan, context: FormContext, saved: SavedForm): Form {
  const form = formFrom(plan, context, loadState(newBlockState(plan.root, 0, null), saved));
  if (!hasMarks(saved)) return form;
  // marks come last: working out the form takes confirmations for old ones
  const work = beginWork(form);
  restoreMarks(work, [ownChain(work, { block: plan.root, keys: [] })?.[0] as BlockState], saved);
  return endWork(work);
}

function hasMarks(saved: SavedForm): boolean {
  if (saved.d !== undefined || saved.c !== undefined) return true;
  for (const path in saved.l) if (saved.l[path]?.i.some(hasMarks) === true) return true;
  return false;
}

function loadState(state: BlockState, saved: SavedForm): BlockState {
  const { slots } = state.block;
  if (saved.a !== undefined) {
    const known = loadInputs(state, saved.a);
    if (known) state.loaded = { input: state.input, answers: saved.a };
  }
  if (saved.w !== undefined) loadInputs(state, saved.w);
  if (saved.q !== undefined) loadInputs(state, saved.q);
  for (const path in saved.l) {
    const slot = slots.get(path);
    const list = saved.l[path];
    const node = slot === undefined ? undefined : nodeAt(state.block, slot);
    if (slot === undefined || list === undefined || node?.kind !== 'list') continue;
    const items = list.i.map((entry) => loadState(newBlockState(node.block, entry.k, null), entry));
    state.input[slot] = { next: list.n, items, first: 0, owner: null } satisfies ListState;
  }
  return state;
}

/** False when there are paths that the plan does not know. */
function loadInputs({ block, input }: BlockState, saved: Readonly<Record<string, unknown>>): boolean {
  let known = true;
  for (const path in saved) {
    const slot = block.slots.get(path);
    if (slot === undefined) known = false;
    else input[slot] = saved[path];
  }
  return known;
}

function restoreMarks(work: Work, chain: Chain, saved: SavedForm): void {
  const state = chain.at(-1) as BlockState;
  const { block } = state;
  for (const node of block.nodes) {
    const { path, slot } = node;
    if (saved.d?.includes(path)) state.mark[slot] = (state.mark[slot] ?? 0) | DONE;
    if (saved.c?.includes(path)) state.mark[slot] = (state.mark[slot] ?? 0) | SURE;
    const entries = node.kind === 'list' ? saved.l?.[path]?.i : undefined;
    entries?.forEach((entry, i) => {
      if (hasMarks(entry)) restoreMarks(work, [...chain, ownItem(work, state, slot, i)], entry);
    });
  }
  restoreCheckMarks(state, saved);
}

function restoreCheckMarks(state: BlockState, saved: SavedForm): void {
  const { block, mark } = state;
  block.checks.forEach(({ check, owner }, i) => {
    const at = checkMark(block, i);
    if (saved.c?.includes(`:${check.code}`) !== true || (mark[at] ?? 0) === 0) return;
    mark[at] = (mark[at] ?? 0) | SURE;
    mark[owner] = ((mark[owner] ?? 0) & ~ODD) | (marksOfChecks(state, owner) & ODD);
  });
}
