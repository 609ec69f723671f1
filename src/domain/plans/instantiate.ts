/** What a plan asks of which body of a district; pure. */
import type { GridNode } from '../../../schemas/grid.js';
import type { Duty, Milestone, PlanLevel, PlanTemplate } from '../../../schemas/plan.js';
import type { Day } from '../../lib/day.js';
import { addWorkdays, type Calendar } from '../../lib/workdays.js';
import type { GridTree } from '../grid/index.js';
import { dueDays, dueInSpan, spanOf } from './due.js';

const LEVEL_NUMBER: Record<PlanLevel, number> = { district: 1, town: 2, village: 3 };

/** One piece of work for one body. */
export interface PlanItem {
  /** `plan:<plan>:<item>:<body>[:<span>]`: the same however often the plan is instantiated. */
  key: string;
  of: Milestone | Duty;
  /** The body it is about, and the body whose work it is. */
  about: GridNode;
  owner: GridNode;
  opensOn: Day;
  dueOn: Day;
  provisional: boolean;
  /** Keys of the items that must be done before. */
  after: string[];
}

/**
 * All items of a plan for the bodies of a district that are in force on the tree's day: milestones, and duties of the span of
 * time that the day lies in. A body that began after the due day gets days of its own.
 */
export function planItems(plan: PlanTemplate, tree: GridTree, districtPath: string, calendar: Calendar): PlanItem[] {
  const nodes = tree.within({ prefixes: [districtPath] });
  const dues = dueDays(plan, calendar);
  const byId = new Map(plan.milestones.map((milestone) => [milestone.id, milestone]));
  const key = (item: string, body: GridNode, span?: string) =>
    ['plan', plan.plan, item, body._id, ...(span === undefined ? [] : [span])].join(':');
  const before = (milestone: Milestone, about: GridNode) =>
    (milestone.after ?? []).flatMap((id) => {
      const levels = levelsOf(plan, byId.get(id) ?? milestone);
      const body = tree.path(about._id).findLast(({ level }) => levels.includes(level.level));
      return body === undefined ? [] : [key(id, body)];
    });
  const milestones = plan.milestones.flatMap((milestone) =>
    bodiesOf(plan, milestone, nodes).map((about): PlanItem => {
      const due = dues.get(milestone.id) ?? { day: plan.document.on, provisional: false };
      const late = about.validFrom > due.day;
      const { day: dueOn, provisional } = late ? addWorkdays(calendar, about.validFrom, plan.newBodyWorkdays) : due;
      const after = before(milestone, about);
      const owner = ownerOf(milestone, about, tree);
      return {
        key: key(milestone.id, about),
        of: milestone,
        about,
        owner,
        opensOn: tree.day,
        dueOn,
        provisional,
        after,
      };
    }),
  );
  const duties = plan.duties.flatMap((duty) => {
    const span = spanOf(duty.repeat.every, tree.day);
    if (span.to < duty.from || (duty.until !== undefined && span.from > duty.until)) return [];
    const { day: dueOn, provisional } = dueInSpan(calendar, span, duty.repeat);
    return bodiesOf(plan, duty, nodes).map((about): PlanItem => {
      const owner = ownerOf(duty, about, tree);
      return {
        key: key(duty.id, about, span.name),
        of: duty,
        about,
        owner,
        opensOn: span.from,
        dueOn,
        provisional,
        after: [],
      };
    });
  });
  return [...milestones, ...duties];
}

/** Names and codes of `bodies` that no node of the district has. */
export function unknownBodies(plan: PlanTemplate, tree: GridTree, districtPath: string): string[] {
  const nodes = tree.within({ prefixes: [districtPath] });
  const named = [...plan.milestones, ...plan.duties, ...plan.rules].flatMap(({ bodies = [] }) => bodies);
  return [...new Set(named)].filter((name) => !nodes.some((node) => isCalled(node, name)));
}

type ForBodies = Pick<Milestone, 'for' | 'bodies'>;

/** The numbers of the levels an item is for; a grid unit is what the plan says it is (A2). */
export function levelsOf(plan: Pick<PlanTemplate, 'gridUnit'>, item: Pick<ForBodies, 'for'>): number[] {
  return item.for.map((level) => LEVEL_NUMBER[level === 'grid_unit' ? plan.gridUnit : level]);
}

export function bodiesOf(plan: PlanTemplate, item: ForBodies, nodes: readonly GridNode[]): GridNode[] {
  const levels = levelsOf(plan, item);
  return nodes.filter(
    (node) =>
      levels.includes(node.level.level) &&
      node.status === 'active' &&
      (item.bodies?.some((name) => isCalled(node, name)) ?? true),
  );
}

function isCalled(node: GridNode, name: string): boolean {
  return [node.name, node.code, node.cityCode, ...node.aliases].includes(name);
}

function ownerOf({ owner }: Milestone | Duty, about: GridNode, tree: GridTree): GridNode {
  if (owner === undefined) return about;
  return tree.path(about._id).find(({ level }) => level.level === LEVEL_NUMBER[owner]) ?? about;
}
