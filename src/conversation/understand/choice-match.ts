/** Which options a bit of text can mean, from the surest way of naming one to the loosest. */
import type { ConfirmCode } from '../../../schemas/reading.js';
import { toPinyin } from '../../lib/pinyin.js';
import { parseNumeral } from './numerals.js';
import { isOneEdit, isThinned } from './one-edit.js';
import { type NamedOption, type NameSound, soundsOf } from './option-names.js';

export interface Match {
  /** Distinct options, in their order. */
  options: NamedOption[];
  why?: ConfirmCode;
  /** Said by its place in the list; “吧” behind it is no doubt. */
  byNumber?: true;
  /** A number or letter that no option has. */
  outside?: true;
}

const ORDINAL =
  /^(?:选项?|答案)?(?:第([1-9]\d{0,2}|[一二三四五六七八九十]{1,3})(?:个|项|种|条|号|类)?|(0|[1-9]\d{0,2}|[一二三四五六七八九十]{1,3})[号项]?)$/;

/** By number (2, 第二个, 最后一个) or letter (B); null when the text is neither. */
export function matchNumber(text: string, options: readonly NamedOption[]): Match | null {
  const index = indexOf(text, options.length) ?? letterIndex(text, options);
  if (index === null) return null;
  const option = options[index];
  return option === undefined ? { options: [], outside: true } : { options: [option], byNumber: true };
}

function indexOf(text: string, count: number): number | null {
  const ordinal = ORDINAL.exec(text);
  const number = ordinal === null ? null : parseNumeral(ordinal[1] ?? ordinal[2] ?? '');
  if (number !== null) return Number.isInteger(number) ? number - 1 : null;
  const fromEnd = /^倒数第?(\d|[一二三四五六七八九])个?$/.exec(text);
  if (fromEnd !== null) return count - (parseNumeral(fromEnd[1] ?? '') ?? count + 1);
  if (/^(?:最后|末尾|最末)(?:那)?一?(?:个|项|种)$/.test(text)) return count - 1;
  return /^(?:头一|首)个$/.test(text) ? 0 : null;
}

/** A–Z as places in the list, unless the options carry letters themselves. */
function letterIndex(text: string, options: readonly NamedOption[]): number | null {
  if (!/^(?:选)?[a-z]$/.test(text) || options.some(({ value }) => /^[a-z]$/.test(value))) return null;
  const index = text.charCodeAt(text.length - 1) - 97;
  return index < options.length ? index : null;
}

/** The whole text is a name or the value of an option. */
export function matchName(text: string, options: readonly NamedOption[]): NamedOption[] {
  return options.filter(({ names, value }) => value === text || names.includes(text));
}

/** The text is a part of names; single characters only when asked for. Parts of the question itself name nothing. */
export function matchPart(text: string, options: readonly NamedOption[], label: string): Match | null {
  if (text === '' || (text.length > 1 && label.includes(text)) || !/\p{Script=Han}/u.test(text)) return null;
  const found = options.filter(({ names }) => names.some((name) => name.includes(text)));
  if (found.length === 0) return null;
  return text.length === 1 && found.length === 1 ? { options: found, why: 'guessed_part' } : { options: found };
}

/** Pinyin: initials or syllables, whole or from the beginning. One letter asks the labels only. */
export function matchSound(text: string, options: readonly NamedOption[]): Match | null {
  if (!/^[a-z]{1,30}$/.test(text)) return null;
  const by = (test: (sound: NameSound) => boolean) =>
    options.filter((option) => (text.length === 1 ? soundsOf(option).slice(0, 1) : soundsOf(option)).some(test));
  const exact = by(({ full, initials }) => full === text || initials === text);
  if (exact.length > 0) return { options: exact };
  const begun = by(({ initials, syllables }) => initials.startsWith(text) || syllables.has(text));
  if (begun.length > 0) return text.length > 1 ? { options: begun } : { options: begun, why: 'typo' };
  const loose = text.length < 3 ? [] : by(({ full, initials }) => full.startsWith(text) || initials.includes(text));
  return loose.length === 0 ? null : { options: loose, why: 'typo' };
}

/**
 * Names inside a longer text (一家私营企业), the longest ones, and labels that share two characters with the rest
 * (搞工程的). A “not” beside them makes it no answer.
 */
export function matchInside(text: string, options: readonly NamedOption[], label: string): Match | null {
  const inside = options
    .map((option) => ({ option, name: longest(option.names.filter((name) => text.includes(name))) }))
    .filter(({ name }) => name !== '');
  const whole = inside.filter(
    ({ name }) =>
      !inside.some(
        (other) => other.name !== name && other.name.includes(name) && !appearsApart(text, name, other.name),
      ),
  );
  const rest = whole.reduce((left, { name }) => left.replaceAll(name, ' '), text);
  const pairs = pairsOf(rest).filter((pair) => !label.includes(pair));
  const partly = options.filter(({ names }) => pairs.some((pair) => names[0]?.includes(pair)));
  const found = options.filter((option) => partly.includes(option) || whole.some((one) => one.option === option));
  return found.length === 0 || /[不没非别无未除]/.test(rest) ? null : { options: found, why: 'guessed_part' };
}

function pairsOf(text: string): string[] {
  return [...text].flatMap((_, i) => (/^\p{Script=Han}{2}$/u.test(text.slice(i, i + 2)) ? [text.slice(i, i + 2)] : []));
}

function longest(names: readonly string[]): string {
  return names.reduce((best, name) => (name.length > best.length ? name : best), '');
}

function appearsApart(text: string, name: string, longer: string): boolean {
  return text.replaceAll(longer, '').includes(name);
}

/** One typing mistake away, the same sound in other characters, or with characters left out. */
export function matchTypo(text: string, options: readonly NamedOption[]): Match | null {
  if (text.length < 2 || text.length > 30 || !/\p{Script=Han}/u.test(text)) return null;
  const edited = options.filter(({ names }) =>
    names.some((name) => name.length > 2 && text.length > 2 && isOneEdit(text, name)),
  );
  if (edited.length > 0) return { options: edited, why: 'typo' };
  const thinned = options.filter(({ names }) =>
    names.some((name) => name.length > text.length && isThinned(text, name)),
  );
  if (thinned.length > 0) return { options: thinned, why: 'typo' };
  const { full } = toPinyin(text);
  const sounding = options.filter((option) =>
    option.names.some((name, i) => name.length === text.length && soundsOf(option)[i]?.full === full),
  );
  return sounding.length === 0 ? null : { options: sounding, why: 'typo' };
}
