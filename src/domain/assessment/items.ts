/** The fourteen shares of domain.md 8.3, each with the numbers and records it was read of; pure. */
import type { Alert } from '../../../schemas/alert.js';
import type { AssessmentItem, Supervision } from '../../../schemas/assessment.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { Task } from '../../../schemas/task.js';
import { NETWORKS, WALL_CHARTS } from '../../../schemas/unit-record.js';
import { type Day, dayOf, daysBetween } from '../../lib/day.js';
import type { MatterFigures } from '../../models/matter-figures.js';
import type { SituationFigures } from '../../models/situation.js';
import type { TaskStanding } from '../../models/task.js';
import type { Progress } from '../employers/index.js';
import type { GridTree } from '../grid/index.js';
import { type CheckFacts, factsBy, judgeCheck } from '../plans/index.js';
import { assignmentsOn, type StaffDirectory } from '../staff/index.js';
import type { ItemShare } from './score.js';

/** Everything that is judged, read once for all units. */
export interface UnitFacts {
  from: Day;
  to: Day;
  tree: GridTree;
  staff: StaffDirectory;
  checks: CheckFacts;
  /** A2: the level that S7 and S8 count people of. */
  gridUnit: 2 | 3;
  cells: readonly Progress[];
  /** As they stood at the end of the span. */
  tasks: readonly TaskStanding[];
  supervisions: readonly Supervision[];
  /** Of the whole year until the end of the span. */
  leaks: readonly Supervision[];
  /** Paths of employers whose cell is not in force. */
  orphans: readonly { gridPath: string; known: number }[];
  situations: readonly SituationFigures[];
  alerts: readonly Alert[];
  matters: readonly MatterFigures[];
}

type Part = { code: string; have: number; of: number };
type Found = Pick<ItemShare, 'parts'> & { share: number | null; sources?: readonly string[] };

/** A photo on the wall is good for half a year. */
const CHART_DAYS = 183;
/** An important situation must be received above within an hour (S63). */
const SITUATION_MS = 3_600_000;
/** A warning is handled when its level fell within so many days. */
const ALERT_DAYS = 15;
/** Sources of one item that are listed. */
const SOURCES_MOST = 200;

const ratio = (part: number, of: number) => (of === 0 ? null : Math.min(1, part / of));
const mean = (shares: readonly (number | null)[]) => {
  const known = shares.filter((share) => share !== null);
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
};

const ITEMS: Readonly<Record<AssessmentItem, (unit: Unit) => Found>> = {
  organisation,
  funding,
  staffing,
  premises,
  network,
  grid,
  wall_charts: wallCharts,
  coverage,
  quality,
  freshness,
  matters,
  monitoring,
  rules,
  supervision,
};

export function sharesOf(node: GridNode, facts: UnitFacts): ItemShare[] {
  const below = (path: string) => path.startsWith(node.gridPath);
  const unit: Unit = {
    node,
    facts,
    bodies: facts.tree.within({ prefixes: [node.gridPath] }),
    cells: facts.cells.filter(({ gridPath }) => below(gridPath)),
    below,
  };
  return (Object.keys(ITEMS) as AssessmentItem[]).map((item) => {
    const { sources = [], ...found } = ITEMS[item](unit);
    return { item, ...found, sources: sources.slice(0, SOURCES_MOST) };
  });
}

interface Unit {
  node: GridNode;
  facts: UnitFacts;
  /** The unit and those below it. */
  bodies: readonly GridNode[];
  cells: readonly Progress[];
  below(path: string): boolean;
}

/** Whether it came into the state by its due day, and has not left it since. */
function isInTime({ history, dueOn }: TaskStanding, ...states: Task['state'][]): boolean {
  const left = history.findLastIndex(({ state }) => !states.includes(state));
  const since = history[left + 1];
  return since !== undefined && dayOf(since.at) <= dueOn;
}

/**
 * Whether a milestone that is done was done in time: handed in or found by its due day, or by what its records say of when it
 * came to be. So what was there before the plan is not late.
 */
