/** True when two texts differ by one typing mistake: a character wrong, missing, too many, or two neighbours swapped. */
export function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || short === long) return false;
  let i = 0;
  while (i < short.length && short.charAt(i) === long.charAt(i)) i++;
  if (short.length < long.length) return short.slice(i) === long.slice(i + 1);
  if (short.slice(i + 1) === long.slice(i + 1)) return true;
  return (
    short.charAt(i) === long.charAt(i + 1) &&
    short.charAt(i + 1) === long.charAt(i) &&
    short.slice(i + 2) === long.slice(i + 2)
  );
}

/** True when the characters of `part` come in `whole` in the same order, the first one first (文化路 in 文化北路). */
export function isThinned(part: string, whole: string): boolean {
  if (part.charAt(0) !== whole.charAt(0)) return false;
  let at = -1;
  for (const char of part) {
    at = whole.indexOf(char, at + 1);
    if (at === -1) return false;
  }
  return true;
}
