/** Telephone numbers (domain.md 4.6). */
import { type CodeResult, cleanCode, fault, strangeCharacter } from './code-result.js';

export interface PhoneFacts {
  kind: 'mobile' | 'landline' | 'service';
}

/** Reads a mobile number (`138 0013 8000`, `+86 138…`); 11 digits come back. */
export function parseMobile(text: string): CodeResult {
  const digits = cleanCode(text).replace(/^(\+|00)86(?=1)/, '');
  const strange = strangeCharacter(digits, /^\d$/);
  if (strange !== undefined) return strange;
  if (digits.length !== 11) return fault('length', digits);
  return /^1[3-9]/.test(digits)
    ? { ok: true, value: digits }
    : fault('format', digits, { at: 2, found: digits.charAt(1) });
}

/** Reads any telephone: mobile, landline with area code (and extension), 400/800. Written `0371-63630000-12`, `400-100-2000`. */
export function parsePhone(text: string): CodeResult<PhoneFacts> {
  const mobile = parseMobile(text);
  if (mobile.ok) return { ...mobile, kind: 'mobile' };
  const plain = text
    .normalize('NFKC')
    .replace(/转|ext\.?/giu, '-')
    .replace(/[\p{Pd}]/gu, '-')
    .replace(/[\s\p{Cf}()]/gu, '')
    .replace(/^(\+|00)86-?0?(?=[2-9])/, '0');
  const service = /^([48]00)-?(\d{3})-?(\d{4})$/.exec(plain);
  if (service !== null) return { ok: true, value: service.slice(1).join('-'), kind: 'service' };
  // area codes: 010 and 02x have three digits, all others four
  const landline = /^(010|02\d|0[3-9]\d{2}|0\d{2,3}(?=-))-?(\d{7,8})(?:-(\d{1,6}))?$/.exec(plain);
  if (landline === null) return mobile;
  return {
    ok: true,
    value: landline
      .slice(1)
      .filter((part) => part !== undefined)
      .join('-'),
    kind: 'landline',
  };
}
