/** What people read of complaints and reports: notices to groups, staff and persons; short answers (domain.md 5.9, voice.md). */
import { labelOf } from '../../schemas/enums.js';
import type {
  MatterCategory,
  MatterKind,
  MatterState,
  OutcomeCode,
  RedFlag,
  Track,
} from '../../schemas/matter-enums.js';
import {
  MATTER_CATEGORIES,
  MATTER_KINDS,
  MATTER_STATES,
  OUTCOMES,
  RED_FLAGS,
  SATISFACTION,
  TRACKS,
} from '../../schemas/matter-enums.js';
import type { CustomerFacts, GroupFacts, MatterNotice, MemberFacts } from '../../schemas/matter-notice.js';
import type { Office } from '../../schemas/matter-words.js';
import type { OutboundBody, OutboundMessage } from '../../schemas/message.js';
import { openerId } from '../../schemas/opener.js';
import type { PrivateTarget } from '../lib/confidential.js';
import { dayOf } from '../lib/day.js';
import { formatDay, formatDeadline } from '../lib/day-text.js';
import { formatFen } from '../lib/money.js';
import { formatCount } from '../lib/numbers.js';
import { DEFAULT_QUIET_HOURS, type QuietHours, quietUntil } from '../lib/quiet-hours.js';
import { ACTION_LABELS } from './matter-refusals.js';

/** Notices as messages. In quiet hours staff and groups hear only what is urgent; the rest waits for the morning. */
export function matterMessages(
  notices: readonly MatterNotice[],
  now: Date,
  quiet: QuietHours = DEFAULT_QUIET_HOURS,
): OutboundMessage[] {
  const morning = quietUntil(now, quiet);
  return notices.map((notice) => {
    const urgent = notice.urgent === true;
    const waits = morning !== undefined && !urgent && notice.to.kind !== 'customer';
    return {
      target: notice.to,
      body: bodyOf(notice, dayOf(now)),
      effectKey: notice.effectKey,
      ...(urgent && { urgent }),
      ...(waits && { notBefore: morning }),
    };
  });
}

/** A question that is answered with a tap opens its flow; everything else is told. */
function bodyOf(notice: MatterNotice, today: string): OutboundBody {
  const text = textOf(notice, today);
  const { say, to } = notice;
  const open = (flow: string, about: string, ask: string, label: string): OutboundBody => ({
    kind: 'question',
    text: `${text}\n${ask}`,
    choices: [{ id: 'open', label }],
    taskId: openerId({ flow, about }, notice.effectKey.replace(/[^0-9A-Za-z_-]/g, '').slice(-36)),
  });
  // one tap to the card of an important situation, and to its receipt (S63)
  if (to.kind === 'member' && say.kind === 'situation' && 'situationId' in say)
    return open('situations', say.situationId, '现在看吗？', '查看');
  // from the message to the case in one step
  if (to.kind === 'member' && (say.kind === 'received' || say.kind === 'assigned' || say.kind === 'recused'))
    return open('open-case', say.no, '现在看看吗？', '打开案件');
  if (to.kind === 'member' && say.kind === 'escalated' && 'reportCard' in say && say.reportCard)
    return open('report-situation', say.no, '现在报告吗？', '报重要情况');
  if (say.kind !== 'ask_satisfaction') return { kind: 'text', text };
  const { no } = say;
  const choices = SATISFACTION.map(({ value, label }) => ({ id: value, label }));
  return { kind: 'question', text, choices, taskId: openerId({ flow: 'satisfaction', about: no }, 'rate') };
}

function textOf(notice: MatterNotice, today: string): string {
  if (isFor(notice, 'group')) return groupText(notice.say);
  if (isFor(notice, 'member')) return memberText(notice.say, today);
  return customerText(notice.say, notice.to, today);
}

function isFor<K extends MatterNotice['to']['kind']>(
  notice: MatterNotice,
  kind: K,
): notice is Extract<MatterNotice, { to: { kind: K } }> {
  return notice.to.kind === kind;
}

/** Units and numbers only; who and what is for the handler. */
export function groupText(say: GroupFacts): string {
  const people = say.people > 0 ? `，${formatCount(say.people)} 人` : '';
  switch (say.kind) {
    case 'received':
      return `${say.unit}：新登记${kindName(say.matter)} ${say.no}${people}。请值班同志查看。`;
    case 'escalated':
      return `${say.unit}：${say.no} 涉及 ${formatCount(say.people)} 人，已报上级。请做好准备。`;
    case 'red':
      return `⚠ ${say.unit}：${say.no} 有紧急情况${people}。值班同志请马上查看私信。`;
    case 'situation':
      return `⚠ ${say.unit}：重要情况 ${say.no}${people}。已报告，详情看私信。`;
  }
}

