/** Numbers as people read them (voice.md rule 12): counts with separators, rates as whole per cent with the numbers behind. */

/** `1204` → `1,204`. */
export function formatCount(n: number): string {
  const digits = String(Math.abs(n));
  if (digits.length < 4) return n < 0 ? `-${digits}` : digits;
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${n < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * A share in whole per cent. 100 % is said of all only, 0 % of none only; above the whole it is rounded as it is.
 * Undefined when the whole is 0.
 */
export function percentOf(part: number, whole: number): number | undefined {
  if (whole === 0) return undefined;
  const rounded = Math.round((part / whole) * 100);
  if (part < whole && rounded >= 100) return 99;
  if (part > 0 && rounded <= 0) return 1;
  return rounded;
}

/** `86%`, or `—` when the whole is 0. */
export function formatPercent(part: number, whole: number): string {
  const percent = percentOf(part, whole);
  return percent === undefined ? '—' : `${percent}%`;
}

/** `86%，1,204/1,400 户`. @param unit with what is counted, e.g. `户` */
export function formatRate(part: number, whole: number, unit = ''): string {
  const numbers = `${formatCount(part)}/${formatCount(whole)}${unit === '' ? '' : ` ${unit}`}`;
  const percent = percentOf(part, whole);
  return percent === undefined ? numbers : `${percent}%，${numbers}`;
}
