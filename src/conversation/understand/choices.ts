/** Several options at once: 1、3和5, 养老医疗, 全部, 前两个, 除了5都有. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import type { ConfirmCode, Reading } from '../../../schemas/reading.js';
import { settle, unclear } from './bounds.js';
import { matchOption } from './choice.js';
import { matchNumber } from './choice-match.js';
import { excerpt, isBlank, plain } from './clean.js';
import { saysNothing } from './no-value.js';
import { parseNumeral } from './numerals.js';
import { bare, type NamedOption, nameOption } from './option-names.js';

const ALL = /^(?:全部|所有|全|都|全都)(?:都)?(?:有|是|选|要|交|参加|买|办)?(?:的|了)?$/;
const NONE =
  /^(?:以上|上面)?(?:都|一个[都也]?|一样[都也]?|全都?|什么都)?(?:没有?|不是|无)(?:选|交|买|参加|办)?(?:的|了)?$/;
const SEPARATOR = /[\s、,，;；。/+&]|和|跟|与|及|还有|以及/;
const HEDGE = /^(?:大概|应该|好像|可能|估计)|吧$/;

interface Several {
  options: NamedOption[];
  why?: ConfirmCode;
}

export function readChoices(field: FieldDef, raw: string, options: readonly Option[]): Reading {
  const read = excerpt(raw);
  const named = options.map(nameOption);
  const text = bare(raw);
  if (isBlank(plain(raw))) return unclear('empty');
  if (NONE.test(text) && !named.some(({ names }) => names.includes(text))) return { kind: 'none' };
  if (saysNothing(raw)) return { kind: 'none' };
  const found =
    grouped(text, named) ??
    ranged(plain(raw), named) ??
    except(text, named, field.label) ??
    listed(raw, named, field.label);
  if (found === null) return unclear('not_an_option', { read, count: options.length });
  const chosen = named.filter((option) => found.options.includes(option)).map(({ option }) => option);
  const shown = chosen.map(({ label }) => label).join('、');
  return settle(field, {
    value: chosen.map(({ value }) => value),
    shown,
    asTyped: bare(shown) === text,
    why: found.why,
    facts: { read },
  });
}

/** 全部, 五个都有, 前两个, 后三项. */
function grouped(text: string, options: NamedOption[]): Several | null {
  if (ALL.test(text)) return { options };
  const parts = /^(前|后|)(\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个|项|种|样)(都有?|全有?|都是)?$/.exec(text);
  if (parts === null) return null;
  const [, side, number = '', all] = parts;
  const count = parseNumeral(number) ?? 0;
  if (side === '') return all !== undefined && count === options.length ? { options } : null;
  if (count < 1 || count > options.length) return null;
  return { options: side === '前' ? options.slice(0, count) : options.slice(-count) };
}

/** 1到3; 1-3 may also mean 1 and 3, so it is asked. */
function ranged(text: string, options: NamedOption[]): Several | null {
  const parts = /^(\d{1,2}) ?(到|至|-|~) ?(\d{1,2})$/.exec(text);
  if (parts === null) return null;
  const [, from, word, to] = parts;
  const chosen = options.slice(Number(from) - 1, Number(to));
  if (Number(from) < 1 || Number(to) > options.length || chosen.length < 2) return null;
  return { options: chosen, ...(word === '-' && { why: 'several_meanings' as const }) };
}

/** 除了5都有. */
function except(text: string, options: NamedOption[], label: string): Several | null {
  const left = /^除了?(.{1,40}?)(?:以外|之外|外)?(?:其他|别的)?(?:的)?(?:都|全)?(?:有|是|选|要|交)?(?:了)?$/.exec(
    text,
  )?.[1];
  if (left === undefined) return null;
  const out = listed(left, options, label);
  if (out === null) return null;
  return { options: options.filter((option) => !out.options.includes(option)), why: 'several_meanings' };
}

function listed(typed: string, options: NamedOption[], label: string): Several | null {
  const raw = plain(typed).replace(/[.!~]+$/, '');
  const said = raw.replace(HEDGE, '').replace(/^(?:就有|只有|光有|就|只)/, '');
  const doubt = !HEDGE.test(raw) ? {} : { why: 'approximate' as const };
  const run = SEPARATOR.test(said) ? null : digitRun(bare(said), options);
  if (run !== null) return { ...doubt, ...run };
  const chosen: NamedOption[] = [];
  let why: ConfirmCode | undefined;
  for (const part of said.split(SEPARATOR)) {
    if (bare(part) === '') continue;
    const match = matchRun(bare(part), options) ?? matchOption(part, options, label);
    if (match === null || match.options.length === 0) return null;
    if (match.options.length > 1 && match.why === undefined && !('run' in match)) return null;
    chosen.push(...match.options);
    why = why ?? match.why;
  }
  return chosen.length === 0 ? null : { options: chosen, ...doubt, ...(why !== undefined && { why }) };
}

/** 养老医疗工伤: names one behind the other and nothing else. */
function matchRun(text: string, options: NamedOption[]): (Several & { run: true }) | null {
  const chosen: NamedOption[] = [];
  let rest = text;
  while (rest !== '') {
    let best: { option: NamedOption; length: number } | undefined;
    for (const option of options) {
      for (const name of option.names) {
        if (rest.startsWith(name) && name.length > (best?.length ?? 0)) best = { option, length: name.length };
      }
    }
    if (best === undefined) return null;
    chosen.push(best.option);
    rest = rest.slice(best.length);
  }
  return { options: chosen, run: true };
}

/** 135 and AC may be 1, 3, 5 and A, C, so they are asked; 一三五 is clear. */
function digitRun(text: string, options: NamedOption[]): Several | null {
  const spoken = /^[一二三四五六七八九]{2,9}$/.test(text);
  if (!spoken && !/^(?:[1-9]{2,9}|[a-z]{2,9})$/.test(text)) return null;
  if (/^\d/.test(text) && (options.length > 9 || Number(text) <= options.length)) return null;
  const chosen = [...text].map((char) => matchNumber(char, options)?.options[0]);
  const distinct = new Set(chosen);
  if (distinct.has(undefined) || distinct.size !== chosen.length) return null;
  const found = chosen.filter((option): option is NamedOption => option !== undefined);
  return spoken ? { options: found } : { options: found, why: 'several_meanings' };
}
