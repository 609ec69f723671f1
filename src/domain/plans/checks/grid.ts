/** The grid itself: nodes, codes, diagrams, charts on the wall (S15, S16, S19–S23). */
import { z } from 'zod';
import { WALL_CHARTS } from '../../../../schemas/unit-record.js';
import { daysBetween } from '../../../lib/day.js';
import { judgeCompleteness } from '../../grid/index.js';
import { allOf, check, there } from './check.js';

/** A wall photo is good for half a year (domain.md 8.3). */
const CHART_DAYS = 183;

/** S15, S16: the node has its body, people and code. */
export const nodeBuilt = check({
  params: z.strictObject({}),
  judge: (node, { tree, staff, day }) => {
    const staffed = new Set(staff.servingAt(node._id, day).length > 0 ? [node._id] : []);
    const [own] = judgeCompleteness(tree, { prefixes: [node.gridPath] }, staffed).flatMap(({ lacking }) =>
      lacking.filter((each) => each.node._id === node._id),
    );
    const has = (what: 'body' | 'staff' | 'code') => own?.lacks.includes(what) !== true;
    return allOf({ body: has('body'), staff: has('staff'), code: has('code') });
  },
});

/** S19. */
export const codeSet = check({
  params: z.strictObject({ system: z.enum(['any', 'city']).default('any') }),
  judge: ({ code, cityCode }, _facts, { system }) =>
    there(cityCode !== undefined || (system === 'any' && code !== undefined)),
});

/** S20. */
export const diagramDrawn = check({
  params: z.strictObject({}),
  judge: (node, { records }) => there(records('diagram', node._id).length > 0),
});

/** S21–S23: each chart is on the wall by a photo that is not too old. */
export const wallCharts = check({
  params: z.strictObject({ maxAgeDays: z.int().min(1).default(CHART_DAYS) }),
  judge: (node, { records, day }, { maxAgeDays }) => {
    const fresh = records('wall_chart', node._id).filter(({ on }) => daysBetween(on, day) <= maxAgeDays);
    return allOf(
      Object.fromEntries(WALL_CHARTS.map(({ value }) => [value, fresh.some(({ data }) => data.chart === value)])),
    );
  },
});
