/** Who complained or reported, as one handler reads it in his own chat; and words for what can be looked at. */
import { labelOf } from '../../schemas/enums.js';
import { fieldRegistry } from '../../schemas/field.js';
import { MATTER_KINDS, MATTER_STATES } from '../../schemas/matter-enums.js';
import { MATTER_FIELDS, PERSON_FIELDS } from '../../schemas/matter-intake.js';
import { COVERED, type Redaction, redactionReason } from '../../schemas/matter-redaction.js';
import type { Day } from '../lib/day.js';
import { formatDay, formatLongDay } from '../lib/day-text.js';
import { formatFen } from '../lib/money.js';

export const LIST_LABELS = {
  mine: '我承办的',
  unassigned: '等指定承办人的',
  overdue: '逾期的',
  open: '全部在办的',
} as const;

export const LOOK_LABELS = {
  look_facts: '看事情经过',
  look_advice: '看受理建议',
  look_persons: '看当事人',
  look_papers: '看文书',
  look_history: '看办理记录',
  look_responsible: '看某天谁负责',
  report_situation: '报重要情况',
  inquiry: '发调查询问书',
  why_not: '别的步骤为什么不能办',
  look_photos: '看照片',
  redact: '遮盖文字或照片',
  uncover: '撤销遮盖',
  look_redactions: '看遮盖记录',
  look_original: '看遮盖前的原文',
} as const;

export const OTHER_CASE = '换一件案件';
export const LEAVE_CASE = '先到这里';

/** Read in the place of what is covered. */
const COVERED_WORDS = '（此处已遮盖）';

const ROLES = { complainant: '投诉人', reporter: '举报人', affected: '被反映的劳动者' } as const;

/** The label of a person's field; `customer` is where the letters go. */
function fieldLabel(field: string): string {
  if (field === 'customer') return '微信客服账号';
  const schema = PERSON_FIELDS[field as keyof typeof PERSON_FIELDS];
  const meta = fieldRegistry.get(schema) ?? fieldRegistry.get('unwrap' in schema ? schema.unwrap() : schema);
  return meta?.label ?? field;
}

export function factsText(facts: string | undefined): string {
  if (facts === undefined) return '写的经过只有本案承办人能看；您能看的都在上面。';
  return `当事人写的：\n${coveredText(facts)}`;
}

/** A text with what is covered said in words. */
export function coveredText(text: string): string {
  return text.replaceAll(COVERED, COVERED_WORDS);
}

/** How many photos there are, which are covered, and which cannot be shown. */
export function photosText(photos: readonly { state: 'shown' | 'covered' | 'missing' }[]): string {
  if (photos.length === 0) return '照片只有本案承办人能看。';
  const words = { shown: '', covered: COVERED_WORDS, missing: '还没有收好' };
  const others = photos.flatMap(({ state }, i) => (state === 'shown' ? [] : [`${photoLabel(i)}${words[state]}`]));
  return `${[`照片共 ${photos.length} 张`, ...others].join('，')}。`;
}

export function photoLabel(at: number): string {
  return `第 ${at + 1} 张`;
}

type Covering = Pick<Redaction, 'on' | 'by' | 'what' | 'times' | 'reason' | 'lifts'>;

/** What was covered, by whom and why; the words themselves are not told. */
export function redactionsText(rows: readonly Covering[], name: (userid: string) => string, today: Day): string {
  return rows.map((row) => coveringLine(row, name, today)).join('\n');
}

export function coveringLine(
  { on, by, what, times, reason, lifts }: Covering,
  name: (userid: string) => string,
  today: Day,
): string {
  const who = by === 'sys' ? '系统' : name(by);
  const did = lifts === undefined ? '' : '撤销遮盖 ';
  return `${formatDay(on, today)} ${who}：${did}${whatLabel(what)} ${times} 处，${redactionReason(reason)}`;
}

export function uncoveredText(no: string, photo: boolean): string {
  return `✓ ${no}：${photo ? '这张照片' : '这一段'}不再遮盖，能看这件的人都看得到。已记录。`;
}

