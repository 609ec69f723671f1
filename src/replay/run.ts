/** Plays a plan day by day on a virtual clock against the sandbox, and writes down what every group received. */
import type { Db } from 'mongodb';
import type mongoose from 'mongoose';
import type { Digest } from '../../schemas/digest.js';
import type { Task } from '../../schemas/task.js';
import { openPainter } from '../charts/painter.js';
import { readConfig, type WecomCredentials } from '../config.js';
import { type InventedEmployer, inventEmployers } from '../demo/employers.js';
import { assess, loadAssessmentRules } from '../domain/assessment/index.js';
import { loadCalendar } from '../domain/calendar/index.js';
import { spansDueOn } from '../domain/digests/index.js';
import { addKnownEmployers, collectEmployer } from '../domain/employers/index.js';
import { makeGridReader } from '../domain/grid/index.js';
import { loadPlans } from '../domain/plans/index.js';
import { systemScope } from '../domain/rights/index.js';
import { makeStaffReader } from '../domain/staff/index.js';
import { instantiatePlan, loadNudgeRules } from '../domain/tasks/index.js';
import { movableClock } from '../lib/clock.js';
import { addDays, type Day, dayOf, instantAt, timeOf } from '../lib/day.js';
import { newId } from '../lib/ids.js';
import type { Log } from '../lib/log.js';
import { newDataKey, readKeyRing } from '../lib/seal.js';
import { type Calendar, isWorkday } from '../lib/workdays.js';
import { inTransaction } from '../models/transaction.js';
import { createSandbox } from '../sandbox/sandbox.js';
import { assessmentText, rankingText } from '../texts/assessment.js';
import { type Folders, wire } from '../wire.js';
import { accept, bringAbout, type DeedDeps, handIn } from './deeds.js';
import { drawReplayDistrict, nodeOfKey, placesOf, type ReplayPlace, type ReplayTown } from './district.js';

/** When the clock stops on a working day: all sweeps run at each, and make up what lay between. */
const STOPS = ['08:30', '10:00', '16:00', '23:50'];
/** Only on days that have a weekly or monthly digest. */
const SPAN_AT = '08:40';
const DEEDS_AT = '15:00';
const COLLECTION_FROM = '2010-08-30';
const EMPLOYERS_PER_CELL = 24;
/** Days the level above takes to accept. */
const ACCEPTED_AFTER_DAYS = 2;
/** Nothing else is done while the pictures of a morning are drawn. */
const DRAWING_THREADS = 2;
/** The report shows a thousand of them: small ones are drawn in half the time, and it opens on a phone. */
const PICTURE_ZOOM = 0.6;

