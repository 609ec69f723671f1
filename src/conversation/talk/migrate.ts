/**
 * A stored session moved to another version of its flow: answers go by field path and by the flow's declared rules. What
 * has no place is kept aside, never thrown away, and put back should a later version have a place for it.
 */
import type { MigrationRule } from '../../../schemas/flow.js';
import { type Block, nodeAt, type Plan } from '../compile/plan.js';
import type { SavedSession } from '../dialog/save-session.js';
import type { SavedEntry, SavedForm } from '../form/save.js';
import { checkValue } from '../form/value.js';
import type { Json } from '../protocol.js';

export interface Migrated {
  saved: SavedSession;
  /** Paths of answers that have just lost their place. */
  aside: string[];
}

export function migrate(saved: SavedSession, plan: Plan): Migrated {
  const { a, w, q, d, c, l, p: _question, g: _at, rt: _retry, k = {}, ...rest } = saved;
  const before: SavedForm = structuredClone({
    a: { ...k, ...a },
    ...(w && { w }),
    ...(q && { q }),
    ...(d && { d }),
    ...(c && { c }),
    ...(l && { l }),
  });
  for (const rule of plan.document.migrate ?? []) applyRule(before, rule);
  const kept: Record<string, Json> = {};
  const form = fitBlock(before, plan.root, '', kept);
  const [question = 0, , , turns = 0, calls = 0] = saved.n;
  const aside = Object.keys(kept).filter((path) => !(path in k));
  const moved: SavedSession = {
    ...rest,
    v: plan.version,
    // an old card must not fit the new question
    n: [question + 1, 0, 0, turns, calls, 0, -1],
    ...form,
    ...(Object.keys(kept).length > 0 && { k: kept }),
  };
  return { saved: moved, aside };
}

function applyRule(form: SavedForm, rule: MigrationRule): void {
  if ('rename' in rule) for (const [from, to] of Object.entries(rule.rename)) rename(form, from, to);
  else if ('drop' in rule) for (const path of rule.drop) drop(form, path);
  else for (const [path, values] of Object.entries(rule.values)) changeValues(form, path, values);
}

const PARTS = ['a', 'w', 'q', 'l'] as const;

/** Parts of the form that have answers at a path: the form itself, or the entries of the list it begins with. */
function holders(form: SavedForm, path: string): { holder: SavedForm; key: string }[] {
  for (const list of Object.keys(form.l ?? {})) {
    if (path.startsWith(`${list}.`)) {
      const key = path.slice(list.length + 1);
      return (form.l?.[list]?.i ?? []).flatMap((entry) => holders(entry, key));
    }
  }
  return [{ holder: form, key: path }];
}

function rename(form: SavedForm, from: string, to: string): void {
  for (const { holder, key } of holders(form, from)) {
    const target = to.endsWith(key) || !from.endsWith(key) ? to : to.slice(from.length - key.length);
    for (const part of PARTS) {
      const answers = holder[part] as Record<string, unknown> | undefined;
      if (answers === undefined || !Object.hasOwn(answers, key)) continue;
      const { [key]: value, ...others } = answers;
      Object.assign(holder, { [part]: { ...others, [target]: value } });
    }
    for (const marks of ['d', 'c'] as const) {
      const paths = holder[marks];
      if (paths !== undefined) holder[marks] = paths.map((each) => (each === key ? target : each));
    }
  }
}

function drop(form: SavedForm, path: string): void {
  for (const { holder, key } of holders(form, path)) {
    for (const part of PARTS) {
      const answers = holder[part] as Record<string, unknown> | undefined;
      if (answers !== undefined) delete answers[key];
    }
  }
}

function changeValues(form: SavedForm, path: string, values: Readonly<Record<string, string>>): void {
  const changed = (value: unknown) =>
    typeof value === 'string' && Object.hasOwn(values, value) ? values[value] : value;
  for (const { holder, key } of holders(form, path)) {
    const value = holder.a?.[key];
    if (holder.a === undefined || value === undefined) continue;
    holder.a[key] = Array.isArray(value) ? value.map(changed) : changed(value);
  }
}

/** What fits the block stays; the rest goes to `kept` under its whole path. Lookups are asked again, their choices offered anew. */
function fitBlock(saved: SavedForm, block: Block, prefix: string, kept: Record<string, Json>): SavedForm {
  const form: SavedForm = {};
  const a: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(saved.a ?? {})) {
    if (fits(block, path, value)) a[path] = value;
    else if (value !== null) kept[prefix + path] = value as Json;
  }
  const w: NonNullable<SavedForm['w']> = {};
  for (const [path, answer] of Object.entries(saved.w ?? {})) {
    const node = nodeOfPath(block, path);
    if (node?.kind === 'field' && node.from !== undefined) w[path] = answer;
    else if (fits(block, path, answer.value)) a[path] = answer.value;
    else kept[prefix + path] = answer.value as Json;
  }
  const q = Object.fromEntries(
    Object.entries(saved.q ?? {}).filter(([path]) => nodeOfPath(block, path)?.kind === 'lookup'),
  );
  const l: NonNullable<SavedForm['l']> = {};
  for (const [path, { n, i }] of Object.entries(saved.l ?? {})) {
    const node = nodeOfPath(block, path);
    if (node?.kind === 'list') {
      const entries = i.map(
        (entry): SavedEntry => ({ k: entry.k, ...fitBlock(entry, node.block, `${prefix}${path}#${entry.k}.`, kept) }),
      );
      l[path] = { n, i: entries };
    } else if (i.length > 0) kept[prefix + path] = i.map(({ a: answers = {} }) => answers as Json);
  }
  const known = (paths: readonly string[] | undefined) =>
    paths?.filter((path) => path.startsWith(':') || nodeOfPath(block, path) !== undefined);
  const d = known(saved.d) ?? [];
  const c = known(saved.c) ?? [];
  if (Object.keys(a).length > 0) form.a = a;
  if (Object.keys(w).length > 0) form.w = w;
  if (Object.keys(q).length > 0) form.q = q;
  if (Object.keys(l).length > 0) form.l = l;
  if (d.length > 0) form.d = d;
  if (c.length > 0) form.c = c;
  return form;
}

function nodeOfPath(block: Block, path: string) {
  const slot = block.slots.get(path);
  return slot === undefined ? block.nodes.find((node) => node.path === path) : nodeAt(block, slot);
}

function fits(block: Block, path: string, value: unknown): boolean {
  const node = nodeOfPath(block, path);
  if (node?.kind !== 'field' && node?.kind !== 'given') return false;
  if (value === null) return node.kind === 'field';
  if (node.kind === 'field' && node.from !== undefined) return false;
  return checkValue(node.field, value).ok;
}
