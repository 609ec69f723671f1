import { join } from 'node:path';
import { loadCalendar } from '../domain/calendar/index.js';
import { type GridReader, makeGridReader } from '../domain/grid/index.js';
import { addRecord, editionName, loadPlans, type NewRecord } from '../domain/plans/index.js';
import { systemScope } from '../domain/rights/index.js';
import { makeStaffReader } from '../domain/staff/index.js';
import { instantiatePlan, loadNudgeRules, plansInForce } from '../domain/tasks/index.js';
import { addDays, dayOf } from '../lib/day.js';
import { inTransaction, type TransactionDeps, type Tx } from '../models/transaction.js';

const TEMPLATE = 'demo-year';
/** So old that some of its dates have passed, some are near and some lie ahead. */
const ISSUED_DAYS_AGO = 20;

/** Puts the demo's plan in force, as if it had been issued three weeks ago. Does nothing when a plan is. */
export async function loadDemoPlan(given: TransactionDeps, root: string): Promise<boolean> {
  const calendar = loadCalendar(join(root, 'calendar'));
  const { plans } = loadPlans(join(root, 'plans'), calendar);
  const rules = loadNudgeRules(join(root, 'config', 'nudges.yaml'));
  const deps = { ...given, calendar, plans, rules, grid: makeGridReader(), staff: makeStaffReader() };
  return inTransaction(deps, async (tx) => {
    const work = { ...deps, tx };
    const scope = systemScope(dayOf(tx.now));
    const tree = await deps.grid(tx, scope.today);
    const district = tree.within(scope).find(({ level }) => level.level === 1);
    if (district === undefined || (await plansInForce({ tx })).length > 0) return false;
    for (const record of await inventRecords(deps.grid, tx)) await addRecord(work, scope, record);
    const plan = editionName(TEMPLATE, addDays(scope.today, -ISSUED_DAYS_AGO));
    await instantiatePlan(work, scope, { plan, districtId: district._id });
    return true;
  });
}

/** What some bodies have done already: two towns in three are connected, two villages in three have a complaint point. */
async function inventRecords(grid: GridReader, tx: Tx): Promise<NewRecord[]> {
  const today = dayOf(tx.now);
  const on = addDays(today, -7);
  const nodes = (await grid(tx, today)).within({ prefixes: ['/'] });
  return [2, 3].flatMap((level) =>
    nodes
      .filter((node) => node.level.level === level)
      .filter((_, i) => i % 3 !== 2)
      .map(
        ({ _id: nodeId, name }): NewRecord => ({
          nodeId,
          on,
          data:
            level === 2
              ? { kind: 'network_test', network: 'city', works: true, testedBy: '演示' }
              : {
                  kind: 'complaint_point',
                  address: `${name}办公楼一楼`,
                  phone: '0371-63000000',
                  hours: '工作日 8:30—17:30',
                },
        }),
      ),
  );
}
