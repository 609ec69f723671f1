/** Who was responsible for a matter on any day, whoever has moved and whatever was redrawn since (issue 6, point 10). */
import type { Matter } from '../../../schemas/matter.js';
import type { Scope } from '../../../schemas/scope.js';
import { addDays, type Day } from '../../lib/day.js';
import { matterBatch, replaceMatter } from '../../models/matter.js';
import { audit } from '../audit/index.js';
import type { RedrawHook } from '../grid/index.js';
import { whoIsResponsible } from '../staff/index.js';
import type { MatterDeps } from './deps.js';
import { findReachable } from './find.js';
import { handlersOn } from './judge.js';

export interface ResponsibleOn {
  cellId: string;
  /** Named handlers of the day; empty before somebody was named. */
  handlers: { userid: string; duty: 'lead' | 'second' | 'intake' }[];
  /** Who answered for the place on the day, the first to be asked first (S18). */
  unit: { userid: string; role: string; nodeId: string }[];
}

/** @throws DomainError matter_not_found */
export async function responsibleOn(
  deps: MatterDeps,
  scope: Scope,
  matterId: string,
  day: Day,
): Promise<ResponsibleOn> {
  const matter = await findReachable(deps, scope, matterId);
  const cellId = cellOn(matter, day);
  const [tree, staff] = [await deps.grid(deps.tx, day), await deps.staff(deps.tx)];
  return {
    cellId,
    handlers: handlersOn(matter, day).map(({ userid, duty }) => ({ userid, duty })),
    unit: whoIsResponsible(tree, staff, cellId, day).map(({ person, role, nodeId }) => ({
      userid: person.userid,
      role,
      nodeId,
    })),
  };
}

/** The cell in which the matter lay on a day. */
export function cellOn({ cellId, pastCells }: Pick<Matter, 'cellId' | 'pastCells'>, day: Day): string {
  return pastCells.find(({ until }) => day <= until)?.cellId ?? cellId;
}

/** When cells are split or merged their matters go to a successor; handlers, numbers and dates stay. */
export const moveMatters: RedrawHook = async (tx, { actor, from, successorOf }) => {
  for (const node of from) {
    for (let after = ''; ; ) {
      const matters = await matterBatch(tx, { cellId: node._id }, after, 500);
      for (const matter of matters) {
        const cell = successorOf({ id: matter._id, nodeId: node._id });
        const past = { cellId: matter.cellId, gridPath: matter.gridPath, until: addDays(actor.today, -1) };
        const pastCells = [...matter.pastCells, past];
        replaceMatter(tx, matter, {
          ...matter,
          cellId: cell._id,
          gridPath: cell.gridPath,
          pastCells,
          updatedAt: tx.now,
        });
        const changes = { cellId: cell._id };
        audit(tx, { actor: actor.userid, action: 'matter.moved', object: { kind: 'matter', id: matter._id }, changes });
      }
      const last = matters.at(-1);
      if (matters.length < 500 || last === undefined) break;
      after = last._id;
    }
  }
};
