/** Which nudges are due at an instant, folded by target. Everything is derived from records; nothing is written. */
import type { GridNode } from '../../../../schemas/grid.js';
import type { NudgeAudience } from '../../../../schemas/nudge.js';
import { type Day, dayOf } from '../../../lib/day.js';
import { groupBy } from '../../../lib/group-by.js';
import type { QuietHours } from '../../../lib/quiet-hours.js';
import { findMarks } from '../../../models/job-mark.js';
import { nudgeKey, nudgesOf, nudgesOn } from '../../../models/nudge.js';
import { type ItemCount, planCounts } from '../../../models/task.js';
import { readTogether, type Tx } from '../../../models/transaction.js';
import type { TaskDeps } from '../deps.js';
import { lastOf } from '../rules.js';
import type { DueItem, DueSource, NudgeContext, Rung } from './due-item.js';
import { findDeadGroups } from './reach.js';
import { slotAt } from './slots.js';
import { type DeadGroups, type Resolved, resolve } from './targets.js';

export interface NudgeDeps extends TaskDeps {
  quietHours: QuietHours;
  sources: readonly DueSource[];
}

/** Names the marks of slots in `job_marks`. */
export const NUDGE_JOB = 'nudge';
const RED_SLOT = 'red';
/** In place of a target: the rung was passed over. */
export const PASSED = '-';

/** In one message, for it is noted in the same transaction; what is more waits for the next slot, the longest overdue go first. */
const ENTRIES_MOST = 10_000;

export interface NudgeEntry {
  item: DueItem;
  rung: Rung;
  audiences: NudgeAudience[];
}

/** One message: all that one target is to hear now. */
export interface PendingNudge extends Resolved {
  day: Day;
  /** `HH:mm` of the slot, or `red`. */
  slot: string;
  entries: NudgeEntry[];
}

/** A rung that was passed over because a newer one has come. */
export interface PassedRung {
  item: string;
  due: Day;
  rung: string;
}

/** Milestones by `<plan> <item>`: what stands behind “10/12”. */
export type ItemCounts = ReadonlyMap<string, readonly ItemCount[]>;

export interface PendingNudges {
  context: NudgeContext;
  counts: ItemCounts;
  nudges: PendingNudge[];
  passed: PassedRung[];
  /** Rungs that nobody was told of on their day although nothing forbade it: what a crash or a stop has left (target 0). */
  gap: number;
  /** Bodies about whose work nobody at all can be told. */
  unreachable: GridNode[];
}

type Row = Awaited<ReturnType<typeof nudgesOf>>[number];

/** An item with the targets of its newest rung that have not been told of it. */
interface Open {
  item: DueItem;
  newest: Rung;
  targets: { resolved: Resolved; audiences: NudgeAudience[] }[];
  /** Somebody has been told of the newest rung. */
  begun: boolean;
}

/** Finds all that must be told at `now`. At night, on days of rest and between slots only urgent work. */
export async function pendingNudges(deps: NudgeDeps, now: Date): Promise<PendingNudges> {
  const { tx, rules, calendar } = deps;
  const today = dayOf(now);
  const slot = slotAt(rules.slots, calendar, deps.quietHours, now);
  const context = { tx, now, today, tree: await deps.grid(tx, today), staff: await deps.staff(tx), calendar, rules };
  const items = (
    await readTogether(
      tx,
      deps.sources.map((source) => () => source.items(context, slot === null)),
    )
  ).flat();
  const unreachable = new Set<GridNode>();
  const due = await openItems(context, items, unreachable);
  const often = await toldOften(deps, today, slot);
  const busy = await busyTargets(deps, today, slot, now);
  const ready = due.flatMap((open): Open[] => {
    if (open.item.red) return [open];
    const targets = often.has(open.item.id) ? [] : open.targets.filter(({ resolved }) => !busy.has(resolved.key));
    return targets.length === 0 ? [] : [{ ...open, targets }];
  });
  const passed = await passedRungs(tx, ready);
  const missed = ready.filter((open) => isMissed(open, today));
  const counts = ready.length === 0 ? [] : await planCounts(tx, { prefixes: ['/'] });
  return {
    context,
    counts: groupBy(counts, ({ item }) => item),
    nudges: byTarget(ready, today, slot),
    passed,
    gap: passed.length + missed.length,
    unreachable: [...unreachable],
  };
}

