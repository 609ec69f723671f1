/** How the standing rules of the plans in force hold, body by body: they make no tasks, and are judged from data whenever asked. */
import type { Scope } from '../../../schemas/scope.js';
import { bodiesOf, type CheckResult, judgeCheck, loadFacts, planNamed } from '../plans/index.js';
import { systemScope } from '../rights/index.js';
import type { TaskDeps } from './deps.js';
import { plansInForce } from './from-plan.js';
import { taskArea } from './people.js';

export interface RuleStanding {
  plan: string;
  title: string;
  /** Demands of the document it stands for. */
  sources: readonly string[];
  /** Check that judges it. */
  check: string;
  met: number;
  of: number;
  /** Bodies that do not meet it, by place. */
  lacking: (Pick<CheckResult, 'have' | 'need' | 'lacks'> & { name: string })[];
}

/** Rules about bodies of the person's area, in the order of the plans; those that concern none of them are left out. */
export async function planRules(deps: TaskDeps, scope: Scope): Promise<RuleStanding[]> {
  const facts = await loadFacts(deps, systemScope(scope.today));
  const bodies = facts.tree.within(taskArea(scope));
  return (await plansInForce(deps)).flatMap((stored) => {
    const plan = planNamed(deps.plans, stored.plan);
    if (plan === undefined) return [];
    return plan.rules.flatMap(({ title, sources, check, ...rule }): RuleStanding[] => {
      const judged = bodiesOf(plan, rule, bodies)
        .map((node) => ({ name: node.name, ...judgeCheck(check, node, facts) }))
        // where nothing is on file yet there is nothing to judge
        .filter(({ need }) => need > 0);
      if (judged.length === 0) return [];
      const lacking = judged.filter(({ met }) => !met);
      return [
        {
          ...{ plan: plan.plan, title, sources, check: check.name },
          ...{ met: judged.length - lacking.length, of: judged.length, lacking },
        },
      ];
    });
  });
}
