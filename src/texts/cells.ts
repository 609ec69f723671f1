/** A cell's progress and lists of employers, as inspectors read them. Numbers as voice.md rule 12. */
import { formatDay } from '../lib/day-text.js';
import { formatRate } from '../lib/numbers.js';

export interface CellFacts {
  cellName: string;
  known: number;
  collected: number;
  due: number;
  stale: number;
  refused: number;
  unlicensed: number;
  workers: number;
  opened: number;
}

/** More cells than this are told by their sum and the ones that lag most. */
const CELLS_MAX = 15;

/** One cell in full, several as their sum and a line each, the least covered first. */
export function areaText(name: string, cells: readonly CellFacts[]): string {
  const [only] = cells;
  if (cells.length === 1 && only !== undefined) return cellText(only);
  const sum = {
    cellName: name,
    known: 0,
    collected: 0,
    due: 0,
    stale: 0,
    refused: 0,
    unlicensed: 0,
    workers: 0,
    opened: 0,
  };
  for (const cell of cells)
    for (const key of ['known', 'collected', 'due', 'stale', 'refused', 'unlicensed', 'workers', 'opened'] as const)
      sum[key] += cell[key];
  const share = (cell: CellFacts) => (cell.known === 0 ? 1 : cell.collected / cell.known);
  const shown = [...cells].sort((a, b) => share(a) - share(b)).slice(0, CELLS_MAX);
  const lines = shown.map((cell, i) => `${i + 1} ${cell.cellName} ${formatRate(cell.collected, cell.known)}`);
  const more = cells.length > shown.length ? [`…… 还有 ${cells.length - shown.length} 个，进度都在前面这些之上`] : [];
  return [cellText(sum), ...lines, ...more].join('\n');
}

/** Three or four short lines: coverage, today, what waits. */
function cellText(cell: CellFacts): string {
  const waits = [
    cell.known > cell.collected ? `未采集 ${cell.known - cell.collected} 户` : '',
    cell.due > 0 ? `到期待更新 ${cell.due} 户` : '',
    cell.stale > 0 ? `已过期 ${cell.stale} 户` : '',
    cell.refused > 0 ? `拒绝配合 ${cell.refused} 户` : '',
    cell.unlicensed > 0 ? `无照用工 ${cell.unlicensed} 户` : '',
  ].filter((part) => part !== '');
  return [
    `${cell.cellName}：已采集 ${formatRate(cell.collected, cell.known)}，用工 ${cell.workers} 人。`,
    cell.opened > 0 ? `今天新建 ${cell.opened} 户。` : '',
    waits.length > 0 ? `${waits.join('，')}。` : '没有待办的户。',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export interface EmployerFacts {
  name: string;
  fileNo?: string;
  road?: string;
  houseNo?: string;
  workAddress?: string;
  collectedOn?: string;
  refused: boolean;
  total?: number;
}

/** Where it is: road and number, else the address. */
export function placeOf(employer: Pick<EmployerFacts, 'road' | 'houseNo' | 'workAddress'>): string {
  const door = `${employer.road ?? ''}${employer.houseNo ?? ''}`;
  return door !== '' ? door : (employer.workAddress ?? '');
}

/** One line of a list: name, place, and what is special. */
export function employerLine(employer: EmployerFacts, today: string): string {
  const marks = [
    placeOf(employer),
    employer.collectedOn === undefined ? '' : `${formatDay(employer.collectedOn, today)}采集`,
    employer.refused ? '曾拒绝' : '',
  ].filter((part) => part !== '');
  return marks.length === 0 ? employer.name : `${employer.name}（${marks.join('，')}）`;
}

/** A numbered list with its head; says how many more there are. */
export function employerList(head: string, employers: readonly EmployerFacts[], all: number, today: string): string {
  if (employers.length === 0) return `${head}：没有。`;
  const lines = employers.map((employer, i) => `${i + 1} ${employerLine(employer, today)}`);
  const more = all > employers.length ? [`…… 还有 ${all - employers.length} 户`] : [];
  return [`${head}（${all} 户）`, ...lines, ...more].join('\n');
}

/** An employer on file that may be the one at hand: `“惠民快餐”（档案 …0012，8月3日采集）`. */
export function similarLine(employer: Pick<EmployerFacts, 'name' | 'fileNo' | 'collectedOn'>, today: string): string {
  const { name, fileNo, collectedOn } = employer;
  const about = [
    fileNo === undefined ? '还没有采集' : `档案 …${fileNo.slice(-4)}`,
    collectedOn === undefined ? '' : `${formatDay(collectedOn, today)}采集`,
  ].filter((part) => part !== '');
  return `“${name}”（${about.join('，')}）`;
}

/** One with the same code outside of what the person may see: nothing but the place is told. */
export function elsewhereLine(cellName: string): string {
  return `${cellName}有一家同样代码的单位`;
}

/** So that nobody goes twice for one thing: `上次去是 11月2日 周一，信息采集，已完成。` */
export function lastVisitLine(
  { on, kind, result }: { on: string; kind: string; result: string },
  today: string,
): string {
  return on === today
    ? `今天已经有人去过：${kind}，${result}。`
    : `上次去是 ${formatDay(on, today)}，${kind}，${result}。`;
}

/** `在岗：协管员 张样例、李样例；专职监察员 王样例。` */
export function peopleLine(people: readonly { role: string; names: readonly string[] }[]): string {
  if (people.length === 0) return '人员名单上还没有人。';
  return `在岗：${people.map(({ role, names }) => `${role} ${names.join('、')}`).join('；')}。`;
}
