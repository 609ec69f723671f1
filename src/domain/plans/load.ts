import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlanTemplate } from '../../../schemas/plan.js';
import type { Calendar } from '../../lib/workdays.js';
import type { PlanFinding } from './finding.js';
import { lintPlan } from './lint.js';

/** Plans that are served, by name. */
export type PlanBook = ReadonlyMap<string, PlanTemplate>;

/** Reads and lints every `.yaml` of a folder; findings come back in the order of the files. Only plans without errors are in the book. */
export function loadPlans(folder: string, calendar: Calendar): { plans: PlanBook; findings: PlanFinding[] } {
  const plans = new Map<string, PlanTemplate>();
  const findings: PlanFinding[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!/\.ya?ml$/.test(name)) continue;
    const linted = lintPlan(name, readFileSync(path.join(folder, name), 'utf8'), calendar);
    findings.push(...linted.findings);
    const { plan } = linted;
    if (plan !== undefined && !linted.findings.some(({ severity }) => severity === 'error')) plans.set(plan.plan, plan);
  }
  return { plans, findings };
}
