/** When the calendar has changed: all running clocks are reckoned anew, old and new dates are kept in the matter's history. */
import type { MatterEvent } from '../../../schemas/matter.js';
import type { Day } from '../../lib/day.js';
import { matterBatch } from '../../models/matter.js';
import type { MatterDeps } from './deps.js';
import { changedDues, withClocks, writeMatter } from './save.js';

export interface Recomputed {
  changed: { matterId: string; receiptNo: string; dues: MatterEvent['dues'] }[];
  next: string | null;
}

/** One portion of the matters with running clocks, in order of their ids; run it until `next` is null. */
export async function recomputeClocks(deps: MatterDeps, today: Day, after = '', limit = 200): Promise<Recomputed> {
  const matters = await matterBatch(
    deps.tx,
    { clocks: { $elemMatch: { stoppedOn: { $exists: false } } } },
    after,
    limit,
  );
  const changed: Recomputed['changed'] = [];
  for (const matter of matters) {
    const next = withClocks(matter, matter.clocks, deps, { version: matter.version + 1, today });
    const dues = changedDues(matter, next);
    if (dues.length === 0) continue;
    const more = {
      dues: dues
        .map(({ kind, was, is }) => `${kind} ${was ?? '-'} ${is ?? '-'}`)
        .join('; ')
        .slice(0, 200),
    };
    writeMatter(deps, matter, next, today, { action: 'recompute', by: 'sys', more });
    changed.push({ matterId: matter._id, receiptNo: matter.receiptNo, dues });
  }
  return { changed, next: matters.length === limit ? (matters.at(-1)?._id ?? null) : null };
}
