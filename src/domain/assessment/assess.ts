/** The table of 100 points of a unit and a span (domain.md 8.3), computed from records. */
import { AssessmentRules } from '../../../schemas/assessment.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { addDays, type Day, instantAt } from '../../lib/day.js';
import { type Calendar, workdaysBetween } from '../../lib/workdays.js';
import { loadYaml } from '../../lib/yaml-file.js';
import { findAlerts } from '../../models/alert.js';
import { findMatterFigures } from '../../models/matter-figures.js';
import { situationsUntil } from '../../models/situation.js';
import { findSupervisions } from '../../models/supervision.js';
import { findStandings } from '../../models/task.js';
import type { Tx } from '../../models/transaction.js';
import { employersWithoutCell, progressByCell } from '../employers/index.js';
import type { GridReader } from '../grid/index.js';
import { loadFacts, type PlanBook, planNamed } from '../plans/index.js';
import type { StaffReader } from '../staff/index.js';
import { plansInForce, standingAt } from '../tasks/index.js';
import { sharesOf, type UnitFacts } from './items.js';
import { type Score, scoreOf, weightsOf } from './score.js';

/** @throws Error with the file and place for rules that do not fit */
export function loadAssessmentRules(path: string): AssessmentRules {
  return loadYaml(path, AssessmentRules);
}

export interface AssessmentDeps {
  tx: Tx;
  grid: GridReader;
  staff: StaffReader;
  calendar: Calendar;
  assessment: AssessmentRules;
  /** Templates of the plans in force. */
  plans: PlanBook;
}

export interface Assessment extends Score {
  unit: Pick<GridNode, '_id' | 'name' | 'level' | 'gridPath'>;
}

/**
 * Every unit of a level inside the scope, the best first; equal points by coverage, then by name. As of the end of `to`, and of
 * the days from `from` on for what happened. What people decide about days of the span (inspections, bonus points) counts
 * whenever they put it down, for they do so when it is over.
 * @param tried other weights than the rules', to see what they would do
 */
export async function assess(
  deps: AssessmentDeps,
  scope: Scope,
  span: { from: Day; to: Day },
  { level = 2, tried = {} }: { level?: 2 | 3; tried?: Partial<AssessmentRules['weights']> } = {},
): Promise<Assessment[]> {
  const facts = await readFacts(deps, { ...scope, today: span.to }, span);
  const weights = weightsOf(deps.assessment, tried);
  const units = facts.tree.within(scope).filter((node) => node.level.level === level);
  const coverage = ({ items }: Score) => items.find(({ item }) => item === 'coverage')?.share ?? 1;
  return units
    .map((unit) => ({
      unit: { _id: unit._id, name: unit.name, level: unit.level, gridPath: unit.gridPath },
      ...scoreOf(deps.assessment, weights, sharesOf(unit, facts), marksOf(unit, facts, deps)),
    }))
    .sort(
      (a, b) => b.total - a.total || coverage(b) - coverage(a) || a.unit.name.localeCompare(b.unit.name, 'zh-Hans-CN'),
    );
}

async function readFacts(deps: AssessmentDeps, scope: Scope, { from, to }: { from: Day; to: Day }): Promise<UnitFacts> {
  const { tx } = deps;
  const checks = await loadFacts(deps, scope, true);
  const end = instantAt(addDays(to, 1));
  const everywhere = { prefixes: ['/'] };
  const tasks = (await findStandings(tx, everywhere, { from: end, to: end })).flatMap((task) => {
    const then = standingAt(task, end);
    return then === undefined || then.state === 'cancelled' || task.opensOn > to
      ? []
      : [{ ...task, ...then, history: task.history.filter(({ at }) => at < end) }];
  });
  const alerts = (await findAlerts(tx, scope)).map((alert) => ({
    ...alert,
    history: alert.history.filter(({ at }) => at < end),
  }));
  return {
    from,
    to,
    tree: checks.tree,
    staff: await deps.staff(tx),
    checks,
    gridUnit: await gridUnitOf(deps, to),
    cells: await progressByCell(deps, scope, undefined, end),
    orphans: await employersWithoutCell(deps, scope, end),
    tasks,
    supervisions: await findSupervisions(tx, scope, { from, to }),
    leaks: (await findSupervisions(tx, scope, { from: `${to.slice(0, 4)}-01-01`, to })).filter(
      ({ leak }) => leak === true,
    ),
    situations: (await situationsUntil(tx, scope, instantAt(from), end)).filter(({ at }) => at >= instantAt(from)),
    alerts,
    matters: await findMatterFigures(tx, { from, to }),
  };
}

/** A2, as the latest plan says that asks for people of grid units. */
async function gridUnitOf({ tx, plans }: AssessmentDeps, day: Day): Promise<UnitFacts['gridUnit']> {
  const asking = (await plansInForce({ tx }))
    .filter(({ since }) => since <= day)
    .flatMap(({ plan: name }) => {
      const plan = planNamed(plans, name);
      return plan?.milestones.some((milestone) => milestone.for.includes('grid_unit')) === true ? [plan] : [];
    });
  return asking.at(-1)?.gridUnit === 'town' ? 2 : 3;
}

function marksOf(
  unit: GridNode,
  { tasks, supervisions, leaks, to }: UnitFacts,
  { calendar, assessment }: AssessmentDeps,
) {
  const own = supervisions.filter(({ gridPath }) => gridPath.startsWith(unit.gridPath));
  const after = assessment.overdue.afterWorkdays;
  const late = tasks.filter(
    ({ gridPath, state, dueOn }) =>
      gridPath.startsWith(unit.gridPath) &&
      state !== 'done' &&
      dueOn < to &&
      workdaysBetween(calendar, dueOn, to) > after,
  );
  return {
    falseEntries: own.reduce((sum, { falseEntries = 0 }) => sum + falseEntries, 0),
    overdue: late.length,
    bonuses: own.flatMap(({ _id: id, nodeId, on, bonus: given = 0, note: reason = '', documentNo }) =>
      nodeId === unit._id && given > 0
        ? [{ id, on, points: given, reason, ...(documentNo !== undefined && { documentNo }) }]
        : [],
    ),
    leaks: leaks.filter(({ gridPath }) => gridPath.startsWith(unit.gridPath)).length,
  };
}