export function memberText(say: MemberFacts, today: string): string {
  switch (say.kind) {
    case 'received':
    case 'assigned': {
      const lines = [
        say.kind === 'received'
          ? `新登记${kindName(say.matter)} ${say.no}${say.priority === 'normal' ? '' : '，请优先'}`
          : `请您承办${kindName(say.matter)} ${say.no}`,
        [say.employer, categoryNames(say.categories), say.people > 0 ? `${formatCount(say.people)} 人` : undefined]
          .filter((part) => part !== undefined && part !== '')
          .join('，'),
        say.dueOn === undefined ? '' : `${formatDeadline(say.dueOn, today)}办`,
      ];
      return lines.filter((line) => line !== '').join('\n');
    }
    case 'moved':
      return `${say.no} ${ACTION_LABELS[say.action]}，现在是“${labelOf(MATTER_STATES, say.state)}”。${due(say.dueOn, today)}`;
    case 'added':
      return `${say.no} 当事人补充了情况或证据，请查看。`;
    case 'withdrawal':
      return say.pressed
        ? `⚠ ${say.no} 当事人想撤回，可能受到单位压力。请尽快单独核实，由您决定是否继续。`
        : `${say.no} 当事人提出撤回，请核实是否自愿。`;
    case 'identical':
      return `${say.no}：30 天内对同一单位有 ${say.count} 件相同举报，已列为优先。`;
    case 'recused':
      return `${say.no} 的承办人${say.officer}申报了回避，不能再办这一件，请另派一位。`;
    case 'red':
      return `⚠ 紧急：${flagNames(say.flags)}。${say.no === '' ? '当事人正在对话' : `编号 ${say.no}`}${say.place === undefined ? '' : `，地点 ${say.place}`}。请马上联系，有危险先报警。`;
    case 'escalated':
      return [
        `${say.no} 涉及 ${formatCount(say.people)} 人${say.amountFen > 0 ? `、${formatFen(say.amountFen)}` : ''}${say.employer === undefined ? '' : `，${say.employer}`}`,
        say.code.endsWith('_suspected')
          ? '达到拒不支付劳动报酬罪的数额，请核对移送材料。'
          : say.code.endsWith('_warn')
            ? '接近拒不支付劳动报酬罪的数额，请留意。'
            : '',
        say.reportCard ? '请填写重要情况报告。' : '',
        say.withinMinutes > 0 ? `${say.withinMinutes} 分钟内处理。` : '',
      ]
        .filter((line) => line !== '')
        .join('\n');
    case 'situation':
      return `⚠ ${say.unit}重要情况 ${say.no}，${formatCount(say.people)} 人。请发“情况”查看，看完回“收到”。`;
    case 'situation_added':
      return `${say.unit}重要情况 ${say.no} 有续报，现在 ${formatCount(say.people)} 人。`;
  }
}

export function customerText(say: CustomerFacts, to: PrivateTarget, today: string): string {
  switch (say.kind) {
    case 'letter':
      return say.text.showTo(to);
    case 'state':
      return `您的 ${say.no} 现在是“${labelOf(MATTER_STATES, say.state)}”。${onward(say.state, say.dueOn, today)}`;
    case 'merged':
      return mergedText(say.no, say.into);
    case 'ask_satisfaction':
      return `您的 ${say.no} 已办结。对办理满意吗？`;
  }
}

/** His matter goes on within another one. */
export function mergedText(no: string, into: string): string {
  return `您的 ${no} 并入 ${into} 一起办，用原来的编号也能查。`;
}

/** The next date; while there is none because the time stands still, that it does. */
function onward(state: MatterState, dueOn: string | undefined, today: string): string {
  return state === 'suspended' ? '期限暂停计算，恢复后接着办。' : due(dueOn, today);
}

function due(dueOn: string | undefined, today: string): string {
  return dueOn === undefined ? '' : `${formatDeadline(dueOn, today)}办。`;
}

function kindName(kind: MatterKind): string {
  return labelOf(MATTER_KINDS, kind);
}

export function categoryNames(categories: readonly MatterCategory[]): string {
  return categories.map((category) => labelOf(MATTER_CATEGORIES, category)).join('、');
}

export function flagNames(flags: readonly RedFlag[]): string {
  return flags.map((flag) => labelOf(RED_FLAGS, flag)).join('、');
}

