import { basename } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { z } from 'zod';
import { PLAN_LEVELS, PlanTemplate } from '../../../schemas/plan.js';
import type { Calendar } from '../../lib/workdays.js';
import { PLAN_FINDINGS, type PlanFinding, type PlanPath, type PlanTrouble } from './finding.js';
import { troublesOf } from './lint-rules.js';

export interface LintedPlan {
  /** Undefined when the text is not a plan; with errors among the findings it must not be served. */
  plan: PlanTemplate | undefined;
  findings: PlanFinding[];
}

/** Reads a plan and finds all that is wrong with it, with line and column. @param calendar for warnings on days of rest */
export function lintPlan(file: string, text: string, calendar: Calendar): LintedPlan {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const finding = ({ code, path, facts }: PlanTrouble, offset: number): PlanFinding => {
    const { line, col } = lines.linePos(offset);
    const at = { line: Math.max(line, 1), column: Math.max(col, 1) };
    return { file, ...at, code, severity: PLAN_FINDINGS[code], path, facts };
  };
  if (document.errors.length > 0) {
    const findings = document.errors.map(({ message, pos }) =>
      finding({ code: 'yaml', path: [], facts: { detail: message } }, pos[0]),
    );
    return { plan: undefined, findings };
  }
  const parsed = PlanTemplate.safeParse(document.toJS({ maxAliasCount: 100 }), { error: IN_CHINESE });
  const troubles = parsed.success
    ? [...fileTrouble(file, parsed.data), ...troublesOf(parsed.data, calendar)]
    : parsed.error.issues.map(troubleOfIssue);
  const findings = troubles.map((trouble) => finding(trouble, startOf(document.contents, trouble.path)));
  return {
    plan: parsed.data,
    findings: findings.sort((a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1)),
  };
}

function fileTrouble(file: string, { plan }: PlanTemplate): PlanTrouble[] {
  const name = basename(file).replace(/\.ya?ml$/, '');
  return name === plan ? [] : [{ code: 'file_name', path: ['plan'], facts: { name, plan } }];
}

/** Their sentences stand beside our own. */
const IN_CHINESE = z.locales.zhCN().localeError;

/** An issue of the format's schema; those that authors make most have a code of their own. */
function troubleOfIssue(issue: z.core.$ZodIssue): PlanTrouble {
  const path = plain(issue.path);
  const last = path.at(-1);
  if (issue.code === 'invalid_value' && path.some((key) => key === 'for' || key === 'owner'))
    return { code: 'level_unknown', path, facts: { known: [...PLAN_LEVELS, 'grid_unit'].join(', ') } };
  const names = path.filter((key) => typeof key === 'string').at(-1);
  if (issue.code === 'custom' || (issue.code === 'invalid_union' && names === 'due') || isDayKey(names))
    return { code: 'day_invalid', path, facts: {} };
  if (names === 'sources' && issue.code === 'invalid_type') return { code: 'source_missing', path, facts: {} };
  if (issue.code === 'invalid_format' && issue.format === 'regex' && isIdKey(names))
    return { code: 'id_invalid', path, facts: {} };
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { code: 'format', path: [...path, key], facts: { key, detail: issue.message } };
  }
  return { code: 'format', path, facts: { key: String(last ?? ''), detail: issue.message } };
}

function isDayKey(key: string | number | undefined): boolean {
  return key !== undefined && ['on', 'from', 'until', 'defaultDue', 'due'].includes(String(key));
}

function isIdKey(key: string | undefined): boolean {
  return key === 'id' || key === 'plan' || key === 'after';
}

function plain(path: readonly PropertyKey[]): PlanPath {
  return path.map((key) => (typeof key === 'symbol' ? String(key) : key));
}

/** Where a place begins in the text; the nearest place around it when it is not there. */
function startOf(root: ParsedNode | null, path: PlanPath): number {
  let node: unknown = root;
  let best = root?.range[0] ?? 0;
  for (const key of path) {
    const next = childOf(node, key);
    if (next === undefined) break;
    [node, best] = next;
  }
  return best;
}

function childOf(node: unknown, key: string | number): [unknown, number] | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (pair === undefined) return undefined;
    const start = rangeOf(pair.value) ?? rangeOf(pair.key) ?? 0;
    return [pair.value, start];
  }
  if (isSeq(node) && typeof key === 'number' && node.items[key] !== undefined)
    return [node.items[key], rangeOf(node.items[key]) ?? 0];
  return undefined;
}

function rangeOf(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null)?.range?.[0];
}
