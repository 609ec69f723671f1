/** Amounts of money, kept in fen: 3500块, 3千5, 三万五, 1.5万元, 3块5毛, ¥3,500.50. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { formatFen } from '../../lib/money.js';
import { settle, unclear } from './bounds.js';
import { excerpt, plain } from './clean.js';
import { plainNamesOf } from './hedges.js';
import { periodsIn } from './number.js';
import { parseNumeral } from './numerals.js';
import { type QuantityForm, readQuantity } from './quantity.js';

const FOREIGN_MONEY = /[$€£]|美元|美金|刀|港币|港元|欧元|日元|英镑/;
/** A number with one of these behind it counts something else. */
const FOREIGN_UNIT = /^个?(?:[人名岁年月天日号点时分秒米平亩斤里%:^]|小时|工)/;
const OWED = /^(?:还?欠(?:薪|款|了|着|我们?|他们?|俺们?)*|差(?!不))/;
/** In a field that counts in 万元, a bare number from here on was surely meant in yuan. */
const BARE_YUAN_FROM = 100_000;
const LARGEST_FEN = 1e14;
const NOT_ONE = {
  vague: 'vague_number',
  several: 'several_numbers',
  other_period: 'other_period',
  none: 'not_an_amount',
} as const;

export function readMoney(field: FieldDef, raw: string): Reading {
  const text = plain(raw);
  const read = excerpt(raw);
  if (FOREIGN_MONEY.test(text)) return unclear('not_an_amount', { read });
  const quantity = readQuantity(text, formOf(field));
  if (quantity.kind === 'range') {
    const among = [quantity.from, quantity.to].map((yuan) => ({ value: `${yuan}元`, label: formatFen(fenOf(yuan)) }));
    return { kind: 'pick', among };
  }
  if (quantity.kind !== 'one') return unclear(NOT_ONE[quantity.kind], { read });
  const fen = fenOf(quantity.value);
  if (Math.abs(fen) > LARGEST_FEN) return unclear('too_large', { read: quantity.value, max: LARGEST_FEN / 100 });
  if (Math.abs(fen - quantity.value * 100) > 1e-4) return unclear('not_an_amount', { read });
  const doubtful = field.unit === '万元' && quantity.value >= BARE_YUAN_FROM * 10_000 && /^[\d,.]+$/.test(text);
  const why = doubtful ? ('guessed_unit' as const) : quantity.why;
  return settle(field, {
    value: fen,
    shown: formatFen(fen),
    asTyped: text === String(quantity.value),
    why,
    facts: { read },
  });
}

const forms = new WeakMap<FieldDef, QuantityForm>();

/** How the amounts of a field are written, worked out once. */
function formOf(field: FieldDef): QuantityForm {
  const known = forms.get(field);
  if (known !== undefined) return known;
  const inWan = field.unit === '万元';
  const made: QuantityForm = {
    parse: (core) => parseYuan(core, inWan),
    foreign: FOREIGN_UNIT,
    lead: OWED,
    names: plainNamesOf(field).concat('工资', '月薪'),
    periods: periodsIn(field.label) || (/工资|薪|收入|报酬/.test(field.label) ? 'm' : ''),
  };
  forms.set(field, made);
  return made;
}

function fenOf(yuan: number): number {
  return Math.round(yuan * 100);
}

/** Yuan of one amount with or without its unit; null when it is none. A bare number counts 10,000 yuan when `inWan`. */
function parseYuan(said: string, inWan: boolean): number | null {
  const core = said.replace(/^(?:¥|rmb|cny|人民币)/, '').replace(/(?:人民币|rmb|cny|整)$/, '');
  const bare = parseNumeral(core);
  if (bare !== null) return inWan && !/[万亿w]/.test(core) ? bare * 10_000 : bare;
  const small = /^([\d一二三四五六七八九])[毛角]$/.exec(core);
  if (small !== null) return (parseNumeral(small[1] ?? '') ?? 0) / 10;
  const parts =
    /^([^元块圆]{1,30})(?:元|块|圆)(?:钱|整|人民币)*(?:([\d一二三四五六七八九])(?:[毛角])?(?:([\d一二三四五六七八九])分)?)?$/.exec(
      core,
    );
  if (parts === null) return null;
  const [, yuan = '', tenth, hundredth] = parts;
  const whole = parseNumeral(yuan);
  if (whole === null || (tenth !== undefined && !Number.isInteger(whole))) return null;
  const cents = (parseNumeral(tenth ?? '零') ?? 0) * 10 + (parseNumeral(hundredth ?? '零') ?? 0);
  return Math.round(whole * 100 + cents) / 100 === whole ? whole : (whole * 100 + cents) / 100;
}
