/** Plans: check the files, put one in force, see how one stands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { editionName, lintPlan, planNamed } from '../domain/plans/index.js';
import { systemScope } from '../domain/rights/index.js';
import { instantiatePlan, planProgress, planRules, plansInForce, type TaskDeps } from '../domain/tasks/index.js';
import { dayOf, isDay } from '../lib/day.js';
import type { Calendar } from '../lib/workdays.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';
import { planFindingText } from '../texts/plan-lint.js';
import { ruleLine } from '../texts/plan-rules.js';
import {
  instantiatedLine,
  lintedLine,
  noPlanInForce,
  noSuchPlan,
  noSuchYear,
  oneDistrict,
  PLAN_HELP,
  planHead,
  planItemLine,
} from '../texts/plans.js';

type PlanCommandDeps = TransactionDeps & Omit<TaskDeps, 'tx'> & { planFolder: string };
type Print = (line: string) => void;

/** Returns the exit code: 0 done, 1 faults or nothing found, 2 not understood. */
export async function planCommand(deps: PlanCommandDeps, args: readonly string[], print: Print): Promise<0 | 1 | 2> {
  const [command, ...rest] = args;
  if (command === 'lint') return lint(deps, rest, print);
  if (command === 'show' && rest.length <= 1) return show(deps, rest[0], print);
  if (command === 'instantiate') return instantiate(deps, rest, print);
  print(PLAN_HELP);
  return command === '--help' || command === '-h' ? 0 : 2;
}

function lint(
  { planFolder, calendar }: { planFolder: string; calendar: Calendar },
  files: string[],
  print: Print,
): 0 | 1 {
  const chosen =
    files.length > 0
      ? files
      : readdirSync(planFolder)
          .filter((name) => /\.ya?ml$/.test(name))
          .sort()
          .map((name) => join(planFolder, name));
  const findings = chosen.flatMap((file) => lintPlan(file, readFileSync(file, 'utf8'), calendar).findings);
  for (const finding of findings) print(planFindingText(finding));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  print(lintedLine(chosen.length, errors, findings.length - errors));
  return errors > 0 ? 1 : 0;
}

async function instantiate(deps: PlanCommandDeps, args: string[], print: Print): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (asked === null) {
    print(PLAN_HELP);
    return 2;
  }
  const { template, year } = asked;
  const plan = planNamed(deps.plans, template);
  if (plan === undefined) {
    print(noSuchPlan(template, [...deps.plans.keys()]));
    return 1;
  }
  const on = year === undefined ? undefined : `${year}${plan.document.on.slice(4)}`;
  if (on !== undefined && !isDay(on)) {
    print(noSuchYear(year ?? ''));
    return 2;
  }
  const name = on === undefined || on === plan.document.on ? template : editionName(template, on);
  return inTransaction(deps, async (tx) => {
    const today = dayOf(tx.now);
    const districts = (await deps.grid(tx, today)).within({ prefixes: ['/'] }).filter(({ level }) => level.level === 1);
    const [district, ...others] = districts;
    if (district === undefined || others.length > 0) {
      print(oneDistrict(districts.length));
      return 1;
    }
    const outcome = await instantiatePlan({ ...deps, tx }, systemScope(today), {
      plan: name,
      districtId: district._id,
    });
    print(instantiatedLine(name, district.name, outcome));
    return 0;
  });
}

function readArguments(args: string[]): { template: string; year?: string } | null {
  try {
    const { values, positionals } = parseArgs({ args, options: { year: { type: 'string' } }, allowPositionals: true });
    const [template, ...more] = positionals;
    if (template === undefined || more.length > 0) return null;
    return { template, ...(values.year !== undefined && { year: values.year }) };
  } catch {
    return null; // an option that does not exist
  }
}

async function show(deps: PlanCommandDeps, name: string | undefined, print: Print): Promise<0 | 1> {
  return inTransaction(deps, async (tx) => {
    const scope = systemScope(dayOf(tx.now));
    const inForce = (await plansInForce({ tx })).filter(({ plan }) => name === undefined || plan === name);
    if (inForce.length === 0) {
      print(noPlanInForce(name));
      return 1;
    }
    const rules = await planRules({ ...deps, tx }, scope);
    for (const stored of inForce) {
      print(planHead(stored));
      for (const item of await planProgress({ ...deps, tx }, scope, stored.plan))
        print(planItemLine(item, scope.today));
      for (const rule of rules.filter(({ plan }) => plan === stored.plan)) print(`  ${ruleLine(rule)}`);
    }
    return 0;
  });
}
