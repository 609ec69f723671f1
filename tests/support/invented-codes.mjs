// Valid codes of employers that do not exist, for tests and benchmarks.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The n-th invented unified social credit code of Huiji (GB 32100 with the organisation code's own check, GB 11714). */
export function formatUscc(n) {
  const subject = `MB${String(n).padStart(6, '0')}`;
  const value = (c) => (/\d/.test(c) ? Number(c) : c.charCodeAt(0) - 55);
  const sum = [...subject].reduce((s, c, i) => s + value(c) * [3, 7, 9, 10, 5, 8, 4, 2][i], 0);
  const inner = ['0', 'X'][[11, 10].indexOf(11 - (sum % 11))] ?? String(11 - (sum % 11));
  const body = `91410108${subject}${inner}`;
  const total = [...body].reduce((s, c, i) => s + ALPHABET.indexOf(c) * (3 ** i % 31), 0);
  return body + ALPHABET[(31 - (total % 31)) % 31];
}
