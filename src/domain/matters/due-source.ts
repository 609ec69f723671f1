/**
 * The clocks of matters as work that is nudged (domain.md 5.5): whoever stands for a rung hears by direct message what is due,
 * the group of the unit by number only. Each of them is an item of its own, because the ladder of a matter names persons.
 */
import { labelOf } from '../../../schemas/enums.js';
import { CLOCK_OPTIONS } from '../../../schemas/matter-clock.js';
import { dayOf } from '../../lib/day.js';
import { findMattersById } from '../../models/matter.js';
import type { DueItem, DueSource } from '../tasks/index.js';
import { isRunning } from './clocks.js';
import type { MatterHouse } from './deps.js';
import { type StandingRung, standingRungs } from './standing-rungs.js';

const NAME = 'matter';
/** In place of a userid: the unit's group. */
const GROUP = '*';

export function matterDueSource(house: MatterHouse): DueSource {
  return {
    name: NAME,
    async items({ tx, today, tree }, redOnly) {
      // alarms of matters go out when they come in; their clocks keep to the slots
      if (redOnly) return [];
      const items: DueItem[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const portion = await standingRungs({ ...house, tx }, today, after);
        for (const rung of portion.rungs) items.push(...itemsOf(rung, tree.node(rung.groupNodeId ?? '')?.gridPath));
        after = portion.next;
      }
      return items;
    },
    async stamps(tx, ids) {
      const matters = await findMattersById(tx, [...new Set(ids.map((id) => partsOf(id).matterId))]);
      const known = new Map(matters.map((matter) => [matter._id, matter]));
      return new Map(
        ids.flatMap((id): [string, string][] => {
          const { matterId, clock } = partsOf(id);
          const matter = known.get(matterId);
          const runs = matter?.clocks.some((one) => one.kind === clock && isRunning(one)) === true;
          return matter === undefined || !runs ? [] : [[id, String(matter.version)]];
        }),
      );
    },
  };
}

function partsOf(id: string): { matterId: string; clock: string } {
  const [, matterId = '', clock = ''] = id.split(':');
  return { matterId, clock };
}

function itemsOf(standing: StandingRung, groupPath: string | undefined): DueItem[] {
  const { item, version, receiptNo, clock, due, rung, on, userids, changedAt, gridPath } = standing;
  const common = {
    stamp: String(version),
    what: 'matter' as const,
    groupTitle: receiptNo,
    personTitle: `${receiptNo} ${labelOf(CLOCK_OPTIONS, clock)}`,
    aboutPath: gridPath,
    since: dayOf(changedAt),
    dueOn: due,
    red: false,
  };
  const persons = userids.map((userid): DueItem => {
    const rungs = [{ name: rung, on, to: ['person' as const] }];
    return { ...common, id: `${item}:${userid}`, ownerPath: gridPath, person: userid, rungs };
  });
  if (groupPath === undefined) return persons;
  const rungs = [{ name: rung, on, to: ['unit' as const] }];
  return [...persons, { ...common, id: `${item}:${GROUP}`, ownerPath: groupPath, rungs }];
}
