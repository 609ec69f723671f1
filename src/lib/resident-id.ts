/** Identity numbers of persons (domain.md 4.6). Nothing here logs or keeps a number. */
import { luhnHolds, residentIdCheck } from './check-digits.js';
import { type CodeResult, cleanCode, fault, hasProvince, strangeCharacter } from './code-result.js';
import { type Day, isDay } from './day.js';

export interface PersonFacts {
  birthDate: Day;
  sex: 'male' | 'female';
}

/**
 * Reads a resident identity number (公民身份号码, GB 11643): 18 characters, `x` becomes `X`. An old 15-digit number is
 * refused, with its 18-digit form as suggestion.
 * @param today refuses birth dates after it; without it dates are only checked to exist
 */
export function parseResidentId(text: string, today?: Day): CodeResult<PersonFacts> {
  return parsePersonNumber(text, hasProvince, today);
}

/** Reads the number of a residence permit for Hong Kong, Macao and Taiwan residents (港澳台居民居住证; 81, 82, 83). */
export function parseHmtPermit(text: string, today?: Day): CodeResult<PersonFacts> {
  return parsePersonNumber(text, (code) => /^8[123]0000/.test(code), today);
}

function parsePersonNumber(text: string, inProvince: (code: string) => boolean, today?: Day): CodeResult<PersonFacts> {
  const code = cleanCode(text);
  if (code.length !== 18) {
    const meant = /^\d{15}$/.test(code) ? modernised(code) : undefined;
    const valid = meant !== undefined && parsePersonNumber(meant, inProvince, today).ok;
    return fault('length', code, valid ? { suggestion: meant } : {});
  }
  const strange = strangeCharacter(code.slice(0, 17), /^\d$/) ?? strangeCharacter(code, /^[\dX]$/);
  if (strange !== undefined) return { ...strange, length: 18 };
  if (!inProvince(code)) return fault('province', code, { at: 1, found: code.slice(0, 2) });
  const birthDate = `${code.slice(6, 10)}-${code.slice(10, 12)}-${code.slice(12, 14)}`;
  if (!isDay(birthDate) || (today !== undefined && birthDate > today)) return fault('birth_date', code, { at: 7 });
  const expected = residentIdCheck(code.slice(0, 17));
  if (expected !== code.charAt(17)) return fault('check', code, { at: 18, found: code.charAt(17), expected });
  return { ok: true, value: code, birthDate, sex: Number(code.charAt(16)) % 2 === 1 ? 'male' : 'female' };
}

function modernised(old: string): string {
  const body = `${old.slice(0, 6)}19${old.slice(6)}`;
  return body + residentIdCheck(body);
}

/** Reads a bank card number: 16–19 digits. `luhn` false is a reason to ask, not to refuse. */
export function parseBankCard(text: string): CodeResult<{ luhn: boolean }> {
  const code = cleanCode(text);
  const strange = strangeCharacter(code, /^\d$/);
  if (strange !== undefined) return strange;
  if (code.length < 16 || code.length > 19) return fault('length', code);
  return { ok: true, value: code, luhn: luhnHolds(code) };
}
