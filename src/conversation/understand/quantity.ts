/** One amount in a text, whatever it counts. Integers, decimals and money say how the amount itself is written. */
import type { ConfirmCode } from '../../../schemas/reading.js';
import { dropSpaces, trimNoise } from './clean.js';
import { peel, VAGUE_AMOUNT } from './hedges.js';
import { ADJACENT_DIGITS, NUMERAL_CHAR } from './numerals.js';

export type Quantity =
  | { kind: 'one'; value: number; why?: ConfirmCode }
  | { kind: 'range'; from: number; to: number }
  | { kind: 'vague' | 'several' | 'other_period' | 'none' };

export interface QuantityForm {
  /** Reads one amount with its unit, nothing around it. */
  parse: (core: string) => number | null;
  /** What follows a number and makes it another thing than the field counts (32元 for people). */
  foreign: RegExp;
  /** More words to be ignored in front of the amount (欠了). */
  lead?: RegExp;
  /** Names of the field, to be ignored in front of the amount. */
  names: readonly string[];
  /** Periods an amount may be said for (`m` 每月); another one is another amount. */
  periods: string;
}

const PERIODS: Record<string, string> = { 天: 'd', 日: 'd', 周: 'w', 星期: 'w', 礼拜: 'w', 月: 'm', 年: 'y' };
const PERIOD_LEAD = /^(?:平均)?(?:每个?|一个?|按|月薪|日薪|年薪|时薪)(天|日|周|星期|礼拜|月|年|小时|钟头)?/;
const PERIOD_TAIL = /(?:\/|每个?|一个?)(天|日|周|星期|礼拜|月|年|小时|钟头)$/;
/** Words that make a number part of the amount, or of another one. */
const PART_ONLY = /[男女每]|除了|去年|原来|以前/;
const NEGATIVE = /^(?:-|负)/;
/** A number as most people type it; longer ones and 0815 are hardly amounts. */
const BARE = /^(?:0|[1-9]\d{0,6})$/;

export function readQuantity(text: string, form: QuantityForm): Quantity {
  const bare = BARE.test(text) ? form.parse(text) : null;
  if (bare !== null) return { kind: 'one', value: bare };
  const said = dropSpaces(trimNoise(text));
  if (said === '') return { kind: 'none' };
  const named = form.names.find((name) => said.startsWith(name) && said.length > name.length);
  const { core, hedged } = peel(named === undefined ? said : said.slice(named.length), form.lead);
  const why = hedged ? { why: 'approximate' as const } : {};

  const negative = NEGATIVE.exec(core);
  if (negative !== null) {
    const value = form.parse(core.slice(1));
    return value === null ? { kind: 'none' } : { kind: 'one', value: -value, ...why };
  }
  const exact = form.parse(core);
  if (exact !== null)
    return { kind: 'one', value: exact, ...(isOddlyWritten(core) ? { why: 'several_meanings' } : why) };
  if (/^\d{1,3}( \d{3})+\D*$/.test(core)) {
    const value = form.parse(core.replaceAll(' ', ''));
    if (value !== null) return { kind: 'one', value, why: 'several_meanings' };
  }

  const about = core.replace(/([十百千万\d])来(?=\D|$)/, '$1');
  if (VAGUE_AMOUNT.test(about.replaceAll('差不多', '')) || ADJACENT_DIGITS.test(about)) return { kind: 'vague' };
  if (about !== core) {
    const value = form.parse(about);
    if (value !== null) return { kind: 'one', value, why: 'approximate' };
  }

  const perPeriod = withoutPeriod(core, form.periods);
  if (perPeriod === 'other') return { kind: 'other_period' };
  if (perPeriod !== null) {
    const inner = peel(perPeriod);
    const value = form.parse(inner.core);
    if (value !== null) return { kind: 'one', value, ...(inner.hedged ? { why: 'approximate' as const } : why) };
  }
  return readRange(core, form) ?? guess(perPeriod ?? core, form);
}

/** 0815 and 13800138000 are numbers, but hardly amounts. */
function isOddlyWritten(core: string): boolean {
  return /^0\d|^\d{8,}$/.test(core);
}

/** 20到30, 3-4千 (the left side takes over the unit of the right one). */
function readRange(core: string, form: QuantityForm): Quantity | null {
  const parts = /^([^到至~-]{1,20})(?:到|至|~|-)([^到至~-]{1,20})$/.exec(core);
  if (parts === null) return null;
  const [, left = '', right = ''] = parts;
  const to = form.parse(right);
  if (to === null) return null;
  const unit = /[百千万亿wk]/.exec(right)?.[0] ?? '';
  const scaled = unit === '' ? null : form.parse(left + unit);
  const from = scaled !== null && scaled < to ? scaled : form.parse(left);
  return from !== null && from < to ? { kind: 'range', from, to } : null;
}

function withoutPeriod(core: string, allowed: string): string | 'other' | null {
  const lead = PERIOD_LEAD.exec(core);
  const tail = PERIOD_TAIL.exec(core);
  const named = lead === null ? undefined : (lead[1] ?? (/薪/.test(lead[0]) ? lead[0].charAt(0) : undefined));
  const word = named ?? tail?.[1];
  if (word === undefined) return null;
  const rest = named === undefined ? core.slice(0, tail?.index) : core.slice(lead?.[0].length);
  if (!/[\d零一二三四五六七八九十百千万两]/.test(rest)) return null;
  return allowed.includes(PERIODS[word] ?? (word === '时' ? 'h' : word.length === 2 ? 'h' : 'x')) ? rest : 'other';
}

/** The one amount in a longer remark (登记的是32个，都签了), to be confirmed. After 一共 only what follows counts. */
function guess(core: string, form: QuantityForm): Quantity {
  if (PART_ONLY.test(core)) return { kind: 'none' };
  const sum = /(?:一共|总共|共计|合计)(.*)$/.exec(core)?.[1];
  const text = sum ?? core;
  const found: string[] = [];
  for (const { run, at } of numeralRuns(text)) {
    const after = text.slice(at + run.length);
    if (text.charAt(at - 1) === '第') continue;
    const withUnit = [1, 2].some(
      (length) => form.parse(run + after.slice(0, length)) !== null && after.length >= length,
    );
    if (!/\d/.test(run) && !withUnit && sum === undefined) continue;
    if (!withUnit && form.foreign.test(after)) return { kind: 'none' };
    found.push(run);
  }
  const [only] = found;
  if (only === undefined) return { kind: 'none' };
  if (found.length > 1) return { kind: 'several' };
  const value = form.parse(only);
  return value === null ? { kind: 'none' } : { kind: 'one', value, why: 'guessed_part' };
}

function numeralRuns(text: string): { run: string; at: number }[] {
  const runs: { run: string; at: number }[] = [];
  let start = -1;
  for (let i = 0; i <= text.length; i++) {
    const inside = i < text.length && NUMERAL_CHAR.test(text.charAt(i));
    if (inside && start === -1) start = i;
    if (!inside && start !== -1) {
      const run = text.slice(start, i).replace(/[.,]+$/, '');
      if (/[\d零一二三四五六七八九十两俩仨]/.test(run)) runs.push({ run, at: start });
      start = -1;
    }
  }
  return runs;
}
