import { join } from 'node:path';
import type { OutboundMessage } from '../../schemas/message.js';
import type { NudgeRules } from '../../schemas/nudge.js';
import { PlanTemplate } from '../../schemas/plan.js';
import type { Role, Scope } from '../../schemas/scope.js';
import type { Task } from '../../schemas/task.js';
import { loadCalendar } from '../../src/domain/calendar/index.js';
import type { GridReader } from '../../src/domain/grid/index.js';
import type { PlanBook } from '../../src/domain/plans/index.js';
import { systemScope } from '../../src/domain/rights/index.js';
import { editStaff, makeStaffReader, type StaffReader } from '../../src/domain/staff/index.js';
import { acceptanceSource, loadNudgeRules, type TaskDeps, taskSource } from '../../src/domain/tasks/index.js';
import { sweepNudges } from '../../src/jobs/nudge-tasks.js';
import type { TaskSweepDeps } from '../../src/jobs/task-deps.js';
import { dayOf, instantAt } from '../../src/lib/day.js';
import { newId } from '../../src/lib/ids.js';
import { makeLog } from '../../src/lib/log.js';
import { DEFAULT_QUIET_HOURS } from '../../src/lib/quiet-hours.js';
import { newDataKey, readKeyRing } from '../../src/lib/seal.js';
import type { Calendar } from '../../src/lib/workdays.js';
import { inTransaction, type TransactionDeps, type Tx } from '../../src/models/transaction.js';
import { drawDistrict, type TownPlan } from './district-data.js';
import type { TestDatabase } from './mongo.js';

const root = join(import.meta.dirname, '../..');

export const TOWNS: readonly TownPlan[] = [
  { name: '古荥镇', cells: ['纪公庙村', '古荥村'] },
  { name: '花园口镇', cells: ['花园口村', '河畔社区'] },
];

export interface TaskHouse {
  /** The present instant; set it to go on. */
  now: Date;
  readonly deps: TransactionDeps;
  readonly sweep: TaskSweepDeps;
  calendar: Calendar;
  grid: GridReader;
  staff: StaffReader;
  rules: NudgeRules;
  plans: PlanBook;
  /** At `HH:mm` of a day. */
  at(day: string, time?: string): void;
  run<T>(body: (deps: TaskDeps & { tx: Tx }, scope: Scope) => Promise<T>): Promise<T>;
  /** As a person, with the scope of the present day. */
  as<T>(userid: string, body: (deps: TaskDeps & { tx: Tx }, scope: Scope) => Promise<T>): Promise<T>;
  hire(...people: readonly (readonly [userid: string, role: Role, nodeId: string, to?: string])[]): Promise<void>;
  tasks(filter?: object): Promise<Task[]>;
  /** Bodies of the messages in the outbox, in order, as `target: text`. */
  sent(since?: number): Promise<string[]>;
}

/** A small district with its people, plans and clock, over a real database. */
export async function openTaskHouse(
  database: TestDatabase,
  { day = '2010-07-26', towns = TOWNS, without = [] as readonly string[], validFrom = '2010-01-01' } = {},
): Promise<TaskHouse> {
  const { db } = database;
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    await db.collection(name).deleteMany({});
  const keys = readKeyRing(newDataKey('test'));
  const house = { now: instantAt(day, '09:00') } as { -readonly [K in keyof TaskHouse]: TaskHouse[K] };
  const deps: TransactionDeps = { db, clock: () => house.now, newId };
  house.deps = deps;
  house.grid = await drawDistrict(deps, towns, { validFrom, without });
  house.staff = makeStaffReader();
  house.calendar = loadCalendar(join(root, 'calendar'));
  house.rules = loadNudgeRules(join(root, 'config/nudges.yaml'));
  house.plans = new Map();
  const taskDeps = (tx: Tx) => ({ ...house, tx });
  house.at = (to, time = '09:00') => {
    house.now = instantAt(to, time);
  };
  house.run = (body) => inTransaction(deps, (tx) => body(taskDeps(tx), systemScope(dayOf(house.now))));
  house.as = (userid, body) =>
    inTransaction(deps, async (tx) => {
      const scope = (await house.staff(tx)).scopeOf(userid, dayOf(house.now));
      if (scope === null) throw new Error(`nobody is called ${userid}`);
      return body(taskDeps(tx), scope);
    });
  house.hire = async (...people) => {
    await inTransaction(deps, async (tx) => {
      const actor = systemScope(dayOf(house.now));
      const directory = await house.staff(tx);
      const edits = people.flatMap(([userid, role, nodeId, to]) => [
        ...(directory.personByUserid(userid) === null
          ? [{ kind: 'person' as const, userid, name: `${userid}样例` }]
          : []),
        { kind: 'assign' as const, userid, role, nodeId, from: validFrom, ...(to !== undefined && { to }) },
      ]);
      await editStaff({ tx, actor, grid: house.grid, staff: house.staff, keys }, edits);
    });
  };
  house.tasks = (filter = {}) => db.collection<Task>('tasks').find(filter).sort({ _id: 1 }).toArray();
  house.sent = async (skip = 0) => {
    const rows = await db
      .collection<OutboundMessage & { _id: string }>('outbox')
      .find()
      .sort({ createdAt: 1, _id: 1 })
      .skip(skip)
      .toArray();
    return rows.map(({ target, body }) => {
      const to =
        target.kind === 'member'
          ? target.userid
          : target.kind === 'group'
            ? `${target.nodeId}${target.purpose ? '!' : ''}群`
            : '';
      return `${to}: ${'text' in body ? body.text : body.kind}`;
    });
  };
  Object.defineProperty(house, 'sweep', {
    get: (): TaskSweepDeps => ({
      ...house,
      db,
      newId,
      quietHours: DEFAULT_QUIET_HOURS,
      sources: [taskSource, acceptanceSource],
      log: makeLog('silent'),
      cards: false,
    }),
  });
  return house;
}

/** A plan from its items; numbers of requirements are made up from their sources. */
export function planOf(
  items: Partial<Record<'milestones' | 'duties', readonly object[]>>,
  more: object = {},
): PlanTemplate {
  return PlanTemplate.parse({
    plan: 'test-plan',
    title: '试验方案',
    document: { no: '1', on: '2010-07-26' },
    requirements: { S1: '试验' },
    milestones: (items.milestones ?? []).map((item) => ({
      for: ['village'],
      sources: ['S1'],
      evidence: ['note'],
      ...item,
    })),
    duties: (items.duties ?? []).map((item) => ({ for: ['town'], sources: ['S1'], evidence: ['note'], ...item })),
    ...more,
  });
}

/** Sweeps the nudges at a time; what was queued by it, as `target: text`. */
export async function nudgedAt(house: TaskHouse, day: string, time = '10:00'): Promise<string[]> {
  const before = (await house.sent()).length;
  house.at(day, time);
  await sweepNudges(house.sweep, house.now, async () => {});
  return house.sent(before);
}

/** Who is told, each as often as he is told. */
export function targetsOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.slice(0, line.indexOf(':'))).sort();
}
