/** Mobile numbers and telephones: spaces, dashes, +86, spoken digits, two numbers in one answer. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading, ReadingFacts } from '../../../schemas/reading.js';
import type { CodeFault, CodeResult } from '../../lib/code-result.js';
import { parseMobile, parsePhone } from '../../lib/phone.js';
import { settle, unclear } from './bounds.js';
import { plain, trimNoise } from './clean.js';
import { digitsOf } from './numerals.js';

const LABEL = /^(?:我|俺|的|是|手机|电话|座机|固话|固定|联系|方式|号码?|为|[:=, ])+/;
const SAME_ON_WECHAT = /[(,]?(?:微信同号|同微信|微信同|也是微信)[)]?$/;
const MOBILE = /(?<![\d.])(?:(?:\+|00)?86[- ]?)?1[3-9](?:[-. ]?\d){9}(?!\d)/g;
const SEPARATOR = /[、,;/或和]+者?/;
const SPOKEN = /[零一二三四五六七八九幺]{7,}/;
const BREATHED = /^[一幺][三四五六七八九][零一二三四五六七八九幺]{9}$/;

export function readPhone(field: FieldDef, raw: string): Reading {
  const text = prepare(raw);
  const mobileOnly = field.kind === 'mobile';
  const parse = mobileOnly ? parseMobile : parsePhone;
  const whole = parse(spaceless(text.replace(/^\((1\d{2})\)/, '$1 ')));
  if (whole.ok) return taken(field, whole.value, raw);

  const numbers = mobileOnly ? mobilesIn(text) : phonesIn(text);
  if (numbers.length > 1) return { kind: 'pick', among: numbers.map((value) => ({ value, label: value })) };
  const [only] = numbers;
  if (only !== undefined) return taken(field, only, raw, 'guessed_part');

  const digits = spaceless(text)
    .replace(/[oO]/g, '0')
    .replace(/[iIlL]/g, '1');
  const meant = /^[\d+()-]+$/.test(digits) ? parse(digits) : whole;
  if (meant.ok) return taken(field, meant.value, raw, 'similar_characters');
  return unclear(...misfit(text, mobileOnly, meant));
}

function prepare(raw: string): string {
  const text = trimNoise(plain(raw)).replace(SAME_ON_WECHAT, '').replace(LABEL, '').trim();
  // dictation puts commas where the speaker breathes
  const breathed = text.replace(/[ ,、。]/g, '');
  if (BREATHED.test(breathed)) return digitsOf(breathed) ?? text;
  const spoken = SPOKEN.exec(text.replaceAll(' ', ''));
  return spoken === null ? text : text.replaceAll(' ', '').replace(spoken[0], digitsOf(spoken[0]) ?? spoken[0]);
}

/** What the parsers take: no spaces, one hyphen before the extension, +86 in full. */
function spaceless(text: string): string {
  return text
    .replace(/分机|转接/g, '转')
    .replace(/^\(\+?86\)/, '+86')
    .replace(/^86[- ]?(?=1[3-9]|\d{2,3}[- ]?\d{7})/, '+86')
    .replace(/^\(?(0\d{2,3})\)?[- ]?(\d{3,4})[- ](\d{4})(?!\d)/, '$1-$2$3')
    .replace(/^[48]00[\d -]{7,12}$/, (service) => service.replace(/[ -]/g, ''))
    .replaceAll(' ', '');
}

function mobilesIn(text: string): string[] {
  const found = [...text.matchAll(MOBILE)].map((match) => parseMobile(match[0]));
  const others = text.replace(MOBILE, '');
  return /\d{3}/.test(others) ? [] : distinct(found);
}

function phonesIn(text: string): string[] {
  const parts = text.split(SEPARATOR).filter((part) => /\d/.test(part));
  const apart = parts.length > 1 ? parts : text.split(' ');
  const parsed = apart.map((part) => parsePhone(spaceless(part.trim())));
  if (parsed.length > 1 && parsed.every((result) => result.ok)) return distinct(parsed);
  const run = /[+(]?\d[\d\-() ]{5,30}(?:(?:转|分机)\d{1,6})?/.exec(text);
  if (run === null || /\d{3}/.test(text.replace(run[0], ''))) return [];
  return distinct([parsePhone(spaceless(run[0].trim()))]);
}

function distinct(results: readonly CodeResult[]): string[] {
  return [...new Set(results.flatMap((result) => (result.ok ? [result.value] : [])))];
}

function taken(field: FieldDef, value: string, raw: string, why?: 'guessed_part' | 'similar_characters'): Reading {
  return settle(field, { value, shown: showPhone(value), asTyped: raw.trim() === value, why });
}

/** A mobile in groups of 3, 4, 4; others as they are. */
function showPhone(value: string): string {
  return /^1\d{10}$/.test(value) ? value.replace(/^(\d{3})(\d{4})/, '$1 $2 ') : value;
}

function misfit(
  text: string,
  mobileOnly: boolean,
  fault: CodeFault,
): [(Reading & { kind: 'unclear' })['code'], ReadingFacts] {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 3 || /[a-z]{2}/.test(text)) return ['not_a_phone', {}];
  if (mobileOnly && /^(?:0\d{9,11}|[48]00\d{7}|[2-9]\d{6,7})$/.test(digits)) return ['not_a_mobile', {}];
  if (!mobileOnly && /^[2-9]\d{6,7}$/.test(digits)) return ['area_code_missing', {}];
  const { reason, length } = fault;
  return reason === 'alphabet' ? ['not_a_phone', {}] : ['code_fault', { reason, length }];
}
