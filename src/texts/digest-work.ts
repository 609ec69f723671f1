/** Lights, what is overdue, what is due soon, and who cannot be told: lines of a digest. */
import type { LightFacts, UnreachedFacts, WorkFacts, WorkLine } from '../../schemas/digest.js';
import { labelOf } from '../../schemas/enums.js';
import { LIGHTS } from '../../schemas/plan.js';
import { formatDay } from '../lib/day-text.js';
import { escapeMarkdown } from '../lib/markdown.js';
import { formatCount } from '../lib/numbers.js';
import { type Look, listed } from './digest-words.js';

/** Kinds of work that are named, of one list. */
const LINES_MOST = 6;
const LIGHTS_A_LINE = 3;

export function workLines(block: WorkFacts, look: Look): string[] {
  const parts = [lightLines(block.lights), lateLines(block, look), soonLines(block, look)];
  return parts.filter(({ length }) => length > 0).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

/** `组织 12/13（+2）`; three to a line, so that they do not wrap on a phone. */
function lightLines(lights: readonly LightFacts[]): string[] {
  if (lights.length === 0) return [];
  const shown = lights.map(lightText);
  const rows = Array.from({ length: Math.ceil(shown.length / LIGHTS_A_LINE) }, (_, row) =>
    shown.slice(row * LIGHTS_A_LINE, (row + 1) * LIGHTS_A_LINE).join('　'),
  );
  return ['**建设进度**', ...rows];
}

function lightText({ light, done, of, was }: LightFacts): string {
  const change = done === was ? '' : `（${done > was ? '+' : ''}${formatCount(done - was)}）`;
  return `${labelOf(LIGHTS, light)} ${formatCount(done)}/${formatCount(of)}${done === of ? ' ✓' : ''}${change}`;
}

function lateLines({ overdue, overdueWas, late }: WorkFacts, look: Look): string[] {
  if (overdue === 0) return [];
  const change =
    overdue === overdueWas ? '' : `，比上次${overdue > overdueWas ? '多' : '少'} ${diff(overdue, overdueWas)}`;
  const lines = late
    .slice(0, linesMost(look))
    .map((line) => `${named(line, look)}，已过 ${line.lateWorkdays} 个工作日`);
  return [`**逾期 ${formatCount(overdue)} 项**${change}`, ...lines, ...rest(late, look)];
}

const diff = (a: number, b: number) => formatCount(Math.abs(a - b));

function soonLines({ soon, soonDays }: WorkFacts, look: Look): string[] {
  if (soon.length === 0) return [];
  const { day } = look.facts;
  const lines = soon.slice(0, linesMost(look)).map((line) => `${named(line, look)}，${formatDay(line.dueOn, day)}前`);
  return [`**${soonDays} 天内到期**`, ...lines, ...rest(soon, look)];
}

function linesMost({ most }: Look): number {
  return Math.min(LINES_MOST, most + 1);
}

function rest(lines: readonly WorkLine[], look: Look): string[] {
  const left = lines.slice(linesMost(look)).reduce((sum, { count }) => sum + count, 0);
  return left === 0 ? [] : [`…… 其他 ${formatCount(left)} 项`];
}

/** `设立网格化服务站 3 个：甲村、乙村、丙村`, `半年更新 4 项：甲村、乙村` when one has several; a body's own work without its name. */
function named({ title, count, units }: WorkLine, { facts, most }: Look): string {
  const others = units.filter((unit) => unit !== facts.unit.name);
  const what = escapeMarkdown(title);
  if (others.length === 0) return count === 1 ? what : `${what} ${formatCount(count)} 项`;
  const shown = Math.min(most, 3);
  const names = others.slice(0, shown).map(escapeMarkdown).join('、');
  const head = `${what} ${formatCount(count)} ${count === units.length ? '个' : '项'}`;
  return shown === 0 ? head : `${head}：${names}${others.length > shown ? ' 等' : ''}`;
}

export function unreachedLines(units: UnreachedFacts, { most }: Look): string[] {
  const none = units.filter(({ why }) => why === 'none');
  const dead = units.filter(({ why }) => why === 'dead');
  const line = (what: string, of: typeof units) =>
    of.length === 0 ? [] : [`${what}：${listed(of, most, ({ name }) => escapeMarkdown(name))}`];
  return ['**群通知不到**（由上一级转告）', ...line('没有群', none), ...line('群已失效', dead)];
}
