/** What a nudge says: items of one kind and due day in one line with their units; pure. */
import type { NudgeLine, TaskNudge } from '../../../../schemas/task-messages.js';
import { groupBy } from '../../../lib/group-by.js';
import type { GridTree } from '../../grid/index.js';
import { lastOf } from '../rules.js';
import type { NudgeContext } from './due-item.js';
import type { ItemCounts, NudgeEntry, PendingNudge } from './pending.js';
import { lateWorkdays } from './rungs.js';

/** Most overdue first, then the nearest. */
export function foldNudge(
  { tree, calendar, today }: Pick<NudgeContext, 'tree' | 'calendar' | 'today'>,
  counts: ItemCounts,
  { unit, slot, target }: PendingNudge,
  entries: readonly NudgeEntry[],
): TaskNudge {
  const personal = target.kind === 'member';
  const groups = groupBy(entries, ({ item }) => [item.what, item.fold ?? item.id, item.dueOn, item.mark].join(' '));
  const lines = [...groups.values()].flatMap((group): NudgeLine[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { what, fold, dueOn, groupTitle, personTitle, mark, waitingSince } = first.item;
    const below = unit === undefined ? '/' : unit.gridPath;
    const own = !personal && group.every(({ item }) => item.aboutPath === below);
    const of = what === 'work' && !personal ? (counts.get(fold ?? '') ?? []) : [];
    const inArea = of.filter(({ aboutPath }) => aboutPath.startsWith(below));
    return [
      {
        what,
        title: personal && group.length === 1 ? personTitle : groupTitle,
        dueOn,
        late: lateWorkdays(calendar, dueOn, today),
        open: group.length,
        units: own ? [] : unitsOf(tree, personal ? undefined : unit?.gridPath, group),
        ...(inArea.length > 1 && { done: inArea.filter(({ done }) => done).length, of: inArea.length }),
        ...(waitingSince !== undefined && { waited: lateWorkdays(calendar, waitingSince, today) }),
        ...(mark !== undefined && { mark }),
      },
    ];
  });
  lines.sort((a, b) => b.late - a.late || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : b.open - a.open));
  return { ...(unit !== undefined && { unit: unit.name }), today, red: slot === 'red', lines };
}

/** The bodies that items are about: for a group the one below its own unit, with how many lie in it. */
function unitsOf(tree: GridTree, below: string | undefined, group: readonly NudgeEntry[]): NudgeLine['units'] {
  const depth = below === undefined ? undefined : below.split('/').length - 1;
  const names = group.map(({ item }) => {
    const path = tree.path(lastOf(item.aboutPath));
    const node = depth === undefined ? path.at(-1) : (path[depth - 1] ?? path.at(-1));
    return node?.name ?? '';
  });
  return [...groupBy(names, (name) => name)].map(([name, all]) => ({ name, count: all.length }));
}