/** The receipt: number, what comes next and by when, what to keep. */
export function receiptText(
  receipt: { kind: MatterKind; no: string; answerBy?: string | undefined; token?: string | undefined },
  today: string,
): string {
  const answer = receipt.answerBy === undefined ? '' : `我们 ${formatDay(receipt.answerBy, today)}前告诉您是否受理。`;
  const token = receipt.token === undefined ? '' : `\n查询码 ${receipt.token}，请记下，凭它可以补充情况和查进展。`;
  return `已收到您的${kindName(receipt.kind)}，编号 ${receipt.no}。${answer}工资条、考勤、聊天记录请留好，可直接发到这里。${token}`;
}

/** Said to a reporter before he says anything of himself. */
export function reporterSafetyText(): string {
  return '您的身份只有承办人能看到，不会出现在任何群聊或通报里。不想留姓名也可以。';
}

/** Said at the beginning of the first conversation (S25): who collects what, why, how long, which rights. */
export function privacyNoticeText(bureau: { name: string; phone: string }, closedFileYears: number): string {
  return `${bureau.name}为履行劳动保障监察职责收集您填写的内容，只给办这件事的人看，办结后按案卷期限保存（一般 ${closedFileYears} 年）。可以不填的都能跳过。您可以查看、更正自己的信息，电话 ${bureau.phone}。`;
}

const SAFETY: Record<RedFlag, string> = {
  violence: '有人受伤或受到威胁，请先离开，马上打 110，受伤打 120。',
  locked_in: '人出不来，请马上打 110，把地点发给我们。',
  child_labour: '孩子的安全最要紧。请把地点发给我们，我们马上联系值班人员。',
  self_harm: '请先别做危险的事，身边有人请让他陪着您。可以打 12356 心理援助热线，有危险打 110。钱的事我们来查。',
  crowd: '请大家先别堵路堵门，免得受伤或违法。把人数和地点告诉我们，我们马上报告。',
  fled: '请把老板的姓名、电话、车牌和您手里的证据发来，我们马上报告。',
};

/** Advice for the worst that was read, at once; then that somebody has been told. */
export function safetyText(flags: readonly RedFlag[]): string {
  const order = Object.keys(SAFETY) as RedFlag[];
  const said = order.filter((flag) => flags.includes(flag)).map((flag) => SAFETY[flag]);
  return [...said, '已经通知值班人员。'].join('\n');
}

/** Where a matter belongs that inspection does not handle: where, telephone, time limit, in that order (voice.md 9). */
export function whereToGoText(track: Track, office: Office | undefined): string {
  const name = office?.name ?? labelOf(TRACKS, track);
  const where = [
    office?.address === undefined ? '' : `，地址 ${office.address}`,
    office?.phone === undefined ? '' : `，电话 ${office.phone}`,
  ];
  return `${WHERE[track](name + where.join(''))}`;
}

const WHERE: Record<Track, (office: string) => string> = {
  inspection: () => '这件事我们可以查，请接着填。',
  arbitration: (office) =>
    `这类争议请找${office}。仲裁时效一般为一年，从知道权益受损那天算；欠薪在职期间不受限，离职后一年内提出。`,
  court: (office) => `这类钱款纠纷不是工资，请找${office}。起诉有时间限制，请尽早咨询。`,
  emergency: (office) => `安全生产问题请找${office}。有危险先离开现场。`,
  health: (office) => `职业病和工作场所有害物问题请找${office}。`,
  housing_fund: (office) => `住房公积金问题请找${office}。`,
  police: (office) => `有人被打、被关请马上找${office}。`,
  social_insurance: (office) => `社保待遇问题请找${office}。`,
  personnel: (office) => `机关事业单位人事问题请找${office}。`,
};

/** One answer for numbers that are wrong and numbers of others. */
export function notFoundText(): string {
  return '没有找到这个编号，或与您的信息对不上。请核对编号和登记时的手机号，再试一次。';
}

export function limitedText(): string {
  return '试的次数太多了，请一小时后再试，或打 12333 查询。';
}

/** How it stands, in one or two sentences. */
export function progressText(
  progress: {
    receiptNo: string;
    state: MatterState;
    since: string;
    dueOn?: string | undefined;
    supplementUntil?: string | undefined;
    outcome?: OutcomeCode | undefined;
  },
  today: string,
): string {
  const { receiptNo, state, since, dueOn, supplementUntil, outcome } = progress;
  const head = `${receiptNo}：${formatDay(since, today)}起“${labelOf(MATTER_STATES, state)}”。`;
  if (supplementUntil !== undefined) return `${head}请在 ${formatDay(supplementUntil, today)}前补齐材料。`;
  if (outcome !== undefined) return `${head}结果：${labelOf(OUTCOMES, outcome)}。`;
  return `${head}${onward(state, dueOn, today)}`;
}

/** To somebody who may not read who it was; that he asked is on record. */
export function identityRefusedText(): string {
  return '身份信息只有本案承办人能看，这次没有打开，并已记录。';
}
