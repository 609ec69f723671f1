/** Counts and measures: 32人, 三十二个, 1.2万, 8个半小时, 八成. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { showValue } from '../../texts/values.js';
import { settle, unclear } from './bounds.js';
import { excerpt, plain } from './clean.js';
import { plainNamesOf } from './hedges.js';
import { NUMERAL_CHAR, parseNumeral } from './numerals.js';
import { type Quantity, type QuantityForm, readQuantity } from './quantity.js';

const DAY_OF_MONTH = /^[日号]?$/;
const AREA = /^(?:平方?米?|m2|m\^2|方)?$/;
/** What may follow a number, by the field's unit. */
const UNIT_WORDS: Record<string, RegExp> = {
  人: /^(?:[个名位口号]?(?:人|农民工|员工|工人|职工|人员|子)|[个名位口])?$/,
  日: DAY_OF_MONTH,
  号: DAY_OF_MONTH,
  个月: /^个?月?$/,
  月: /^个?月?$/,
  天: /^[天日]?$/,
  小时: /^(?:个?(?:小时|钟头|钟)|个|h|hours?)?$/,
  平方米: AREA,
  m2: AREA,
  '%': /^%?$/,
};
const FOREIGN_UNIT = /^个?(?:[岁元块毛角年月天日号点时分秒米平亩斤里%:^]|小时|钟|公斤|公里|次|遍)/;
/** Nobody: 没人, 一个都没有, 没有. */
const NOBODY = /^(?:一[个名人]?人?[都也]?)?(?:没有?|无|没得|木有|么有|冇)(?:一个)?(?:人|了|的|啊|呢)*$/;

/** 没有 at a count that may be 0 is nobody, not “no value”. */
export function saysNobody(field: FieldDef, raw: string): boolean {
  const zeroFits = field.min === undefined || field.min <= 0;
  if (!zeroFits || /^\d/.test(raw)) return false;
  const text = plain(raw).replace(/[ 。.!,]/g, '');
  const name = plainNamesOf(field).find((one) => text.endsWith(one));
  return NOBODY.test(name === undefined ? text : text.slice(0, -name.length));
}

export function readNumber(field: FieldDef, raw: string, today: string): Reading {
  const text = plain(raw);
  if (saysNobody(field, raw)) {
    // 没有了 may as well mean that there is nothing more to say
    const why = text.endsWith('了') ? ('guessed_part' as const) : undefined;
    return settle(field, { value: 0, shown: showValue(field, 0, today), why, facts: { read: excerpt(raw) } });
  }
  if (field.unit === '%' && /^(?:有)?一半(?:左右)?$/.test(text)) {
    return settleQuantity(field, { kind: 'one', value: 50, why: 'approximate' }, raw, today);
  }
  const quantity = readQuantity(
    /^[日号]$/.test(field.unit ?? '') ? text.replace(/^(?:每个?|次)月/, '') : text,
    formOf(field),
  );
  return settleQuantity(field, quantity, raw, today);
}

function settleQuantity(field: FieldDef, quantity: Quantity, raw: string, today: string): Reading {
  const read = excerpt(raw);
  if (quantity.kind === 'range') {
    const among = [quantity.from, quantity.to].map((n) => ({ value: String(n), label: showValue(field, n, today) }));
    return { kind: 'pick', among };
  }
  if (quantity.kind === 'one') {
    const { value, why } = quantity;
    if (field.kind === 'integer' && !Number.isInteger(value)) return unclear('not_whole', { read: value });
    const shown = showValue(field, value, today);
    return settle(field, { value, shown, asTyped: plain(raw).startsWith(String(value)), why, facts: { read } });
  }
  if (quantity.kind === 'vague') return unclear('vague_number', { read });
  if (quantity.kind === 'several') return unclear('several_numbers', { read });
  if (quantity.kind === 'other_period') return unclear('other_period', { read });
  return unclear('not_a_number', { read });
}

const forms = new WeakMap<FieldDef, QuantityForm>();

/** How the amounts of a field are written, worked out once. */
function formOf(field: FieldDef): QuantityForm {
  const known = forms.get(field);
  if (known !== undefined) return known;
  const made = makeForm(field);
  forms.set(field, made);
  return made;
}

function makeForm(field: FieldDef): QuantityForm {
  const unit = plain(field.unit ?? '');
  return {
    parse: (core) => (unit === '%' ? parsePercent(core) : null) ?? parseCounted(core, unit),
    foreign: FOREIGN_UNIT,
    names: [...plainNamesOf(field), '总人数', '人数', '总数', '数量'],
    periods: periodsIn(field.label),
  };
}

/** Periods that a label speaks of: 月人均工资 → m, 日工时 → d. */
export function periodsIn(label: string): string {
  const periods: [RegExp, string][] = [
    [/[日天]/, 'd'],
    [/周/, 'w'],
    [/月/, 'm'],
    [/年/, 'y'],
    [/小时|时薪/, 'h'],
  ];
  return periods.map(([word, period]) => (word.test(label) ? period : '')).join('');
}

function parseCounted(core: string, unit: string): number | null {
  // 8月 is August, not eight months
  if (unit === '个月' && /^\d+月$/.test(core)) return null;
  let end = 0;
  while (end < core.length && NUMERAL_CHAR.test(core.charAt(end))) end++;
  const after = core.slice(end);
  const half = /^(\D{0,3})半(\D{0,3})$/.exec(after);
  if (half !== null) {
    const [, before = '', behind = ''] = half;
    const whole = end === 0 && before === '' ? 0 : parseNumeral(core.slice(0, end));
    if (whole === null || !Number.isInteger(whole) || !fits(unit, behind)) return null;
    return (before === '' ? end === 0 : before === '个' || fits(unit, before)) ? whole + 0.5 : null;
  }
  const value = parseNumeral(core.slice(0, end).replace(/\.$/, ''));
  return value !== null && fits(unit, after) ? value : null;
}

function fits(unit: string, after: string): boolean {
  return UNIT_WORDS[unit]?.test(after) ?? (after === '' || after === unit || after === '个');
}

/** 百分之八十, 八成五. */
function parsePercent(core: string): number | null {
  if (core.startsWith('百分之')) return core === '百分之百' ? 100 : parseNumeral(core.slice(3));
  const tenths = /^([\d一二三四五六七八九十])成([\d一二三四五六七八九])?$/.exec(core);
  if (tenths === null) return null;
  const [, ten = '', one] = tenths;
  return (parseNumeral(ten) ?? 0) * 10 + (one === undefined ? 0 : (parseNumeral(one) ?? 0));
}
