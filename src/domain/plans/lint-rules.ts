/** What a plan that has the right form can still have wrong; pure. */
import type { Duty, Milestone, PlanTemplate } from '../../../schemas/plan.js';
import { isDay } from '../../lib/day.js';
import { type Calendar, isWorkday } from '../../lib/workdays.js';
import { CHECK_NAMES, faultOfCheck } from './checks/index.js';
import { AFTER_PLAN, dueDays } from './due.js';
import type { PlanFindingCode, PlanPath, PlanTrouble } from './finding.js';
import { levelsOf } from './instantiate.js';

type Report = (code: PlanFindingCode, path: PlanPath, facts?: PlanTrouble['facts']) => void;

const LISTS = ['milestones', 'duties', 'rules', 'records'] as const;
const LEVEL_OF = { district: 1, town: 2, village: 3 } as const;

export function troublesOf(plan: PlanTemplate, calendar: Calendar): PlanTrouble[] {
  const troubles: PlanTrouble[] = [];
  const report: Report = (code, path, facts = {}) => troubles.push({ code, path, facts });
  checkIds(plan, report);
  checkSources(plan, report);
  for (const [i, milestone] of plan.milestones.entries()) checkMilestone(plan, milestone, ['milestones', i], report);
  for (const [i, duty] of plan.duties.entries()) {
    checkWork(plan, duty, ['duties', i], report);
    if (duty.until !== undefined && duty.until < duty.from) report('duty_dates', ['duties', i, 'until']);
  }
  for (const [i, rule] of plan.rules.entries()) checkCheck(rule.check, ['rules', i, 'check'], report);
  const circles = [
    ...circle(plan, 'after_cycle', ({ after = [] }) => after, report),
    ...circle(plan, 'due_cycle', ({ due }) => (typeof due === 'object' ? [due.after] : []), report),
  ];
  if (circles.length === 0 && !troubles.some(({ code }) => code === 'due_after_unknown'))
    warnOfDays(plan, calendar, report);
  return troubles;
}

function checkIds(plan: PlanTemplate, report: Report): void {
  const seen = new Set<string>();
  for (const list of LISTS)
    for (const [i, { id }] of plan[list].entries()) {
      if (seen.has(id)) report('id_twice', [list, i, 'id'], { id });
      seen.add(id);
    }
}

function checkSources(plan: PlanTemplate, report: Report): void {
  const covered = new Set<string>();
  for (const list of LISTS)
    for (const [i, { id, sources }] of plan[list].entries()) {
      if (sources.length === 0) report('source_missing', [list, i, 'sources'], { id });
      for (const [n, source] of sources.entries()) {
        covered.add(source);
        if (plan.requirements[source] === undefined) report('source_unknown', [list, i, 'sources', n], { source });
      }
    }
  for (const source of Object.keys(plan.requirements))
    if (!covered.has(source)) report('requirement_uncovered', ['requirements', source], { source });
}

function checkMilestone(plan: PlanTemplate, milestone: Milestone, path: PlanPath, report: Report): void {
  checkWork(plan, milestone, path, report);
  const byId = new Map(plan.milestones.map((each) => [each.id, each]));
  for (const [n, id] of (milestone.after ?? []).entries()) {
    const before = byId.get(id);
    if (before === undefined) report('after_unknown', [...path, 'after', n], { id });
    // what must be done before is the body's own, or that of a body above it
    else if (Math.min(...levelsOf(plan, before)) > Math.min(...levelsOf(plan, milestone)))
      report('after_level', [...path, 'after', n], { id });
  }
  const { due } = milestone;
  if (due === undefined && plan.defaultDue === undefined) report('due_missing', path, { id: milestone.id });
  if (typeof due === 'object' && due.after !== AFTER_PLAN && !isDay(due.after) && !byId.has(due.after))
    report('due_after_unknown', [...path, 'due', 'after'], { id: due.after });
  if (milestone.renew !== undefined && milestone.check === undefined)
    report('renew_without_check', [...path, 'renew'], { id: milestone.id });
}

function checkWork(plan: PlanTemplate, work: Milestone | Duty, path: PlanPath, report: Report): void {
  const { id, owner, check, evidence = [] } = work;
  if (owner !== undefined && levelsOf(plan, work).some((level) => LEVEL_OF[owner] > level))
    report('owner_below', [...path, 'owner'], { id, owner });
  if (check === undefined && evidence.length === 0) report('proof_missing', path, { id });
  if (check !== undefined) checkCheck(check, [...path, 'check'], report);
}

function checkCheck(check: Milestone['check'], path: PlanPath, report: Report): void {
  const fault = check === undefined ? null : faultOfCheck(check);
  if (fault === null) return;
  const facts = { name: check?.name ?? '', detail: fault.detail, known: CHECK_NAMES.join(', ') };
  report(fault.what === 'unknown' ? 'check_unknown' : 'check_params', [...path, ...fault.path], facts);
}

/** Reports each circle once, at the first of its milestones. */
function circle(
  plan: PlanTemplate,
  code: 'after_cycle' | 'due_cycle',
  next: (milestone: Milestone) => readonly string[],
  report: Report,
): string[] {
  const byId = new Map(plan.milestones.map((each) => [each.id, each]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (id: string, way: readonly string[]): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') {
      const round = [...way.slice(way.indexOf(id)), id];
      const at = plan.milestones.findIndex((each) => each.id === round[0]);
      report(code, ['milestones', at, code === 'due_cycle' ? 'due' : 'after'], { way: round.join(' → ') });
      found.push(id);
      return;
    }
    const milestone = byId.get(id);
    if (milestone === undefined) return;
    state.set(id, 'open');
    for (const other of next(milestone)) visit(other, [...way, id]);
    state.set(id, 'done');
  };
  for (const { id } of plan.milestones) visit(id, []);
  return found;
}

/** Due before the plan's own date, or on a day of rest: allowed, but an author should know (domain.md fact 4). */
function warnOfDays(plan: PlanTemplate, calendar: Calendar, report: Report): void {
  const dues = dueDays(plan, calendar);
  for (const [i, { id, due }] of plan.milestones.entries()) {
    const day = dues.get(id)?.day ?? '';
    if (day < plan.document.on) report('due_before_plan', ['milestones', i, 'due'], { id, day, on: plan.document.on });
    if (typeof due === 'string' && !isWorkday(calendar, day))
      report('due_on_rest_day', ['milestones', i, 'due'], { id, day });
  }
}
