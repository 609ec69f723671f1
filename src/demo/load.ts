import { join } from 'node:path';
import { z } from 'zod';
import { addKnownEmployers, collectEmployer } from '../domain/employers/index.js';
import { makeGridReader } from '../domain/grid/index.js';
import {
  gridRegister,
  groupRegister,
  importWhole,
  type RegisterDeps,
  staffRegister,
  type WholeRegister,
} from '../domain/registers/index.js';
import { systemScope } from '../domain/rights/index.js';
import { editStaff, makeStaffReader } from '../domain/staff/index.js';
import { addDays, type Day, dayOf, instantAt } from '../lib/day.js';
import type { KeyRing } from '../lib/seal.js';
import { readSetting, writeSetting } from '../models/setting.js';
import { inTransaction, type TransactionDeps, type Tx } from '../models/transaction.js';
import { type InventedEmployer, inventEmployers, REFUSAL } from './employers.js';

/** The grid of the demo is so old that data of every age fits into it. */
const DRAWN_DAYS_AGO = 400;
const LISTED_DAYS_AGO = 380;
/** A co-inspector whose service has ended: known to the bot, and without a cell. */
const FORMER = { userid: 'co-former', name: '柳样例', node: '41010810120000', lastDaysAgo: 30 };

/** How far the demo is loaded, seen from the day when it was begun. */
const Marker = z.object({ begunOn: z.string(), done: z.boolean(), visitedDownTo: z.int().optional() });
type Marker = z.infer<typeof Marker>;
const MARKER = 'demo';

/**
 * Fills an empty database with the demo district: grid, groups and people from the sheets in `folder`, employers invented.
 * Does nothing when it was loaded before; carries on when it was cut off. Returns whether it did anything.
 */
export async function loadDemo(given: TransactionDeps & { keys: KeyRing }, folder: string): Promise<boolean> {
  const deps = { ...given, grid: makeGridReader(), staff: makeStaffReader() };
  const marker = await inTransaction(deps, (tx) => readSetting(tx, MARKER, Marker));
  if (marker?.done === true) return false;
  const begunOn = marker?.begunOn ?? dayOf(deps.clock());
  if (marker === null) await mark(deps, { begunOn, done: false });
  const drawn = at(deps, addDays(begunOn, -DRAWN_DAYS_AGO));
  await load(drawn, gridRegister, join(folder, 'grid.csv'));
  await load(drawn, groupRegister, join(folder, 'groups.csv'));
  await load(drawn, staffRegister, join(folder, 'staff.csv'));
  await addFormer(drawn, begunOn);
  await loadEmployers(deps, begunOn, marker?.visitedDownTo ?? Number.POSITIVE_INFINITY);
  await mark(deps, { begunOn, done: true });
  return true;
}

/** False for a database that holds a district which is not the demo's: a real one, or one that was tried out. */
export async function mayHoldDemo(given: TransactionDeps): Promise<boolean> {
  return inTransaction(given, async (tx) => {
    if ((await readSetting(tx, MARKER, Marker)) !== null) return true;
    return (await makeGridReader()(tx, dayOf(tx.now))).all.length === 0;
  });
}

async function mark(deps: RegisterDeps, marker: Marker): Promise<void> {
  await inTransaction(deps, async (tx) => writeSetting(tx, MARKER, marker));
}

/** The same, on a morning of the past. */
function at(deps: RegisterDeps, day: Day, time = '10:00'): RegisterDeps {
  return { ...deps, clock: () => instantAt(day, time) };
}

async function load(deps: RegisterDeps, register: WholeRegister, path: string): Promise<void> {
  const report = await importWhole(deps, register, path, 'sys');
  if (!report.ok)
    throw new Error(`the demo's ${register.name} cannot be read: ${JSON.stringify(report.faults.slice(0, 5))}`);
}

async function addFormer(deps: RegisterDeps, today: Day): Promise<void> {
  const { userid, name, node, lastDaysAgo } = FORMER;
  await inTransaction(deps, async (tx) => {
    const work = { ...deps, tx, actor: systemScope(dayOf(tx.now)) };
    if ((await deps.staff(tx)).personByUserid(userid) !== null) return;
    const nodeId = (await deps.grid(tx, work.actor.today)).withCode(node)?._id ?? '';
    const to = addDays(today, -lastDaysAgo);
    await editStaff(work, [
      { kind: 'person', userid, name },
      { kind: 'assign', userid, role: 'co_inspector', nodeId, from: work.actor.today, to },
    ]);
  });
}

async function loadEmployers(deps: RegisterDeps, begunOn: Day, visitedDownTo: number): Promise<void> {
  const tree = await inTransaction(deps, (tx) => deps.grid(tx, begunOn));
  const invented = inventEmployers(tree.within({ prefixes: ['/'] }).filter(({ level }) => level.level === 3));
  const listed = at(deps, addDays(begunOn, -LISTED_DAYS_AGO));
  const onFile = await inTransaction(listed, (tx) =>
    addKnownEmployers({ ...deps, tx }, systemScope(dayOf(tx.now)), invented),
  );
  const ids = new Map(invented.map((one, i) => [one, Object.values(onFile[i] ?? {})[0] ?? '']));
  for (const [daysAgo, employers] of byDay(invented)) {
    if (daysAgo >= visitedDownTo) continue;
    await inTransaction(at(deps, addDays(begunOn, -daysAgo)), async (tx) => {
      for (const one of employers) await visit(deps, tx, one, ids.get(one) ?? '');
      writeSetting(tx, MARKER, { begunOn, done: false, visitedDownTo: daysAgo } satisfies Marker);
    });
  }
}

/** Visits by day, the earliest first. */
function byDay(invented: readonly InventedEmployer[]): [number, InventedEmployer[]][] {
  const days = new Map<number, InventedEmployer[]>();
  for (const one of invented) for (const day of one.visitedDaysAgo) days.set(day, [...(days.get(day) ?? []), one]);
  return [...days].sort(([a], [b]) => b - a);
}

/** A visit by who serves in the cell. */
async function visit(deps: RegisterDeps, tx: Tx, one: InventedEmployer, employerId: string): Promise<void> {
  const { cellId, employer, refuses, labourUse } = one;
  const day = dayOf(tx.now);
  const staff = await deps.staff(tx);
  const [person] = staff.servingAt(cellId, day);
  const scope = (person && staff.scopeOf(person.userid, day)) ?? systemScope(day);
  const found = refuses ? { refused: true, refusedNote: REFUSAL } : { labourUse: labourUse(day) };
  await collectEmployer({ ...deps, tx }, scope, { cellId, employerId, record: { ...employer, ...found } });
}
