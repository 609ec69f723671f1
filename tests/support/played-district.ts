/** The small district of conversations that are played whole: places, groups, people, and employers of every age. */
import type { KnownEmployer } from '../../schemas/employer.js';
import type { LabourUse } from '../../schemas/labour-use.js';
import type { Role } from '../../schemas/scope.js';
import { addKnownEmployers, collectEmployer } from '../../src/domain/employers/index.js';
import { addNodes, groupsWith, makeGridReader } from '../../src/domain/grid/index.js';
import { systemScope } from '../../src/domain/rights/index.js';
import { editStaff, makeStaffReader } from '../../src/domain/staff/index.js';
import { orgCodeCheck, usccCheck } from '../../src/lib/check-digits.js';
import { addMonths, type Day, dayOf, instantAt } from '../../src/lib/day.js';
import type { KeyRing } from '../../src/lib/seal.js';
import { inTransaction, type TransactionDeps } from '../../src/models/transaction.js';
import type { SandboxDirectory } from '../../src/sandbox/options.js';
import { SMALL_DISTRICT } from './grid.js';

const DRAWN_ON = '2026-01-05';
const LISTED_ON = '2026-02-02';

/** v12 has no group of its own. */
const GROUPS: Record<string, string> = {
  d: '惠济区两网化工作群',
  t1: '古荥镇两网化工作群',
  t2: '花园口镇两网化工作群',
  v11: '纪公庙村两网化工作群',
  v21: '花园口村两网化工作群',
  v22: '河畔社区两网化工作群',
};

const ROADS: Record<string, string[]> = { v12: ['古荥大街', '汉城路'], v21: ['花园路', '石桥路'], v22: ['花园路'] };

interface Person {
  userid: string;
  name: string;
  role: Role;
  nodes: string[];
  /** Last day of service. */
  until?: Day;
  /** Holds an enforcement certificate. */
  certified?: true;
}

const PEOPLE: readonly Person[] = [
  { userid: 'co-jigongmiao-1', name: '张样例', role: 'co_inspector', nodes: ['v11'] },
  { userid: 'co-guxing-1', name: '李样例', role: 'co_inspector', nodes: ['v11', 'v12'] },
  { userid: 'co-huayuankou-1', name: '王样例', role: 'co_inspector', nodes: ['v21'] },
  { userid: 'co-former', name: '柳样例', role: 'co_inspector', nodes: ['v12'], until: '2026-10-31' },
  { userid: 'insp-guxing-1', name: '刘样例', role: 'full_time_inspector', nodes: ['t1'], certified: true },
  { userid: 'insp-guxing-2', name: '孟样例', role: 'full_time_inspector', nodes: ['t1'], certified: true },
  { userid: 'guxing-leader', name: '曹样例', role: 'squadron_leader', nodes: ['t1'], certified: true },
  { userid: 'brigade-1', name: '周样例', role: 'brigade_leader', nodes: ['d'], certified: true },
  { userid: 'centre-1', name: '陈样例', role: 'command_centre_operator', nodes: ['d'] },
  { userid: 'district-leader', name: '赵样例', role: 'leader', nodes: ['d'] },
];

/** A valid code that no office has given. @param i under 1,000,000 */
export function inventedUscc(prefix: string, i: number): string {
  const subject = `XX${String(i).padStart(6, '0')}`;
  const body = `${prefix}410108${subject}${orgCodeCheck(subject)}`;
  return body + usccCheck(body);
}

interface OnFile {
  cellId: string;
  employer: KnownEmployer;
  /** Days of visits with the number of workers found; none: only the list tells of it. */
  visits: [Day, number][];
}

const ON_FILE: readonly OnFile[] = [
  onFile(1, 'v11', 'individual_business', '样例惠民快餐店', '纪公庙路', '12号', []),
  onFile(2, 'v11', 'enterprise', '样例宏达机械有限公司', '纪公庙路', '88号', [['2026-06-10', 26]]),
  onFile(3, 'v11', 'individual_business', '演示家和超市', '古荥大街', '5号', [['2026-11-02', 4]]),
  onFile(4, 'v11', 'individual_business', '演示鑫源汽修部', '古荥大街', '31号', [['2026-04-20', 6]]),
  onFile(5, 'v12', 'individual_business', '样例顺达理发店', '汉城路', '7号', [['2026-10-20', 3]]),
  onFile(6, 'v12', 'unlicensed', '样例早点摊', '汉城路', '9号', []),
  onFile(7, 'v21', 'individual_business', '演示东方药店', '花园路', '66号', [['2026-09-15', 4]]),
];