function wasInTime(task: TaskStanding, { checks, tree }: UnitFacts): boolean {
  if (isInTime(task, 'reported', 'done')) return true;
  const about = tree.node(task.aboutPath.split('/').at(-2) ?? '');
  return (
    task.check !== undefined && about !== undefined && judgeCheck(task.check, about, factsBy(checks, task.dueOn)).met
  );
}

/** S1–S4: milestones of the first light; one that was late counts half. */
function organisation({ facts, below }: Unit): Found {
  const all = facts.tasks.filter(
    (task) => task.light === 'organisation' && task.kind === 'milestone' && below(task.aboutPath),
  );
  const done = all.filter(({ state }) => state === 'done');
  const inTime = done.filter((task) => wasInTime(task, facts));
  const late = done.length - inTime.length;
  return {
    share: ratio(inTime.length + late / 2, all.length),
    parts: [
      { code: 'done', have: done.length, of: all.length },
      { code: 'late', have: late, of: done.length },
    ],
    sources: all.map(({ _id }) => `tasks:${_id}`),
  };
}

/** S5, S6; in fen. A village's money is its town's (S6), unless it has items of its own. */
function funding({ node, facts, below }: Unit): Found {
  const own = facts.checks.records('funding').filter(({ gridPath }) => below(gridPath));
  const items = own.length > 0 ? own : facts.checks.records('funding', townOf(node, facts)._id);
  const sum = (key: 'plannedFen' | 'receivedFen') => items.reduce((total, { data }) => total + data[key], 0);
  const [received, planned] = [sum('receivedFen'), sum('plannedFen')];
  return {
    share: ratio(received, planned),
    parts: [{ code: 'fen', have: received, of: planned }],
    sources: items.map(({ _id }) => `unit_records:${_id}`),
  };
}

/** S7, S8: half for one full-time inspector, half for two others, mean over the grid units; a town's villages count for it. */
function staffing({ node, facts }: Unit): Found {
  const { tree, staff, to, gridUnit } = facts;
  const above = gridUnit < node.level.level ? [townOf(node, facts)] : [];
  const units = [
    ...above,
    ...tree.within({ prefixes: [node.gridPath] }).filter(({ level }) => level.level === gridUnit),
  ];
  const served = units.map(({ gridPath }) => {
    const posts = tree.within({ prefixes: [gridPath] }).flatMap(({ _id }) =>
      staff.servingAt(_id, to).flatMap((person) =>
        assignmentsOn(person, to)
          .filter(({ nodeId }) => nodeId === _id)
          .map(({ role }) => ({ role, id: person._id })),
      ),
    );
    const people = (...roles: string[]) =>
      new Set(posts.filter(({ role }) => roles.includes(role)).map(({ id }) => id));
    const [full, others] = [people('full_time_inspector').size, people('part_time_inspector', 'co_inspector').size];
    return { full, others, share: 0.5 * Math.min(1, full) + 0.5 * Math.min(1, others / 2), posts };
  });
  return {
    share: mean(served.map(({ share }) => share)),
    parts: [
      { code: 'full_time', have: served.filter(({ full }) => full >= 1).length, of: served.length },
      { code: 'part_time', have: served.filter(({ others }) => others >= 2).length, of: served.length },
    ],
    sources: [...new Set(served.flatMap(({ posts }) => posts.map(({ id }) => `staff:${id}`)))],
  };
}

/** S10, S12. */
function premises({ bodies, facts }: Unit): Found {
  const ok = bodies.filter((body) => judgeCheck({ name: 'premises' }, body, facts.checks).met);
  const records = bodies.flatMap(({ _id }) => facts.checks.records('premises', _id));
  return {
    share: ratio(ok.length, bodies.length),
    parts: [{ code: 'bodies', have: ok.length, of: bodies.length }],
    sources: records.map(({ _id }) => `unit_records:${_id}`),
  };
}

