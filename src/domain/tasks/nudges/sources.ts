/** Tasks, and tasks that wait for acceptance, as work to be nudged. */
import { type Task, type TaskKind, WITH_OWNER } from '../../../../schemas/task.js';
import { type Day, dayOf } from '../../../lib/day.js';
import { addWorkdays } from '../../../lib/workdays.js';
import { findTaskLines, stampOf, type TaskLine, taskStamps } from '../../../models/task.js';
import type { Tx } from '../../../models/transaction.js';
import { acceptorsOf, personFor } from '../people.js';
import { acceptingPath } from '../rules.js';
import type { DueItem, DueSource } from './due-item.js';
import { givenRung, makeLadder, redRungs, rungsSince } from './rungs.js';

const EVERYWHERE = { prefixes: ['/'] };
/** Given by somebody, so that nobody knows of it from a plan. */
const GIVEN: readonly TaskKind[] = ['assigned', 'collection', 'follow_up', 'supervise'];

/** A person or nobody, remembered for the tasks of one body. */
function remembered<A extends object>(find: (of: A) => string | undefined, keyOf: (of: A) => string) {
  const known = new Map<string, string | undefined>();
  return (of: A) => {
    const key = keyOf(of);
    if (!known.has(key)) known.set(key, find(of));
    return known.get(key);
  };
}

/** Work that lies with its owner. */
export const taskSource: DueSource = {
  name: 'task',
  async items(context, redOnly) {
    const { tx, now, today, tree, staff, calendar, rules } = context;
    const filter = { state: { $in: WITH_OWNER }, mute: { $exists: false }, ...(redOnly && { priority: 'red' }) };
    const ladder = makeLadder(rules, calendar, today);
    const person = remembered<TaskLine>(
      (task) => personFor(task, tree, staff, today)?.userid,
      ({ nodeId, role, assigneeId }) => `${nodeId} ${role} ${assigneeId}`,
    );
    const tasks = await findTaskLines(tx, EVERYWHERE, filter);
    const followedUp = new Set(tasks.flatMap(({ kind, source }) => (kind === 'supervise' ? [source.id] : [])));
    return tasks.flatMap((task): DueItem[] => {
      if (task.quietUntil !== undefined && task.quietUntil > now) return [];
      const red = task.priority === 'red';
      const since = task.activeFrom;
      const startOn = dayOf(task.quietUntil ?? task.createdAt);
      const given = GIVEN.includes(task.kind) ? givenRung(rules, calendar, startOn, today) : undefined;
      const rungs = red
        ? redRungs(rules, task.createdAt, now)
        : rungsSince(ladder(task.dueOn), { since, dueOn: task.dueOn, given });
      if (rungs.length === 0) return [];
      const responsible = person(task);
      const mark = task.kind === 'supervise' ? 'supervised' : task.state === 'returned' ? 'returned' : undefined;
      return [
        {
          id: `task:${task._id}`,
          stamp: stampOf(task),
          what: 'work',
          groupTitle: task.groupTitle ?? task.short ?? task.title,
          personTitle: task.title,
          fold: foldOf(task),
          ownerPath: task.gridPath,
          aboutPath: task.aboutPath,
          ...(responsible !== undefined && { person: responsible }),
          since,
          dueOn: task.dueOn,
          red,
          // its unit hears of work that is followed up by the 督办 alone
          ...((isPutOff(task, today) || followedUp.has(task._id)) && { onlyAbove: true }),
          ...(mark !== undefined && { mark }),
          rungs,
        },
      ];
    });
  },
  stamps: (tx, ids) => stampsOf(tx, 'task', ids, WITH_OWNER),
};

function isPutOff({ snooze }: TaskLine, today: Day): boolean {
  return snooze !== undefined && snooze.until > today;
}

/** Work that was handed in and waits for the level above. The ladder begins on its due day. */
export const acceptanceSource: DueSource = {
  name: 'accept',
  async items(context, redOnly) {
    const { tx, today, tree, staff, calendar, rules } = context;
    if (redOnly) return [];
    const ladder = makeLadder(rules, calendar, today);
    const person = remembered<TaskLine>(
      (task) => acceptorsOf(task, tree, staff, today)[0]?.userid,
      ({ gridPath, directedFrom }) => directedFrom ?? gridPath,
    );
    const tasks = await findTaskLines(tx, EVERYWHERE, { state: 'reported', mute: { $exists: false } });
    return tasks.flatMap((task): DueItem[] => {
      const since = dayOf(task.reportedAt ?? task.updatedAt);
      const dueOn = addWorkdays(calendar, since, rules.acceptance.workdays).day;
      const rungs = rungsSince(ladder(dueOn), { since: dueOn, dueOn });
      if (rungs.length === 0) return [];
      const responsible = person(task);
      return [
        {
          id: `accept:${task._id}`,
          stamp: stampOf(task),
          what: 'acceptance',
          groupTitle: task.groupTitle ?? task.short ?? task.title,
          personTitle: task.title,
          fold: `accept ${foldOf(task)}`,
          ownerPath: acceptingPath(task),
          aboutPath: task.aboutPath,
          ...(responsible !== undefined && { person: responsible }),
          since: dueOn,
          dueOn,
          waitingSince: since,
          red: false,
          rungs,
        },
      ];
    });
  },
  stamps: (tx, ids) => stampsOf(tx, 'accept', ids, ['reported']),
};

/** Set by the program itself, for many cells alike. */
const ALIKE: readonly TaskKind[] = ['refresh', 'follow_up'];

/** Tasks of one item of a plan, of one batch, or of one kind that the program sets, are told together. */
export function foldOf({
  plan,
  batchId,
  _id,
  kind,
  groupTitle,
}: Pick<Task, 'plan' | 'batchId' | '_id' | 'kind' | 'groupTitle'>): string {
  if (plan !== undefined) return `${plan.plan} ${plan.item}`;
  return batchId ?? (ALIKE.includes(kind) && groupTitle !== undefined ? `${kind} ${groupTitle}` : _id);
}

async function stampsOf(
  tx: Tx,
  name: string,
  ids: readonly string[],
  states: readonly Task['state'][],
): Promise<ReadonlyMap<string, string>> {
  const prefix = `${name}:`;
  const bare = ids.map((id) => id.slice(prefix.length));
  const found = await taskStamps(tx, bare, states);
  return new Map([...found].map(([id, stamp]) => [prefix + id, stamp]));
}
