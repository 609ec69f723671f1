/** Two texts side by side, line by line: what stayed, what went, what came. */

export interface DiffLine {
  mark: ' ' | '-' | '+';
  line: string;
}

/** The shortest difference (longest common subsequence); quadratic, for texts of some hundred lines. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = commonLengths(before, after);
  const out: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      out.push({ mark: ' ', line: old });
      i++;
      j++;
    } else if (old !== undefined && (now === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      out.push({ mark: '-', line: old });
      i++;
    } else {
      out.push({ mark: '+', line: now ?? '' });
      j++;
    }
  }
  return out;
}

const at = (table: readonly Uint32Array[], i: number, j: number) => table[i]?.[j] ?? 0;

/** Length of what the rests from (i, j) on have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      (table[i] as Uint32Array)[j] =
        before[i] === after[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
  return table;
}
