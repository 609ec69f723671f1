/** Codes with check characters: unified social credit code, organisation code, registration number, identity number. */
import type { FieldDef, FieldKind } from '../../../schemas/field.js';
import type { ConfirmCode, Reading, ReadingFacts } from '../../../schemas/reading.js';
import { parseOrgCode, parseRegNo, parseUscc } from '../../lib/business-codes.js';
import { type CodeFault, type CodeResult, cleanCode } from '../../lib/code-result.js';
import type { Day } from '../../lib/day.js';
import { parseHmtPermit, parseResidentId } from '../../lib/resident-id.js';
import { settle, unclear } from './bounds.js';
import { excerpt, plain, trimNoise } from './clean.js';

const LABEL =
  /^(?:税号|纳税人识别|我|俺|他|她|的|是|为|统一|社会|信用|组织|机构|工商|注册|登记|营业|执照|上|代码|号码?|编号|身份|证件?|护照|通行证|永居证|[:：=,#\s])+/;

/** Passports, and permits of foreigners, whose numbers carry no check; taken where the field's schema takes them. */
const OTHER_DOCUMENT = /^(?:[A-Z]{1,4}\d{5,16}|9\d{16}[\dX])$/;

/** More candidates than this: the check says too little. */
const PICK_AT_MOST = 3;

/** Letters typed for digits, and digits for letters, by likeness. */
const LOOK_ALIKE: Record<string, string> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', G: '6', B: '8' };

export function readCode(field: FieldDef, raw: string, today: Day): Reading {
  const parse = parserOf(field.kind, today);
  const typed = trimNoise(plain(raw)).replace(LABEL, '');
  const code = cleanCode(typed).replace(/[×*]$/, field.kind === 'id_number' ? 'X' : '$&');
  const inner = /^\p{Script=Han}{0,6}[ :]*([0-9a-z][0-9a-z -]{7,30}?)[ ,]*\p{Script=Han}{0,6}$/u.exec(typed)?.[1];
  const found = parse(code);
  if (found.ok) return settle(field, { value: found.value, shown: found.value, asTyped: raw.trim() === found.value });
  if (inner !== undefined) {
    const part = parse(inner);
    if (part.ok) return settle(field, { value: part.value, shown: part.value, why: 'guessed_part', facts: {} });
  }
  if (field.kind === 'id_number' && OTHER_DOCUMENT.test(code) && field.check?.(code).ok === true) {
    return settle(field, { value: code, shown: code, ...(/^9/.test(code) && { why: 'several_meanings' as const }) });
  }
  const { values, why } = suggestions(field.kind, code, found, parse);
  const [only] = values;
  if (only !== undefined && values.length === 1) {
    return settle(field, { value: only, shown: only, why, facts: factsOf(found) });
  }
  if (values.length > 1 && values.length <= PICK_AT_MOST) {
    return { kind: 'pick', among: values.map((value) => ({ value, label: value })) };
  }
  if (!/[0-9]/.test(code) || /\p{Script=Han}/u.test(code))
    return unclear('not_a_code', field.kind === 'id_number' ? {} : { read: excerpt(raw) });
  return unclear('code_fault', factsOf(found));
}

type Parse = (text: string) => CodeResult;

function parserOf(kind: FieldKind, today: Day): Parse {
  if (kind === 'uscc') return parseUscc;
  if (kind === 'org_code') return parseOrgCode;
  if (kind === 'reg_no') return parseRegNo;
  return (text) => {
    const resident = parseResidentId(text, today);
    const permit = resident.ok ? resident : parseHmtPermit(text, today);
    return permit.ok ? permit : resident;
  };
}

function factsOf({ reason, length, at, found, expected }: CodeFault): ReadingFacts {
  return {
    reason,
    length,
    ...(at !== undefined && { at }),
    ...(found !== undefined && { found }),
    ...(expected !== undefined && { expected }),
  };
}

/**
 * What was probably meant: characters that look alike, then neighbours that changed places, all checks passed. Neighbours
 * are tried in the unified code only, which has two checks; in the others one swap in ten passes by chance, and a wrong
 * suggestion is worse than none.
 */
function suggestions(
  kind: FieldKind,
  code: string,
  fault: CodeFault,
  parse: Parse,
): { values: string[]; why: ConfirmCode } {
  if (kind === 'id_number' && /^\d{15}$/.test(code)) {
    return { values: fault.suggestion === undefined ? [] : [fault.suggestion], why: 'old_number' };
  }
  const why = 'similar_characters';
  if (code.length < 9 || code.length > 18 || !/^[0-9A-Z]+$/.test(code)) return { values: [], why };
  const valid = (candidates: Iterable<string>) =>
    [...new Set(candidates)].filter((candidate) => candidate !== code && parse(candidate).ok);
  for (const candidates of [allReplaced(code), illegalReplaced(code, parse), oneReplaced(code)]) {
    const values = valid(candidates);
    if (values.length > 0) return { values, why };
  }
  const swaps = kind === 'uscc' && fault.reason !== 'alphabet' ? valid(neighboursSwapped(code)) : [];
  return { values: swaps, why: 'transposed' };
}

/** Every O a 0, every I a 1, and so on: each letter alone and all of them together. */
function* allReplaced(code: string): Iterable<string> {
  for (const letter of Object.keys(LOOK_ALIKE)) yield code.replaceAll(letter, LOOK_ALIKE[letter] ?? letter);
  yield code.replaceAll('O', '0').replaceAll('I', '1').replaceAll('L', '1');
}

function* oneReplaced(code: string): Iterable<string> {
  for (let i = 0; i < code.length; i++) {
    const char = code.charAt(i);
    const digit = LOOK_ALIKE[char];
    const letters = Object.keys(LOOK_ALIKE).filter((letter) => LOOK_ALIKE[letter] === char);
    for (const other of digit === undefined ? letters : [digit]) yield code.slice(0, i) + other + code.slice(i + 1);
  }
}

/** Replaces, one after the other, the characters the code cannot hold. */
function* illegalReplaced(code: string, parse: Parse): Iterable<string> {
  let fixed = code;
  for (let left = code.length; left > 0; left--) {
    const result = parse(fixed);
    const at = result.ok || result.reason !== 'alphabet' ? 0 : (result.at ?? 0);
    const digit = LOOK_ALIKE[fixed.charAt(at - 1)];
    if (at === 0 || digit === undefined) break;
    fixed = fixed.slice(0, at - 1) + digit + fixed.slice(at);
  }
  yield fixed;
}

function* neighboursSwapped(code: string): Iterable<string> {
  for (let i = 0; i + 1 < code.length; i++) {
    yield code.slice(0, i) + code.charAt(i + 1) + code.charAt(i) + code.slice(i + 2);
  }
}
