/** Carrying an escalation out: each threshold once in a matter, told to those whom the rules name. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import { addDays, type Day } from '../../lib/day.js';
import { findMattersOfEmployer } from '../../models/matter.js';
import { audienceOf, type Registry } from './audience.js';
import type { MatterDeps } from './deps.js';
import { type Escalation, identicalReports, judgeEscalation } from './escalation.js';
import { isOpen } from './judge.js';
import { registryOf, toGroup, toMembers } from './notices.js';

export interface Raised {
  /** The matter with what it has reached and its priority. */
  matter: Matter;
  notices: MatterNotice[];
  /** Thresholds that ask for the report card of an important situation (S63). */
  reportCard: boolean;
}

/** Half a year: matters of one cause lie no further apart. */
const RELATED_DAYS = 183;

/** Other matters of the same employer that are open, or lie within the days of `identicalReports`. */
export async function relatedMatters(deps: Pick<MatterDeps, 'tx'>, matter: Matter, since: Day): Promise<Matter[]> {
  const [district = ''] = matter.gridPath.split('/').filter((part) => part !== '');
  const { employerId, employerKey } = matter;
  const found = await findMattersOfEmployer(deps.tx, `/${district}/`, { employerId, employerKey }, since);
  return found.filter(({ _id }) => _id !== matter._id);
}

/** Judges a matter after something came to it. The caller writes the matter that comes back. */
export async function raise(deps: MatterDeps, matter: Matter, today: Day): Promise<Raised> {
  const registry = await registryOf(deps, today);
  const others = await relatedMatters(deps, matter, addDays(today, -RELATED_DAYS));
  const sameCause = others.filter(
    (other) => isOpen(other) && other.categories.some((category) => matter.categories.includes(category)),
  );
  const known = new Set(matter.escalations.map(({ code }) => code));
  const reached = judgeEscalation(matter, sameCause, deps.rules).filter(({ code }) => !known.has(code));
  const identical = identicalReports(matter, others, deps.rules.identicalReports);
  const red = matter.redFlags.length > 0 || reached.some((one) => one.kind === 'people' && one.threshold.red);
  const raised: Matter = {
    ...matter,
    priority: red ? 'red' : identical.length > 0 && matter.priority === 'normal' ? 'high' : matter.priority,
    escalations: [
      ...matter.escalations,
      ...reached.map(({ code, people, amountFen }) => ({ code, on: today, people, amountFen })),
    ],
  };
  const notices = [
    ...reached.flatMap((one) => escalationNotices(registry, raised, one, today)),
    ...(identical.length > 0 && matter.priority === 'normal'
      ? toMembers(audienceOf(registry, raised, 'squadron', today), raised, {
          kind: 'identical',
          no: raised.receiptNo,
          count: identical.length,
        })
      : []),
  ];
  return {
    matter: raised,
    notices,
    reportCard: reached.some((one) => one.kind === 'people' && one.threshold.reportCard),
  };
}

function escalationNotices(registry: Registry, matter: Matter, one: Escalation, today: Day): MatterNotice[] {
  const { people, amountFen, code } = one;
  const threshold = one.kind === 'people' ? one.threshold : undefined;
  const to = threshold?.to ?? ['squadron', 'brigade'];
  const urgent = threshold?.red ?? false;
  const userids = to.flatMap((audience) => audienceOf(registry, matter, audience, today));
  const say = {
    kind: 'escalated' as const,
    no: matter.receiptNo,
    code,
    employer: matter.employerName ?? matter.siteName,
    people,
    amountFen,
    withinMinutes: threshold?.withinMinutes ?? 0,
    reportCard: threshold?.reportCard ?? false,
  };
  // several thresholds of one step go to the same person: the code keeps their keys apart
  const members = toMembers(userids, matter, say, { urgent }).map((notice) => ({
    ...notice,
    effectKey: `${notice.effectKey}:${code}`,
  }));
  if (threshold === undefined) return members;
  const purpose = threshold.reportCard ? ({ purpose: 'leaders' } as const) : {};
  return [...members, ...toGroup(registry, matter, 'escalated', people, { ...purpose, urgent })];
}
