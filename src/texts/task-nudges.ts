/** Nudges about work with dates: the fact, the date, the next step; in groups units and numbers (voice.md rule 10). */
import type { NudgeLine, TaskNudge } from '../../schemas/task-messages.js';
import { addDays } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';
import { escapeMarkdown } from '../lib/markdown.js';
import { formatCount } from '../lib/numbers.js';
import { byteLength } from '../lib/utf8.js';

/** What an app chat takes as markdown, and the app as text (wecom.md 3.3). */
const MAX_BYTES = 2048;
/** Names in one line, fewer when the message would not fit. */
const NAME_COUNTS = [12, 8, 5, 3, 0];
/** More lines than this nobody reads, if they fit at all. */
const MAX_LINES = 30;

/** One folded message to a group. Markdown of at most 2,048 bytes. */
export function groupNudgeText(nudge: TaskNudge): string {
  const look = { today: nudge.today, personal: false, clean: escapeMarkdown };
  const line = (names: number) => (each: NudgeLine) => lineText(each, { ...look, names });
  const head = `${nudge.red ? '⚠ 急件　' : ''}**${escapeMarkdown(nudge.unit ?? '')}** ${formatDay(nudge.today, nudge.today)}`;
  const foot = nextStep(nudge, GROUP_STEPS);
  return fitted(nudge, head, line, foot);
}

/** One message to a person. Plain text of at most 2,048 bytes. @param asks it ends in a question, for a button below it */
export function personNudgeText(nudge: TaskNudge, asks = false): string {
  const look = { today: nudge.today, personal: true, clean: (text: string) => text };
  const line = (names: number) => (each: NudgeLine, i: number) => `${i + 1} ${lineText(each, { ...look, names })}`;
  const what = nudge.red ? `⚠ 急件：${sumOpen(nudge.lines)} 项要马上办` : standingText(nudge);
  if (asks) return fitted(nudge, '', line, `${what}，现在看看吗？`);
  return fitted(nudge, nudge.red ? what : `${what}：`, line, nextStep(nudge, PERSON_STEPS));
}

const sumOpen = (lines: readonly NudgeLine[]) => lines.reduce((sum, { open }) => sum + open, 0);
/** Due within so many days it is said to be near. */
const NEAR_DAYS = 7;

/** How pressing it is, by the most pressing of it: `3 项工作要办，其中 1 项已过期限`, `2 项工作快到期，1 项待验收`. */
function standingText({ lines, today }: TaskNudge): string {
  const work = lines.filter(({ what }) => what !== 'acceptance');
  const [all, waiting] = [sumOpen(work), sumOpen(lines) - sumOpen(work)];
  const of = (part: (dueOn: string) => boolean) => sumOpen(work.filter(({ dueOn }) => part(dueOn)));
  const state = (): string => {
    for (const [count, text] of [
      [of((dueOn) => dueOn < today), '已过期限'],
      [of((dueOn) => dueOn === today), '今天到期'],
    ] as const)
      if (count > 0) return count === all ? text : `要办，其中 ${count} 项${text}`;
    return of((dueOn) => dueOn <= addDays(today, NEAR_DAYS)) === all ? '快到期' : '要办';
  };
  return [...(all > 0 ? [`${all} 项工作${state()}`] : []), ...(waiting > 0 ? [`${waiting} 项待验收`] : [])].join('，');
}

/** On the button below a person's nudge. */
export const OPEN_TASK = '打开任务';
export const OPEN_WAITING = '现在验收';

const MARKS = { supervised: '督办　', returned: '退回补正　' } as const;

const GROUP_STEPS = {
  work: '完成后请在单聊里发“任务”上报；有困难可在那里申请延期。',
  acceptance: '请在单聊里发“待验收”处理。',
  matter: '请承办人在单聊里办理。',
} as const;
const PERSON_STEPS = {
  work: '发“任务”上报完成或申请延期。',
  acceptance: '发“待验收”处理。',
  matter: '发“我的案件”办理。',
} as const;

/** What to do next: about work when there is any. */
function nextStep({ lines }: TaskNudge, steps: Readonly<Record<NudgeLine['what'], string>>): string {
  const kinds = (['work', 'acceptance', 'matter'] as const).filter((what) => lines.some((line) => line.what === what));
  return steps[kinds[0] ?? 'work'];
}

interface Look {
  today: string;
  personal: boolean;
  /** How many names a list may have. */
  names: number;
  clean(text: string): string;
}

type Line = (each: NudgeLine, i: number) => string;

/** Names are left out before lines are. */
function fitted({ lines }: TaskNudge, head: string, lineWith: (names: number) => Line, foot: string): string {
  if (lines.length <= MAX_LINES)
    for (const names of NAME_COUNTS) {
      const text = joined(head, ...lines.map(lineWith(names)), foot);
      if (byteLength(text) <= MAX_BYTES) return text;
    }
  const line = lineWith(0);
  const more = (left: number) => `另有 ${left} 项`;
  let room = MAX_BYTES - byteLength([head, more(lines.length), foot].join('\n'));
  const shown: string[] = [];
  for (const [i, each] of lines.slice(0, MAX_LINES).entries()) {
    const text = line(each, i);
    room -= byteLength(text) + 1;
    if (room < 0) break;
    shown.push(text);
  }
  return joined(head, ...shown, more(lines.length - shown.length), foot);
}

function joined(...lines: string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

function lineText(line: NudgeLine, look: Look): string {
  const { title, units, open, done, of, mark, what, waited } = line;
  const { clean, today, personal } = look;
  if (what === 'acceptance')
    return `待验收　${clean(title)}：${open} 个${listOf(units, look)}，已等 ${waited ?? 0} 个工作日`;
  const kind = mark === undefined ? '' : MARKS[mark];
  if (what === 'matter') return `${kind}${clean(title)}：${whenText(line, today)}`;
  if (personal && open === 1) return `${kind}${clean(title)}${listOf(units, look)}：${whenText(line, today)}`;
  const progress = done !== undefined && of !== undefined ? `，已完成 ${formatCount(done)}/${formatCount(of)}` : '';
  const lacking = units.length === 0 ? '' : `还差 ${open} 个${listOf(units, look)}，`;
  return `${kind}${clean(title)}：${lacking}${whenText(line, today)}${progress}`;
}

function whenText({ dueOn, late }: NudgeLine, today: string): string {
  if (late > 0) return `${formatDay(dueOn, today)}到期，逾期 ${late} 个工作日`;
  return dueOn < today
    ? `${formatDay(dueOn, today)}已到期`
    : dueOn === today
      ? '今天到期'
      : `${formatDay(dueOn, today)}前`;
}

function listOf(units: NudgeLine['units'], { names: most, clean }: Look): string {
  if (units.length === 0 || most === 0) return '';
  const shown = units
    .slice(0, most)
    .map(({ name, count }) => (count > 1 ? `${clean(name)} ${count}` : clean(name)))
    .join('、');
  return units.length > most ? `（${shown} 等）` : `（${shown}）`;
}