const WECOM: WecomCredentials = {
  corpId: 'wwREPLAY00000001',
  agentId: 1000010,
  secret: 'made-up-secret',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

export interface ReplayOptions {
  connection: mongoose.Connection;
  folders: Folders;
  plan: string;
  /** Day on which the plan is set. */
  planOn: Day;
  from: Day;
  to: Day;
  towns: readonly ReplayTown[];
  log: Log;
  /** Called once a day. */
  onDay?: (day: Day) => void;
}

export interface GroupMessage {
  /** Whose group it is. */
  nodeId: string;
  day: Day;
  time: string;
  group: string;
  text: string;
}

export interface Replayed {
  messages: GroupMessage[];
  digests: Digest[];
  days: Day[];
  /** The sheet at the end, as text. */
  assessment: string;
}

/** Runs from the morning of `from` to the evening of `to`. The database must be empty. */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const { connection, folders, from, to, towns, log } = options;
  const db = connection.db as unknown as Db;
  const places = placesOf(towns);
  const dataKeys = newDataKey('replay');
  const start = instantAt(from, '07:00');
  const clock = movableClock(start, () => start);
  const given = { db, newId, keys: readKeyRing(dataKeys) };
  await drawReplayDistrict(given, places, addDays(from, -1));
  const groups = places.flatMap((place) => place.groups.map(({ key, name }) => ({ key, name, members: [] })));
  const sandbox = createSandbox({
    credentials: WECOM,
    botCallbackUrl: 'http://127.0.0.1:9/wecom/callback',
    directory: { members: membersOf(places), groups, places: [] },
    clock,
    log,
  });
  const sandboxUrl = await sandbox.listen(0);
  // open for all days: to open one takes longer than to draw a day's pictures
  const painter = folders.fonts === '' ? undefined : await openPainter(folders.fonts, DRAWING_THREADS, PICTURE_ZOOM);
  const service = await wire({
    // nobody writes to customer service here
    config: readConfig({ PUBLIC_URL: 'http://127.0.0.1', WECOM_KF_ENABLED: 'false' }),
    wecom: WECOM,
    dataKeys,
    connection,
    clock,
    log,
    folders,
    apiBase: sandboxUrl,
    ...(painter !== undefined && { painter }),
  });
  const calendar = loadCalendar(folders.calendar);
  const deps = {
    ...given,
    clock: clock.now,
    grid: makeGridReader(),
    staff: makeStaffReader(),
    calendar,
    plans: loadPlans(folders.plans, calendar).plans,
    rules: loadNudgeRules(`${folders.config}/nudges.yaml`),
  };
  const run = <T>(body: (work: DeedDeps) => Promise<T>) => inTransaction(deps, (tx) => body({ ...deps, tx }));
  let woken = start;
  const moveTo = async (at: Date) => {
    clock.set(at);
    await service.wokenLate(woken, at);
    woken = at;
    await sentAll(db, clock.now());
  };
  const days: Day[] = [];
  const actor = new Actor(db, run, towns);
  try {
    await service.start();
    for (let day = from; day <= to; day = addDays(day, 1)) {
      days.push(day);
      for (const time of stopsOn(calendar, day)) {
        if (time > DEEDS_AT && day >= options.planOn && clock.now() < instantAt(day, DEEDS_AT)) {
          clock.set(instantAt(day, DEEDS_AT));
          await actor.act(day);
        }
        await moveTo(instantAt(day, time));
      }
      if (day === options.planOn) {
        const plan = { plan: options.plan, districtId: 'd' };
        await run((work) => instantiatePlan(work, systemScope(day), plan));
      }
      options.onDay?.(day);
    }
    const names = new Map(groups.map(({ key, name }) => [key, name]));
    const rules = loadAssessmentRules(`${folders.config}/assessment.yaml`);
    const scores = await run((work) => assess({ ...work, assessment: rules }, systemScope(to), { from, to }));
    return {
      days,
      messages: await readMessages(sandboxUrl, names),
      digests: await readDigests(db),
      assessment: [rankingText(scores), ...scores.map(assessmentText)].join('\n\n'),
    };
  } finally {
    await service.stop();
    await painter?.close();
    await sandbox.close();
  }
}

/** None on a day off: no group is written to then, and the next working morning makes up what time did meanwhile. */
function stopsOn(calendar: Calendar, day: Day): string[] {
  if (!isWorkday(calendar, day)) return [];
  const isSpanDay = spansDueOn(calendar, instantAt(day, SPAN_AT), SPAN_AT).some(({ late }) => !late);
  return [...STOPS, ...(isSpanDay ? [SPAN_AT] : [])].sort();
}

/** Everybody who serves sooner or later (`deeds.ts`). */
function membersOf(places: readonly ReplayPlace[]) {
  const own = places.flatMap(({ id }) => ['head', 'leader', 'full', 'co1', 'co2'].map((post) => `${id}-${post}`));
  return ['brigade', 'leader', 'centre', ...own].map((userid) => ({ userid, name: `${userid}样例` }));
}

async function sentAll(db: Db, now: Date): Promise<void> {
  const due = { $or: [{ state: 'sending' }, { state: 'queued', dueAt: { $lte: now } }] };
  while ((await db.collection('outbox').countDocuments(due, { limit: 1 })) > 0)
    await new Promise((resolve) => setTimeout(resolve, 3));
}