function townOf(node: GridNode, { tree }: UnitFacts): GridNode {
  return tree.path(node._id).findLast(({ level }) => level.level <= 2) ?? node;
}

/** S13, S14: of the unit itself, or for a village of its town. */
function network({ node, facts }: Unit): Found {
  const town = townOf(node, facts);
  const tests = facts.checks.records('network_test', town._id).filter(({ data }) => data.works);
  const parts = NETWORKS.map(({ value }) => ({
    code: value,
    have: tests.some(({ data }) => data.network === value) ? 1 : 0,
    of: 1,
  }));
  return {
    share: mean(parts.map(({ have }) => have)),
    parts,
    sources: tests.map(({ _id }) => `unit_records:${_id}`),
  };
}

/** S15–S20. Employers whose cell is no more in force count against it. */
function grid({ node, cells, facts, below }: Unit): Found {
  const own = facts.tree.within({ prefixes: [node.gridPath] }).filter(({ level }) => level.level === 3);
  const coded = own.filter(({ code, cityCode }) => code !== undefined || cityCode !== undefined);
  const count = (rows: readonly { known: number }[]) => rows.reduce((total, { known }) => total + known, 0);
  const orphans = count(facts.orphans.filter(({ gridPath }) => below(gridPath)));
  const placed = count(cells) + orphans;
  const share = ratio(coded.length, own.length);
  return {
    share: share === null ? null : share * (1 - (ratio(orphans, placed) ?? 0)),
    parts: [
      { code: 'coded', have: coded.length, of: own.length },
      { code: 'orphans', have: orphans, of: placed },
    ],
    sources: own.map(({ _id }) => `grid_nodes:${_id}`),
  };
}

/** S21–S23. */
function wallCharts({ bodies, facts }: Unit): Found {
  const fresh = bodies.map(({ _id }) =>
    facts.checks.records('wall_chart', _id).filter(({ on }) => daysBetween(on, facts.to) <= CHART_DAYS),
  );
  const have = fresh.reduce((sum, charts) => sum + new Set(charts.map(({ data }) => data.chart)).size, 0);
  const of = bodies.length * WALL_CHARTS.length;
  return {
    share: ratio(have, of),
    parts: [{ code: 'charts', have, of }],
    sources: fresh.flat().map(({ _id }) => `unit_records:${_id}`),
  };
}

const sum = (cells: readonly Progress[], key: 'known' | 'collected' | 'stale' | 'filled' | 'required') =>
  cells.reduce((total, cell) => total + cell[key], 0);
const cellSources = (cells: readonly Progress[]) => cells.map(({ cellId }) => `employers:cell:${cellId}`);

/** S24, S47. */
function coverage({ cells }: Unit): Found {
  const part = { code: 'employers', have: sum(cells, 'collected'), of: sum(cells, 'known') };
  return { share: ratio(part.have, part.of), parts: [part], sources: cellSources(cells) };
}

/** S27–S30: half for fields that are filled, half for samples without errors; without samples the first alone. */
function quality({ cells, facts, below }: Unit): Found {
  const looked = facts.supervisions.filter(({ gridPath, samples = 0 }) => below(gridPath) && samples > 0);
  const samples = looked.reduce((total, each) => total + (each.samples ?? 0), 0);
  const mistakes = looked.reduce((total, each) => total + (each.mistakes ?? 0), 0);
  const filled: Part = { code: 'filled', have: sum(cells, 'filled'), of: sum(cells, 'required') };
  const right: Part = { code: 'right', have: Math.max(0, samples - mistakes), of: samples };
  return {
    share: mean([ratio(filled.have, filled.of), ratio(right.have, right.of)]),
    parts: [filled, right],
    sources: [...cellSources(cells), ...looked.map(({ _id }) => `supervisions:${_id}`)],
  };
}

/** MOHRSS09: not older than half a year. */
function freshness({ cells }: Unit): Found {
  const collected = sum(cells, 'collected');
  const part = { code: 'fresh', have: collected - sum(cells, 'stale'), of: collected };
  return { share: ratio(part.have, part.of), parts: [part], sources: cellSources(cells) };
}

