import type { DigestFacts } from '../../../schemas/digest.js';
import type { DigestSettings } from '../../../schemas/digest-settings.js';
import type { Scope } from '../../../schemas/scope.js';
import { UNFINISHED } from '../../../schemas/task.js';
import { countTasks } from '../../models/task.js';
import { isInForce } from '../grid/index.js';
import { createTask, type TaskDeps } from '../tasks/index.js';

/**
 * 督办 of units that were last twice in a row (domain.md 9): a task of theirs each, unless one of an earlier span is still open.
 * In the transaction that keeps the digest, so that it is set once with it. Returns how many were set.
 */
export async function superviseLast(
  deps: TaskDeps & { settings: DigestSettings },
  scope: Scope,
  { kind, day, blocks: { ranking } }: DigestFacts,
): Promise<number> {
  let set = 0;
  for (const { nodeId } of ranking?.lastTwice ?? []) {
    const node = (await deps.grid(deps.tx, scope.today)).node(nodeId);
    // dissolved since the ranking's day
    if (node === undefined || !isInForce(node, scope.today)) continue;
    const source = { kind: 'supervision' as const, id: `last-twice:${nodeId}` };
    if ((await countTasks(deps.tx, { source, state: { $in: UNFINISHED } })) > 0) continue;
    const title = `提高采集覆盖率（连续${kind === 'monthly' ? '两月' : '两周'}排名末位）`;
    await createTask(deps, scope, {
      key: `${source.id}:${kind}:${day}`,
      kind: 'supervise',
      title,
      short: '覆盖率督办',
      groupTitle: title,
      source,
      nodeId,
      due: { workdays: deps.settings.lastTwice.dueWorkdays },
      priority: 'high',
      evidence: ['note'],
    });
    set++;
  }
  return set;
}
