/** Codes of employers: unified social credit code, organisation code, old registration number (domain.md 4.6). */
import { orgCodeCheck, regNoCheck, USCC_ALPHABET, usccCheck } from './check-digits.js';
import { type CodeFault, type CodeResult, cleanCode, fault, strangeCharacter } from './code-result.js';

const USCC_CHAR = new RegExp(`^[${USCC_ALPHABET}]$`);
/** First two characters as published; others exist (lawyers, unions, villages) and are taken with a warning. */
const KNOWN_PREFIXES = new Set(['11', '12', '13', '19', '51', '52', '53', '59', '91', '92', '93', 'Y1']);

export interface UsccFacts {
  /** Registration authority and category, the first two characters: 91 enterprise, 92 individual business, … */
  prefix: string;
  /** False for a prefix that is not in the published list: take it, but ask. */
  knownPrefix: boolean;
  areaCode: string;
  /** The organisation code inside (characters 9–17). */
  orgCode: string;
}

/** Reads a unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, both checks. */
export function parseUscc(text: string): CodeResult<UsccFacts> {
  const code = cleanCode(text);
  const wrong = usccFault(code);
  if (wrong !== undefined) {
    const meant = code.replaceAll('O', '0').replaceAll('I', '1');
    return meant !== code && usccFault(meant) === undefined ? { ...wrong, suggestion: meant } : wrong;
  }
  const prefix = code.slice(0, 2);
  return {
    ok: true,
    value: code,
    prefix,
    knownPrefix: KNOWN_PREFIXES.has(prefix),
    areaCode: code.slice(2, 8),
    orgCode: code.slice(8, 17),
  };
}

function usccFault(code: string): CodeFault | undefined {
  if (code.length !== 18) return fault('length', code);
  const strange = strangeCharacter(code, USCC_CHAR);
  if (strange !== undefined) return strange;
  const area = strangeCharacter(code.slice(2, 8), /^\d$/);
  if (area !== undefined) return { ...area, length: 18, at: (area.at ?? 0) + 2 };
  const check = usccCheck(code.slice(0, 17));
  if (check !== code.charAt(17)) return fault('check', code, { at: 18, found: code.charAt(17), expected: check });
  const inner = orgCodeCheck(code.slice(8, 16));
  if (inner !== code.charAt(16)) return fault('inner_check', code, { at: 17, found: code.charAt(16), expected: inner });
  return undefined;
}

/** Reads an organisation code (组织机构代码, GB 11714), with or without its hyphen; 9 characters without one come back. */
export function parseOrgCode(text: string): CodeResult {
  const code = cleanCode(text);
  if (code.length !== 9) return fault('length', code);
  const strange = strangeCharacter(code.slice(0, 8), /^[0-9A-Z]$/) ?? strangeCharacter(code, /^[0-9A-Z]$/);
  if (strange !== undefined) return { ...strange, length: 9 };
  const expected = orgCodeCheck(code.slice(0, 8));
  if (expected !== code.charAt(8)) return fault('check', code, { at: 9, found: code.charAt(8), expected });
  return { ok: true, value: code };
}

/** An organisation code as it is printed: `MA000001-5`. */
export function formatOrgCode(code: string): string {
  return `${code.slice(0, 8)}-${code.slice(8)}`;
}

export interface RegNoFacts {
  /** By the first digit of the sequence; the ranges are unconfirmed (domain.md 4.6), use as a hint. */
  kind: 'domestic' | 'foreign' | 'individual';
}

/** Reads an old business registration number (工商注册号, GS 15-2006): 15 digits with ISO 7064 check. */
export function parseRegNo(text: string): CodeResult<RegNoFacts> {
  const code = cleanCode(text);
  if (code.length !== 15) return fault('length', code);
  const strange = strangeCharacter(code, /^\d$/);
  if (strange !== undefined) return strange;
  const expected = regNoCheck(code.slice(0, 14));
  if (expected !== code.charAt(14)) return fault('check', code, { at: 15, found: code.charAt(14), expected });
  const range = code.charAt(6);
  return { ok: true, value: code, kind: range <= '3' ? 'domestic' : range <= '5' ? 'foreign' : 'individual' };
}