async function readMessages(sandboxUrl: string, names: ReadonlyMap<string, string>): Promise<GroupMessage[]> {
  const messages: GroupMessage[] = [];
  for (const [key, group] of names) {
    const answer = await fetch(`${sandboxUrl}/sandbox/messages?limit=10000&to=${encodeURIComponent(key)}`);
    const rows = (await answer.json()) as { at: string; text: string }[];
    for (const { at, text } of rows) {
      const when = new Date(at);
      messages.push({ nodeId: nodeOfKey(key), day: dayOf(when), time: timeOf(when), group, text });
    }
  }
  return messages.sort((a, b) => `${a.day} ${a.time}`.localeCompare(`${b.day} ${b.time}`));
}

async function readDigests(db: Db): Promise<Digest[]> {
  return db.collection<Digest>('digests').find().sort({ day: 1, madeAt: 1 }).toArray();
}

/** Does each working afternoon what the paces of the towns say is done by then. */
class Actor {
  #employers: InventedEmployer[] = [];
  readonly #done = new Map<string, number>();

  constructor(
    readonly db: Db,
    readonly run: <T>(body: (work: DeedDeps) => Promise<T>) => Promise<T>,
    readonly towns: readonly ReplayTown[],
  ) {}

  async act(day: Day): Promise<void> {
    await this.#tasks(day);
    if (day >= COLLECTION_FROM) await this.#collect(day);
  }

  /** Days after the due day at which a body does its work; the district is on time. */
  #paceOf(nodeId: string): ReplayTown['pace'] {
    const town = /^t(\d+)/.exec(nodeId)?.[1];
    return this.towns[Number(town ?? 0) - 1]?.pace ?? { days: -1, perDay: 1 };
  }

  async #tasks(day: Day): Promise<void> {
    const open = await this.db
      .collection<Task>('tasks')
      .find({ state: { $in: ['open', 'extended', 'returned', 'reported'] } })
      .sort({ dueOn: 1, key: 1 })
      .toArray();
    for (const task of open) {
      if (task.state === 'reported') {
        if (task.reportedAt !== undefined && dayOf(task.reportedAt) <= addDays(day, -ACCEPTED_AFTER_DAYS))
          await this.run((work) => accept(work, task, day));
        continue;
      }
      if (addDays(task.dueOn, this.#paceOf(task.aboutId).days) > day) continue;
      await this.run((work) => bringAbout(work, task, day));
      if (task.evidence.length > 0) await this.run((work) => handIn(work, task, day));
    }
  }

  async #collect(day: Day): Promise<void> {
    if (this.#employers.length === 0) await this.#list(day);
    await this.run(async (work) => {
      const staff = await work.staff(work.tx);
      for (const cell of new Set(this.#employers.map(({ cellId }) => cellId))) {
        const person = staff.servingAt(cell, day).find(({ userid }) => !userid.endsWith('-head'));
        const scope = person && staff.scopeOf(person.userid, day);
        if (!scope) continue;
        const before = this.#done.get(cell) ?? 0;
        this.#done.set(cell, before + this.#paceOf(cell).perDay);
        const mine = this.#employers.filter(({ cellId }) => cellId === cell);
        for (const one of mine.slice(Math.floor(before), Math.floor(this.#done.get(cell) ?? 0))) {
          const record = { ...one.employer, labourUse: one.labourUse(day) };
          await collectEmployer(work, scope, { cellId: cell, employerId: this.#ids.get(one) ?? '', record });
        }
      }
    });
  }

  readonly #ids = new Map<InventedEmployer, string>();

  /** The list of the market regulator arrives. */
  async #list(day: Day): Promise<void> {
    await this.run(async (work) => {
      const tree = await work.grid(work.tx, day);
      const cells = tree.within({ prefixes: ['/'] }).filter(({ level }) => level.level === 3);
      this.#employers = inventEmployers(cells, cells.length * EMPLOYERS_PER_CELL).filter(
        // those without a code cannot be taken down as they stand
        ({ employer }) => employer.uscc !== undefined,
      );
      const outcomes = await addKnownEmployers(work, systemScope(day), this.#employers);
      for (const [i, one] of this.#employers.entries())
        this.#ids.set(one, String(Object.values(outcomes[i] ?? {})[0] ?? ''));
    });
  }
}
