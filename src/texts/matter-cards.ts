/** A complaint or report as the staff reads it in chat: line, card, history, advice, what a step came to. */
import { labelOf } from '../../schemas/enums.js';
import type { Matter } from '../../schemas/matter.js';
import { DOCUMENT_LABELS } from '../../schemas/matter-document.js';
import {
  MATTER_KINDS,
  MATTER_STATES,
  MOVE_REASONS,
  type MoveReason,
  OUTCOMES,
  PRIORITIES,
  type RedFlag,
  SUPPLEMENT_ITEMS,
  type SupplementItem,
  TRACKS,
  type Track,
} from '../../schemas/matter-enums.js';
import type { MatterAction } from '../../schemas/matter-move.js';
import type { Day } from '../lib/day.js';
import { formatDay, formatDeadline } from '../lib/day-text.js';
import { formatFen } from '../lib/money.js';
import { formatCount } from '../lib/numbers.js';
import { ACTION_LABELS, eventText } from './matter-refusals.js';
import { categoryNames, flagNames } from './matters.js';

export type MatterBrief = Pick<
  Matter,
  'receiptNo' | 'registerNo' | 'kind' | 'state' | 'priority' | 'categories' | 'amountFen' | 'dueOn' | 'legalDueOn'
> & { employerName?: string | undefined; people: number };

/** One line of a list: number, employer, where it stands, when it is due. */
export function matterLineText(matter: MatterBrief, today: Day): string {
  const { receiptNo, priority, employerName, state, dueOn } = matter;
  const parts = [
    `${receiptNo}${priority === 'normal' ? '' : `（${labelOf(PRIORITIES, priority)}）`}`,
    employerName ?? '单位不详',
    labelOf(MATTER_STATES, state),
    dueOn === undefined ? '' : dueOn < today ? `${formatDay(dueOn, today)}已逾期` : formatDeadline(dueOn, today),
  ];
  return parts.filter((part) => part !== '').join('，');
}

export interface CardFacts extends MatterBrief {
  since: Day;
  receivedOn: Day;
  place: string;
  /** Names of the officers, the leading one first. */
  officers: readonly string[];
  filingNo?: string | undefined;
  outcome?: Matter['outcome'];
  supplementUntil?: Day | undefined;
  clocks: Matter['clocks'];
}

