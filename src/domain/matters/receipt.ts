/** Numbers and tokens for the public (domain.md 5.8). Nobody can tell from them how many there are. */
import { luhnCheck, luhnHolds } from '../../lib/check-digits.js';
import type { Day } from '../../lib/day.js';

/** A keyed pseudo-random byte string for a text: where the day's permutation comes from. */
export type KeyedBytes = (text: string) => Uint8Array;
/** So many random bytes. */
export type RandomBytes = (size: number) => Uint8Array;

export const RECEIPTS_PER_DAY = 10_000;

/**
 * The receipt number of the n-th matter of a day: `HJ261123-04170` is HJ, yymmdd, four digits of the permuted sequence, Luhn
 * digit over all ten.
 * @param n from 0, below 10,000
 */
export function receiptNumber(day: Day, n: number, keyed: KeyedBytes): string {
  const date = day.slice(2).replaceAll('-', '');
  const digits = String(permuted(day, n, keyed)).padStart(4, '0');
  return `HJ${date}-${digits}${luhnCheck(date + digits)}`;
}

/** A permutation of 0…9,999: four rounds of Feistel over 14 bits, walked on until the result is in range. */
function permuted(day: Day, n: number, keyed: KeyedBytes): number {
  if (!Number.isInteger(n) || n < 0 || n >= RECEIPTS_PER_DAY) throw new RangeError(`no receipt number for ${n}`);
  let value = n;
  do {
    let [left, right] = [value >> 7, value & 127];
    for (let round = 0; round < 4; round++) {
      const mixed = (keyed(`${day} ${round} ${right}`)[0] ?? 0) & 127;
      [left, right] = [right, left ^ mixed];
    }
    value = (left << 7) | right;
  } while (value >= RECEIPTS_PER_DAY);
  return value;
}

/** Reads a receipt number as people type it; null when it is none (wrong length, wrong check digit). */
export function readReceiptNumber(text: string): string | null {
  const plain = plainCode(text).replace(/^HJ/, '');
  if (!/^\d{11}$/.test(plain) || !luhnHolds(plain)) return null;
  return `HJ${plain.slice(0, 6)}-${plain.slice(6)}`;
}

/** No 0/O, 1/I/L, U: nothing that is misread on a slip of paper. */
const TOKEN_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const TOKEN_LENGTH = 8;

/** A token for somebody without a name: `7K2M-9QXP`, 39 bits. Given once; only its hash is kept. */
export function newToken(random: RandomBytes): string {
  let token = '';
  while (token.length < TOKEN_LENGTH)
    // 240 = 8 × 30: bytes above would make some letters likelier
    for (const byte of random(16))
      if (byte < 240 && token.length < TOKEN_LENGTH) token += TOKEN_ALPHABET.charAt(byte % TOKEN_ALPHABET.length);
  return `${token.slice(0, 4)}-${token.slice(4)}`;
}

/** Reads a token as people type it; null when it cannot be one. */
export function readToken(text: string): string | null {
  const plain = plainCode(text);
  const valid = plain.length === TOKEN_LENGTH && [...plain].every((char) => TOKEN_ALPHABET.includes(char));
  return valid ? `${plain.slice(0, 4)}-${plain.slice(4)}` : null;
}

function plainCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}_.]/gu, '');
}
