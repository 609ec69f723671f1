/**
 * What people read when an answer was not understood, or understood with doubt: what was read, why it does not fit, one
 * example that would (voice.md rule 5). Never repeats a phone or an identity number that does not fit.
 */
import { type CodeKind, sayCodeFault } from '../../schemas/code-sentences.js';
import type { FieldDef, FieldKind } from '../../schemas/field.js';
import type { ConfirmCode, Reading, ReadingFacts, UnclearCode } from '../../schemas/reading.js';
import type { CodeFault } from '../lib/code-result.js';
import { formatCount } from '../lib/numbers.js';

type Say = (facts: ReadingFacts, field: FieldDef) => string;

/** One answer of each kind that would be taken, where the field gives none. */
const EXAMPLES: Partial<Record<FieldKind, string>> = {
  integer: '12',
  decimal: '8.5',
  money: '3500',
  date: '8月15日',
  month: '7月',
  time: '8:30',
  yes_no: '是',
  mobile: '13800138000',
  phone: '0371-63630000',
  id_number: '41010819000101001X',
  uscc: '91410108MA0000015Y',
  org_code: 'MA000001-5',
  reg_no: '410108000000012',
};
const CODE_KINDS: Partial<Record<FieldKind, CodeKind>> = {
  uscc: 'uscc',
  org_code: 'orgCode',
  reg_no: 'regNo',
  id_number: 'residentId',
  mobile: 'mobile',
  phone: 'phone',
};

/** `，如 3500`; nothing when there is no example. */
function such({ example, kind, options }: FieldDef): string {
  const one = example ?? EXAMPLES[kind] ?? options?.[0]?.label;
  return one === undefined ? '' : `，如 ${one}`;
}

function withUnit(n: string | number | undefined, { kind, unit }: FieldDef): string {
  const shown = typeof n === 'number' ? formatCount(n) : String(n ?? '');
  return kind === 'money' ? `${shown}元` : unit === undefined ? shown : `${shown} ${unit}`;
}

const UNCLEAR: Record<UnclearCode, Say> = {
  empty: (_, field) => `没有读到内容。请写${field.label}${such(field)}。`,
  too_long: (f, { label }) => `读到 ${f['length']} 个字，${label}最多 ${f['max']} 个字。请缩短些再发。`,
  too_short: (f, field) => `读到 ${f['length']} 个字，${field.label}至少 ${f['min']} 个字${such(field)}。`,
  not_an_option: (f, field) => `“${f['read']}”不在选项里。请回编号 1–${f['count']}，或写选项的名字${such(field)}。`,
  too_many_fit: (f) => `“${f['read']}”对得上 ${f['count']} 个选项。请写得再具体些，或回编号。`,
  not_yes_no: (f) => `“${f['read']}”我分不清是还是不是。请回“是”或“不是”。`,
  not_a_number: (f, field) => `“${f['read']}”里没有读出${field.label}。请写一个数${such(field)}。`,
  several_numbers: (f, field) => `“${f['read']}”里有几个数，不知该记哪个。请只写一个${such(field)}。`,
  not_whole: (f, field) => `读到 ${f['read']}，${field.label}要整数${such(field)}。`,
  negative: (f, { label }) => `读到 ${f['read']}，${label}不能是负数。没有就写 0。`,
  vague_number: (f, field) => `“${f['read']}”不是一个确定的数，记不进档案。请写一个数${such(field)}。`,
  other_period: (f, field) =>
    `“${f['read']}”像是按别的时间算的，这里要${field.label}。请换算后写一个数${such(field)}。`,
  too_small: (f, field) =>
    `读到 ${withUnit(f['read'], field)}，${field.label}至少是 ${withUnit(f['min'], field)}。请核对后再写。`,
  too_large: (f, field) =>
    `读到 ${withUnit(f['read'], field)}，${field.label}不超过 ${withUnit(f['max'], field)}。请核对后再写。`,
  not_an_amount: (f, field) => `“${f['read']}”里没有读出金额。请写多少元${such(field)}，几万也可以写 1.2万。`,
  not_a_date: (f, field) => `“${f['read']}”里没有读出日期。请写一个日期${such(field)}。`,
  vague_date: (f, field) => `“${f['read']}”我分不清是哪天。请写一个日期${such(field)}。`,
  day_missing: (f, field) => `“${f['read']}”还差哪一天。请写到日${such(field)}。`,
  lunar_date: (f, field) => `“${f['read']}”像是农历或过节的日子。请换成公历写${such(field)}。`,
  no_such_day: (f, field) => `日历上没有“${f['read']}”这一天。请核对后写一个日期${such(field)}。`,
  not_a_month: (f, field) => `“${f['read']}”里没有读出月份。请写一个月份${such(field)}。`,
  not_a_time: (f, field) => `“${f['read']}”我分不清是几点。请写上午或下午几点${such(field)}。`,
  not_a_phone: (_, field) => `没有读出电话号码。请只写号码${such(field)}。`,
  not_a_mobile: (_, field) => `读到的像座机，这里要手机号。请写 11 位手机号${such(field)}。`,
  area_code_missing: () => '座机还差区号。请带区号写，郑州是 0371，如 0371-63630000。',
  not_a_code: (f, field) =>
    `${f['read'] === undefined ? '' : `“${f['read']}”里`}没有读出${field.label}。请照证照抄写${such(field)}，没有就回“没有”。`,
  code_fault: (f, field) => sayCodeFault(CODE_KINDS[field.kind] ?? 'uscc', faultOf(f)),
  said_twice: (_, field) => `${field.label}写了两次，两次不一样。请只写一个${such(field)}。`,
  needs_photo: (_, { label }) => `这里要一张照片（${label}）。请直接拍照，或从相册发图。`,
  needs_file: (_, { label }) => `这里要一个文件（${label}）。请直接发文件或图片。`,
  needs_location: (_, { label }) => `这里要一个定位（${label}）。请点“+”选“位置”发送。`,
  rejected: (f, field) =>
    f['message'] === '' ? `“${f['read']}”记不进${field.label}。请换一种写法${such(field)}。` : String(f['message']),
};