/** What a person needs to act: what and how many, where it stands, the dates, who handles it. Nothing of who complained. */
export function matterCardText(matter: CardFacts, today: Day): string {
  const { kind, state, since, people, amountFen, priority, officers, outcome } = matter;
  const lines = [
    `${matter.receiptNo} ${labelOf(MATTER_KINDS, kind)}${priority === 'normal' ? '' : `（${labelOf(PRIORITIES, priority)}）`}，${formatDay(since, today)}起“${labelOf(MATTER_STATES, state)}”`,
    [
      matter.employerName ?? '单位不详',
      categoryNames(matter.categories),
      people > 0 ? `${formatCount(people)} 人` : '',
      amountFen === undefined ? '' : formatFen(amountFen),
    ]
      .filter((part) => part !== '')
      .join('，'),
    `${matter.place}，${formatDay(matter.receivedOn, today)}登记，${matter.registerNo}${matter.filingNo === undefined ? '' : `，${matter.filingNo}`}`,
    dueLine(matter, today),
    matter.supplementUntil === undefined ? '' : `补正到 ${formatDay(matter.supplementUntil, today)}为止。`,
    outcome === undefined ? '' : `结果：${outcomeText(outcome)}。`,
    officers.length === 0 ? '还没有指定承办人。' : `承办：${officers.join('、')}。`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function dueLine({ dueOn, legalDueOn, clocks }: CardFacts, today: Day): string {
  if (dueOn === undefined) return '';
  const late = dueOn < today ? '，已逾期' : '';
  const legal = legalDueOn === undefined || legalDueOn === dueOn ? '' : `，法定 ${formatDay(legalDueOn, today)}`;
  const reckoned = clocks.filter(({ stoppedOn }) => stoppedOn === undefined).flatMap(({ dues }) => dues);
  const isOpen = reckoned.some(({ due, provisional }) => provisional && (due === dueOn || due === legalDueOn));
  return `${formatDeadline(dueOn, today)}办${legal}${isOpen ? '（放假安排未公布，暂定）' : ''}${late}。`;
}

export function outcomeText({ code, people, paidFen }: NonNullable<Matter['outcome']>): string {
  const paid = paidFen > 0 ? `，${formatCount(people)} 人，${formatFen(paidFen)}` : '';
  return `${labelOf(OUTCOMES, code)}${paid}`;
}

export interface EventFacts {
  on: Day;
  at: Date;
  action: string;
  /** Name of the colleague; `person` of whoever complained, `sys` of the house. */
  by: string;
  reason?: MoveReason | undefined;
  /** '' when nothing was noted, or it is not for the reader. */
  note?: string | undefined;
  to: Matter['state'];
  dues: readonly { kind: string; was?: Day | undefined; is?: Day | undefined }[];
}

const HISTORY_MAX = 20;

/** What happened, the latest last. */
export function historyText(events: readonly EventFacts[], today: Day): string {
  const shown = events.slice(-HISTORY_MAX);
  const lines = shown.map(({ on, action, by, reason, note = '', dues }) => {
    const who = by === 'person' ? '当事人' : by === 'sys' ? '系统' : by;
    const why = reason === undefined ? '' : `（${labelOf(MOVE_REASONS, reason)}）`;
    const what = eventText(action, by);
    const moved = dues.flatMap(({ was, is }) =>
      was === undefined || is === undefined ? [] : [`期限 ${formatDay(was, today)} 改 ${formatDay(is, today)}`],
    );
    const step = [`${formatDay(on, today)} ${who}：${what}${why}`, ...moved].join('，');
    return note === '' ? step : `${step}\n　${note}`;
  });
  return [...(events.length > shown.length ? [`前面还有 ${events.length - shown.length} 步`] : []), ...lines].join(
    '\n',
  );
}

const CHECKS = {
  C1: '两年内',
  C2: '内容明确',
  C3: '属监察范围',
  C4: '归本局管',
  C5: '没走其他程序',
  C6: '没有重复',
} as const;
/** Short titles of the laws that checks name. */
const LAWS: readonly [string, string][] = [
  ['REG423', '《劳动保障监察条例》'],
  ['R25', '《关于实施〈劳动保障监察条例〉若干规定》'],
  ['QD', '《青岛市劳动保障监察条例》'],
];

export interface AdviceFacts {
  check: keyof typeof CHECKS;
  result: 'pass' | 'fail' | 'unknown';
  law: string;
  action?: MatterAction | undefined;
  reason?: MoveReason | undefined;
  track?: Track | undefined;
  missing?: readonly SupplementItem[] | undefined;
  sameAs?: string | undefined;
  withinWorkdays?: number | undefined;
}

/** The six checks of the intake: what fails, what it proposes, by which law. A person decides. */
export function adviceText(checks: readonly AdviceFacts[]): string {
  const passed = checks.filter(({ result }) => result === 'pass').map(({ check }) => CHECKS[check]);
  const others = checks.filter(({ result }) => result !== 'pass');
  const lines = others.map((one) => {
    if (one.result === 'unknown') return `？${CHECKS[one.check]}：材料里看不出来，请问清楚。`;
    const { action, track, missing = [], sameAs, reason, withinWorkdays } = one;
    const detail = [
      reason === undefined ? '' : labelOf(MOVE_REASONS, reason),
      missing.length === 0 ? '' : `缺${missing.map((item) => labelOf(SUPPLEMENT_ITEMS, item)).join('、')}`,
      track === undefined ? '' : `该去${labelOf(TRACKS, track)}`,
      sameAs === undefined ? '' : `和 ${sameAs} 相同`,
    ].filter((part) => part !== '');
    const todo = action === undefined ? '' : `建议${ACTION_LABELS[action]}`;
    const by = withinWorkdays === undefined ? '' : withinWorkdays === 0 ? '，当场办' : `，${withinWorkdays} 个工作日内`;
    return `⚠ ${CHECKS[one.check]}：${detail.join('，')}。${todo}${by}（${lawText(one.law)}）`;
  });
  const fine = passed.length === 0 ? [] : [`✓ ${passed.join('、')}`];
  const end = others.length === 0 ? '六项都符合，可以受理。' : '以上只是建议，由您决定。';
  return [...fine, ...lines, end].join('\n');
}

/** `REG423 art. 20; R25 art. 15` as `《劳动保障监察条例》第20条；…`. */
function lawText(law: string): string {
  return law
    .split('; ')
    .map((one) => {
      const [, code = '', article = ''] = /^(\S+) art\. (.+)$/.exec(one) ?? [];
      const title = LAWS.find(([name]) => name === code)?.[1] ?? code;
      return `${title}第${article.replace(/\((\d+)\)/, '条第$1项')}${article.includes('(') ? '' : '条'}`;
    })
    .join('；');
}

export interface ActedFacts {
  no: string;
  action: MatterAction;
  /** Numbers of papers, and of letters: how many went by chat, how many must be handed over. */
  numbers: readonly string[];
  lettersSent: number;
  lettersOnPaper: number;
}

/** What a step came to; where the case stands now is on its card, which follows. */
export function actedText({ no, action, numbers, lettersSent, lettersOnPaper }: ActedFacts): string {
  const lines = [
    `✓ ${no}：${ACTION_LABELS[action]}，办好了。`,
    numbers.length === 0 ? '' : `文书编号 ${numbers.join('、')}。`,
    lettersSent === 0 ? '' : `书面答复已发到当事人的微信（${lettersSent} 份）。`,
    lettersOnPaper === 0 ? '' : `书面答复 ${lettersOnPaper} 份要送达，承办人选“看文书”可以看全文。`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

export function inquiryText(number: string): string {
  return `✓ 调查询问书编号 ${number}，已记入案卷。请按这个编号制作送达。`;
}

export function voidedText(number: string): string {
  return `✓ ${number} 已作废，登记簿里保留，不再使用。`;
}

/** A paper in a list. */
export function paperLine(
  { kind, number, madeOn }: { kind: string; number?: string | undefined; madeOn: Day },
  today: Day,
): string {
  return `${labelOf(DOCUMENT_LABELS, kind)}${number === undefined ? '' : ` ${number}`}（${formatDay(madeOn, today)}）`;
}

/** Who was responsible on a day. */
export function responsibleText(
  about: { day: Day; cell: string; handlers: readonly string[]; unit: readonly string[] },
  today: Day,
): string {
  const { day, cell, handlers, unit } = about;
  return [
    `${formatDay(day, today)}：在${cell}。`,
    handlers.length === 0 ? '那天还没有指定承办人。' : `承办：${handlers.join('、')}。`,
    unit.length === 0 ? '' : `属地责任人：${unit.join('、')}。`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

const DUTIES = { lead: '主办', second: '协办', intake: '登记' } as const;

export function handlerText(name: string, duty: keyof typeof DUTIES): string {
  return `${name}（${DUTIES[duty]}）`;
}

/** To whoever takes down a story with danger in it. */
export function intakeAlarmText(flags: readonly RedFlag[]): string {
  return `⚠ 说到${flagNames(flags)}：先照顾安全，有危险先报 110。登记后马上通知值班人员。`;
}

/** Receipt for whoever takes it down: what to tell the person. */
export function takenText(
  taken: {
    no: string;
    registerNo: string;
    answerBy?: Day | undefined;
    token?: string | undefined;
    reportCard: boolean;
  },
  today: Day,
): string {
  return [
    `✓ 已登记，编号 ${taken.no}（${taken.registerNo}）。请把编号告诉来人。`,
    taken.token === undefined ? '' : `查询码 ${taken.token}，只显示这一次，请抄给来人：凭它可以匿名补充情况、查进展。`,
    taken.answerBy === undefined ? '' : `${formatDay(taken.answerBy, today)}前要告诉来人是否受理。`,
    taken.reportCard ? '⚠ 人数较多，请发“报告情况”填重要情况报告。' : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
