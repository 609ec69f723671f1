/** A form as plain JSON by field path, and back. Only what was answered and confirmed is kept; the rest follows from it. */
import { nodeAt, type Plan, type PlanNode } from '../compile/plan.js';
import { endWork, settle } from './change.js';
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
import { beginWork, type Work } from './work.js';

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

export function saveForm(form: Form): SavedForm {
  return saveState(form.root);
}

function saveState(state: BlockState): SavedForm {
  const { block } = state;
  const parts: Parts = { a: {}, w: {}, q: {}, l: {} };
  const done: string[] = [];
  const sure: string[] = [];
  for (const node of block.nodes) {
    const { slot, path } = node;
    const mark = state.mark[slot] ?? 0;
    if ((mark & DONE) !== 0) done.push(path);
    if ((mark & SURE) !== 0) sure.push(path);
    const input = state.input[slot];
    if (input !== undefined) saveInput(parts, node, input);
  }
  block.checks.forEach(({ check }, i) => {
    if (((state.mark[checkMark(block, i)] ?? 0) & SURE) !== 0) sure.push(`:${check.code}`);
  });
  const saved: SavedForm = {};
  for (const key of ['a', 'w', 'q', 'l'] as const)
    if (!isEmpty(parts[key])) Object.assign(saved, { [key]: parts[key] });
  if (done.length > 0) saved.d = done;
  if (sure.length > 0) saved.c = sure;
  return saved;
}

function isEmpty(part: object): boolean {
  for (const _ in part) return false;
  return true;
}

type Parts = { [K in 'a' | 'w' | 'q' | 'l']: NonNullable<SavedForm[K]> };

function saveInput(parts: Parts, node: PlanNode, input: unknown): void {
  const { path } = node;
  if (node.kind === 'lookup') parts.q[path] = input as Finding;
  else if (node.kind === 'list') {
    const { next, items } = input as ListState;
    parts.l[path] = { n: next, i: items.map((item) => ({ k: item.key, ...saveState(item) })) };
  } else if (node.kind === 'field' && node.from !== undefined && input !== NONE) {
    parts.w[path] = input as ServiceAnswer;
  } else parts.a[path] = input;
}

/** The form that was saved with this plan. What the plan does not know is ignored (see migrate.ts for other versions). */
export function loadForm(plan: Plan, context: FormContext, saved: SavedForm): Form {
  const owner = {};
  const root = loadState(newBlockState(plan.root, 0, owner), saved, owner);
  const work: Work = { ...beginWork({ plan, context, root }), owner };
  settle(work, [root]);
  endWork(work);
  restoreMarks([root], saved);
  return endWork(work);
}

function loadState(state: BlockState, saved: SavedForm, owner: object): BlockState {
  const { slots } = state.block;
  for (const answers of [saved.a, saved.w, saved.q]) {
    for (const path in answers) {
      const slot = slots.get(path);
      if (slot !== undefined) state.input[slot] = answers[path];
    }
  }
  for (const path in saved.l) {
    const slot = slots.get(path);
    const list = saved.l[path];
    const node = slot === undefined ? undefined : nodeAt(state.block, slot);
    if (slot === undefined || list === undefined || node?.kind !== 'list') continue;
    const items = list.i.map((entry) => loadState(newBlockState(node.block, entry.k, owner), entry, owner));
    state.input[slot] = { next: list.n, items, first: 0, owner } satisfies ListState;
  }
  return state;
}

/** Marks come last: working out the form takes confirmations for old ones. */
function restoreMarks(chain: Chain, saved: SavedForm): void {
  const state = chain.at(-1) as BlockState;
  const { block } = state;
  for (const node of block.nodes) {
    const { path, slot } = node;
    if (saved.d?.includes(path)) state.mark[slot] = (state.mark[slot] ?? 0) | DONE;
    if (saved.c?.includes(path)) state.mark[slot] = (state.mark[slot] ?? 0) | SURE;
    const entries = node.kind === 'list' ? saved.l?.[path]?.i : undefined;
    entries?.forEach((entry, i) => {
      const item = (state.input[slot] as ListState).items[i];
      if (item !== undefined) restoreMarks([...chain, item], entry);
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
