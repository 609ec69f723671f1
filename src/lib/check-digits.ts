/** Check characters of the identifiers in domain.md 4.6. Each takes the body without its check and knows its alphabet only. */

/** GB 32100: no I, O, S, V, Z. */
export const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const BASE36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of a unified social credit code, from its first 17 characters (GB 32100-2015, MOD 31). */
export function usccCheck(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const char of body) {
    sum += USCC_ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Check character of an organisation code, from its first 8 characters (GB 11714, MOD 11). */
export function orgCodeCheck(body: string): string {
  const rest = 11 - (weigh(body, ORG_WEIGHTS) % 11);
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
}

/** Check digit of a 15-digit registration number, from its first 14 digits (GS 15-2006, ISO 7064 MOD 11,10). */
export function regNoCheck(body: string): string {
  let p = 10;
  for (const digit of body) {
    const s = (p + Number(digit)) % 10;
    p = (2 * (s === 0 ? 10 : s)) % 11;
  }
  return String((11 - p) % 10);
}

/** Check character of a resident identity number, from its first 17 digits (GB 11643, MOD 11-2). */
export function residentIdCheck(body: string): string {
  return '10X98765432'.charAt(weigh(body, RESIDENT_WEIGHTS) % 11);
}

/** True when a digit string passes Luhn (bank cards; a hint only, some issuers don't keep it). */
export function luhnHolds(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The digit that makes a digit string pass Luhn. */
export function luhnCheck(body: string): string {
  return [...'0123456789'].find((digit) => luhnHolds(body + digit)) ?? '';
}

function weigh(body: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + BASE36.indexOf(body.charAt(i)) * weight, 0);
}
