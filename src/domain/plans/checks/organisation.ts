/** Bodies, their leaders and where they belong (S1–S4, S11). */
import { z } from 'zod';
import type { GridNode } from '../../../../schemas/grid.js';
import { Role } from '../../../../schemas/scope.js';
import { assignmentsOn } from '../../staff/index.js';
import { allOf, type CheckFacts, check, there } from './check.js';

const HEADS: readonly Role[] = ['grid_head', 'squadron_leader', 'brigade_leader'];

/** True when somebody serves in the node itself in one of the roles. */
export function isServed(node: GridNode, { staff, day }: CheckFacts, roles: readonly Role[]): boolean {
  return staff
    .servingAt(node._id, day)
    .some((person) => assignmentsOn(person, day).some((a) => a.nodeId === node._id && roles.includes(a.role)));
}

/** The body is on record with the day it was set up, and with what else is asked for (S4: name, address, phone, head). */
export const bodySetUp = check({
  params: z.strictObject({ needs: z.array(z.enum(['address', 'phone', 'head'])).default([]) }),
  judge: (node, facts, { needs }) => {
    const setUpOn = node.body?.setUpOn;
    const parts: Record<string, boolean> = { body: setUpOn !== undefined && setUpOn <= facts.day };
    for (const need of needs)
      parts[need] = need === 'head' ? isServed(node, facts, HEADS) : node.body?.[need] !== undefined;
    return allOf(parts);
  },
});

/** S3: there is an appointment on record, and the appointed person serves in that role today. */
export const leaderAppointed = check({
  params: z.strictObject({ role: Role.default('squadron_leader') }),
  judge: (node, facts, { role }) => {
    const { staff, day } = facts;
    const serving = staff
      .servingAt(node._id, day)
      .filter((person) => assignmentsOn(person, day).some((a) => a.nodeId === node._id && a.role === role));
    const appointed = facts.records('appointment', node._id).filter(({ data }) => data.role === role);
    return there(appointed.some(({ data }) => serving.some((person) => person._id === data.staffId)));
  },
});

/** S11: the centre belongs to the brigade: a brigade leader serves in it. */
export const underBrigade = check({
  params: z.strictObject({}),
  judge: (node, facts) => there(isServed(node, facts, ['brigade_leader'])),
});
