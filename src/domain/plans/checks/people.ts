/** Texts, who has read them, and training (S9, S33, S36, S37, S56). */
import { z } from 'zod';
import type { GridNode } from '../../../../schemas/grid.js';
import { Role } from '../../../../schemas/scope.js';
import type { Staff } from '../../../../schemas/staff.js';
import type { RecordOf } from '../../../../schemas/unit-record.js';
import { daysBetween } from '../../../lib/day.js';
import { assignmentsOn } from '../../staff/index.js';
import { allOf, type CheckFacts, check, share, there } from './check.js';

const INSPECTORS: readonly Role[] = ['full_time_inspector', 'part_time_inspector', 'co_inspector'];

/** S9, S36: the roles have their duties in writing, by this body or one above. */
export const dutyTexts = check({
  params: z.strictObject({ roles: z.array(Role).min(1) }),
  judge: (node, facts, { roles }) => {
    const texts = textsFor(node, facts).filter(({ data }) => data.textKind === 'duty');
    return allOf(Object.fromEntries(roles.map((role) => [role, texts.some(({ data }) => data.role === role)])));
  },
});

/** S37: there are work rules. */
export const ruleTexts = check({
  params: z.strictObject({}),
  judge: (node, facts) => there(textsFor(node, facts).some(({ data }) => data.textKind === 'rule')),
});

/** S9: people at or below the node have read the present editions of the texts of their roles. */
export const textsAcknowledged = check({
  params: z.strictObject({ textKind: z.enum(['duty', 'rule']), percent: z.int().min(1).max(100).default(100) }),
  judge: (node, facts, { textKind, percent }) => {
    const read = new Set(facts.records('acknowledgement').map(({ data }) => `${data.textId} ${data.staffId}`));
    let [have, need] = [0, 0];
    for (const { person, roles, at } of peopleAt(node, facts)) {
      for (const text of textsFor(at, facts)) {
        if (text.data.textKind !== textKind || !concerns(text, roles)) continue;
        need++;
        if (read.has(`${text._id} ${person._id}`)) have++;
      }
    }
    return share(have, need, percent);
  },
});

/** S33, S56: inspection staff at or below the node attended a training of late. */
export const trainingAttended = check({
  params: z.strictObject({
    percent: z.int().min(1).max(100).default(90),
    withinDays: z.int().min(1).default(366),
  }),
  judge: (node, facts, { percent, withinDays }) => {
    const late = facts.records('training').filter(({ on }) => daysBetween(on, facts.day) <= withinDays);
    const trained = new Set(late.flatMap(({ data }) => data.attendees.map(({ staffId }) => staffId)));
    const staff = new Set(
      peopleAt(node, facts)
        .filter(({ roles }) => roles.some((role) => INSPECTORS.includes(role)))
        .map(({ person }) => person._id),
    );
    return share([...staff].filter((id) => trained.has(id)).length, staff.size, percent);
  },
});

/** S58: a body has so many people in a role, at or below it. */
export const peopleInRole = check({
  params: z.strictObject({ role: Role, atLeast: z.int().min(1) }),
  judge: (node, facts, { role, atLeast }) => {
    const found = peopleAt(node, facts).filter(({ roles }) => roles.includes(role));
    const have = new Set(found.map(({ person }) => person._id)).size;
    return { met: have >= atLeast, have, need: atLeast };
  },
});

/** Texts that hold in a node: its own and those of the bodies above. */
function textsFor(node: GridNode, { tree, records }: CheckFacts): RecordOf<'text'>[] {
  return tree.path(node._id).flatMap(({ _id }) => records('text', _id));
}

/** A text without a role is for everybody. */
function concerns({ data }: RecordOf<'text'>, roles: readonly Role[]): boolean {
  return data.role === undefined || roles.includes(data.role);
}

function peopleAt(node: GridNode, { tree, staff, day }: CheckFacts): { person: Staff; roles: Role[]; at: GridNode }[] {
  return tree.within({ prefixes: [node.gridPath] }).flatMap((at) =>
    staff.servingAt(at._id, day).map((person) => {
      const here = assignmentsOn(person, day).filter(({ nodeId }) => nodeId === at._id);
      return { person, roles: here.map(({ role }) => role), at };
    }),
  );
}