/** S44: half for acceptance, half for the end, of what was due in the span. */
function matters({ facts, below }: Unit): Found {
  const { from, to, tree } = facts;
  const own = facts.matters.filter(({ cellId }) => below(tree.node(cellId)?.gridPath ?? '/-/'));
  const of = (accepts: boolean): Part => {
    const clocks = own.flatMap((matter) => matter.clocks.filter(({ kind }) => (kind === 'accept') === accepts));
    const due = clocks.filter(({ internalDue, startOn, stoppedOn }) => {
      if (internalDue === undefined || startOn > to) return false;
      const ended = stoppedOn !== undefined && stoppedOn <= to;
      return ended ? stoppedOn >= from : internalDue < to;
    });
    const inTime = due.filter(({ stoppedOn, internalDue = '' }) => stoppedOn !== undefined && stoppedOn <= internalDue);
    return { code: accepts ? 'accepted' : 'closed', have: inTime.length, of: due.length };
  };
  const parts = [of(true), of(false)];
  return { share: mean(parts.map((part) => ratio(part.have, part.of))), parts, sources: [] };
}

/** S53: warnings of the span whose level fell in time, or about which somebody decided. */
function monitoring({ facts, below }: Unit): Found {
  const judged = facts.alerts.flatMap(({ _id, gridPath, history }) => {
    const first = history.find(({ at, level }) => level !== 'none' && dayOf(at) >= facts.from && dayOf(at) <= facts.to);
    if (first === undefined || !below(gridPath)) return [];
    const end = history.find(({ at, level, decided }) => at > first.at && (level === 'none' || decided));
    const took = daysBetween(dayOf(first.at), end === undefined ? facts.to : dayOf(end.at));
    // one that may still be handled in time is not judged yet
    return end === undefined && took <= ALERT_DAYS ? [] : [{ _id, inTime: end !== undefined && took <= ALERT_DAYS }];
  });
  const part = { code: 'alerts', have: judged.filter(({ inTime }) => inTime).length, of: judged.length };
  return { share: ratio(part.have, part.of), parts: [part], sources: judged.map(({ _id }) => `alerts:${_id}`) };
}

/** S33, S36, S37. */
function rules({ node, facts }: Unit): Found {
  const judged = (code: string, name: string, params: object): Part => {
    const { have, need } = judgeCheck({ name, with: { ...params } }, node, facts.checks);
    return { code, have, of: need };
  };
  const parts = [
    judged('rules_read', 'texts_acknowledged', { textKind: 'rule' }),
    judged('trained', 'training_attended', {}),
    judged('duties_read', 'texts_acknowledged', { textKind: 'duty' }),
  ];
  return { share: mean(parts.map((part) => ratio(part.have, part.of))), parts };
}

/** S38, S48, S63: supervision duties of the span done, important situations received within the hour. */
function supervision({ facts, below }: Unit): Found {
  const { from, to } = facts;
  const duties = facts.tasks.filter(
    ({ kind, plan, gridPath, dueOn }) =>
      kind === 'duty' && plan?.item.endsWith('supervision') === true && below(gridPath) && dueOn >= from && dueOn <= to,
  );
  const done = duties.filter((task) => isInTime(task, 'done', 'reported'));
  const news = facts.situations.filter(({ gridPath }) => below(gridPath));
  const quick = news.filter(({ at, receipts }) =>
    receipts.some((receipt) => receipt.at.getTime() - at.getTime() <= SITUATION_MS),
  );
  const parts = [
    { code: 'duties', have: done.length, of: duties.length },
    { code: 'situations', have: quick.length, of: news.length },
  ];
  return {
    share: mean(parts.map((part) => ratio(part.have, part.of))),
    parts,
    sources: [...duties.map(({ _id }) => `tasks:${_id}`), ...news.map(({ _id }) => `situations:${_id}`)],
  };
}
