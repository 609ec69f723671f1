import { addDays } from '../../lib/day.js';
import { findEmployers, replaceEmployer } from '../../models/employer.js';
import { moveWorkers } from '../../models/worker.js';
import { audit } from '../audit/index.js';
import type { RedrawHook } from '../grid/index.js';
import { systemScope } from '../rights/index.js';

/**
 * When cells are split or merged, every employer moves to a successor in the same transaction, by hand or by its road; file
 * numbers and past rows of labour use stay as they are (domain.md 3.6).
 */
export const moveEmployers: RedrawHook = async (tx, { actor, from, successorOf }) => {
  // two cells that become one may both have a file of one code: the second loses its claim, people will merge them
  const claimed = new Set<string>();
  for (const node of from) {
    const files = await findEmployers(tx, { ...systemScope(actor.today), prefixes: [node.gridPath] }, {});
    for (const file of files) {
      const { road } = file;
      const cell = successorOf({ id: file._id, nodeId: node._id, ...(road !== undefined && { road }) });
      const { identityCode, ...rest } = file;
      const claim = `${cell._id} ${identityCode}`;
      const keeps = identityCode !== undefined && !claimed.has(claim);
      if (keeps) claimed.add(claim);
      replaceEmployer(tx, file, {
        ...rest,
        ...(keeps && { identityCode }),
        cellId: cell._id,
        gridPath: cell.gridPath,
        pastCells: [
          ...file.pastCells,
          { cellId: file.cellId, gridPath: file.gridPath, until: addDays(actor.today, -1) },
        ],
        history: [...file.history, { at: tx.now, by: actor.userid, event: 'moved' as const }].slice(-200),
        updatedAt: tx.now,
      });
      moveWorkers(tx, file._id, { cellId: cell._id, gridPath: cell.gridPath });
      const object = { kind: 'employer', id: file._id };
      audit(tx, { actor: actor.userid, action: 'employer.moved', object, changes: { cellId: cell._id } });
    }
  }
};