const CONFIRM: Record<ConfirmCode, (as: string, facts: ReadingFacts, field: FieldDef) => string> = {
  approximate: (as, f) => `“${f['read']}”记作 ${as}，对吗？`,
  guessed_part: (as, f) => (f['read'] === undefined ? `读出的是 ${as}，对吗？` : `“${f['read']}”里读出 ${as}，对吗？`),
  guessed_unit: (as) => `是 ${as} 吗？`,
  guessed_date: (as) => `是 ${as} 吗？`,
  several_meanings: (as) => `是指 ${as} 吗？`,
  similar_characters: (as, f, { kind }) =>
    f['reason'] === 'alphabet'
      ? `${sayCodeFault(CODE_KINDS[kind] ?? 'uscc', faultOf(f))}改成 ${as} 对吗？`
      : `像是有字母和数字写混了。改成 ${as} 对吗？`,
  transposed: (as) => `像是有相邻两位写反了。改成 ${as} 对吗？`,
  old_number: (as) => `这是 15 位老号码，换成 18 位是 ${as}，对吗？`,
  typo: (as, f) => `“${f['read']}”是指“${as}”吗？`,
  question: (as) => `“${as}”像是在提问。要帮助请回“帮助”；就照这样记下吗？`,
};

/** Why an answer was not taken, with an example that would be. */
export function sayUnclear({ code, facts }: Extract<Reading, { kind: 'unclear' }>, field: FieldDef): string {
  return UNCLEAR[code](facts, field);
}

/** The question whether a suggestion is right; answered by yes or no. */
export function sayConfirm({ as, why, facts }: Extract<Reading, { kind: 'confirm' }>, field: FieldDef): string {
  return CONFIRM[why](as, facts, field);
}

/** The question which of several is meant; the choices follow it. */
export function sayPick({ kind, label }: FieldDef): string {
  if (kind === 'date') return '是哪一天？也可以写全年月日。';
  if (kind === 'month') return '是哪个月？';
  if (kind === 'time') return '是哪个时间？';
  if (kind === 'integer' || kind === 'decimal' || kind === 'money') return `${label}记哪个数？也可以另写一个。`;
  return '是哪一个？';
}

function faultOf(facts: ReadingFacts): CodeFault {
  const { reason = 'format', length = 0, at, found, expected } = facts;
  return {
    ok: false,
    reason: reason as CodeFault['reason'],
    length: Number(length),
    ...(at !== undefined && { at: Number(at) }),
    ...(found !== undefined && { found: String(found) }),
    ...(expected !== undefined && { expected: String(expected) }),
  };
}
