/** Codes with check characters: unified social credit code, organisation code, registration number, identity number. */
import type { FieldDef, FieldKind } from '../../../schemas/field.js';
import type { ConfirmCode, Reading, ReadingFacts } from '../../../schemas/reading.js';
import { parseOrgCode, parseRegNo, parseUscc } from '../../lib/business-codes.js';
import { type CodeFault, type CodeResult, cleanCode } from '../../lib/code-result.js';
import type { Day } from '../../lib/day.js';
import { parseResidentId } from '../../lib/resident-id.js';
import { settle, unclear } from './bounds.js';
import { excerpt, plain, trimNoise } from './clean.js';

const LABEL =
  /^(?:我|俺|他|她|的|是|为|统一|社会|信用|组织|机构|工商|注册|登记|营业|执照|上|代码|号码?|编号|身份|证件?|[:：=,#\s])+/;

/** Letters typed for digits, and digits for letters, by likeness. */
const LOOK_ALIKE: Record<string, string> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', G: '6', B: '8' };

export function readCode(field: FieldDef, raw: string, today: Day): Reading {
  const parse = parserOf(field.kind, today);
  const typed = trimNoise(plain(raw)).replace(LABEL, '');
  const code = cleanCode(typed).replace(/[×*]$/, field.kind === 'id_number' ? 'X' : '$&');
  const inner = /^\p{Script=Han}{1,6}[ :]*([0-9a-z][0-9a-z -]{7,30})$/u.exec(typed)?.[1];
  const found = parse(code);
  if (found.ok) return settle(field, { value: found.value, shown: found.value, asTyped: raw.trim() === found.value });
  if (inner !== undefined) {
    const part = parse(inner);
    if (part.ok) return settle(field, { value: part.value, shown: part.value, why: 'guessed_part', facts: {} });
  }
  const meant = suggestion(field.kind, code, found, parse);
  if (meant !== null)
    return settle(field, { value: meant.value, shown: meant.value, why: meant.why, facts: factsOf(found) });
  if (!/[0-9]/.test(code) || /\p{Script=Han}/u.test(code)) return unclear('not_a_code', { read: excerpt(raw) });
  return unclear('code_fault', factsOf(found));
}

type Parse = (text: string) => CodeResult;

function parserOf(kind: FieldKind, today: Day): Parse {
  if (kind === 'uscc') return parseUscc;
  if (kind === 'org_code') return parseOrgCode;
  if (kind === 'reg_no') return parseRegNo;
  return (text) => parseResidentId(text, today);
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
 * What was probably meant, when exactly one candidate passes all checks: characters that look alike, then neighbours that
 * changed places. Neighbours are tried in the unified code only, which has two
 * checks; in the others one swap in ten passes by chance, and a wrong suggestion is worse than none.
 */
function suggestion(
  kind: FieldKind,
  code: string,
  fault: CodeFault,
  parse: Parse,
): { value: string; why: ConfirmCode } | null {
  if (kind === 'id_number' && /^\d{15}$/.test(code)) {
    return fault.suggestion === undefined ? null : { value: fault.suggestion, why: 'old_number' };
  }
  if (code.length < 9 || code.length > 18 || !/^[0-9A-Z]+$/.test(code)) return null;
  const valid = (candidates: Iterable<string>) => {
    const values = [...new Set(candidates)].filter((candidate) => candidate !== code && parse(candidate).ok);
    const [only] = values;
    return values.length === 1 && only !== undefined ? only : null;
  };
  const similar = valid(allReplaced(code)) ?? valid(oneReplaced(code)) ?? valid(illegalReplaced(code, parse));
  if (similar !== null) return { value: similar, why: 'similar_characters' };
  const swapped = kind !== 'uscc' || fault.reason === 'alphabet' ? null : valid(neighboursSwapped(code));
  return swapped === null ? null : { value: swapped, why: 'transposed' };
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