export function redactedText(no: string, photo: boolean, times: number): string {
  return `✓ ${no}：${photo ? '这张照片' : `这一段（${times} 处）`}已遮盖，别人看到的是${COVERED_WORDS}。原件封存，已记录。`;
}

/** What was written before anything was covered, for a handler. */
export function originalText(
  facts: string | undefined,
  texts: readonly { what: Redaction['what']; text: string }[],
  photos: number,
): string {
  const lines = [
    ...(facts === undefined ? [] : [`原文：\n${facts}`]),
    ...texts.map(({ what, text }) => `${whatLabel(what)}：${text}`),
    ...(photos === 0 ? [] : [`遮盖的照片 ${photos} 张，随后发来。`]),
  ];
  return [...lines, '本次查看已记录，请勿转发。'].join('\n');
}

function whatLabel(what: Redaction['what']): string {
  if (what === 'photo') return '照片';
  const schema = MATTER_FIELDS[what];
  const meta = fieldRegistry.get(schema) ?? fieldRegistry.get('unwrap' in schema ? (schema.unwrap() as never) : schema);
  return meta?.label ?? what;
}

export function lettersToHandlers(): string {
  return '这份没有存文字，或只有本案承办人能看全文。';
}

export function noPersonsText(): string {
  return '这里不显示当事人。举报人的身份和非承办人都看不到；承办人说明用途后可以查看，查看会留下记录。';
}

/** Masked, for a handler of a complaint before he has said why he needs more. */
export function maskedText(
  persons: readonly { name?: string | undefined; phone?: string | undefined; idNumber?: string | undefined }[],
): string {
  return persons
    .map(({ name, phone, idNumber }, i) =>
      [`${i + 1} ${name ?? '未留姓名'}`, phone, idNumber].filter((part) => part !== undefined).join('，'),
    )
    .join('\n');
}

/** In clear, for the one who asked with a purpose. */
export function personsText(
  persons: readonly {
    role: keyof typeof ROLES;
    representative: boolean;
    fields: readonly { field: string; value: string }[];
  }[],
): string {
  if (persons.length === 0) return '没有留下任何身份信息。本次查看已记录。';
  const lines = persons.map(({ role, representative, fields }, i) => {
    const who = `${i + 1} ${ROLES[role]}${representative ? '（代表）' : ''}`;
    const told = fields.map(({ field, value }) => `${fieldLabel(field)} ${shown(field, value)}`);
    return told.length === 0 ? `${who}：没有留这些` : `${who}：${told.join('，')}`;
  });
  return [...lines, '本次查看已记录，请勿转发。'].join('\n');
}

function shown(field: string, value: string): string {
  if (field === 'sex') return value === 'male' ? '男' : '女';
  return field === 'amountFen' ? formatFen(Number(value)) : value;
}

export interface StoredFacts {
  receiptNo: string;
  kind: string;
  state: string;
  fields: readonly string[];
  shown: { name?: string | undefined; phone?: string | undefined; idNumber?: string | undefined };
  wroteFacts: boolean;
  files: number;
  keptUntil?: Day | undefined;
}

/** What is stored of a person (PIPL art. 45), masked. */
export function storedText(stored: readonly StoredFacts[]): string {
  return stored
    .map(({ receiptNo, kind, state, fields, shown: masked, wroteFacts, files, keptUntil }) => {
      const kept = [
        ...fields.map(fieldLabel),
        ...(wroteFacts ? ['事情经过'] : []),
        ...(files > 0 ? [`照片或文件 ${files} 份`] : []),
      ];
      const seen = [masked.name, masked.phone, masked.idNumber].filter((part) => part !== undefined);
      return [
        `${receiptNo} ${labelOf(MATTER_KINDS, kind)}，“${labelOf(MATTER_STATES, state)}”`,
        `存有：${kept.join('、')}。${seen.length === 0 ? '' : `（${seen.join('，')}）`}`,
        keptUntil === undefined
          ? '还在办理，办结后按期限保存。'
          : `存到 ${formatLongDay(keptUntil)}，到期删除身份和原文。`,
        '只有承办人能看，每次查看都有记录。要更正或有疑问，可以向本局提出。',
      ].join('\n');
    })
    .join('\n\n');
}
