/** Issues of the format's schema as troubles with the exact place: for steps, the issue of the kind of step that was meant. */
import type { z } from 'zod';
import { STEP_VERBS } from '../../../schemas/flow-steps.js';
import type { Trouble } from '../compile/finding.js';
import { nearest } from '../compile/nearest.js';

type Issue = z.core.$ZodIssue;

export function explainIssues(issues: readonly Issue[], data: unknown): Trouble[] {
  return issues.flatMap((issue) => explain(issue, [], data));
}

function explain(issue: Issue, before: readonly PropertyKey[], data: unknown): Trouble[] {
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union') return [trouble(issue, path, data)];
  const value = valueAt(data, path);
  const inner = branchOf(issue, value);
  if (inner !== undefined) return inner.flatMap((each) => explain(each, path, data));
  return [{ code: 'format', path: plain(path), facts: describe(value) }];
}

/** The issues of the one alternative that fits what was written best: same step verb, same type, fewest issues. */
function branchOf(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown): readonly Issue[] | undefined {
  const branches = issue.errors.filter((errors) => !errors.some(({ code, path }) => isWrongKind(code, path)));
  const verb = isRecord(value) ? STEP_VERBS.find((each) => each in value) : undefined;
  const named = verb === undefined ? branches : branches.filter((errors) => !lacks(errors, verb));
  const candidates = named.length > 0 ? named : branches;
  return [...candidates].sort((a, b) => a.length - b.length)[0];
}

/** An alternative for another type of value altogether. */
function isWrongKind(code: string, path: readonly PropertyKey[]): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

/** True when an alternative does not know the verb. */
function lacks(errors: readonly Issue[], verb: string): boolean {
  return errors.some((each) => each.code === 'unrecognized_keys' && each.path.length === 0 && each.keys.includes(verb));
}

function trouble(issue: Issue, path: readonly PropertyKey[], data: unknown): Trouble {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const owner = valueAt(data, path);
    const words = isRecord(owner) && 'flow' in owner ? FLOW_KEYS : STEP_KEYS;
    const facts = words.includes(key) ? { key, known: 'yes' } : { key, near: nearest(key, words) };
    return { code: 'format', path: plain([...path, key]), facts };
  }
  const found = describe(valueAt(data, path));
  const missing = valueAt(data, path) === undefined ? String(path.at(-1) ?? '') : '';
  return { code: 'format', path: plain(path), facts: { ...found, missing, detail: issue.message } };
}

const FLOW_KEYS =
  'flow title about audience start minutes notes record fields repeats lists takes defaultsFrom facts timeouts migrate texts steps'.split(
    ' ',
  );
const STEP_KEYS = [
  ...STEP_VERBS,
  ...'hint when required constraint message warnIf warn default keep choices or value steps title item min max count each'.split(
    ' ',
  ),
  ...'as with returns confirm pick on partial done'.split(' '),
];

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let inner = data;
  for (const key of path)
    inner = isRecord(inner) || Array.isArray(inner) ? (inner as Record<PropertyKey, unknown>)[key] : undefined;
  return inner;
}

function describe(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  return { found: typeof value === 'object' ? Object.keys(value ?? {}).join(', ') : String(value) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((key) => (typeof key === 'symbol' ? String(key) : key));
}
