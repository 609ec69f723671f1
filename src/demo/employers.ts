/** Employers that do not exist, always the same ones: what they are, and when somebody took them down. */
import type { KnownEmployer } from '../../schemas/employer.js';
import type { GridNode } from '../../schemas/grid.js';
import type { LabourUse } from '../../schemas/labour-use.js';
import { orgCodeCheck, usccCheck } from '../lib/check-digits.js';
import { addMonths, type Day } from '../lib/day.js';

/** An employer of a list, and the visits to it. */
export interface InventedEmployer {
  cellId: string;
  employer: KnownEmployer;
  /** Days before today on which somebody was there, the earliest first; none: nobody has been there yet. */
  visitedDaysAgo: number[];
  /** At the visits so far the door stayed shut. */
  refuses: boolean;
  /** What was counted on a day. */
  labourUse(asOf: Day): LabourUse;
}

const BRANDS = [
  '惠民',
  '宏达',
  '鑫源',
  '顺达',
  '金河',
  '东方',
  '锦绣',
  '永兴',
  '家和',
  '瑞丰',
  '百顺',
  '昌盛',
  '华美',
  '通达',
  '福源',
];
/** Trade, industry, usual number of workers. */
const TRADES = [
  ['快餐店', 'H', 5],
  ['超市', 'F', 6],
  ['汽修厂', 'O', 8],
  ['建材商行', 'F', 4],
  ['机械加工厂', 'C', 26],
  ['食品厂', 'C', 58],
  ['物流部', 'G', 19],
  ['装饰工程公司', 'E', 34],
  ['宾馆', 'H', 22],
  ['幼儿园', 'P', 17],
  ['理发店', 'O', 3],
  ['药店', 'F', 4],
] as const;
/** What is told of a door that stayed shut. */
export const REFUSAL = '门口的人不让进';
const PREFIXES = ['示例', '演示', '样例'];

/**
 * About `count` employers in the cells. A few stand twice, under one name in two cells or under nearly one name in one cell,
 * as lists from different offices have them.
 */
export function inventEmployers(cells: readonly GridNode[], count = 600): InventedEmployer[] {
  const random = seeded(410108);
  const invented = Array.from({ length: count }, (_, i) => {
    // busy cells and quiet ones: the square root of chance leans to the end of the list
    const cell = cells[Math.floor(Math.sqrt(random()) * cells.length)] ?? cells[0];
    if (cell === undefined) throw new Error('the demo needs cells');
    return inventEmployer(cell, i, random);
  });
  const twins = invented.slice(0, 12).map((one, i) => {
    const { uscc: _, regType: __, ...employer } = one.employer;
    const cell = i % 2 === 0 ? one.cellId : (cells[(i * 7) % cells.length]?._id ?? one.cellId);
    const name = i % 2 === 0 ? employer.name.replace(/^(示例|演示|样例)/, '$1惠济') : employer.name;
    return { ...one, cellId: cell, employer: { ...employer, name }, visitedDaysAgo: [], refuses: false };
  });
  return [...invented, ...twins];
}

function inventEmployer(cell: GridNode, i: number, random: () => number): InventedEmployer {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const [trade, industry, usual] = pick(TRADES);
  const workers = Math.max(1, Math.round(usual * (0.5 + random())));
  const licensed = random() > 0.04;
  const unitKind = !licensed
    ? 'unlicensed'
    : trade === '幼儿园'
      ? 'private_non_enterprise'
      : workers > 15
        ? 'enterprise'
        : 'individual_business';
  const road = pick(cell.roads);
  const houseNo = `${1 + Math.floor(random() * 199)}号`;
  const prefix = { enterprise: '91', individual_business: '92', private_non_enterprise: '52', unlicensed: '' }[
    unitKind
  ];
  const refuses = random() < 0.06;
  return {
    cellId: cell._id,
    employer: {
      unitKind,
      name: `${pick(PREFIXES)}${pick(BRANDS)}${trade}${i % 5 === 0 ? `${Math.floor(i / 5) + 1}店` : ''}`,
      industry,
      status: 'normal',
      ...(licensed && { uscc: inventUscc(prefix, i) }),
      ...(unitKind === 'enterprise' && { regType: '173' as const }),
      legalRep: `${pick(['赵', '钱', '孙', '李', '周', '吴'])}样例`,
      legalRepPhone: `1990000${String(i).padStart(4, '0')}`,
      road,
      houseNo,
      workAddress: `${road}${houseNo}`,
    },
    visitedDaysAgo: visits(random),
    refuses,
    labourUse: (asOf) => inventLabourUse(asOf, workers, i),
  };
}

/** Days of visits, as campaigns have them: lately, within the last half year, due for the update, long past it. */
const LATELY = [1, 2, 3, 7];
const FRESH = [17, 48, 87, 131];
const DUE = [152, 171];
const STALE = [188, 233, 318];

/** Most have not been visited; of the rest some are fresh, some due for their half-yearly update, some long past it. */
function visits(random: () => number): number[] {
  const kind = random();
  const pick = (days: readonly number[]) => days[Math.floor(random() * days.length)] as number;
  if (kind < 0.79) return [];
  if (kind < 0.83) return [pick(LATELY)];
  if (kind < 0.9) return [pick(FRESH)];
  if (kind < 0.94) return [pick(DUE)];
  if (kind < 0.985) return [pick(STALE)];
  return [pick(STALE), pick(LATELY)];
}

function inventLabourUse(asOf: Day, workers: number, i: number): LabourUse {
  const female = Math.floor(workers * 0.4);
  const signed = i % 4 === 0 ? Math.floor(workers * 0.6) : workers;
  const paidBefore = i % 40 === 7 ? 3 : 1;
  const insured = Math.floor(workers * 0.8);
  return {
    asOf,
    total: workers,
    labourRelation: workers,
    male: workers - female,
    female,
    migrant: Math.floor(workers * 0.5),
    dispatchedIn: 0,
    juvenile: 0,
    under16: 0,
    shouldSign: workers,
    signed,
    pension: insured,
    medical: insured,
    injury: insured,
    unemployment: insured,
    maternity: insured,
    wageAvgFen: 320_000 + (i % 20) * 10_000,
    wageMinFen: 260_000,
    payCycle: 'month',
    payDay: 15,
    payMethod: 'bank',
    lastPaidMonth: addMonths(asOf, -paidBefore).slice(0, 7),
    ...(paidBefore > 1 && { arrearsMonths: 2, arrearsWorkers: Math.ceil(workers / 2), arrearsFen: workers * 300_000 }),
    wageLedger: i % 6 !== 0,
    wageSlip: i % 3 !== 0,
    hoursSystem: 'standard',
    hoursDay: 8,
    hoursWeek: i % 5 === 0 ? 54 : 40,
    restDaysWeek: i % 5 === 0 ? 1 : 2,
    rulesMade: i % 7 !== 0,
    rulesPublished: i % 7 !== 0,
    rosterKept: i % 8 !== 0,
    attendanceKept: i % 8 !== 0,
    depositOrIdHeld: i % 97 === 3,
  };
}

/** A valid code that no office has given: its organisation part begins with letters that are not in use. */
function inventUscc(prefix: string, i: number): string {
  const subject = `XX${String(i).padStart(6, '0')}`;
  const body = `${prefix}410108${subject}${orgCodeCheck(subject)}`;
  return body + usccCheck(body);
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
