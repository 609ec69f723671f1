import type { Scope } from '../../schemas/scope.js';
import { Task, TaskBatch } from '../../schemas/task.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const TASKS = defineCollection({
  name: 'tasks',
  schema: Task,
  indexes: [
    { keys: { key: 1 }, unique: true },
    { keys: { gridPath: 1, state: 1, dueOn: 1 } },
    { keys: { state: 1, dueOn: 1 } },
    { keys: { aboutPath: 1, light: 1 } },
    { keys: { 'plan.plan': 1, gridPath: 1 } },
    { keys: { batchId: 1 }, partialFilterExpression: { batchId: { $type: 'string' } } },
  ],
});

const TASK_BATCHES = defineCollection({
  name: 'task_batches',
  schema: TaskBatch,
  indexes: [{ keys: { by: 1, proposedAt: 1 } }],
});

export function insertTask(tx: Tx, task: Task): void {
  tx.insert(TASKS, Task.parse(task));
}

/** Writes a changed task back, whole. `ConflictError` when somebody else changed it after it was read. */
export function replaceTask(tx: Tx, before: Task, after: Task): void {
  const task = Task.parse({ ...after, _id: before._id, version: before.version + 1, updatedAt: tx.now });
  replaceStored(tx, TASKS, before, task);
}

interface Reading {
  limit?: number;
  sort?: Record<string, 1 | -1>;
}

/** Tasks whose owner lies inside the scope, in no order unless one is asked for. */
export async function findTasks(
  tx: Tx,
  scope: Pick<Scope, 'prefixes'>,
  filter: Record<string, unknown>,
  { limit = 0, sort = {} }: Reading = {},
): Promise<Task[]> {
  const { db, session } = await tx.reading(TASKS);
  return db.collection<Task>(TASKS).find(within(scope, filter), { session }).sort(sort).limit(limit).toArray();
}

/** What stands in a list; without history and reports. */
export type TaskLine = Omit<Task, 'history' | 'reports'>;

/** As `findTasks`, but only what lists need. */
export async function findTaskLines(
  tx: Tx,
  scope: Pick<Scope, 'prefixes'>,
  filter: Record<string, unknown>,
): Promise<TaskLine[]> {
  const { db, session } = await tx.reading(TASKS);
  return db
    .collection<Task>(TASKS)
    .find<TaskLine>(within(scope, filter), { session, projection: { history: 0, reports: 0 } })
    .toArray();
}

/** State and due day of tasks as this transaction sees them; without those in other states and those that are muted. */
export async function taskStamps(
  tx: Tx,
  ids: readonly string[],
  states: readonly Task['state'][],
): Promise<Map<string, string>> {
  const { db, session } = await tx.reading(TASKS);
  const filter = { _id: { $in: [...ids] }, state: { $in: [...states] }, mute: { $exists: false } };
  const rows = db.collection<Task>(TASKS).find(filter, { session, projection: { state: 1, dueOn: 1 } });
  return new Map(await rows.map((task): [string, string] => [task._id, stampOf(task)]).toArray());
}

/** What a nudge says of a task: when it changes, the nudge is wrong. */
export function stampOf({ state, dueOn }: Pick<Task, 'state' | 'dueOn'>): string {
  return `${state} ${dueOn}`;
}

/** States of tasks by their keys. */
export async function statesByKey(tx: Tx, keys: readonly string[]): Promise<Map<string, Task['state']>> {
  const { db, session } = await tx.reading(TASKS);
  const rows = db
    .collection<Task>(TASKS)
    .find({ key: { $in: [...keys] } }, { session, projection: { _id: 0, key: 1, state: 1 } });
  return new Map(await rows.map(({ key, state }): [string, Task['state']] => [key, state]).toArray());
}

/** What digests need of a task, also of one that has changed since. */
export type TaskStanding = Pick<
  Task,
  | '_id'
  | 'kind'
  | 'title'
  | 'short'
  | 'groupTitle'
  | 'plan'
  | 'batchId'
  | 'light'
  | 'check'
  | 'gridPath'
  | 'aboutPath'
  | 'state'
  | 'dueOn'
  | 'opensOn'
  | 'history'
  | 'pastPlaces'
>;

const STANDING = [
  ...[
    'kind',
    'title',
    'short',
    'groupTitle',
    'plan',
    'batchId',
    'light',
    'check',
    'gridPath',
    'aboutPath',
    'state',
    'dueOn',
  ],
  ...['opensOn', 'history.at', 'history.state', 'history.dueOn', 'pastPlaces'],
];

/** Tasks that were there before `to`, but for those that were called off before `from`; with their history. */
export async function findStandings(
  tx: Tx,
  scope: Pick<Scope, 'prefixes'>,
  { from, to }: { from: Date; to: Date },
): Promise<TaskStanding[]> {
  const { db, session } = await tx.reading(TASKS);
  const projection = Object.fromEntries(STANDING.map((key) => [key, 1]));
  return db
    .collection<Task>(TASKS)
    .find<TaskStanding>(
      within(scope, { createdAt: { $lt: to }, $or: [{ state: { $ne: 'cancelled' } }, { updatedAt: { $gte: from } }] }),
      { session, projection },
    )
    .toArray();
}

/** One task of a plan, as counts of its item need it. */
export interface ItemCount {
  item: string;
  aboutPath: string;
  done: boolean;
}

/** Every task of plans that is not cancelled, as far as counts need it. */
export async function planCounts(tx: Tx, scope: Pick<Scope, 'prefixes'>): Promise<ItemCount[]> {
  const { db, session } = await tx.reading(TASKS);
  const rows = db.collection<Task>(TASKS).find(within(scope, { kind: 'milestone', state: { $ne: 'cancelled' } }), {
    session,
    projection: { _id: 0, plan: 1, aboutPath: 1, state: 1 },
  });
  return rows
    .map(({ plan, aboutPath, state }) => ({
      item: `${plan?.plan} ${plan?.item}`,
      aboutPath,
      done: state === 'done',
    }))
    .toArray();
}

export async function countTasks(tx: Tx, filter: Record<string, unknown>): Promise<number> {
  const { db, session } = await tx.reading(TASKS);
  return db.collection<Task>(TASKS).countDocuments(filter, { session });
}

export function insertBatch(tx: Tx, batch: TaskBatch): void {
  tx.insert(TASK_BATCHES, TaskBatch.parse(batch));
}

export function replaceBatch(tx: Tx, before: TaskBatch, after: TaskBatch): void {
  replaceStored(tx, TASK_BATCHES, before, TaskBatch.parse({ ...after, version: before.version + 1 }));
}

/** A batch of a person: by id, or the last one proposed. */
export async function findBatch(tx: Tx, by: string, id?: string): Promise<TaskBatch | null> {
  const { db, session } = await tx.reading(TASK_BATCHES);
  const filter = { by, ...(id !== undefined && { _id: id }) };
  return db.collection<TaskBatch>(TASK_BATCHES).findOne(filter, { session, sort: { proposedAt: -1 } });
}
