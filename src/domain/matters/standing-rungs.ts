/** Where the clocks of all open matters stand on their ladders: what the sweep of nudges tells (issue 7). */
import type { ClockKind } from '../../../schemas/matter-clock.js';
import type { Day } from '../../lib/day.js';
import { matterBatch } from '../../models/matter.js';
import { audienceOf, unitWithGroup } from './audience.js';
import type { MatterDeps } from './deps.js';
import { registryOf } from './notices.js';
import { rungsOf } from './rungs.js';

export interface StandingRung {
  /** `matter:<id>:<clock>`; with `due` and `rung` it names one telling. */
  item: string;
  matterId: string;
  version: number;
  /** Where it lies, and since when it stands as it stands. */
  gridPath: string;
  changedAt: Date;
  receiptNo: string;
  clock: ClockKind;
  due: Day;
  legalDue?: Day;
  rung: string;
  /** The day the rung was reached. */
  on: Day;
  /** By direct message, the persons who stand for the rung's audience that day. */
  userids: string[];
  /** The node whose group is told the number, when one has a group. */
  groupNodeId?: string;
}

/**
 * One portion of the matters with running clocks in order of their ids: of each clock the last rung reached by the day. The call
 * about satisfaction is never the handler's: his superior hears of it instead.
 */
export async function standingRungs(
  deps: MatterDeps,
  day: Day,
  after = '',
  limit = 500,
): Promise<{ rungs: StandingRung[]; next: string | null }> {
  const registry = await registryOf(deps, day);
  const running = { clocks: { $elemMatch: { stoppedOn: { $exists: false }, internalDue: { $exists: true } } } };
  const matters = await matterBatch(deps.tx, running, after, limit);
  const rungs = matters.flatMap((matter) =>
    matter.clocks.flatMap((clock): StandingRung[] => {
      const rung = rungsOf(deps.calendar, clock, deps.rules).findLast(({ on }) => on <= day);
      const due = clock.internalDue;
      if (rung === undefined || due === undefined) return [];
      const to = rung.to.map((one) => (clock.kind === 'satisfaction' && one === 'handler' ? 'squadron' : one));
      const userids = new Set(to.flatMap((audience) => audienceOf(registry, matter, audience, day)));
      const group = unitWithGroup(registry.tree, matter.cellId);
      return [
        {
          item: `matter:${matter._id}:${clock.kind}`,
          matterId: matter._id,
          version: matter.version,
          gridPath: matter.gridPath,
          changedAt: matter.updatedAt,
          receiptNo: matter.receiptNo,
          clock: clock.kind,
          due,
          ...(clock.legalDue !== undefined && { legalDue: clock.legalDue }),
          rung: rung.name,
          on: rung.on,
          userids: [...userids],
          ...(group !== undefined && { groupNodeId: group._id }),
        },
      ];
    }),
  );
  return { rungs, next: matters.length === limit ? (matters.at(-1)?._id ?? null) : null };
}
