/** The known word that looks most like a mistyped one; empty when none is close. */
export function nearest(word: string, known: readonly string[]): string {
  let best = '';
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const each of known) {
    const d = distance(word.toLowerCase(), each.toLowerCase(), least);
    if (d < least) [best, least] = [each, d];
  }
  return best;
}

/** Edits between two words; anything from `limit` on counts as `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j - 1] ?? 0) + same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