async function openItems(
  context: NudgeContext,
  items: readonly DueItem[],
  unreachable: Set<GridNode>,
): Promise<Open[]> {
  const { tx, now, tree } = context;
  const keyOf = (item: DueItem, { name }: Rung) => nudgeKey({ item: item.id, due: item.dueOn, rung: name });
  const keys = items.flatMap((item) => item.rungs.slice(-1).map((rung) => keyOf(item, rung)));
  const rows = groupBy(await nudgesOf(tx, keys), ({ key }) => key);
  const dead = await findDeadGroups(tx, now);
  return items.flatMap((item): Open[] => {
    const newest = item.rungs.at(-1);
    if (newest === undefined) return [];
    const sent = rows.get(keyOf(item, newest)) ?? [];
    // passed over: the clock was set back
    if (sent.some(({ target }) => target === PASSED)) return [];
    const audiences = newest.to.filter((to) => item.onlyAbove !== true || (to !== 'person' && to !== 'unit'));
    const found = audiences.flatMap((audience) => {
      const resolved = resolve(tree, dead, item, audience);
      return resolved === undefined ? [] : [{ audience, resolved }];
    });
    const owner = tree.node(lastOf(item.ownerPath));
    if (audiences.length > 0 && found.length === 0 && owner !== undefined) unreachable.add(owner);
    const open = found.filter(({ audience, resolved }) => !isTold(sent, audience, resolved, dead));
    const targets = [...groupBy(open, ({ resolved }) => resolved.key).values()].flatMap(([first, ...more]) =>
      first === undefined
        ? []
        : [{ resolved: first.resolved, audiences: [first, ...more].map(({ audience }) => audience) }],
    );
    return targets.length === 0 ? [] : [{ item, newest, targets, begun: sent.length > 0 }];
  });
}

/** Told here, or where this audience was found before, unless that group turned out to be dead. */
function isTold(sent: readonly Row[], audience: NudgeAudience, { key }: Resolved, dead: DeadGroups): boolean {
  return sent.some(({ target, audiences }) => {
    if (target === key) return true;
    const [, nodeId, purpose = 'work'] = target.split(':');
    return audiences.includes(audience) && !dead.has(`${nodeId} ${purpose}`);
  });
}

/** Rungs before the newest that nobody was told of. */
async function passedRungs(tx: Tx, ready: readonly Open[]): Promise<PassedRung[]> {
  const older = ready.flatMap(({ item, newest }) =>
    item.rungs
      .filter((rung) => rung !== newest)
      .map(({ name }): PassedRung => ({ item: item.id, due: item.dueOn, rung: name })),
  );
  const known = new Set((await nudgesOf(tx, older.map(nudgeKey))).map(({ key }) => key));
  return older.filter((rung) => !known.has(nudgeKey(rung)));
}

/** The newest rung lies before today, the work stood so on that day, and nobody at all was told. */
function isMissed({ item: { since }, newest, begun }: Open, today: Day): boolean {
  return !begun && newest.on < today && newest.on >= since;
}

function byTarget(ready: readonly Open[], day: Day, slot: string | null): PendingNudge[] {
  const nudges = new Map<string, PendingNudge>();
  const longestFirst = [...ready].sort((a, b) =>
    a.item.dueOn < b.item.dueOn ? -1 : a.item.dueOn > b.item.dueOn ? 1 : 0,
  );
  for (const { item, newest, targets } of longestFirst)
    for (const { resolved, audiences } of targets) {
      const at = item.red ? RED_SLOT : (slot ?? RED_SLOT);
      const key = `${resolved.key} ${at}`;
      const nudge = nudges.get(key) ?? { ...resolved, day, slot: at, entries: [] };
      if (nudge.entries.length < ENTRIES_MOST) nudge.entries.push({ item, rung: newest, audiences });
      nudges.set(key, nudge);
    }
  return [...nudges.values()];
}

/** Targets that have had their message of this slot, or one a short while ago. */
async function busyTargets(deps: NudgeDeps, today: Day, slot: string | null, now: Date): Promise<Set<string>> {
  const since = now.getTime() - deps.rules.minutesBetween * 60_000;
  const marks = (await findMarks(deps.tx, NUDGE_JOB, today)).filter(({ day }) => day === today);
  const busy = marks.flatMap(({ target, at }) => {
    const end = target.lastIndexOf(' ');
    const recent = at.getTime() > since && at <= now;
    return recent || target.slice(end + 1) === slot ? [target.slice(0, end)] : [];
  });
  return new Set(busy);
}

/** Items that were told in as many slots of the day as may be. */
async function toldOften(deps: NudgeDeps, today: Day, slot: string | null): Promise<Set<string>> {
  const byItem = groupBy(await nudgesOn(deps.tx, today), ({ item }) => item);
  const full = [...byItem].filter(([, rows]) => {
    const slots = new Set(rows.map((row) => row.slot));
    return slots.size >= deps.rules.perTaskPerDay && !slots.has(slot ?? '');
  });
  return new Set(full.map(([item]) => item));
}