/** @param i of its code */
function onFile(
  i: number,
  cellId: string,
  unitKind: KnownEmployer['unitKind'],
  name: string,
  road: string,
  houseNo: string,
  visits: [Day, number][],
): OnFile {
  return {
    cellId,
    visits,
    employer: {
      unitKind,
      name,
      industry: 'O',
      status: 'normal',
      ...(unitKind !== 'unlicensed' && { uscc: inventedUscc(unitKind === 'enterprise' ? '91' : '92', i) }),
      legalRep: '孙样例',
      legalRepPhone: '19900000001',
      road,
      houseNo,
      workAddress: `${road}${houseNo}`,
    },
  };
}

function labourUse(asOf: Day, workers: number): LabourUse {
  const female = Math.floor(workers / 2);
  return {
    asOf,
    total: workers,
    labourRelation: workers,
    male: workers - female,
    female,
    migrant: female,
    dispatchedIn: 0,
    juvenile: 0,
    under16: 0,
    shouldSign: workers,
    signed: workers,
    pension: female,
    medical: female,
    injury: female,
    unemployment: female,
    maternity: female,
    wageAvgFen: 350_000,
    wageMinFen: 260_000,
    payCycle: 'month',
    payDay: 15,
    payMethod: 'bank',
    lastPaidMonth: addMonths(asOf, -1).slice(0, 7),
    wageLedger: true,
    wageSlip: true,
    hoursSystem: 'standard',
    hoursDay: 8,
    hoursWeek: 40,
    restDaysWeek: 2,
    rulesMade: true,
    rulesPublished: true,
    rosterKept: true,
    attendanceKept: true,
    depositOrIdHeld: false,
    femaleProtection: true,
  };
}

/** People in WeChat, as they call themselves there. */
const CUSTOMERS = ['小李', '老王', '路过的人'];

const robotKey = (nodeId: string) => `hook-${nodeId}`;

/** Loads the district as it stands on 23 November 2026 into an empty database. */
export async function loadPlayedDistrict(given: Omit<TransactionDeps, 'clock'> & { keys: KeyRing }): Promise<void> {
  const grid = makeGridReader();
  const staff = makeStaffReader();
  const on = (day: Day) => ({ ...given, clock: () => instantAt(day, '10:00') });
  const { keys } = given;
  await inTransaction(on(DRAWN_ON), async (tx) => {
    const actor = systemScope(dayOf(tx.now));
    const groups = (id: string) =>
      GROUPS[id] === undefined
        ? []
        : groupsWith(
            keys,
            [],
            { purpose: 'work', name: GROUPS[id], way: { kind: 'webhook', key: robotKey(id) } },
            tx.newId,
          );
    await addNodes(
      { tx, actor, grid },
      SMALL_DISTRICT.map((node) => ({
        ...node,
        groups: groups(node.id),
        validFrom: DRAWN_ON,
        ...(ROADS[node.id] && { roads: ROADS[node.id] }),
      })),
    );
  });
  await inTransaction(on(DRAWN_ON), async (tx) => {
    const work = { tx, actor: systemScope(dayOf(tx.now)), grid, staff, keys };
    await editStaff(
      work,
      PEOPLE.flatMap(({ userid, name, role, nodes, until, certified }) => [
        {
          kind: 'person' as const,
          userid,
          name,
          ...(certified === true && {
            certificates: [
              { kind: 'enforcement' as const, no: `TEST-${userid}`, validFrom: '2025-01-01', validTo: '2027-12-31' },
            ],
          }),
        },
        ...nodes.map((nodeId) => ({
          kind: 'assign' as const,
          userid,
          role,
          nodeId,
          from: DRAWN_ON,
          ...(until !== undefined && { to: until }),
        })),
      ]),
    );
  });
  const outcomes = await inTransaction(on(LISTED_ON), (tx) =>
    addKnownEmployers({ tx, grid, keys }, systemScope(LISTED_ON), ON_FILE),
  );
  for (const [i, { cellId, visits, employer }] of ON_FILE.entries())
    for (const [day, workers] of visits)
      await inTransaction(on(day), (tx) =>
        collectEmployer({ tx, grid, keys }, systemScope(day), {
          cellId,
          employerId: Object.values(outcomes[i] ?? {})[0] as string,
          record: { ...employer, labourUse: labourUse(day, workers) },
        }),
      );
}

/** The corp as the sandbox shows it. */
export function playedDirectory(): SandboxDirectory {
  return {
    members: PEOPLE.map(({ userid, name }) => ({ userid, name })),
    groups: Object.entries(GROUPS).map(([id, name]) => ({
      key: robotKey(id),
      name,
      members: PEOPLE.filter(({ nodes }) => nodes.includes(id)).map(({ userid }) => userid),
    })),
    places: [{ label: '纪公庙路口', lat: 34.9072, lng: 113.5187 }],
    kf: {
      accounts: [{ openKfId: 'wkPLAYED00000001', name: '惠济区劳动维权' }],
      servicers: ['centre-1'],
      customers: CUSTOMERS.map((nickname, i) => ({ externalUserId: `wmPLAYED0000000${i + 1}`, nickname })),
    },
  };
}
