/** What reading a code yields: its one written form with the facts it carries, or why it is not one. */
export type CodeReason =
  | 'length'
  /** A character that the code cannot hold, at `at`. */
  | 'alphabet'
  | 'check'
  /** The organisation code inside a unified social credit code has a wrong check. */
  | 'inner_check'
  | 'birth_date'
  | 'province'
  /** Digits in the wrong shape (phones, grid codes). */
  | 'format';

export interface CodeFault {
  ok: false;
  reason: CodeReason;
  /** Characters read, after cleaning. */
  length: number;
  /** Position that is wrong, counted from 1. */
  at?: number;
  /** What stands there. */
  found?: string;
  /** The check character that would fit the rest. */
  expected?: string;
  /** A valid code that was probably meant (O for 0, I for 1). Never taken without asking. */
  suggestion?: string;
}

export type CodeResult<Facts = unknown> = ({ ok: true; value: string } & Facts) | CodeFault;

/** A code as people type it, made plain: half-width, upper case, without spaces, hyphens and invisible characters. */
export function cleanCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}_·.]/gu, '')
    .toUpperCase();
}

export function fault(
  reason: CodeReason,
  code: string,
  more: Omit<CodeFault, 'ok' | 'reason' | 'length'> = {},
): CodeFault {
  return { ok: false, reason, length: [...code].length, ...more };
}

/** The first character of `code` that does not match, as a fault; undefined when all do. */
export function strangeCharacter(code: string, allowed: RegExp): CodeFault | undefined {
  const chars = [...code];
  const i = chars.findIndex((char) => !allowed.test(char));
  return i === -1 ? undefined : fault('alphabet', code, { at: i + 1, found: chars[i] ?? '' });
}

/** Provinces by the first two digits of an area code (GB/T 2260). */
const PROVINCE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])/;
export function hasProvince(code: string): boolean {
  return PROVINCE.test(code);
}
