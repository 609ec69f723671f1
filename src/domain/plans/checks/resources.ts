/** People, money, rooms, networks (S5–S8, S10, S12–S14). */
import { z } from 'zod';
import { STAFFING_2010 } from '../../../../schemas/staff.js';
import { NETWORKS } from '../../../../schemas/unit-record.js';
import { staffingGaps } from '../../staff/index.js';
import { allOf, check, share, there } from './check.js';

/** S7, S8 of the node as one grid unit; A4 by `anyMix`. A town counts the people of its villages too (A2). */
export const staffing = check({
  params: z.strictObject({
    rule: z.enum(['S7', 'S8']),
    atLeast: z.int().min(1).max(50),
    anyMix: z.boolean().default(true),
  }),
  judge: (node, { tree, staff }, { rule, atLeast, anyMix }) => {
    const { level } = node.level;
    if (level === 1) return { met: true, have: 0, need: 0 };
    const policy = { ...STAFFING_2010, unitLevel: level, anyMix, fullTime: atLeast, partTimeOrCo: atLeast };
    const units = staffingGaps(tree, staff, { prefixes: [node.gridPath] }, policy);
    const gap = units.find((unit) => unit.node._id === node._id)?.gaps.find((each) => each.rule === rule);
    return { met: gap === undefined, have: gap?.have ?? atLeast, need: atLeast };
  },
});

/** S5, S6: money planned for the body has come; in fen. */
export const fundingSettled = check({
  params: z.strictObject({}),
  judge: (node, { records }) => {
    const items = records('funding', node._id).map(({ data }) => data);
    const sum = (key: 'plannedFen' | 'receivedFen') => items.reduce((total, each) => total + each[key], 0);
    return share(sum('receivedFen'), sum('plannedFen'), 100);
  },
});

/** S10, S12: a room is on record. Its size is only warned about: S10 says 30..50 m². */
export const premises = check({
  params: z.strictObject({ minSqm: z.number().optional(), maxSqm: z.number().optional() }),
  judge: (node, { records }, { minSqm = 0, maxSqm = Number.POSITIVE_INFINITY }) => {
    const area = records('premises', node._id).at(-1)?.data.areaSqm ?? node.body?.premisesSqm;
    const strange = area !== undefined && (area < minSqm || area > maxSqm);
    return { ...there(area !== undefined), ...(strange && { warn: 'area' }) };
  },
});

/** S13, S14: each network was tested and works. */
export const networkLinked = check({
  params: z.strictObject({
    networks: z.array(z.enum(NETWORKS.map(({ value }) => value) as ['city', 'jinbao'])).min(1),
  }),
  judge: (node, { records }, { networks }) => {
    const working = records('network_test', node._id).filter(({ data }) => data.works);
    return allOf(Object.fromEntries(networks.map((name) => [name, working.some(({ data }) => data.network === name)])));
  },
});
