/** One option out of several: number, letter, label, part, synonym, pinyin, one typing mistake. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { settle, unclear } from './bounds.js';
import { type Match, matchInside, matchName, matchNumber, matchPart, matchSound, matchTypo } from './choice-match.js';
import { excerpt, isBlank, plain } from './clean.js';
import { saysNothing } from './no-value.js';
import { bare, type NamedOption, nameOption } from './option-names.js';
import { readYesNo } from './yes-no.js';

/** More options than this fit: the text says too little to ask which. */
const PICK_AT_MOST = 12;
/** No option is named in more characters than this. */
const LONGEST_NAMED = 200;
const LEAD =
  /^(?:嗯+|哦|那|我选择?|选择|选|我要|应该是|应该|只有|就有|光有|只|(?:就是|是|算)(?:一?个|一?家)(?=.{2})|好像是?|可能是?|大概是?|估计是?|就是|就|是|属于|算是|算|一家|一个|这是|这个是|叫)/;
const TAIL = /(?:吧|的|了|啊|呀|呢|哦|那个|这个|那种|这种)$/;
const SEPARATED = /[\s,，、和或/]+/;
const HEDGE = /应该|好像|可能|大概|估计|算是|吧$/;
const NONE_OF_THEM = /^(?:以上|上面|这些)?(?:都|全)(?:不是|不对|没有|不属于)$|^没有(?:合适|对应)的$/;
const OTHER = /^(?:其他|都不是|以上都不是|以上都没有)/;

export function readChoice(field: FieldDef, raw: string, options: readonly Option[]): Reading {
  const named = options.map(nameOption);
  const text = bare(raw);
  if (isBlank(plain(raw))) return unclear('empty');
  const match = /^[-+]?\d+\.\d/.test(raw.trim()) || /^\s*-\d/.test(raw) ? null : matchOption(raw, named, field.label);
  if (match !== null && match.options.length > 0) return fromMatch(field, match, text);
  if (match === null) {
    if (NONE_OF_THEM.test(text)) {
      const other = named.find(({ names }) => OTHER.test(names[0] ?? ''));
      if (other === undefined) return { kind: 'none' };
      return fromMatch(field, { options: [other], why: 'guessed_part' }, text);
    }
    if (saysNothing(raw)) return { kind: 'none' };
  }
  return unclear('not_an_option', { read: excerpt(raw), count: options.length });
}

/** The options a text can mean; null when none, `outside` when it is a number beyond the list. */
export function matchOption(raw: string, options: readonly NamedOption[], label: string): Match | null {
  const text = bare(raw);
  if (text.length > LONGEST_NAMED) return null;
  const sure = (SEPARATED.test(raw) ? matchSeveralNumbers(raw, options) : null) ?? matchSurely(text, options);
  if (sure !== null) return sure;
  const stages = peelStages(text);
  const hedged = HEDGE.test(text);
  const doubt = (match: Match): Match =>
    hedged && match.byNumber !== true && match.why === undefined ? { ...match, why: 'approximate' } : match;
  for (const stage of stages.slice(1)) {
    const match = matchSurely(stage, options);
    if (match !== null) return doubt(match);
  }
  const both = matchNumbered(text, options) ?? matchYesNo(raw, options);
  if (both !== null) return both;
  for (const loose of [
    (stage: string) => matchPart(stage, options, label),
    (stage: string) => matchSound(stage, options),
    (stage: string) => matchInside(stage, options, label),
    (stage: string) => matchTypo(stage, options),
  ]) {
    for (const stage of stages) {
      const match = loose(stage);
      if (match !== null) return doubt(match);
    }
  }
  return null;
}

/** By number, letter or a whole name; a text that is a name and a number is both. */
function matchSurely(text: string, options: readonly NamedOption[]): Match | null {
  const byNumber = matchNumber(text, options);
  const byName = matchName(text, options);
  return byName.length > 0 ? { options: merge(options, byName, byNumber?.options ?? []) } : byNumber;
}

/** 2、个体: number and name together; when they disagree both are offered. */
function matchNumbered(text: string, options: readonly NamedOption[]): Match | null {
  const parts = /^(\d{1,3})(\D.*)$/.exec(text);
  const option = parts === null ? undefined : options[Number(parts[1]) - 1];
  if (parts === null || option === undefined) return null;
  const name = (parts[2] ?? '').replace(/^(?:个|是)/, '');
  const byName = matchName(name, options);
  const found = byName.length > 0 ? byName : (matchPart(name, options, '')?.options ?? []);
  if (found.length === 0) return null;
  return { options: found.includes(option) ? [option] : merge(options, found, [option]) };
}

/** 1和2, 1 2: several numbers where one is wanted. */
function matchSeveralNumbers(raw: string, options: readonly NamedOption[]): Match | null {
  const parts = raw
    .split(SEPARATED)
    .map(bare)
    .filter((part) => part !== '');
  if (parts.length < 2 || parts.length > options.length) return null;
  const found = parts.map((part) => matchNumber(part, options)?.options[0]);
  return found.every((option) => option !== undefined) ? { options: merge(options, found, []) } : null;
}

function merge(
  all: readonly NamedOption[],
  a: readonly (NamedOption | undefined)[],
  b: readonly NamedOption[],
): NamedOption[] {
  return all.filter((option) => a.includes(option) || b.includes(option));
}

/** The text, then without a word before or behind it, and so on. */
function peelStages(text: string): string[] {
  const stages = [text];
  let core = text;
  for (let left = 6; left > 0; left--) {
    const shorter = core.replace(TAIL, '') === core ? core.replace(LEAD, '') : core.replace(TAIL, '');
    if (shorter === core || shorter === '') break;
    stages.push(shorter);
    core = shorter;
  }
  return stages;
}

/** 没得 where the options are 有 and 没有. */
function matchYesNo(raw: string, options: readonly NamedOption[]): Match | null {
  const said = readYesNo(raw);
  if (said === null || options.length !== 2) return null;
  const same = options.filter(({ names }) => readYesNo(names[0] ?? '') === said);
  return same.length === 1 ? { options: same } : null;
}

function fromMatch(field: FieldDef, match: Match, text: string): Reading {
  const [only] = match.options;
  if (only === undefined || match.options.length > 1) {
    if (match.options.length > PICK_AT_MOST)
      return unclear('too_many_fit', { read: text, count: match.options.length });
    return { kind: 'pick', among: match.options.map(({ option }) => option) };
  }
  const { value, label } = only.option;
  return settle(field, { value, shown: label, asTyped: text === bare(label), why: match.why, facts: { read: text } });
}
