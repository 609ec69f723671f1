/** All automatic checks by the name a plan calls them. */
import { z } from 'zod';
import type { GridNode } from '../../../../schemas/grid.js';
import { CheckRef } from '../../../../schemas/plan.js';
import { type Check, type CheckFacts, type CheckResult, check } from './check.js';
import { codeSet, diagramDrawn, nodeBuilt, wallCharts } from './grid.js';
import { bodySetUp, leaderAppointed, underBrigade } from './organisation.js';
import { dutyTexts, peopleInRole, ruleTexts, textsAcknowledged, trainingAttended } from './people.js';
import { fundingSettled, networkLinked, premises, staffing } from './resources.js';
import {
  cityEntered,
  complaintPoint,
  contactPublished,
  coverage,
  dataFresh,
  documentFiled,
  filesComplete,
} from './work.js';

export type { CheckFacts, CheckResult, CitySums, CollectionSums } from './check.js';

const EveryParams = z.strictObject({ checks: z.array(CheckRef).min(1) });

/** S54: several demands at once; counts how many hold. */
const every = check({
  params: EveryParams,
  judge: (node, facts, { checks }) => {
    const failed = checks.filter((ref) => !judgeCheck(ref, node, facts).met);
    const have = checks.length - failed.length;
    return {
      met: failed.length === 0,
      have,
      need: checks.length,
      ...(failed.length > 0 && { lacks: failed.map(({ name }) => name) }),
    };
  },
});

const CHECKS: Readonly<Record<string, Check>> = {
  body_set_up: bodySetUp,
  leader_appointed: leaderAppointed,
  under_brigade: underBrigade,
  staffing,
  funding_settled: fundingSettled,
  premises,
  network_linked: networkLinked,
  node_built: nodeBuilt,
  code_set: codeSet,
  diagram_drawn: diagramDrawn,
  wall_charts: wallCharts,
  duty_texts: dutyTexts,
  rule_texts: ruleTexts,
  texts_acknowledged: textsAcknowledged,
  training_attended: trainingAttended,
  people_in_role: peopleInRole,
  coverage,
  data_fresh: dataFresh,
  files_complete: filesComplete,
  city_entered: cityEntered,
  complaint_point: complaintPoint,
  document_filed: documentFiled,
  contact_published: contactPublished,
  every,
};

export const CHECK_NAMES: readonly string[] = Object.keys(CHECKS);

/** What is wrong with a reference to a check; null when it can be judged. Paths are inside the reference. */
export function faultOfCheck(
  ref: CheckRef,
): { path: (string | number)[]; what: 'unknown' | 'params'; detail: string } | null {
  const found = CHECKS[ref.name];
  if (found === undefined) return { path: ['name'], what: 'unknown', detail: ref.name };
  const parsed = found.params.safeParse(ref.with ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.map((key) => (typeof key === 'symbol' ? '' : key)) ?? [];
    return { path: ['with', ...path], what: 'params', detail: issue?.message ?? '' };
  }
  if (ref.name !== 'every') return null;
  for (const [i, inner] of EveryParams.parse(parsed.data).checks.entries()) {
    const fault = faultOfCheck(inner);
    if (fault !== null) return { ...fault, path: ['with', 'checks', i, ...fault.path] };
  }
  return null;
}

/**
 * How a body stands to a check today. Pure.
 * @throws Error for a check that does not exist, which `lintPlan` finds before
 */
export function judgeCheck(ref: CheckRef, node: GridNode, facts: CheckFacts): CheckResult {
  const found = CHECKS[ref.name];
  if (found === undefined) throw new Error(`there is no check ${ref.name}`);
  return found.judge(node, facts, ref.with ?? {});
}
