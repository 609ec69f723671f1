/** What can be wrong with a plan. Codes and facts here, sentences in texts/plan-lint.ts. */

/** `error`: the plan is not served. `warning`: it works, but an author should look. */
export const PLAN_FINDINGS = {
  yaml: 'error',
  format: 'error',
  id_invalid: 'error',
  level_unknown: 'error',
  day_invalid: 'error',
  file_name: 'error',
  id_twice: 'error',
  source_missing: 'error',
  source_unknown: 'error',
  requirement_uncovered: 'error',
  due_missing: 'error',
  due_after_unknown: 'error',
  due_cycle: 'error',
  due_before_plan: 'warning',
  due_on_rest_day: 'warning',
  after_unknown: 'error',
  after_cycle: 'error',
  after_level: 'error',
  owner_below: 'error',
  check_unknown: 'error',
  check_params: 'error',
  proof_missing: 'error',
  renew_without_check: 'error',
  duty_dates: 'error',
} as const satisfies Record<string, 'error' | 'warning'>;
export type PlanFindingCode = keyof typeof PLAN_FINDINGS;

export type PlanPath = readonly (string | number)[];

export interface PlanTrouble {
  code: PlanFindingCode;
  path: PlanPath;
  facts: Readonly<Record<string, string | number>>;
}

/** A trouble with its place in the file, both from 1. */
export interface PlanFinding extends PlanTrouble {
  file: string;
  line: number;
  column: number;
  severity: 'error' | 'warning';
}
