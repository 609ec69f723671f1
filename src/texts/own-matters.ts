/** What workers read of complaints and reports in customer service, beside the questions of the flows (voice.md). */
import { labelOf } from '../../schemas/enums.js';
import {
  MATTER_KINDS,
  MATTER_STATES,
  type MatterKind,
  type MatterState,
  type Procedure,
  SUPPLEMENT_ITEMS,
  type SupplementItem,
} from '../../schemas/matter-enums.js';
import type { Office } from '../../schemas/matter-words.js';
import { formatDay, formatLongDay, formatMonth } from '../lib/day-text.js';
import { formatFen } from '../lib/money.js';

/** Another procedure has begun: where to go on (R25 art. 15). */
export function alreadyElsewhereText(procedure: Exclude<Procedure, 'none'>): string {
  const where = { mediation: '调解组织', arbitration: '仲裁委员会', court: '法院' }[procedure];
  return `这件事已经到${where}了，请在那边继续办，结果更有约束力；两边不能同时办。`;
}

/** The place belongs to another bureau (domain.md 5.2, C4). */
export function outsideText({ name, phone, address }: Office): string {
  const where = [address === undefined ? '' : `，地址 ${address}`, phone === undefined ? '' : `，电话 ${phone}`].join(
    '',
  );
  return `这个地方归${name}管${where}。可以直接找他们；在这里登记也行，我们转过去。`;
}

/** Longer ago than inspection looks back (C1). A person decides. */
export function pastLimitText(): string {
  return '这件事过去两年多了，监察可能查不了；仲裁或法院也许还受理，电话 12333、12368。仍可以登记，由工作人员看。';
}

/** More files have such a name than can be told apart. */
export function manyOfThatNameText(count: number): string {
  return `叫这个名字的单位有 ${count} 家，我按您写的地点转给那里的同事核实。`;
}

/** The story of somebody who only answered questions. */
export function arrearsStory(about: {
  employer?: string | undefined;
  amountFen?: number | undefined;
  people?: number | undefined;
}): string {
  const { employer, amountFen, people } = about;
  const parts = [
    employer === undefined ? '拖欠工资' : `${employer}拖欠工资`,
    amountFen === undefined ? '' : formatFen(amountFen),
    people === undefined ? '' : `${people} 人`,
  ];
  return `${parts.filter((part) => part !== '').join('，')}。`;
}

/** One of the person's own, in a list to pick from. */
export function ownLine(own: { receiptNo: string; kind: MatterKind; state: MatterState }): string {
  return `${own.receiptNo} ${labelOf(MATTER_KINDS, own.kind)} ${labelOf(MATTER_STATES, own.state)}`;
}

/** What is still missing. */
export function missingText(items: readonly SupplementItem[], until: string | undefined, today: string): string {
  const list = items.map((item) => labelOf(SUPPLEMENT_ITEMS, item)).join('、');
  return `还缺：${list}。${until === undefined ? '' : `请在 ${formatDay(until, today)}前发来，`}发“补充”就能补。`;
}

export function supplementedText(receiptNo: string): string {
  return `已补进 ${receiptNo}，办案人员看得到。还有就再发“补充”。`;
}

export function endedText(receiptNo: string): string {
  return `${receiptNo} 已经办结，补不进去了。有新的情况，直接发来重新登记。`;
}

/** @param ended false: the inspectors decide, because the violation is looked into all the same */
export function withdrawnText(receiptNo: string, ended: boolean, pressed: boolean): string {
  if (ended) return `${receiptNo} 已撤回。两年内可以再来反映。`;
  if (pressed) return `记下了。${receiptNo} 先不撤，办案人员会单独联系您；有人为难您，随时告诉我们。`;
  return `记下了。${receiptNo} 能不能撤由办案人员核实后决定，会告诉您。`;
}

export function nothingToWithdrawText(receiptNo: string): string {
  return `${receiptNo} 已经办结，不用再撤。`;
}

export function ratedText(isDissatisfied: boolean): string {
  return isDissatisfied ? '记下了，会由另一位同事联系您，听您说说哪里没办好。' : '记下了，谢谢您的评价。';
}

/** A matter of his that cannot be rated (again). */
export function notRateableText(receiptNo: string): string {
  return `${receiptNo} 现在不用评价：还没有办结，或者已经评过。`;
}

const FIELD_NAMES: Record<string, string> = {
  name: '姓名',
  sex: '性别',
  age: '年龄',
  occupation: '工种',
  phone: '手机',
  idNumber: '身份证号',
  address: '住址',
  amountFen: '欠您的金额',
  customer: '微信客服编号',
};

/** What is stored about the person (PIPL art. 45): masked, and how long. */
export function storedText(
  stored: readonly {
    receiptNo: string;
    kind: MatterKind;
    fields: readonly string[];
    shown: readonly string[];
    wroteFacts: boolean;
    files: number;
    keptUntil?: string | undefined;
  }[],
  bureau: { phone: string },
): string {
  if (stored.length === 0) return '这里没有存您的投诉、举报信息。';
  const blocks = stored.map(({ receiptNo, kind, fields, shown, wroteFacts, files, keptUntil }) => {
    const names = fields.map((field) => FIELD_NAMES[field] ?? field).join('、');
    const values = shown.length === 0 ? '' : `（${shown.join('，')}）`;
    const more = [wroteFacts ? '您写的经过' : '', files > 0 ? `照片 ${files} 张` : ''].filter((part) => part !== '');
    const kept = keptUntil === undefined ? '办结后按案卷期限保存' : `存到 ${formatLongDay(keptUntil)}`;
    return `${receiptNo} ${labelOf(MATTER_KINDS, kind)}：${[`${names}${values}`, ...more].join('，')}。${kept}。`;
  });
  return [...blocks, `要更正或删除，打 ${bureau.phone}，或发“找人工”。`].join('\n');
}

/** What was read out of a worker's own words; '' when there was nothing. */
export function readBackText(story: {
  name?: string;
  phone?: string;
  amountFen?: number;
  people?: number;
  periodFrom?: string;
  periodTo?: string;
  employer?: string;
  place?: string | undefined;
}): string {
  const { name, phone, amountFen, people, periodFrom, periodTo, employer, place } = story;
  const period =
    periodTo === undefined
      ? undefined
      : periodFrom === undefined || periodFrom === periodTo
        ? formatMonth(periodTo)
        : `${formatMonth(periodFrom)}到${formatMonth(periodTo)}`;
  const parts = [
    employer,
    place,
    period,
    amountFen === undefined ? undefined : formatFen(amountFen),
    people === undefined ? undefined : `${people} 人`,
    name,
    phone,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `记下了：${parts.join('，')}。`;
}

/** After safety advice in the middle of a form. */
export function questionWaitsText(): string {
  return '上面的问题等您方便了再回，填的都在。';
}
