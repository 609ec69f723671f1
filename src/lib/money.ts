/** Money is an integer in fen; people read and write yuan. */
import { formatCount } from './numbers.js';

const FEN_PER_WAN = 1_000_000;

/**
 * The exact amount as people read it: `3,500元`, `12.5万元` from six digits of whole yuan, `3,500.05元` with fen. Nothing is
 * rounded, so it may be read back for confirmation.
 */
export function formatFen(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError('money is a whole number of fen');
  const sign = fen < 0 ? '-' : '';
  const size = Math.abs(fen);
  if (size % 100 !== 0) return `${sign}${formatCount(Math.trunc(size / 100))}.${String(size % 100).padStart(2, '0')}元`;
  if (size < 10 * FEN_PER_WAN) return `${sign}${formatCount(size / 100)}元`;
  const tenThousandths = String((size % FEN_PER_WAN) / 100).padStart(4, '0');
  const fraction = tenThousandths.replace(/0+$/, '');
  return `${sign}${formatCount(Math.trunc(size / FEN_PER_WAN))}${fraction === '' ? '' : `.${fraction}`}万元`;
}

/** The amount for a digest: whole yuan below 100,000, then 万 with one decimal. */
export function formatFenRounded(fen: number): string {
  if (Math.abs(fen) < 10 * FEN_PER_WAN) return formatFen(Math.round(fen / 100) * 100);
  return formatFen(Math.round(fen / (FEN_PER_WAN / 10)) * (FEN_PER_WAN / 10));
}

/**
 * Reads `3500`, `3,500.50元`, `￥3500`, `1.2万`, `1.2万元`, full-width too. Fen come back, or undefined for anything else
 * (more than two decimals of yuan included). Words and vague amounts are the business of `conversation/`.
 */
export function parseFen(text: string): number | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
  const match = /^[¥]?(-?)(\d{1,12})(?:\.(\d{1,6}))?(万)?(?:元|块|圆)?(?:整)?$/.exec(plain);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', wan] = match;
  const decimals = wan === undefined ? 2 : 6;
  if (fraction.length > decimals) return undefined;
  const fen = Number(whole + fraction.padEnd(decimals, '0'));
  if (!Number.isSafeInteger(fen)) return undefined;
  return sign === '-' && fen !== 0 ? -fen : fen;
}
